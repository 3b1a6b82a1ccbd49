//! What the rules say whose clock starts when an incident is closed.

use crate::deadline::{Clock, Phase};
use crate::record::{Found, Record};
use crate::rules::{RegisterContext, Report};
use crate::term::Stamp;
use chrono::TimeDelta;

/// A finding at `closed_at`: names the last day while the clock runs, and the days since after it.
///
/// `owed` and `lacks` are what is asked for, as in "an accepted cause" and "no cause accepted".
pub(super) fn report(
    cx: &RegisterContext<'_>,
    incident: &Record,
    closed: Found<Stamp>,
    clock: Clock,
    (owed, lacks): (&str, &str),
) -> Report {
    let now = cx.basis.now;
    let phase = clock.phase(now.instant);
    let id = incident.id();
    let message = if phase == Phase::Ahead {
        let due = now.zone.day_of(clock.first - TimeDelta::seconds(1));
        format!("{id} is to have {owed} by {due}")
    } else {
        format!("{id} closed {} days ago, {lacks}", now.days_since(*closed))
    };
    Report::on(incident, closed.span, message).field("closed_at").phase(phase)
}
