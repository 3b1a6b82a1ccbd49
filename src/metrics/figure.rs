//! What a figure says: value, unit, the records behind it, and what is left out.

use super::amount::{Amount, Exact, mean, median, ninth_decile};
use serde::Serialize;

/// In what a figure is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Hundredths of the denominator.
    Percent,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
    /// A number of what the title names.
    Number,
}

impl Unit {
    /// The word people and machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Number => "number",
        }
    }

    /// Seconds in one; a percentage and a number have none.
    pub(super) const fn seconds(self) -> usize {
        match self {
            Self::Percent | Self::Number => 1,
            Self::Hours => 3_600,
            Self::Days => 86_400,
        }
    }
}

/// By which dates a time is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timing {
    /// The dates that the records state.
    Claimed,
    /// The commits that first hold those dates.
    Recorded,
}

impl Timing {
    /// The word people and machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Recorded => "recorded",
        }
    }
}

/// One value of a figure; without an amount it is not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// Which one: `share`, `median`, `mean`, `p90`, `oldest`, `total`.
    pub name: &'static str,
    /// How much, in the unit of the figure.
    pub amount: Option<Amount>,
}

impl Value {
    /// In what it is counted, in a figure whose unit is `unit`.
    pub fn unit(&self, unit: Unit) -> &'static str {
        match self.name {
            "count" => "records",
            "attended" | "audience" => "people",
            _ => unit.word(),
        }
    }
}

/// A record behind a figure, with what it adds to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its id.
    pub record: String,
    /// The incident for which it is counted, where that is another record.
    pub incident: Option<String>,
    /// Its own amount.
    pub amount: Amount,
    /// True when a date without a time makes the amount exact to days only.
    pub by_day: bool,
}

/// A record and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// Its id.
    pub record: String,
    /// What is said, as a fragment.
    pub says: String,
}

impl Note {
    pub(super) fn new(record: &str, says: impl Into<String>) -> Self {
        Self { record: record.to_owned(), says: says.into() }
    }
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// What it is a part of, such as the category and the quarter; empty for the whole.
    pub part: String,
    /// Its title.
    pub title: &'static str,
    /// The unit of its values.
    pub unit: Unit,
    /// By which dates it is measured, where there are two ways.
    pub timing: Option<Timing>,
    /// For a share, the ids of the records that have what is asked.
    pub numerator: Option<Vec<String>>,
    /// The ids of the records that are counted.
    pub denominator: Vec<String>,
    /// The values.
    pub values: Vec<Value>,
    /// What each record adds, where it is a time or a number.
    pub counted: Vec<Counted>,
    /// What is counted and still to be known: waived, open, before closure, moved.
    pub notes: Vec<Note>,
    /// Records that are left out, and why.
    pub excluded: Vec<Note>,
    /// What is to be known of the figure as a whole.
    pub remarks: Vec<String>,
}

impl Metric {
    pub(super) fn new(name: &'static str, title: &'static str, unit: Unit) -> Self {
        Self {
            name,
            part: String::new(),
            title,
            unit,
            timing: None,
            numerator: None,
            denominator: Vec::new(),
            values: Vec::new(),
            counted: Vec::new(),
            notes: Vec::new(),
            excluded: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// How many records are counted.
    pub fn n(&self) -> usize {
        self.denominator.len()
    }

    pub(super) fn exclude(&mut self, record: &str, why: impl Into<String>) {
        self.excluded.push(Note::new(record, why));
    }

    pub(super) fn note(&mut self, record: &str, says: impl Into<String>) {
        self.notes.push(Note::new(record, says));
    }

    /// Counts a record, and whether it has what is asked.
    pub(super) fn ask(&mut self, record: &str, has: bool) {
        self.denominator.push(record.to_owned());
        let numerator = self.numerator.get_or_insert_with(Vec::new);
        if has {
            numerator.push(record.to_owned());
        }
    }

    /// The finished share.
    pub(super) fn share(mut self) -> Self {
        let has = self.numerator.get_or_insert_with(Vec::new).len();
        let amount = Amount::percent(has, self.denominator.len());
        self.values = vec![Value { name: "share", amount }];
        self.sorted()
    }

    /// The finished times: median first, then mean and the ninth decile.
    pub(super) fn spread(mut self, mut times: Vec<Time>) -> Self {
        times.sort_by(|a, b| (&a.record, &a.incident).cmp(&(&b.record, &b.incident)));
        let unit = self.unit.seconds();
        let mut seconds: Vec<i64> = times.iter().map(|time| time.seconds).collect();
        seconds.sort_unstable();
        self.values = vec![
            Value { name: "median", amount: median(&seconds, unit) },
            Value { name: "mean", amount: mean(&seconds, unit) },
            Value { name: "p90", amount: ninth_decile(&seconds, unit) },
        ];
        self.denominator = times.iter().map(|time| time.record.clone()).collect();
        let counted = times.into_iter().filter_map(|time| {
            let amount = Amount::ratio(time.seconds, unit)?;
            let Time { record, incident, by_day, .. } = time;
            Some(Counted { record, incident, amount, by_day })
        });
        self.counted = counted.collect();
        self.sorted()
    }

    /// The finished sum of what each record adds; without a record it is not available, and not zero.
    pub(super) fn total(mut self, mut added: Vec<(String, Exact)>) -> Self {
        added.sort();
        let sum = added.iter().map(|(_, amount)| *amount).sum::<Exact>().amount();
        self.values = vec![Value { name: "total", amount: sum.filter(|_| !added.is_empty()) }];
        self.denominator = added.iter().map(|(record, _)| record.clone()).collect();
        let counted = added.into_iter().filter_map(|(record, exact)| {
            let amount = exact.amount()?;
            Some(Counted { record, incident: None, amount, by_day: false })
        });
        self.counted = counted.collect();
        self.sorted()
    }

    pub(super) fn sorted(mut self) -> Self {
        self.numerator.iter_mut().for_each(|ids| ids.sort());
        self.denominator.sort();
        self.notes.sort();
        self.excluded.sort();
        self
    }
}

/// The time that a record took.
#[derive(Clone, Debug)]
pub(super) struct Time {
    pub record: String,
    pub incident: Option<String>,
    pub seconds: i64,
    pub by_day: bool,
}
