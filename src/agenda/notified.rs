//! Regulatory clocks of incidents: arithmetic on the stamps they state, no view on any law.

use super::{Basis, Duty, Entry, When};
use crate::chain::is_judged;
use crate::deadline::{
    Due, RegulatoryDue, RegulatoryLimit, RegulatoryState, Told, regulatory_dues,
};
use crate::owed::Books;
use crate::record::Record;
use crate::schema::{Key, Kind, StampValue, incident};

/// A regulatory clock of an incident, whatever its state.
#[derive(Clone, Copy, Debug)]
pub struct RegulatoryClockRow<'r> {
    /// The incident.
    pub incident: &'r Record,
    /// The clock.
    pub due: RegulatoryDue,
    /// Where it stands.
    pub state: RegulatoryState,
}

/// The regulatory clocks of every incident that names a regime, in the order of the register.
pub fn clock_rows(books: Books<'_>) -> Vec<RegulatoryClockRow<'_>> {
    let incidents = books.register.of_kind(Kind::Incident).filter(|record| is_judged(record));
    let rows = incidents.flat_map(|incident| {
        let dues = dues(books, incident).into_iter();
        dues.map(move |due| RegulatoryClockRow { incident, due, state: due.state(books.now) })
    });
    rows.collect()
}

fn dues(books: Books<'_>, incident: &Record) -> Vec<RegulatoryDue> {
    let mut regimes: Vec<&str> = Vec::new();
    for regime in incident.words(incident::REGIMES) {
        if !regimes.contains(&regime.value) {
            regimes.push(regime.value);
        }
    }
    regimes.iter().flat_map(|regime| regulatory_dues(incident, regime, books.now.zone)).collect()
}

/// The clocks that run, are late, or miss the stamp they start with.
pub(super) fn gather<'r>(books: Books<'_>, incident: &'r Record, entries: &mut Vec<Entry<'r>>) {
    for due in dues(books, incident) {
        let Some(when) = when(books, due) else { continue };
        let stage = due.clock.stage.unwrap_or_default();
        let entry = Entry::of(Duty::Notification, incident, Basis::Law(due.clock.law), when)
            .owner(incident.text_of(incident::OWNER))
            .part(due.clock.id)
            .does(format!("{} ({} {stage})", due.clock.what, due.clock.regime));
        entries.push(match start(incident, due) {
            Some((field, at)) => entry.started(incident, field, at),
            None => entry,
        });
    }
}

fn when(books: Books<'_>, due: RegulatoryDue) -> Option<When> {
    let state = due.state(books.now);
    if let (RegulatoryState::CannotTell(name), Told::NotYet) = (state, due.told) {
        let missing = format!("{name} missing, from which the clock runs");
        return Some(When::CannotTell { missing, remedy: format!("record `{name}`") });
    }
    // What was told late is reported once and cannot be made good.
    let (Told::NotYet, RegulatoryLimit::At(clock)) = (due.told, due.limit) else { return None };
    let of = |end| Due::of(end, books.now.zone);
    let grace = (clock.first != clock.second).then(|| of(clock.second));
    Some(When::Due { due: of(clock.first), grace, late: state == RegulatoryState::Late })
}

fn start(incident: &Record, due: RegulatoryDue) -> Option<(&'static str, crate::term::Stamp)> {
    use crate::catalog::ClockStart;
    match due.clock.starts {
        ClockStart::Stamp(name) => Some((name, *incident.get(Key::<StampValue>::new(name))?)),
        ClockStart::Submitted(_) | ClockStart::Nothing => None,
    }
}
