//! A date is recorded near the date it states.

use crate::diag::Level;
use crate::proof::{DatedClaim, Lag, lag, tolerance};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::common;
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT001",
    name: "late-entry",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "recorded much later than the date it states",
    explanation: "The first commit that holds a date lies near it: within 3 days where a deadline \
        hangs on it, else within 14. A review that is written down months after the day it names \
        shows that something was written then, not that it was held before. Commit times are the \
        committer's own statement, and a rebase or a squash makes an honest record look late, so \
        the message says `no later than`. Where there is a good ground, give it in \
        `late_entry_reason`: the finding becomes a note and stays visible. `occurred_at` is left \
        out, since incidents are often found long after they began.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("late-entry/review-months-later"),
        example!("late-entry/squashed"),
        example!("late-entry/with-a-reason"),
    ],
    good: &[example!("late-entry/same-week"), example!("late-entry/re-quoted-later")],
    check: Check::History(&[], check),
};

/// Dates that are often learned long after them.
const FOUND_LATER: &[&str] = &["occurred_at"];

fn check(cx: &HistoryContext<'_>, record: &Record, found: &mut Findings) {
    let Some(past) = cx.past_of(record, found) else { return };
    let zone = cx.basis.basis.now.zone;
    for claim in &past.claims {
        let Lag::Late(days) = lag(claim, zone) else { continue };
        let Some(stated) = claim.field.of(record).filter(|at| at.is_same(claim.stated, zone))
        else {
            continue;
        };
        if !FOUND_LATER.contains(&claim.field.path.as_str()) {
            found.push(report(record, claim, days, stated.span));
        }
    }
}

fn report(record: &Record, claim: &DatedClaim, days: i64, span: Span) -> Report {
    let DatedClaim { field, stated, commit } = claim;
    let message = format!(
        "`{}` of {} states {stated} and was recorded {days} days later, no later than {}",
        field.path,
        record.id(),
        commit.quoted()
    );
    let explained = record.text_of(common::LATE_ENTRY_REASON).is_some_and(|r| !r.trim().is_empty());
    let help = if explained {
        "the reason given stays visible beside it".to_owned()
    } else {
        let days = tolerance(field);
        format!("record within {days} days, or say in `late_entry_reason` why it was later")
    };
    let report = Report::on(record, span, message).help(help).field(field.path.clone());
    if explained { report.at_most(Level::Note) } else { report }
}
