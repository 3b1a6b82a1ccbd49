//! A new effectiveness audit: the actions to look at, due by the policy's clock.

use super::super::sheet::Sheet;
use super::review::ids;
use super::{Cx, about, stamp};
use crate::record::Record;
use crate::schema::{Kind, action, effectiveness_audit as audit, incident};
use crate::term::Day;
use chrono::TimeDelta;

pub(super) fn fill(sheet: &mut Sheet, cx: Cx<'_>) {
    cx.incidents(sheet);
    cx.title_from(sheet, about(cx.sources.incidents()).map(|about| format!("Follow-up: {about}")));
    let mut actions: Vec<&Record> = cx.sources.of_kind(Kind::Action).collect();
    if actions.is_empty() {
        actions = cx.naming(Kind::Action);
    }
    if let Some(ids) = ids(&actions) {
        sheet.raw(audit::ACTIONS.name(), ids);
    }
    let reason = "neither a closed incident nor an implemented action starts the clock yet";
    sheet.reasons.insert(audit::DUE.name(), reason.to_owned());
    if let Some(due) = due(&actions, cx) {
        sheet.raw(audit::DUE.name(), due.to_string());
    }
}

/// The policy's time after the later of closure and last implementation.
fn due(actions: &[&Record], cx: Cx<'_>) -> Option<Day> {
    let zone = cx.ground.now.zone;
    let closed = cx.sources.incidents().iter().filter_map(|i| stamp(i, incident::CLOSED_AT));
    let done = actions.iter().filter_map(|action| stamp(action, action::IMPLEMENTED_AT));
    let start = closed.chain(done).map(|at| at.day(zone)).max()?;
    // From noon, so that a change of the clocks on the way does not move the day.
    let noon = zone.start_of(start) + TimeDelta::hours(12);
    Some(zone.day_of(cx.ground.terms.followup_after.after(noon)))
}
