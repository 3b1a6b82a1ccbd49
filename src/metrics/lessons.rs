//! Lessons that were turned into a change that git shows.

use super::figure::{Metric, Unit};
use super::members::left_out;
use super::window::Window;
use crate::chain::{Inquiry, actions_addressing, lessons_in, review_held_at};
use crate::proof::{NamedChange, target_shown};
use crate::record::{Item, Record};
use crate::schema::{Kind, action, incident, part};
use crate::term::Stamp;
use crate::verdict::Strength;
use std::collections::BTreeMap;

/// Lessons of reviews held in the window, of all categories and of each.
pub(super) fn lessons(cx: &Inquiry<'_>, window: &Window) -> Vec<Metric> {
    let mut whole = metric("");
    let mut parts: BTreeMap<String, Metric> = BTreeMap::new();
    let holders = cx.register.of_kind(Kind::Pir).chain(cx.register.of_kind(Kind::Incident));
    for holder in holders.filter(|it| !it.is_ended()) {
        let lessons = lessons_in(holder);
        let held = held(holder).map(|at| at.day(cx.now.zone));
        if lessons.is_empty() || held.is_some_and(|day| !window.contains(day)) {
            continue;
        }
        let unheld = || held.is_none().then(|| "no date says when it was reviewed".to_owned());
        if let Some(why) = outside(cx, holder).or_else(unheld) {
            whole.exclude(holder.id(), why);
            continue;
        }
        for lesson in lessons {
            let category = lesson.text_of(part::CATEGORY).unwrap_or("category not stated");
            let part = parts.entry(category.to_owned()).or_insert_with(|| metric(category));
            take(cx, lesson, [&mut whole, part]);
        }
    }
    std::iter::once(whole).chain(parts.into_values()).map(Metric::share).collect()
}

fn metric(part: &str) -> Metric {
    let title = "Lessons turned into a change that git shows";
    let mut metric = Metric::new("lessons-to-change", title, Unit::Percent);
    part.clone_into(&mut metric.part);
    metric
}

/// When the review was held that stated the lessons.
fn held(holder: &Record) -> Option<Stamp> {
    if holder.kind() == Kind::Pir {
        return review_held_at(holder);
    }
    holder.get(incident::LEARNING)?.get(part::REVIEWED_AT).map(|at| *at)
}

/// Why the lessons of a record do not count: none of its incidents does.
fn outside(cx: &Inquiry<'_>, holder: &Record) -> Option<String> {
    if holder.kind() == Kind::Incident || holder.is_privileged() {
        return left_out(holder)
            .map(|why| if holder.is_privileged() { "privileged".into() } else { why });
    }
    let named = holder.incidents();
    let incidents = named.iter().filter_map(|id| cx.register.get_kind(Kind::Incident, id.value));
    let mut reasons = Vec::new();
    for incident in incidents {
        reasons.push(left_out(incident)?);
    }
    Some(
        reasons
            .first()
            .map_or_else(|| "names no incident".into(), |why| format!("incident: {why}")),
    )
}

fn take(cx: &Inquiry<'_>, lesson: Item<'_>, metrics: [&mut Metric; 2]) {
    let holder = lesson.record().id();
    let id = lesson.text_of(part::ID).map(str::trim).filter(|id| !id.is_empty());
    let answer = id.map(|part| (format!("{holder}#{part}"), changed(cx, holder, part)));
    for metric in metrics {
        match &answer {
            None => metric.exclude(holder, "a lesson without id"),
            Some((id, Changed::Yes)) => metric.ask(id, true),
            Some((id, Changed::No(why))) => {
                metric.ask(id, false);
                metric.note(id, why);
            }
            Some((id, Changed::Unknown(why))) => metric.exclude(id, why),
        }
    }
}

/// Whether a lesson was turned into a change.
enum Changed {
    Yes,
    No(String),
    Unknown(String),
}

/// Looks for a closed action that answers the lesson, and of which every named change differs in git.
fn changed(cx: &Inquiry<'_>, holder: &str, part: &str) -> Changed {
    let closed = |action: &&Record| action.status() == "closed";
    let mut best = Changed::No("no closed action names a change".into());
    for action in actions_addressing(cx.register, holder, part).filter(closed) {
        let targets = action.words(action::CHANGES);
        if targets.is_empty() {
            continue;
        }
        let shown = targets.iter().filter_map(|target| {
            target_shown(action, target.value, cx.register, cx.past, cx.now.zone)
        });
        match all_shown(action, shown) {
            Changed::Yes => return Changed::Yes,
            Changed::No(_) if matches!(best, Changed::Unknown(_)) => {}
            answer => best = answer,
        }
    }
    best
}

/// What is known of all the changes of one action together.
fn all_shown(action: &Record, shown: impl Iterator<Item = NamedChange>) -> Changed {
    let mut answer = Changed::Yes;
    for NamedChange { strength, remark, cut, .. } in shown {
        match cut {
            Some(cut) => answer = Changed::Unknown(format!("cannot tell: {}", cut.reason)),
            None if strength == Strength::Corroborated => {}
            None => return Changed::No(format!("{}: {remark}", action.id())),
        }
    }
    answer
}
