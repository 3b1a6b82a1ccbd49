//! Facts about the root cause of an incident: which records state it, and which causes they state.

use super::required::{CauseForm, cause_form};
use crate::config::Config;
use crate::record::{Item, Record};
use crate::register::Register;
use crate::schema::{Kind, incident, part, rca};

/// The root cause analyses that name the incident, in path order.
pub fn analyses_of<'a>(
    register: &'a Register,
    incident: &str,
) -> impl Iterator<Item = &'a Record> + use<'a> {
    register.naming(Kind::Rca, incident).filter(|rca| !rca.is_ended())
}

/// True when the analysis is accepted.
pub fn is_cause_accepted(rca: &Record) -> bool {
    rca.status() == "accepted"
}

/// The causes that a record states: those of an analysis, or the inline ones of an incident.
pub fn causes_in(record: &Record) -> Vec<Item<'_>> {
    match record.kind() {
        Kind::Rca => record.items(rca::CAUSES),
        Kind::Incident => {
            let learning = record.get(incident::LEARNING);
            learning.map(|learning| learning.items(part::CAUSES)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The causes that count for the incident: of its accepted analyses, and inline ones where its
/// severity and the configuration allow them.
pub fn accepted_causes_of<'a>(
    register: &'a Register,
    incident: &'a Record,
    config: &Config,
) -> Vec<Item<'a>> {
    let accepted = analyses_of(register, incident.id()).filter(|rca| is_cause_accepted(rca));
    let mut causes: Vec<_> = accepted.flat_map(causes_in).collect();
    if cause_form(config, incident) != CauseForm::Analysis {
        causes.extend(causes_in(incident));
    }
    causes
}
