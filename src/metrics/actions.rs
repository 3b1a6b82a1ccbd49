//! Corrective actions as they stand today: overdue, slipping, done and not yet verified.

use super::amount::Amount;
use super::figure::{Counted, Metric, Unit, Value};
use crate::chain::Inquiry;
use crate::proof::RecordPast;
use crate::record::Record;
use crate::schema::{Kind, action};
use crate::term::Day;

/// The figures of actions that are not finished. They stand for today and not for a window.
pub(super) fn open_actions(cx: &Inquiry<'_>) -> [Metric; 3] {
    let mut overdue =
        Metric::new("overdue-actions", "Overdue, of actions not yet made", Unit::Percent);
    let mut slipping =
        Metric::new("slipping-actions", "Put off, of actions not yet made", Unit::Percent);
    let active = |action: &&Record| matches!(action.status(), "open" | "in-progress" | "blocked");
    for action in cx.register.of_kind(Kind::Action).filter(active) {
        if action.is_privileged() {
            overdue.exclude(action.id(), "privileged");
            slipping.exclude(action.id(), "privileged");
            continue;
        }
        let Some(due) = action.get(action::DUE).map(|due| *due) else {
            overdue.exclude(action.id(), "due is not stated");
            slipping.exclude(action.id(), "due is not stated");
            continue;
        };
        late(cx, &mut overdue, action, due);
        put_off(cx, &mut slipping, action, due);
    }
    [overdue.share(), slipping.share(), awaiting(cx)]
}

fn late(cx: &Inquiry<'_>, overdue: &mut Metric, action: &Record, due: Day) {
    let days = (cx.now.day() - due).num_days();
    overdue.ask(action.id(), days > 0);
    if days > 0 {
        overdue.note(action.id(), format!("due {due}, {days} days ago"));
    }
}

fn put_off(cx: &Inquiry<'_>, slipping: &mut Metric, action: &Record, due: Day) {
    let past = match cx.past.of(action.id()) {
        Ok(past) => past,
        Err(cut) => return slipping.exclude(action.id(), format!("cannot tell: {}", cut.reason)),
    };
    let Some(first) = first_due(past) else {
        return slipping.exclude(action.id(), "cannot tell: no commit shows its due day");
    };
    slipping.ask(action.id(), due > first);
    if due > first {
        let moves = moves(past);
        slipping.note(action.id(), format!("first due {first}, now {due}, put off {moves} times"));
    }
}

/// The day that was stated first.
fn first_due(past: &RecordPast) -> Option<Day> {
    past.lineage().filter_map(|version| version.facts().action()?.due).last()
}

/// How often a later day was stated.
fn moves(past: &RecordPast) -> usize {
    let changes = past.changes(|facts| facts.action().and_then(|action| action.due));
    let due = |version: &crate::proof::Version| version.facts().action()?.due;
    changes.filter(|(old, new)| due(old).zip(due(new)).is_some_and(|(old, new)| new > old)).count()
}

/// Actions that are made and that nobody has verified.
fn awaiting(cx: &Inquiry<'_>) -> Metric {
    let mut metric = Metric::new("awaiting-verification", "Made, and not yet verified", Unit::Days);
    let mut ages: Vec<(i64, &str)> = Vec::new();
    let made = |action: &&Record| action.status() == "implemented";
    for action in cx.register.of_kind(Kind::Action).filter(made) {
        let age = action.get(action::IMPLEMENTED_AT).map(|at| cx.now.days_since(*at));
        match age {
            _ if action.is_privileged() => metric.exclude(action.id(), "privileged"),
            None => metric.exclude(action.id(), "implemented_at is not stated"),
            Some(days) if days < 0 => metric.exclude(action.id(), "implemented_at lies ahead"),
            Some(days) => ages.push((days, action.id())),
        }
    }
    let times = ages.iter().map(|(days, id)| super::figure::Time {
        record: (*id).to_owned(),
        incident: None,
        seconds: days * 86_400,
        by_day: true,
    });
    let mut metric = metric.spread(times.collect());
    let oldest = metric.counted.iter().map(|Counted { amount, .. }| *amount).max();
    metric.values.push(Value { name: "oldest", amount: oldest });
    let count = i64::try_from(metric.n()).unwrap_or(i64::MAX);
    metric.values.push(Value { name: "count", amount: Some(Amount::whole(count)) });
    metric
}
