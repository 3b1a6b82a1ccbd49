//! Patterns worth a look: incidents that repeat others, shared causes, what fails again and again.
//!
//! They say what the records have in common. Whether it matters is for people to say.

use super::TrendGround;
use super::axis::Axis;
use super::often::{Gathered, Often};
use crate::pattern::{Cause, RootCause, Traits, recurrences, root_causes, runs_within, sharing};
use crate::record::Record;
use crate::schema::incident;
use crate::term::{Day, Severity};

/// Calendar months within which two incidents with one apparent root cause are recurring ones by
/// DORA: Delegated Regulation (EU) 2024/1772, Article 8(2).
const DORA_MONTHS: u32 = 6;

/// The patterns of the quarters shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watch<'r> {
    /// Incidents that repeat an earlier one, by the key.
    pub recurring: Vec<Pair<'r>>,
    /// Root causes that lesser incidents share with a high or critical one.
    pub minor_with_major: Vec<Shared<'r>>,
    /// Controls that failed in several incidents.
    pub failed_controls: Vec<Often<'r>>,
    /// Units with several incidents.
    pub units: Vec<Often<'r>>,
    /// Suppliers with several incidents.
    pub suppliers: Vec<Often<'r>>,
    /// Root causes of which incidents follow each other within six months.
    pub within_six_months: Vec<Shared<'r>>,
}

/// An incident and the latest earlier one that it repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair<'r> {
    /// The later incident.
    pub later: &'r str,
    /// The earlier one.
    pub earlier: &'r str,
    /// Days between.
    pub days: i64,
    /// What they share, in words.
    pub by: String,
}

/// Incidents that share an apparent root cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared<'r> {
    /// The root cause, in words.
    pub cause: String,
    /// The high and critical ones, in the order of their days.
    pub major: Vec<&'r str>,
    /// The lesser ones, in the order of their days.
    pub minor: Vec<&'r str>,
    /// The day of the first and of the last.
    pub days: (Day, Day),
    /// True when one of them is stated to fall under DORA.
    pub dora: bool,
}

/// Finds the patterns.
pub(super) fn watch<'r>(ground: &TrendGround<'r>, axis: &Axis, all: &[Traits<'r>]) -> Watch<'r> {
    let found = recurrences(all);
    let mut watch = Watch::default();
    let (mut controls, mut units, mut suppliers) =
        (Gathered::default(), Gathered::default(), Gathered::default());
    for (traits, recurrence) in all.iter().zip(&found).filter(|(it, _)| axis.shows(it.day)) {
        let (id, recurs) = (traits.incident.id(), recurrence.is_some());
        watch.recurring.extend(recurrence.as_ref().map(|found| Pair {
            later: id,
            earlier: all[found.earlier].incident.id(),
            days: found.days,
            by: found.shared(),
        }));
        for cause in &traits.causes {
            if let Cause::Control(control) = cause {
                controls.add(control, id, recurs);
            }
        }
        let unit = traits.incident.text_of(incident::UNIT);
        if let Some(unit) = unit {
            units.add(unit, id, recurs);
        }
        for supplier in traits.incident.words(incident::THIRD_PARTIES) {
            suppliers.add(supplier.value, id, recurs);
        }
    }
    watch.recurring.sort_by_key(|pair| (pair.later, pair.earlier));
    watch.failed_controls = controls.repeated();
    watch.units = units.repeated();
    watch.suppliers = suppliers.repeated();
    by_root_cause(ground, axis, all, &mut watch);
    watch
}

/// Fills in what incidents with one root cause show.
fn by_root_cause<'r>(
    ground: &TrendGround<'r>,
    axis: &Axis,
    all: &[Traits<'r>],
    watch: &mut Watch<'r>,
) {
    let shown = all.iter().filter(|traits| axis.shows(traits.day));
    let caused = shown.map(|it| (it.incident, it.day, root_causes(ground.register, it.incident)));
    for (cause, members) in sharing(caused) {
        let whole = shared(&cause, &members);
        if !whole.major.is_empty() && !whole.minor.is_empty() {
            watch.minor_with_major.push(whole);
        }
        let runs = runs_within(&members, DORA_MONTHS).into_iter();
        watch.within_six_months.extend(runs.map(|run| shared(&cause, run)));
    }
}

fn shared<'r>(cause: &RootCause, members: &[(Day, &'r Record)]) -> Shared<'r> {
    let ids = |wanted: bool| {
        let these = members.iter().filter(|(_, it)| is_major(it) == wanted);
        these.map(|(_, incident)| incident.id()).collect()
    };
    Shared {
        cause: cause.to_string(),
        major: ids(true),
        minor: ids(false),
        days: (members[0].0, members[members.len() - 1].0),
        dora: members.iter().any(|(_, incident)| names_dora(incident)),
    }
}

/// True for high and critical incidents.
fn is_major(incident: &Record) -> bool {
    let severity = incident.text_of(incident::SEVERITY).and_then(Severity::parse);
    severity.is_some_and(|severity| severity >= Severity::High)
}

fn names_dora(incident: &Record) -> bool {
    incident.words(incident::REGIMES).iter().any(|regime| regime.value == "dora")
}
