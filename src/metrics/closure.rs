//! From closing an incident to its review, and to what was changed because of it.

use super::figure::{Metric, Time, Timing, Unit};
use super::members::{Members, between, closed_in, closing, stamp};
use super::window::Window;
use crate::chain::{
    Inquiry, actions_of, inline_review, is_action_owed, is_asked, is_review_waived, review_held_at,
    reviews_of,
};
use crate::deadline::{Clock, Phase};
use crate::record::Record;
use crate::schema::{action, part};
use crate::term::{Stage, Stamp};

/// The two ways in which a time after closing is measured.
const TIMINGS: [Timing; 2] = [Timing::Claimed, Timing::Recorded];

/// Hours to the review, and the share held within the policy's `pir_deadline`, by both clocks.
pub(super) fn to_review(cx: &Inquiry<'_>, window: &Window) -> Vec<Metric> {
    let closed = closed_in(cx, window);
    TIMINGS.into_iter().flat_map(|timing| reviews_by(cx, &closed, timing)).collect()
}

fn reviews_by(cx: &Inquiry<'_>, closed: &Members<'_>, timing: Timing) -> [Metric; 2] {
    let mut hours = Metric::new("closure-to-review", "From closure to review held", Unit::Hours);
    let mut share =
        Metric::new("review-in-time", "Reviews held within the deadline", Unit::Percent);
    for metric in [&mut hours, &mut share] {
        metric.timing = Some(timing);
        metric.excluded.clone_from(&closed.excluded);
    }
    let mut times = Vec::new();
    for incident in &closed.incidents {
        match review(cx, incident, timing) {
            Ok(Reviewed::Held { time, in_time }) => {
                share.ask(incident.id(), in_time);
                times.push(shown_from_zero(&mut hours, time, "held before closure"));
            }
            Ok(Reviewed::NotHeld { days, is_late }) => {
                let says = format!("not held, {days} days since closure");
                hours.exclude(incident.id(), &says);
                if is_late {
                    share.ask(incident.id(), false);
                    share.note(incident.id(), says);
                } else {
                    share.exclude(incident.id(), format!("{says}, in time so far"));
                }
            }
            Err(why) => {
                hours.exclude(incident.id(), &why);
                share.exclude(incident.id(), why);
            }
        }
    }
    [hours.spread(times), share.share()]
}

/// Before closure is no time at all, and is shown.
fn shown_from_zero(metric: &mut Metric, mut time: Time, says: &str) -> Time {
    if time.seconds < 0 {
        metric.note(&time.record, says);
        time.seconds = 0;
    }
    time
}

enum Reviewed {
    Held { time: Time, in_time: bool },
    NotHeld { days: i64, is_late: bool },
}

fn review(cx: &Inquiry<'_>, incident: &Record, timing: Timing) -> Result<Reviewed, String> {
    let zone = cx.now.zone;
    let stated = closing(incident).ok_or("not closed")?;
    let closed = stamp(cx, (incident, "closed_at"), stated, timing)?;
    let clock = Clock::once(closed, cx.terms.pir_deadline, zone);
    if let Some((record, field, held)) = first_held(cx, incident) {
        let held = stamp(cx, (record, field), held, timing)?;
        let in_time = !clock.missed_by(held, zone);
        return Ok(Reviewed::Held { time: between(incident, closed, held, zone), in_time });
    }
    if let Some(waived) = reviews_of(cx.register, incident.id()).find(|it| is_review_waived(it)) {
        return Err(format!("waived in {}", waived.id()));
    }
    if !is_asked(cx.config, incident, Stage::Review) {
        return Err("no review is asked of it".into());
    }
    let is_late = clock.phase(cx.now.instant) != Phase::Ahead;
    Ok(Reviewed::NotHeld { days: cx.now.days_since(closed), is_late })
}

/// The first review that was held: a record of its own, or in the incident itself.
fn first_held<'a>(
    cx: &Inquiry<'a>,
    incident: &'a Record,
) -> Option<(&'a Record, &'static str, Stamp)> {
    let own = reviews_of(cx.register, incident.id())
        .filter_map(|review| Some((review, "held_at", review_held_at(review)?)));
    let inline = inline_review(incident).and_then(|learning| learning.get(part::REVIEWED_AT));
    let inline = inline.map(|at| (incident, "learning.reviewed_at", *at));
    own.chain(inline).min_by_key(|(record, _, held)| (held.earliest(cx.now.zone), record.id()))
}

/// Days to the implementation of each action, and of the last one of each incident, by both clocks.
pub(super) fn to_implementation(cx: &Inquiry<'_>, window: &Window) -> Vec<Metric> {
    let closed = closed_in(cx, window);
    TIMINGS.into_iter().flat_map(|timing| implementation_by(cx, &closed, timing)).collect()
}

fn implementation_by(cx: &Inquiry<'_>, closed: &Members<'_>, timing: Timing) -> [Metric; 2] {
    let mut each =
        Metric::new("closure-to-implementation", "From closure to each change made", Unit::Days);
    let mut last =
        Metric::new("closure-to-last-change", "From closure to the last change made", Unit::Days);
    for metric in [&mut each, &mut last] {
        metric.timing = Some(timing);
        metric.excluded.clone_from(&closed.excluded);
    }
    let (mut times, mut latest, mut oldest) = (Vec::new(), Vec::new(), None);
    for incident in &closed.incidents {
        let mut own = Vec::new();
        let mut open = Vec::new();
        for action in actions_of(cx.register, incident.id()).filter(|it| is_action_owed(it)) {
            match implemented(cx, incident, action, timing) {
                Ok(time) => own.push(shown_from_zero(&mut each, time, "made before closure")),
                Err((why, days)) => {
                    each.exclude(action.id(), why);
                    oldest = oldest.max(days);
                    open.push(action.id());
                }
            }
        }
        match own.iter().max_by_key(|time| time.seconds) {
            _ if !open.is_empty() => {
                last.exclude(incident.id(), format!("not known of {}", open.join(", ")));
            }
            Some(time) => {
                let record = incident.id().to_owned();
                latest.push(Time { record, incident: None, ..time.clone() });
            }
            None => last.exclude(incident.id(), "no opened action"),
        }
        times.extend(own);
    }
    each.remarks.extend(oldest.map(|days| format!("open, oldest {days} days since closure")));
    [each.spread(times), last.spread(latest)]
}

/// The time to one change; else why there is none, with the age in days of what is still open.
fn implemented(
    cx: &Inquiry<'_>,
    incident: &Record,
    action: &Record,
    timing: Timing,
) -> Result<Time, (String, Option<i64>)> {
    let unknown = |why: String| (format!("for {}: {why}", incident.id()), None);
    let stated = closing(incident).ok_or_else(|| unknown("not closed".into()))?;
    let closed = stamp(cx, (incident, "closed_at"), stated, timing).map_err(unknown)?;
    if !matches!(action.status(), "implemented" | "verified" | "closed") {
        let days = cx.now.days_since(closed);
        let why = format!("for {}: open, {days} days since closure", incident.id());
        return Err((why, Some(days)));
    }
    let at = action.get(action::IMPLEMENTED_AT).map(|at| *at);
    let at = at.ok_or_else(|| unknown("implemented_at is not stated".into()))?;
    let made = stamp(cx, (action, "implemented_at"), at, timing).map_err(unknown)?;
    let time = between(action, closed, made, cx.now.zone);
    Ok(Time { incident: Some(incident.id().to_owned()), ..time })
}
