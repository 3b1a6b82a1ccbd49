//! Training that reached the people it was for, and follow-ups performed in time.

use super::amount::{Amount, Exact};
use super::figure::{Counted, Metric, Timing, Unit, Value};
use super::members::{closing, left_out, stamp};
use super::window::Window;
use crate::chain::{Inquiry, followup_clock, stage_of};
use crate::record::Record;
use crate::schema::{Kind, effectiveness_audit as audit, part, training};
use crate::term::{Day, Stage, Stamp};
use crate::verdict::Verdict;

/// People who attended, of those whom the trainings of the window were for.
pub(super) fn training_reach(cx: &Inquiry<'_>, window: &Window) -> Metric {
    let title = "People who attended, of those the trainings were for";
    let mut metric = Metric::new("training-reach", title, Unit::Percent);
    let (mut attended, mut audience) = (0_i64, 0_i64);
    for training in cx.register.of_kind(Kind::Training).filter(|it| !it.is_ended()) {
        let held = training.get(training::HELD_AT).map(|at| at.day(cx.now.zone));
        if held.is_some_and(|day| !window.contains(day)) {
            continue;
        }
        match reached(training, held) {
            Err(why) => metric.exclude(training.id(), why),
            Ok((came, of)) => {
                attended = attended.saturating_add(came);
                audience = audience.saturating_add(of);
                metric.denominator.push(training.id().to_owned());
                metric.note(training.id(), format!("{came} of {of} people"));
                let share = Amount::percent_of(came, of).unwrap_or(Amount::whole(0));
                let record = training.id().to_owned();
                metric.counted.push(Counted {
                    record,
                    incident: None,
                    amount: share,
                    by_day: false,
                });
            }
        }
    }
    let number = |n| Exact::whole(n).amount().filter(|_| !metric.denominator.is_empty());
    metric.values = vec![
        Value { name: "share", amount: Amount::percent_of(attended, audience) },
        Value { name: "attended", amount: number(attended) },
        Value { name: "audience", amount: number(audience) },
    ];
    metric.counted.sort_by(|a, b| a.record.cmp(&b.record));
    metric.sorted()
}

/// How many attended, and of how many; else why it cannot be said.
fn reached(training: &Record, held: Option<Day>) -> Result<(i64, i64), &'static str> {
    if training.is_privileged() {
        return Err("privileged");
    }
    if !training.is_from("held") {
        return Err("not held");
    }
    held.ok_or("held_at is not stated")?;
    let audience = training.get(training::AUDIENCE).and_then(|it| it.get(part::COUNT));
    let audience = audience.map(|of| *of).ok_or("audience.count is not stated")?;
    let attended = training.get(training::ATTENDED).map(|came| *came);
    match (attended.ok_or("attended is not stated")?, audience) {
        (came, _) if came < 0 => Err("attended is below zero"),
        (_, of) if of <= 0 => Err("audience.count is not above zero"),
        counted => Ok(counted),
    }
}

/// Follow-ups performed by their day, of those due in the window; by both clocks.
pub(super) fn followups(cx: &Inquiry<'_>, window: &Window) -> Vec<Metric> {
    let unplanned = unplanned(cx, window);
    let one = |timing| {
        let mut metric =
            Metric::new("followups-in-time", "Follow-ups performed in time", Unit::Percent);
        metric.timing = Some(timing);
        for record in cx.register.of_kind(Kind::EffectivenessAudit).filter(|it| !it.is_ended()) {
            match record.get(audit::DUE).map(|due| *due) {
                Some(due) if !window.contains(due) => {}
                _ if record.is_privileged() => metric.exclude(record.id(), "privileged"),
                None => metric.exclude(record.id(), "due is not stated"),
                Some(due) => take(cx, &mut metric, (record, due), timing),
            }
        }
        for (incident, due) in &unplanned {
            count_missing(cx, &mut metric, (incident, *due), "no follow-up names it");
        }
        metric.share()
    };
    vec![one(Timing::Claimed), one(Timing::Recorded)]
}

fn take(cx: &Inquiry<'_>, metric: &mut Metric, (record, due): (&Record, Day), timing: Timing) {
    let performed = record.get(audit::PERFORMED_AT).filter(|_| record.is_from("performed"));
    let Some(performed) = performed else {
        return count_missing(cx, metric, (record, due), "not performed");
    };
    match stamp(cx, (record, "performed_at"), Stamp::Day(*performed), timing) {
        Err(why) => metric.exclude(record.id(), why),
        Ok(at) => {
            let days = (at.day(cx.now.zone) - due).num_days();
            metric.ask(record.id(), days <= 0);
            if days > 0 {
                metric.note(record.id(), format!("{days} days after it was due"));
            }
        }
    }
}

/// What is not done is late once its day is over.
fn count_missing(cx: &Inquiry<'_>, metric: &mut Metric, (record, due): (&Record, Day), says: &str) {
    if due < cx.now.day() {
        metric.ask(record.id(), false);
        metric.note(record.id(), format!("{says}, due {due}"));
    } else {
        metric.exclude(record.id(), format!("{says}, due {due}: in time so far"));
    }
}

/// Closed incidents whose follow-up falls due in the window and is not even planned.
fn unplanned<'a>(cx: &Inquiry<'a>, window: &Window) -> Vec<(&'a Record, Day)> {
    let closed = cx.register.of_kind(Kind::Incident);
    let closed = closed.filter(|it| left_out(it).is_none() && closing(it).is_some());
    let due = |incident: &'a Record| {
        let clock = followup_clock(cx.register, incident, cx.terms, cx.now.zone)?;
        Some((incident, cx.now.zone.day_of(clock.first)))
    };
    let owed = closed.filter_map(due).filter(|(incident, due)| {
        let mut audits = cx.register.naming(Kind::EffectivenessAudit, incident.id());
        window.contains(*due)
            && audits.all(Record::is_ended)
            && stage_of(cx, incident, Stage::Followup).verdict != Verdict::NotRequired
    });
    owed.collect()
}
