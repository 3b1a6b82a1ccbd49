//! The people that a review or its incidents name.

use crate::record::{Item, Record};
use crate::schema::{incident, part};
use std::collections::BTreeSet;

/// The names of a list of people, each once.
pub(super) fn names<'r>(people: &[Item<'r>]) -> BTreeSet<&'r str> {
    people.iter().filter_map(|person| person.text_of(part::NAME)).collect()
}

/// The people who answered an incident, each once.
pub(super) fn responders(incident: &Record) -> BTreeSet<&str> {
    let lead = incident.text_of(incident::PRIMARY_RESPONDER);
    let others = incident.words(incident::RESPONDERS);
    lead.into_iter().chain(others.iter().map(|found| found.value)).collect()
}
