//! Which controls of Annex A a record speaks of, and whether another framework has a word for one.

use super::Register;
use crate::catalog::{self, FrameworkFilter};
use crate::record::{Item, Record};
use crate::schema::{Items, Key, Kind, control, incident, part, rca};
use std::collections::BTreeSet;

/// The controls of Annex A that a record names, in any field; a control of the organisation's own
/// stands for those that it implements. An incident also names what its reviews, analyses and
/// actions name.
pub fn controls_of(register: &Register, record: &Record) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    named(register, record, &mut found);
    if record.kind() == Kind::Incident {
        for (other, link) in register.referrers(record.id()) {
            if link.field == "incidents" && !other.is_ended() {
                named(register, other, &mut found);
            }
        }
    }
    found
}

/// True when one of the controls that a record names is mapped to what was asked for.
pub fn is_in_framework(register: &Register, record: &Record, filter: &FrameworkFilter) -> bool {
    controls_of(register, record).into_iter().any(|id| filter.has(id))
}

/// The controls of Annex A that an id stands for: itself, or what the organisation's own control with
/// this id implements.
pub fn annex_a_of(register: &Register, id: &str) -> BTreeSet<&'static str> {
    let itself = catalog::control(id).map(|control| control.id);
    let own = register.get_kind(Kind::Control, id);
    let implements = own.map(|own| own.words(control::ANNEX_A)).unwrap_or_default();
    let implements = implements.into_iter().filter_map(|id| catalog::control(id.value));
    itself.into_iter().chain(implements.map(|control| control.id)).collect()
}

/// The causes that a record states: of an analysis, or in an incident's own `learning`.
pub fn causes_stated(record: &Record) -> Vec<Item<'_>> {
    match record.kind() {
        Kind::Rca => record.items(rca::CAUSES),
        Kind::Incident => learning(record, part::CAUSES),
        _ => Vec::new(),
    }
}

fn learning(record: &Record, key: Key<Items>) -> Vec<Item<'_>> {
    record.get(incident::LEARNING).map(|learning| learning.items(key)).unwrap_or_default()
}

fn named(register: &Register, record: &Record, found: &mut BTreeSet<&'static str>) {
    if record.kind() == Kind::Control {
        found.extend(annex_a_of(register, record.id()));
    }
    for link in &record.links {
        if link.kinds.is_empty() || link.kinds.contains(&Kind::Control) {
            found.extend(annex_a_of(register, &link.target.id));
        }
    }
    for cause in causes_stated(record) {
        // A process has a name of its own here, which is no control's.
        let name = cause.text_of(part::PROCESS_OR_CONTROL);
        found.extend(name.map(|name| annex_a_of(register, name.trim())).unwrap_or_default());
    }
}
