//! A date of something that happened is not recorded before it.

use crate::diag::Level;
use crate::proof::{DatedClaim, Lag, lag};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT002",
    name: "entered-before-date",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "recorded before the date it states",
    explanation: "A date that says something has happened is first committed on that day or after \
        it. One that git holds earlier was a plan, or the day is mistyped; a review that is entered \
        as held before the meeting shows that somebody meant to hold it. Dates that are plans by \
        their nature (`due`, `scheduled_at`, `effective`, `next_review` and the like) are left out, \
        and clocks may differ by an hour. Correct the day, or take it out until it has come.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("entered-before-date/review-next-week"),
        example!("entered-before-date/later-the-same-day"),
    ],
    good: &[
        example!("entered-before-date/planned-dates"),
        example!("entered-before-date/same-day"),
    ],
    check: Check::History(&[], check),
};

fn check(cx: &HistoryContext<'_>, record: &Record, found: &mut Findings) {
    let Some(past) = cx.past_of(record, found) else { return };
    let zone = cx.basis.basis.now.zone;
    for claim in &past.claims {
        // A clock that cannot be right shows nothing; GIT009 tells of it.
        if cx.past.trust.out_of_range.contains(&claim.commit.id) {
            continue;
        }
        let Lag::Before(days) = lag(claim, zone) else { continue };
        let Some(stated) = claim.field.of(record).filter(|at| at.is_same(claim.stated, zone))
        else {
            continue;
        };
        found.push(report(record, claim, days, stated.span));
    }
}

fn report(record: &Record, claim: &DatedClaim, days: i64, span: Span) -> Report {
    let DatedClaim { field, stated, commit } = claim;
    let when = match days {
        0 => "earlier on that day".to_owned(),
        1 => "a day before".to_owned(),
        days => format!("{days} days before"),
    };
    let commit = commit.quoted();
    let (field, id) = (&field.path, record.id());
    let message = format!("`{field}` of {id} states {stated} and was recorded {when}, by {commit}");
    Report::on(record, span, message)
        .help("correct the date, or take it out until it has come")
        .field(field.clone())
}
