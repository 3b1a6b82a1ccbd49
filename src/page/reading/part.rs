//! A part of a reading: heading, sentences, a command, a table; and how parts are cut into pages.

use crate::agenda::Entry;
use crate::picture::Picture;
use crate::rows::{Sheet, Table};

/// A part of a reading.
#[derive(Clone, Debug, Default)]
pub(in crate::page) struct Part<'r> {
    /// Its heading; empty for none.
    pub(super) heading: String,
    /// The fragment that leads to it.
    pub(super) anchor: String,
    /// Sentences above the table.
    pub(super) notes: Vec<String>,
    /// The command to type; empty for none.
    pub(super) command: String,
    /// A picture above the table.
    pub(super) picture: Option<Picture>,
    /// The table.
    pub(super) table: Table,
    /// What the rows are about that are made page by page; the table has none then.
    pub(super) later: Option<Later<'r>>,
    /// What is said when the table has no rows; empty for a part without a table.
    pub(super) empty: String,
}

/// What rows are about that are made when their page is.
#[derive(Clone, Debug)]
pub(super) enum Later<'r> {
    Answers(Answers),
    Records(Sheet<'r>),
    Dates(Vec<Entry<'r>>),
}

/// Answers to a requirement, or what was checked for a trap, in the order in which they are shown.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    /// The place of the requirement or the trap in the matrix.
    pub(super) at: usize,
    /// True for a trap.
    pub(super) is_trap: bool,
    /// The places of the answers.
    pub(super) order: Vec<usize>,
}

/// Rows of a part that stand on one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slice {
    pub(super) part: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Later<'_> {
    fn rows(&self) -> usize {
        match self {
            Self::Answers(answers) => answers.order.len(),
            Self::Records(sheet) => sheet.len(),
            Self::Dates(entries) => entries.len(),
        }
    }
}

impl<'r> Part<'r> {
    /// A part with a heading.
    pub(super) fn new(anchor: &str, heading: impl Into<String>) -> Self {
        Self { anchor: anchor.to_owned(), heading: heading.into(), ..Self::default() }
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        let note = note.into();
        if !note.is_empty() {
            self.notes.push(note);
        }
        self
    }

    pub(super) fn command(self, command: impl Into<String>) -> Self {
        Self { command: command.into(), ..self }
    }

    pub(super) fn picture(self, picture: Picture) -> Self {
        Self { picture: Some(picture), ..self }
    }

    /// The table, and what is said when it has no rows.
    pub(super) fn table(self, table: Table, empty: impl Into<String>) -> Self {
        Self { table, empty: empty.into(), ..self }
    }

    /// Its rows, in the place of those of its table.
    pub(super) fn later(self, later: Later<'r>) -> Self {
        Self { later: Some(later), ..self }
    }

    /// How many rows its table has.
    pub(super) fn rows(&self) -> usize {
        self.later.as_ref().map_or(self.table.rows.len(), Later::rows)
    }
}

/// Cuts parts into pages with at most `most` rows each; one page at least.
pub(super) fn cut(parts: &[Part<'_>], most: usize) -> Vec<Vec<Slice>> {
    let mut pages = vec![Vec::new()];
    let mut left = most;
    for (part, rows) in parts.iter().map(Part::rows).enumerate() {
        let mut from = 0;
        loop {
            // A part that fits a page of its own is not torn in two.
            let is_better_whole = from == 0 && rows > left && rows <= most;
            if left == 0 && rows > from || is_better_whole {
                pages.push(Vec::new());
                left = most;
            }
            let to = rows.min(from + left);
            left -= to - from;
            pages.last_mut().expect("there is one page at least").push(Slice { part, from, to });
            if to == rows {
                break;
            }
            from = to;
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::{Part, Slice, cut};
    use crate::rows::{Table, plain};

    fn part(rows: usize) -> Part<'static> {
        let mut table = Table::new("x", &["n"]);
        (0..rows).for_each(|n| table.push("", vec![plain(n.to_string())]));
        Part::new("a", "A").table(table, "none")
    }

    fn sizes(parts: &[usize], most: usize) -> Vec<Vec<usize>> {
        let parts: Vec<_> = parts.iter().map(|rows| part(*rows)).collect();
        let rows = |slice: &Slice| slice.to - slice.from;
        cut(&parts, most).iter().map(|page| page.iter().map(rows).collect()).collect()
    }

    #[test]
    fn no_page_has_more_rows_than_it_may_and_none_is_lost() {
        assert_eq!(sizes(&[], 10), [Vec::<usize>::new()]);
        assert_eq!(sizes(&[0, 3, 0], 10), [vec![0, 3, 0]]);
        assert_eq!(sizes(&[25], 10), [vec![10], vec![10], vec![5]]);
        assert_eq!(sizes(&[10, 10, 0], 10), [vec![10], vec![10, 0]]);
    }

    #[test]
    fn a_part_that_fits_a_page_stands_on_one() {
        assert_eq!(sizes(&[6, 6], 10), [vec![6], vec![6]]);
        assert_eq!(sizes(&[6, 12], 10), [vec![6, 4], vec![8]]);
    }
}
