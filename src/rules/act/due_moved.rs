//! The day by which an action is to be done stays, or moves once and in time.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::proof::{RecordPast, Version};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, action};
use crate::term::{Day, Zone};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT009",
    name: "due-moved",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "open",
    summary: "due date was moved twice, or after it had passed",
    explanation: "While an action is not verified, its `due` was moved to a later day more than once, \
        or on a day after it had passed. A date that moves whenever it comes near is none, and an \
        action whose date was moved after the fact was never overdue on paper. An escalation \
        (`escalation` with the outcome) says that somebody decided about it, and raises nothing.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[example!("due-moved/after-it-passed"), example!("due-moved/twice")],
    good: &[example!("due-moved/once-in-time"), example!("due-moved/escalated")],
    check: Check::History(&[Kind::Action], check),
};

fn check(cx: &HistoryContext<'_>, action: &Record, found: &mut Findings) {
    let done = action.is_from("verified") || !is_judged(action);
    let Some(due) = action.get(action::DUE).filter(|_| !done) else { return };
    if action.get(action::ESCALATION).is_some() {
        return;
    }
    let Some(past) = cx.past_of(action, found) else { return };
    let zone = cx.basis.basis.now.zone;
    let moves = moves(past, zone);
    let late = moves.iter().find(|moved| moved.on > moved.from);
    let fact = match (late, moves.as_slice()) {
        (Some(late), _) => {
            format!("moved from {} to {} on {}, after it had passed", late.from, late.to, late.on)
        }
        (None, [last, _, ..]) => format!("moved {} times, the last on {}", moves.len(), last.on),
        (None, _) => return,
    };
    let Some(told) = late.or(moves.first()) else { return };
    let commit = told.version.commit.named();
    let message = format!("`due` of {} was {fact} ({commit})", action.id());
    let help = "escalate the action and record `escalation` with its outcome";
    found.push(Report::on(action, due.span, message).help(help).field("due"));
}

/// A move of the due date to a later day.
struct Move<'a> {
    from: Day,
    to: Day,
    on: Day,
    version: &'a Version,
}

/// The moves to a later day, newest first.
fn moves(past: &RecordPast, zone: Zone) -> Vec<Move<'_>> {
    let due = |version: &Version| version.facts().action().and_then(|action| action.due);
    let changes = past.changes(|facts| facts.action().and_then(|action| action.due));
    let later = changes.filter_map(|(old, new)| {
        let (from, to) = (due(old)?, due(new)?);
        let on = zone.day_of(new.commit.committed_at.to_utc());
        (to > from).then_some(Move { from, to, on, version: new })
    });
    later.collect()
}
