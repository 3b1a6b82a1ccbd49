//! A table as data: what a page, a terminal or a spreadsheet may make of it.

use crate::term::Stamp;
use crate::verdict::Verdict;
use serde::Serialize;

/// A table with a caption.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// The heading above it; empty for none.
    pub heading: String,
    /// The fragment that leads to the heading.
    pub anchor: String,
    /// A sentence above it; empty for none.
    pub note: String,
    /// Columns, from the left.
    pub columns: Vec<Column>,
    /// Rows, from the top.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Column {
    /// Its head.
    pub label: &'static str,
    /// How its cells look: `num`, `wide`, `cmd` or nothing.
    pub class: &'static str,
}

/// A row; its first cell names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Row {
    /// The fragment that leads to it; empty for none.
    pub anchor: String,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
pub type Cell = Vec<Piece>;

/// A run of text in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Where it leads, from the root of the site; empty for nowhere.
    pub href: String,
    /// How it looks: `id`, `time`, `code`, `level`, `state`, `sub` or nothing.
    pub shape: &'static str,
    /// For a time its machine form, for a state or level its word.
    pub word: String,
}

impl Piece {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Text that leads to `href`, or plain text when that is empty.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), ..Self::default() }
    }

    /// An id that leads to its record.
    pub fn id(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { shape: "id", ..Self::link(text, href) }
    }

    /// Words of a program: a path, a commit, a command.
    pub fn code(text: impl Into<String>) -> Self {
        Self { shape: "code", ..Self::text(text) }
    }

    /// A second line in the cell.
    pub fn sub(text: impl Into<String>) -> Self {
        Self { shape: "sub", ..Self::text(text) }
    }

    /// A line of its own that is never wrapped.
    pub fn line(text: impl Into<String>) -> Self {
        Self { word: "line".to_owned(), ..Self::sub(text) }
    }

    /// A date.
    pub fn stamp(stamp: Stamp) -> Self {
        let iso = match stamp {
            Stamp::Day(day) => day.to_string(),
            Stamp::Instant(at) => at.to_rfc3339(),
            Stamp::Local(local) => local.format("%Y-%m-%dT%H:%M:%S").to_string(),
        };
        Self { shape: "time", word: iso, ..Self::text(stamp.to_string()) }
    }

    /// A day.
    pub fn day(day: crate::term::Day) -> Self {
        Self::stamp(Stamp::Day(day))
    }

    /// A verdict.
    pub fn state(verdict: Verdict, words: impl Into<String>) -> Self {
        Self { shape: "state", word: verdict.word().to_owned(), ..Self::text(words) }
    }

    /// The strength of a claim.
    pub fn strength(word: &str, words: impl Into<String>) -> Self {
        Self { shape: "strength", word: word.to_owned(), ..Self::text(words) }
    }

    /// The level of a finding.
    pub fn level(level: crate::diag::Level) -> Self {
        Self { shape: "level", word: level.word().to_owned(), ..Self::text(level.word()) }
    }
}

impl Table {
    /// An empty table with these columns; a label may end in `#` for numbers or `+` for wide text;
    /// a column of commands is never wrapped.
    pub fn new(caption: impl Into<String>, labels: &[&'static str]) -> Self {
        let column = |label: &&'static str| match label.strip_suffix('#') {
            Some(label) => Column { label, class: "num" },
            None => match label.strip_suffix('+') {
                Some(label) => Column { label, class: "wide" },
                None if *label == "command" => Column { label, class: "cmd" },
                None => Column { label, class: "" },
            },
        };
        let columns = labels.iter().map(column).collect();
        Self { caption: caption.into(), columns, ..Self::default() }
    }

    /// Takes a row.
    pub fn push(&mut self, anchor: impl Into<String>, cells: Vec<Cell>) {
        self.rows.push(Row { anchor: anchor.into(), cells });
    }
}

/// A cell of plain text.
pub fn plain(text: impl Into<String>) -> Cell {
    vec![Piece::text(text)]
}
