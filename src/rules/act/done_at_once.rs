//! An action is opened before it is closed.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, common};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT010",
    name: "done-at-once",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "closed",
    summary: "action was opened and closed on one day",
    explanation: "Git first holds the action as closed, or holds it as closed on the day on which it \
        first holds it. Then nothing shows that somebody was asked to do it, by when, and that it was \
        verified after it was done. Records that are filled in afterwards look just like this: where \
        there is a ground, give it in `late_entry_reason`, and nothing is raised.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("done-at-once/one-commit"), example!("done-at-once/one-day")],
    good: &[example!("done-at-once/over-weeks"), example!("done-at-once/filled-in-with-reason")],
    check: Check::History(&[Kind::Action], check),
};

fn check(cx: &HistoryContext<'_>, action: &Record, found: &mut Findings) {
    let explained = action.text_of(common::LATE_ENTRY_REASON).is_some_and(|r| !r.trim().is_empty());
    if !is_judged(action) || action.status() != "closed" || explained {
        return;
    }
    let Some(past) = cx.past_of(action, found) else { return };
    let closed = past.told.iter().rfind(|version| &*version.facts().status == "closed");
    let (Some(first), Some(closed)) = (past.told.last(), closed) else { return };
    let zone = cx.basis.basis.now.zone;
    let day = |at: &crate::proof::Version| zone.day_of(at.commit.committed_at.to_utc());
    let fact = if first.commit.id == closed.commit.id {
        format!("is closed in the first commit that holds it, {}", first.commit.short())
    } else if day(first) == day(closed) {
        format!("was opened and closed on {}", day(first))
    } else {
        return;
    };
    let span = action.value_span_of(common::STATUS.name());
    let message = format!("{} {fact}", action.id());
    let help =
        "record actions when they are agreed; say in `late_entry_reason` why this one was not";
    found.push(Report::on(action, span, message).help(help).field("status"));
}
