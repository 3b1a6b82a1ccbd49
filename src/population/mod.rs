//! What there was in a period, and whether the register holds it: incidents and what stands apart,
//! statements, numbers that no record has, and the register against a list of tickets.
//!
//! Counts what the records say. What is not known is not counted as none.

mod csv;
mod numbers;
mod reconcile;
mod statements;

pub use csv::{CsvFlaw, Table, read_table};
pub use numbers::{Gap, GapReason, gaps};
pub use reconcile::{Match, Reconciled, Scope, TicketFlaw, TicketLine, Tickets, reconcile};
pub use statements::{Channel, PeriodRow, Scoped, Statement};

use crate::chain::Inquiry;
use crate::metrics::Window;
use crate::owed::incident_day;
use crate::record::Record;
use crate::schema::{Kind, incident};
use crate::term::{Day, RepoPath};

/// What there was in a period.
#[derive(Clone, Debug)]
pub struct Population<'r> {
    /// The incidents of the period that count, by day.
    pub incidents: Vec<Member<'r>>,
    /// Near misses, weaknesses, exercises and lessons of others: kept apart, in no rate.
    pub apart: Vec<Member<'r>>,
    /// Incidents of the period that do not count, with the reason, and those without a day.
    pub left_out: Vec<(Member<'r>, String)>,
    /// The quarters that the period touches, with what was declared for each.
    pub periods: Vec<PeriodRow<'r>>,
    /// Numbers of the years of the period that no record has.
    pub gaps: Vec<Gap>,
}

/// An incident of the period.
#[derive(Clone, Copy, Debug)]
pub struct Member<'r> {
    /// The record.
    pub record: &'r Record,
    /// The day by which it belongs to the period; `None` when it states none.
    pub day: Option<Day>,
}

impl<'r> Member<'r> {
    /// The origin; an incident unless the record says otherwise.
    pub fn origin(self) -> &'r str {
        self.record.text_of(incident::ORIGIN).unwrap_or("incident")
    }
}

/// What there was in the window.
pub fn population<'r>(cx: &Inquiry<'r>, window: &Window, ignored: &[RepoPath]) -> Population<'r> {
    let mut found = Population {
        incidents: Vec::new(),
        apart: Vec::new(),
        left_out: Vec::new(),
        periods: Vec::new(),
        gaps: gaps(cx, window, ignored),
    };
    for record in cx.register.of_kind(Kind::Incident) {
        let member = Member { record, day: incident_day(record, cx.now.zone) };
        if member.day.is_some_and(|day| !window.contains(day)) {
            continue;
        }
        match left_out(member) {
            Some(why) => found.left_out.push((member, why)),
            None if is_apart(record) => found.apart.push(member),
            None => found.incidents.push(member),
        }
    }
    let order = |member: &Member<'r>| (member.day, member.record.id(), &member.record.path);
    found.incidents.sort_by(|a, b| order(a).cmp(&order(b)));
    found.apart.sort_by(|a, b| (a.origin(), order(a)).cmp(&(b.origin(), order(b))));
    found.left_out.sort_by(|a, b| order(&a.0).cmp(&order(&b.0)));
    found.periods = statements::periods(cx, window, &found);
    found
}

fn is_apart(incident: &Record) -> bool {
    incident.text_of(incident::ORIGIN).is_some_and(|origin| origin != "incident")
        || incident.text_of(incident::CERTAINTY) == Some("near-miss")
}

/// Why an incident does not count.
fn left_out(member: Member<'_>) -> Option<String> {
    let record = member.record;
    if record.is_privileged() {
        return Some("privileged".into());
    }
    if record.is_ended() {
        return Some(format!("status {}", record.status()));
    }
    if record.text_of(incident::CERTAINTY) == Some("false-positive") {
        return Some("certainty false-positive".into());
    }
    member.day.is_none().then(|| "no date says when it happened".into())
}
