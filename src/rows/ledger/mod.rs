//! Registers as somebody outside takes them over: one row an item, every column an auditor asks for,
//! and beside each row what git shows of the record that it stands in.
//!
//! Shows what records say and what is worked out elsewhere; judges nothing.

mod cells;
mod git;
mod item;
mod kinds;
mod list;

pub use git::GIT_COLUMNS;
pub use list::{LEDGERS, Ledger, ledger_of_word};

use super::listing::ListValue;
use crate::catalog::FrameworkFilter;
use crate::chain::{Chain, Inquiry};
use crate::config::People;
use crate::metrics::Window;
use crate::record::{Item, Record};
use crate::register::is_in_framework;
use crate::term::RepoPath;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// What registers are made from.
#[derive(Clone, Copy, Debug)]
pub struct LedgerSources<'a> {
    /// Records, thresholds, today and what git shows.
    pub cx: Inquiry<'a>,
    /// The people known here.
    pub people: &'a People,
    /// Files whose text is not to be told.
    pub masked: &'a BTreeSet<&'a RepoPath>,
}

/// Which rows are asked for.
#[derive(Clone, Debug, Default)]
pub struct LedgerQuery {
    /// Rows of these days, by the date of the register.
    pub window: Option<Window>,
    /// Rows of records that name a control which is mapped to this.
    pub framework: Option<FrameworkFilter>,
}

/// A register with its rows.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The register.
    pub ledger: &'static Ledger,
    /// Its rows, each with a value for each column and then for each of [`GIT_COLUMNS`].
    pub rows: Vec<Vec<ListValue>>,
    /// Ids of rows that are left out because they state no date that says whether they belong.
    pub undated: Vec<String>,
    /// How many rows tell nothing but their id, status and commits.
    pub withheld: usize,
}

/// What a row stands for: a record, or a part of one.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    pub(super) record: &'a Record,
    pub(super) part: Option<Item<'a>>,
    /// Which of the record's parts it is, from 1.
    pub(super) at: usize,
    /// The chain of an incident, worked out once for all of its columns.
    pub(super) chain: OnceCell<Chain>,
}

impl Ledger {
    /// The rows of this register that were asked for, in the order of records and their parts.
    pub fn sheet(&'static self, from: &LedgerSources<'_>, query: &LedgerQuery) -> Sheet {
        let mut sheet = Sheet { ledger: self, rows: Vec::new(), undated: Vec::new(), withheld: 0 };
        for record in self.records(from.cx.register) {
            let parts = (self.parts)(record);
            if parts.is_empty() || !is_asked(record, from, query) {
                continue;
            }
            let git = git::values(from, record);
            for (at, part) in parts.into_iter().enumerate() {
                let subject = Subject { record, part, at: at + 1, chain: OnceCell::new() };
                match self.is_within(&subject, from, query) {
                    Within::Yes => sheet.rows.push(self.row(from, &subject, &git)),
                    Within::No => continue,
                    Within::CannotTell => {
                        sheet.undated.push(item::id(&subject));
                        continue;
                    }
                }
                sheet.withheld += usize::from(cells::is_hidden(from, record));
            }
        }
        sheet
    }

    /// Every column, from the left.
    pub fn all_columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().copied().chain(GIT_COLUMNS)
    }

    fn row(
        &self,
        from: &LedgerSources<'_>,
        subject: &Subject<'_>,
        git: &[ListValue],
    ) -> Vec<ListValue> {
        let cells = self.columns.iter().map(|column| cells::cell(self, from, subject, column));
        cells.chain(git.iter().cloned()).collect()
    }

    fn is_within(
        &self,
        subject: &Subject<'_>,
        from: &LedgerSources<'_>,
        query: &LedgerQuery,
    ) -> Within {
        let Some(window) = query.window else { return Within::Yes };
        match (self.day)(subject, from.cx.now.zone) {
            Some(day) if window.contains(day) => Within::Yes,
            Some(_) => Within::No,
            None => Within::CannotTell,
        }
    }
}

/// True when the row of a record belongs to the period.
enum Within {
    Yes,
    No,
    CannotTell,
}

fn is_asked(record: &Record, from: &LedgerSources<'_>, query: &LedgerQuery) -> bool {
    query.framework.is_none_or(|it| is_in_framework(from.cx.register, record, &it))
}
