//! Tables and cells as they leave.

use super::WITHHELD;
use super::desk::Desk;
use super::known::builtin;
use crate::rows::{Cell, Column, Piece, Row, Table, plain};
use crate::rules::Rule;

/// Columns that are of no use without the repository, and name files.
const LEFT_OUT: [&str; 3] = ["command", "file", "place"];

/// Columns that hold the text of a field.
const FIELDS: [(&str, &str); 6] = [
    ("title", "title"),
    ("text", "lessons"),
    ("summary", "change_log"),
    ("sections", "change_log"),
    ("change log", "change_log"),
    ("rationale", "rationale"),
];

/// Columns that say what a rule noticed.
const MESSAGES: [&str; 2] = ["finding", "what is not found"];

/// Columns whose first line is a title of the tool's own.
const TITLES: [&str; 2] = ["figure", "page"];

impl Desk<'_, '_> {
    /// A table; `is_own` is true where its words around the cells are known to be the tool's own.
    pub(super) fn table(&self, table: Table, is_own: bool) -> Table {
        let Table { caption, heading, anchor, note, columns, rows } = table;
        if rows.is_empty() {
            return Table::default();
        }
        let said = |text: &str, place: &str| self.said(text, is_own, place);
        let kept: Vec<bool> =
            columns.iter().map(|column| !LEFT_OUT.contains(&column.label)).collect();
        let labels: Vec<&'static str> = columns.iter().map(|column| column.label).collect();
        let columns = columns.into_iter().map(|column| self.column(column, is_own));
        Table {
            caption: said(&caption, "the caption of a table"),
            heading: said(&heading, "the heading of a table"),
            anchor: self.anchor(&anchor),
            note: said(&note, "the note above a table"),
            columns: columns
                .zip(&kept)
                .filter(|(_, kept)| **kept)
                .map(|(column, _)| column)
                .collect(),
            rows: rows.into_iter().map(|row| self.row(row, &labels)).collect(),
        }
    }

    /// A sentence around cells.
    pub(super) fn said(&self, text: &str, is_own: bool, place: &str) -> String {
        match (is_own, self.recognised(text)) {
            (_, Some(text)) => text,
            (true, None) => self.own(text),
            (false, None) => self.undecided(place),
        }
    }

    fn column(&self, Column { label, class }: Column, is_own: bool) -> Column {
        let label = if is_own || self.recognised(label).is_some() {
            label
        } else {
            self.undecided("the head of a column");
            WITHHELD
        };
        Column { label, class }
    }

