//! The apparent root cause of an incident: what failed, by name.
//!
//! A category such as `process` says too little to be one; what counts is the process or control that
//! a cause names, its code, or a control that a review found absent, not followed, bypassed or failed.

use super::traits::{failed_controls, stated_causes};
use crate::record::{Item, Record};
use crate::register::Register;
use crate::schema::{Key, Line, part};
use crate::term::{Day, canonical_control};
use chrono::Months;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The code of a cause.
const CODE: Key<Line> = Key::new("code");

/// What failed, so that an incident could happen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RootCause {
    /// A control.
    Control(String),
    /// A process, in lower case.
    Process(String),
    /// The organisation's own code of a cause.
    Code(String),
}

impl fmt::Display for RootCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Control(id) => write!(f, "control {id}"),
            Self::Process(name) => f.write_str(name),
            Self::Code(code) => write!(f, "code {code}"),
        }
    }
}

/// The root causes that the incident itself, its analyses and its reviews name.
pub fn root_causes(register: &Register, incident: &Record) -> BTreeSet<RootCause> {
    let mut found: BTreeSet<RootCause> =
        failed_controls(register, incident).into_iter().map(RootCause::Control).collect();
    for cause in stated_causes(register, incident) {
        found.extend(named(cause));
        let code = cause.text_of(CODE).map(str::trim).filter(|code| !code.is_empty());
        found.extend(code.map(|code| RootCause::Code(code.to_owned())));
    }
    found
}

/// The process or control that a cause names.
fn named(cause: Item<'_>) -> Option<RootCause> {
    let text = cause.text_of(part::PROCESS_OR_CONTROL)?.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("unknown") {
        return None;
    }
    let own = text.starts_with("CTL-").then(|| text.to_owned());
    let control = canonical_control(text).or(own).map(RootCause::Control);
    Some(control.unwrap_or_else(|| RootCause::Process(text.to_lowercase())))
}

/// Incidents that share a root cause, by what they share; each list in the order of their days.
///
/// `caused` names each incident with its day and its root causes. A cause of one incident alone is
/// not listed.
pub fn sharing<'r>(
    caused: impl IntoIterator<Item = (&'r Record, Day, BTreeSet<RootCause>)>,
) -> BTreeMap<RootCause, Vec<(Day, &'r Record)>> {
    let mut shared: BTreeMap<RootCause, Vec<(Day, &'r Record)>> = BTreeMap::new();
    for (incident, day, causes) in caused {
        for cause in causes {
            shared.entry(cause).or_default().push((day, incident));
        }
    }
    shared.retain(|_, members| members.len() > 1);
    for members in shared.values_mut() {
        members.sort_by_key(|(day, it)| (*day, it.id()));
    }
    shared
}

/// Runs of incidents of which each follows the one before within `months` calendar months; `sorted`
/// is in the order of days. A run has two or more.
pub fn runs_within<'a, 'r>(
    sorted: &'a [(Day, &'r Record)],
    months: u32,
) -> Vec<&'a [(Day, &'r Record)]> {
    let near = |a: &(Day, &Record), b: &(Day, &Record)| {
        a.0.checked_add_months(Months::new(months)).is_some_and(|limit| b.0 <= limit)
    };
    sorted.chunk_by(near).filter(|run| run.len() > 1).collect()
}
