//! Which incidents a figure is about, and how the time between two stamps is measured.

use super::figure::{Note, Time, Timing};
use super::window::Window;
use crate::chain::Inquiry;
use crate::pattern::{happened_on, is_counted};
use crate::record::Record;
use crate::schema::{Kind, incident};
use crate::term::{Stamp, Zone};

/// Incidents that are counted, and those that are left out.
pub(super) struct Members<'a> {
    pub incidents: Vec<&'a Record>,
    pub excluded: Vec<Note>,
}

/// The incidents that were closed in the window.
pub(super) fn closed_in<'a>(cx: &Inquiry<'a>, window: &Window) -> Members<'a> {
    let is_in =
        |record: &Record| closing(record).is_some_and(|at| window.contains(at.day(cx.now.zone)));
    members(cx.register.of_kind(Kind::Incident).filter(|record| is_in(record)))
}

/// The incidents that happened in the window; those without any date are left out.
pub(super) fn happened_in<'a>(cx: &Inquiry<'a>, window: &Window) -> Members<'a> {
    let zone = cx.now.zone;
    let is_in = |record: &Record| happened_on(record, zone).is_none_or(|day| window.contains(day));
    members(cx.register.of_kind(Kind::Incident).filter(|record| is_in(record)))
        .without_undated(zone)
}

/// When the incident was closed; `None` while it is open.
pub(super) fn closing(incident: &Record) -> Option<Stamp> {
    incident.get(incident::CLOSED_AT).map(|at| *at).filter(|_| incident.status() == "closed")
}

fn members<'a>(of: impl Iterator<Item = &'a Record>) -> Members<'a> {
    let mut found = Members { incidents: Vec::new(), excluded: Vec::new() };
    for record in of {
        match left_out(record) {
            None => found.incidents.push(record),
            Some(why) => found.excluded.push(Note::new(record.id(), why)),
        }
    }
    found
}

impl Members<'_> {
    fn without_undated(mut self, zone: Zone) -> Self {
        let (dated, undated): (Vec<_>, Vec<_>) =
            self.incidents.into_iter().partition(|record| happened_on(record, zone).is_some());
        self.incidents = dated;
        let why = "no date says when it happened";
        self.excluded.extend(undated.iter().map(|record| Note::new(record.id(), why)));
        self
    }
}

/// Why an incident enters no figure.
pub(super) fn left_out(incident: &Record) -> Option<String> {
    if incident.is_privileged() {
        return Some("privileged".into());
    }
    if is_counted(incident) {
        return None;
    }
    let origin = incident.text_of(incident::ORIGIN).unwrap_or("incident");
    Some(match incident.text_of(incident::CERTAINTY) {
        _ if incident.is_ended() => format!("status {}", incident.status()),
        _ if origin != "incident" => format!("origin {origin}"),
        Some(certainty) => format!("certainty {certainty}"),
        None => "not counted".into(),
    })
}

/// The stamp by which a date is measured; `Err` says why there is none.
pub(super) fn stamp(
    cx: &Inquiry<'_>,
    (record, field): (&Record, &str),
    stated: Stamp,
    timing: Timing,
) -> Result<Stamp, String> {
    if timing == Timing::Claimed {
        return Ok(stated);
    }
    let past = cx.past.of(record.id()).map_err(|cut| format!("cannot tell: {}", cut.reason))?;
    let same = |at: Stamp| at.is_same(stated, cx.now.zone);
    let claim = past.claims.iter().find(|claim| claim.field.path == field && same(claim.stated));
    claim
        .map(|claim| Stamp::Instant(claim.commit.committed_at))
        .ok_or_else(|| format!("cannot tell: no commit shows {field} of {}", record.id()))
}

/// The time from `start` to `end`: by instants, or by days where one of them is a bare day.
pub(super) fn between(record: &Record, start: Stamp, end: Stamp, zone: Zone) -> Time {
    let by_day = matches!(start, Stamp::Day(_)) || matches!(end, Stamp::Day(_));
    let seconds = if by_day {
        (end.day(zone) - start.day(zone)).num_days() * 86_400
    } else {
        (end.earliest(zone) - start.earliest(zone)).num_seconds()
    };
    Time { record: record.id().to_owned(), incident: None, seconds, by_day }
}
