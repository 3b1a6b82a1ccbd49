//! The incidents of a period, and what it means that there are none.
//!
//! A period without an incident is *none in scope* only where a declared period statement says that
//! nothing was promoted to one; nobody can tell a quiet quarter from one in which nobody looked.

use super::inquiry::{Inquiry, closed, is_undated};
use crate::pattern::happened_on;
use crate::record::Record;
use crate::schema::{Kind, period_statement};
use crate::term::{Day, Duration, Period, Stamp, Zone};
use crate::verdict::{Cut, Verdict};

/// Days from `first` up to, and not including, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: Day,
    /// The day after the last.
    pub end: Day,
}

impl Days {
    fn contains(self, day: Day) -> bool {
        self.first <= day && day < self.end
    }
}

/// The incidents of a period, and those that are left out of it.
#[derive(Clone, Debug, Default)]
pub struct Population<'a> {
    /// Those that were closed in it, in path order.
    pub closed: Vec<&'a Record>,
    /// Those that are closed and do not say since when, so that no period can be told of them.
    pub undated: Vec<&'a Record>,
    /// Those that belong to it and are not asked for anything yet, or any more; with the reason.
    pub left_out: Vec<(&'a Record, String)>,
}

/// What it means that a period has no incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emptiness {
    /// None in scope, in time so far, or cannot tell.
    pub verdict: Verdict,
    /// Why, as a fragment.
    pub reason: String,
    /// The period statements that say so.
    pub statements: Vec<String>,
    /// What is missing, where it cannot be told.
    pub cut: Option<Cut>,
}

/// The incidents that were closed in a period: closing starts what is asked of them.
pub fn population<'a>(cx: &Inquiry<'a>, days: Days) -> Population<'a> {
    let mut found = Population::default();
    for record in cx.register.of_kind(Kind::Incident) {
        let begun = happened_on(record, cx.now.zone);
        if record.is_ended() {
            if begun.is_some_and(|day| days.contains(day)) {
                found.left_out.push((record, format!("the incident is {}", record.status())));
            }
        } else if is_undated(record) {
            found.undated.push(record);
        } else if let Some(at) = closed(record).filter(|_| record.status() == "closed") {
            if days.contains(at.day(cx.now.zone)) {
                found.closed.push(record);
            }
        } else if begun.is_none_or(|day| day < days.end) {
            let why = "not closed; what is asked of it starts when it is".to_owned();
            found.left_out.push((record, why));
        }
    }
    found
}

/// What it means that a period has no closed incident.
///
/// `open` is how many incidents of it are not closed.
pub fn emptiness(cx: &Inquiry<'_>, days: Days, open: usize) -> Emptiness {
    let plain =
        |verdict, reason: String| Emptiness { verdict, reason, statements: Vec::new(), cut: None };
    if open > 0 {
        let reason = format!("no incident is closed yet, {open} open");
        return plain(Verdict::InTimeSoFar, reason);
    }
    let declared = declared(cx, days);
    if let Some((id, promoted)) = declared.iter().find(|(.., promoted)| *promoted > 0).copied() {
        let reason = format!("{id} says that {promoted} became incidents, and none was closed");
        let remedy = "record them, or correct the statement".into();
        let cut = Cut { reason: reason.clone(), remedy };
        return Emptiness { cut: Some(cut), ..plain(Verdict::CannotTell, reason) };
    }
    let statements = declared.iter().map(|(id, _)| (*id).to_owned()).collect();
    match unstated(cx, days) {
        None if declared.is_empty() => {
            let reason = "no incident so far; the quarter is not over, or its statement is not due";
            plain(Verdict::InTimeSoFar, reason.into())
        }
        None => {
            let reason = "no incident, as the period statements say".into();
            Emptiness { statements, ..plain(Verdict::NoneInScope, reason) }
        }
        Some(period) => {
            let reason =
                format!("no incident, and no declared period statement for {period} says so");
            let remedy = format!("pirctl new period-statement --period {period}");
            let cut = Cut { reason: reason.clone(), remedy };
            Emptiness { statements, cut: Some(cut), ..plain(Verdict::CannotTell, reason) }
        }
    }
}

/// The declared statements about a quarter that meets the period, with how many events became
/// incidents.
fn declared<'a>(cx: &Inquiry<'a>, days: Days) -> Vec<(&'a str, i64)> {
    let quarters = cx.config.quarters();
    let meets = |period: Period| {
        let (first, last) = quarters.days(period);
        first < days.end && last >= days.first
    };
    let statements = cx.register.of_kind(Kind::PeriodStatement);
    let declared = statements.filter(|it| !it.is_ended() && it.status() == "declared");
    let about = declared.filter(|it| period_of(it).is_some_and(meets));
    about.map(|it| (it.id(), it.get(period_statement::PROMOTED).map_or(0, |n| *n))).collect()
}

fn period_of(statement: &Record) -> Option<Period> {
    statement.text_of(period_statement::PERIOD).and_then(Period::parse)
}

/// The first quarter that meets the period, is over long enough and has no declared statement.
fn unstated(cx: &Inquiry<'_>, days: Days) -> Option<Period> {
    let quarters = cx.config.quarters();
    let is_due = |period: Period, zone: Zone| {
        let end = quarters.days(period).1;
        Duration::days(30).after(Stamp::Day(end).latest(zone)) < cx.now.instant
    };
    let statements = cx.register.of_kind(Kind::PeriodStatement);
    let stated: Vec<Period> =
        statements.filter(|it| it.status() == "declared").filter_map(period_of).collect();
    let mut at = quarters.at(days.first);
    // No period is asked for that is longer than the calendar; a century is enough to find a gap.
    for _ in 0..400 {
        if quarters.days(at).0 >= days.end || !is_due(at, cx.now.zone) {
            return None;
        }
        if !stated.contains(&at) {
            return Some(at);
        }
        at = at.next();
    }
    None
}
