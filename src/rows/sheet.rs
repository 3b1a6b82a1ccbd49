//! A register before its rows are made: what each row is about, and how one becomes cells.
//!
//! A register may have a hundred thousand rows, and a page shows 200 of them: held are records, not
//! cells.

use super::address::Addresses;
use super::table::{Column, Row, Table};
use crate::chain::Inquiry;
use crate::record::{Item, Record};
use std::ops::Range;

/// What cells are made from.
#[derive(Clone, Copy)]
pub struct Sources<'s> {
    /// Register, thresholds, time, configuration, history.
    pub cx: &'s Inquiry<'s>,
    /// Where records stand.
    pub addresses: &'s Addresses,
}

/// Makes the row of a record, or of a part of one.
pub(super) type MakeRow = fn(Sources<'_>, Item<'_>) -> Row;

/// Rows before they are made.
#[derive(Clone, Debug)]
pub struct Sheet<'r> {
    /// What the rows show.
    pub caption: &'static str,
    /// Columns, from the left.
    pub columns: Vec<Column>,
    subjects: Vec<Item<'r>>,
    make: MakeRow,
}

impl<'r> Sheet<'r> {
    pub(super) fn new(
        caption: &'static str,
        labels: &[&'static str],
        subjects: impl IntoIterator<Item = Item<'r>>,
        make: MakeRow,
    ) -> Self {
        let columns = Table::new("", labels).columns;
        Self { caption, columns, subjects: subjects.into_iter().collect(), make }
    }

    pub(super) fn of_records(
        caption: &'static str,
        labels: &[&'static str],
        records: impl IntoIterator<Item = &'r Record>,
        make: MakeRow,
    ) -> Self {
        Self::new(caption, labels, records.into_iter().map(Record::root), make)
    }

    /// The same with the rows alone that are about such records.
    #[must_use]
    pub fn of(mut self, wanted: impl Fn(&Record) -> bool) -> Self {
        self.subjects.retain(|subject| wanted(subject.record()));
        self
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.subjects.len()
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    /// Makes some of the rows.
    pub fn rows(&self, sources: Sources<'_>, range: Range<usize>) -> Vec<Row> {
        self.subjects[range].iter().map(|subject| (self.make)(sources, *subject)).collect()
    }
}