    fn row(&self, Row { anchor, cells }: Row, labels: &[&'static str]) -> Row {
        let subject = cells.first().and_then(|cell| cell.iter().find(|piece| piece.shape == "id"));
        let closed = subject.is_some_and(|piece| self.edition.is_closed(&piece.text));
        // On the page of a record it stands as a link and no more; a reading says what they have in common.
        let is_of_one = self.page.contains('/') && !self.page.starts_with("matrix/");
        let of_record = subject.is_some();
        let mut codes = cells.iter().flatten().filter(|piece| piece.shape.is_empty());
        let rule = codes.find_map(|piece| builtin(&piece.text));
        let mut found = Vec::with_capacity(cells.len());
        for (at, cell) in cells.into_iter().enumerate() {
            let label = labels.get(at).copied().unwrap_or_default();
            if LEFT_OUT.contains(&label) {
                continue;
            }
            found.push(match (closed, at) {
                (false, at) if of_record && (at == 0 || is_of_one) => {
                    told(self.cell(cell, label), label, rule)
                }
                // Beside a value the id of a closed record would tell that the record has it.
                (false, _) => told(self.cell(self.open_ones(cell), label), label, rule),
                (true, 0) => cell
                    .into_iter()
                    .filter(|it| it.shape == "id")
                    .map(|it| self.piece(it))
                    .collect(),
                (true, 1) => vec![Piece::text(WITHHELD)],
                (true, _) => Cell::new(),
            });
        }
        Row { anchor: self.anchor(&anchor), cells: found }
    }

    /// The cell with one sign in the place of all records of which no more than the id leaves.
    fn open_ones(&self, cell: Cell) -> Cell {
        let is_closed = |piece: &Piece| piece.shape == "id" && self.edition.is_closed(&piece.text);
        let (closed, mut open): (Cell, Cell) = cell.into_iter().partition(is_closed);
        if !closed.is_empty() {
            open.push(Piece::text(WITHHELD));
        }
        open
    }

    fn cell(&self, cell: Cell, label: &str) -> Cell {
        let released = FIELDS.iter().find(|(column, _)| *column == label).map(|(_, field)| *field);
        // Of a policy that column says whether its text changed.
        let released = released.filter(|_| label != "text" || self.page.starts_with("lessons"));
        let is_title = TITLES.contains(&label);
        // The second line beside the id of a record is its title.
        let is_record =
            |piece: &Piece| piece.shape == "id" && self.edition.record(&piece.text).is_some();
        let has_id = cell.first().is_some_and(is_record);
        let mut found: Cell = Vec::with_capacity(cell.len());
        for (at, piece) in cell.into_iter().enumerate() {
            let piece = match (released, at) {
                (Some(field), _) if matches!(piece.shape, "" | "sub") => {
                    self.of_field(piece, field)
                }
                (_, 0) if is_title && piece.shape.is_empty() => self.titled(piece),
                (_, 1) if has_id && piece.shape == "sub" => self.of_field(piece, "title"),
                _ => self.piece(piece),
            };
            // Several withheld in a row are one.
            if piece.text != WITHHELD || found.last().is_none_or(|last| last.text != WITHHELD) {
                found.push(piece);
            }
        }
        found
    }

    fn of_field(&self, piece: Piece, field: &str) -> Piece {
        let Piece { text, href, shape, word } = piece;
        Piece {
            text: self.field(field, &text),
            href: self.href_or_none(&href),
            shape,
            word: self.line_word(&word),
        }
    }

    fn titled(&self, piece: Piece) -> Piece {
        let Piece { text, href, shape, word } = piece;
        Piece {
            text: self.own(&text),
            href: self.href_or_none(&href),
            shape,
            word: self.line_word(&word),
        }
    }

    fn href_or_none(&self, href: &str) -> String {
        if href.is_empty() { String::new() } else { self.href(href) }
    }

    /// The word of a second line says how it looks.
    fn line_word(&self, word: &str) -> String {
        if self.edition.known.is_common(word) || word == "line" {
            word.to_owned()
        } else {
            String::new()
        }
    }

    /// A piece by its form.
    pub(super) fn piece(&self, piece: Piece) -> Piece {
        let Piece { text, href, shape, word } = piece;
        let href = self.href_or_none(&href);
        match shape {
            "id" => Piece { text: self.id(&text), href, shape, word: String::new() },
            // The tool's own constructors make these from dates, verdicts and levels.
            "time" if super::known::is_moment(&word) => {
                Piece { text: self.judged(&text), href, shape, word }
            }
            "state" => {
                let text = self.recognised(&text).unwrap_or_else(|| word.replace('-', " "));
                Piece { text, href, shape, word: self.mark(&word) }
            }
            "level" | "strength" => {
                Piece { text: self.judged(&text), href, shape, word: self.mark(&word) }
            }
            "code" if super::known::is_commit(&text) => {
                Piece { text, href, shape, word: String::new() }
            }
            "code" | "time" => Piece { href, ..Piece::text(WITHHELD) },
            "" | "sub" => {
                Piece { text: self.judged(&text), href, shape, word: self.line_word(&word) }
            }
            _ => Piece::text(self.undecided("a piece of a new shape")),
        }
    }

    /// The word of a verdict, a strength or a level.
    fn mark(&self, word: &str) -> String {
        let is_known = word.split('-').all(|part| self.edition.known.is_common(part));
        if is_known { word.to_owned() } else { String::new() }
    }
}

/// What a finding says, in the words of its rule where its own are withheld.
fn told(cell: Cell, label: &str, rule: Option<&Rule>) -> Cell {
    match rule {
        Some(rule) if MESSAGES.contains(&label) && cell.iter().any(|it| it.text == WITHHELD) => {
            plain(rule.summary)
        }
        _ => cell,
    }
}
