//! Tables and facts in another language.

use super::Teller;
use super::value::{is_of_records, is_standing};
use crate::page::{Fact, Pair};
use crate::rows::{Column, Piece, Row, Table};
use crate::schema::Kind;

/// Columns of words of people, whatever stands in them.
const OF_PEOPLE: [&str; 4] = ["title", "summary", "rationale", "change log"];

/// Columns and facts of words of the model, as they stand in the file.
const OF_RECORDS: [&str; 7] =
    ["status", "severity", "value", "category", "origin", "result", "review"];

impl Teller<'_> {
    pub(super) fn table(self, table: &mut Table) {
        self.cells(table, false);
    }

    /// The table beneath a picture: what stands in it stands in the picture, in words of ours.
    pub(super) fn drawn(self, table: &mut Table) {
        self.cells(table, true);
    }

    fn cells(self, table: &mut Table, is_drawn: bool) {
        let Table { caption, heading, anchor: _, note, columns, rows } = table;
        for text in [caption, heading, note] {
            self.own(text);
        }
        let labels: Vec<&str> = columns.iter().map(|column| column.label).collect();
        for Column { label, class: _ } in columns {
            self.label(label);
        }
        for Row { anchor: _, cells } in rows {
            for (at, cell) in cells.iter_mut().enumerate() {
                let label = labels.get(at).copied().unwrap_or_default();
                self.cell_of(cell, label, is_drawn || label == "stage");
            }
        }
    }

    pub(super) fn tables(self, tables: &mut [Table]) {
        for table in tables {
            self.table(table);
        }
    }

    pub(super) fn cell(self, cell: &mut [Piece]) {
        self.cell_of(cell, "", false);
    }

    /// A cell below a label; a status in it is a word of ours only where `are_ours` says so.
    fn cell_of(self, cell: &mut [Piece], label: &str, are_ours: bool) {
        let is_record = |piece: &Piece| piece.shape == "id" && Kind::of_id(&piece.text).is_some();
        let begins_with_record = cell.first().is_some_and(is_record);
        for (at, piece) in cell.iter_mut().enumerate() {
            let Piece { text, href: _, shape, word: _ } = piece;
            // The second line beside the id of a record is its title, unless it is a phrase of ours.
            let is_title = begins_with_record && at == 1 && *shape == "sub";
            let is_plain = matches!(*shape, "" | "sub");
            let is_value = OF_RECORDS.contains(&label) && is_of_records(text)
                || !are_ours && is_standing(text);
            match *shape {
                "id" | "code" | "time" => {}
                _ if is_plain && OF_PEOPLE.contains(&label) => self.withheld(text),
                _ if is_title && !self.is_phrase(text) || is_plain && is_value => {}
                _ => self.tell(text),
            }
        }
    }

    fn is_phrase(self, text: &str) -> bool {
        text.contains(' ') && !self.written.contains(text) && self.catalogue.word(text).is_some()
    }

    pub(super) fn facts(self, facts: &mut [Fact]) {
        for Fact { name, value } in facts {
            self.cell_of(value, name, false);
            self.label(name);
        }
    }

    /// Fields as they are written.
    pub(super) fn fields(self, facts: &mut [Fact]) {
        for Fact { name, value } in facts {
            self.label(name);
            for piece in value {
                self.withheld(&mut piece.text);
            }
        }
    }

    pub(super) fn pairs(self, pairs: &mut [Pair]) {
        for Pair { name, text, code } in pairs {
            let is_value = *code || name == "Profile";
            self.own(name);
            if is_value {
                self.withheld(text);
            } else {
                self.tell(text);
            }
        }
    }
}
