//! One thing that is due.

use super::{Basis, Duty};
use crate::deadline::Due;
use crate::record::Record;
use crate::term::{Stamp, Zone};
use chrono::{DateTime, Utc};

/// One thing that is due.
#[derive(Clone, Debug)]
pub struct Entry<'r> {
    /// Its sort.
    pub duty: Duty,
    /// Id of the record it is about, or the quarters, or what the register as a whole owes.
    pub subject: String,
    /// What tells several of one sort on one record apart: a team, a clock, a rule.
    pub part: String,
    /// The record's title; empty for a privileged record and where there is none.
    pub title: &'r str,
    /// What is to be done, as a fragment.
    pub does: String,
    /// Who owes it, where somebody is named.
    pub owner: Option<String>,
    /// Whose rule the date goes by.
    pub basis: Basis,
    /// What starts the clock.
    pub start: Option<Start>,
    /// When it is due.
    pub when: When,
    /// Where the record stands; `None` for what the register as a whole owes.
    pub path: Option<&'r str>,
}

/// What starts a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// Id of the record that states it.
    pub record: String,
    /// The field.
    pub field: &'static str,
    /// What it states.
    pub at: Stamp,
}

/// When something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Then.
    Due {
        /// The day or the instant.
        due: Due,
        /// A later one, up to which it is let pass.
        grace: Option<Due>,
        /// True when it has passed.
        late: bool,
    },
    /// It cannot be told.
    CannotTell {
        /// What is missing, as a fragment.
        missing: String,
        /// What would mend it, as an imperative sentence.
        remedy: String,
    },
}

impl<'r> Entry<'r> {
    /// What a record owes.
    pub(super) fn of(duty: Duty, record: &'r Record, basis: Basis, when: When) -> Self {
        let title = if record.is_privileged() { "" } else { record.title() };
        Self {
            duty,
            subject: record.id().to_owned(),
            part: String::new(),
            title,
            does: duty.does().to_owned(),
            owner: None,
            basis,
            start: None,
            when,
            path: Some(record.path.as_str()),
        }
    }

    pub(super) fn owner(mut self, owner: Option<&str>) -> Self {
        let filled = owner.map(str::trim).filter(|owner| !owner.is_empty());
        self.owner = filled.map(str::to_owned);
        self
    }

    pub(super) fn part(mut self, part: impl Into<String>) -> Self {
        self.part = part.into();
        self
    }

    pub(super) fn does(mut self, does: impl Into<String>) -> Self {
        self.does = does.into();
        self
    }

    pub(super) fn started(mut self, record: &Record, field: &'static str, at: Stamp) -> Self {
        self.start = Some(Start { record: record.id().to_owned(), field, at });
        self
    }

    /// True when its time has passed.
    pub fn is_late(&self) -> bool {
        matches!(self.when, When::Due { late: true, .. })
    }

    /// When it is due, where that can be told.
    pub fn due(&self) -> Option<Due> {
        match self.when {
            When::Due { due, .. } => Some(due),
            When::CannotTell { .. } => None,
        }
    }

    /// Late first, then by time, then what cannot be told.
    pub(super) fn order(&self, zone: Zone) -> (u8, Option<DateTime<Utc>>, Duty, &str, &str, &str) {
        let rank = match self.when {
            When::Due { late: true, .. } => 0,
            When::Due { .. } => 1,
            When::CannotTell { .. } => 2,
        };
        let end = self.due().map(|due| due.end(zone));
        (rank, end, self.duty, &self.subject, &self.part, &self.does)
    }
}
