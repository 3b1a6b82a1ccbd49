//! A closed incident has a review that was approved.

use crate::chain::{
    Stage, approval_clock, closed_at, is_approved_inline, is_review_approved, is_review_waived,
    is_reviewed_inline, not_asked, review_held_at, reviews_of,
};
use crate::deadline::Phase;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::clocked;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Rule};
use crate::schema::{Kind, common};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC001",
    name: "review-missing",
    levels: Levels::ByClock(Level::Note, Level::Error, Level::Error),
    basis: Basis::Standard,
    from: "review approved",
    summary: "closed incident has no approved review",
    explanation: "Every closed incident needs a review that was approved: one of its own, one of a \
        group of incidents that names it, or for light incidents the `learning` in the incident \
        itself. Without it nothing shows that knowledge was gained from the incident, which is \
        what the control asks for; a ticket that was closed as resolved does not show it. The \
        limit is 14 days after closure unless the incident management policy sets another, 90 \
        days for grouped reviews. Approve the review with both sign-offs, complete `learning` \
        with `approved_by` and `approved_at`, or record with a reason why the review is waived.",
    source: "ISO/IEC 27001:2022 A.5.27",
    bad: &[
        example!("review-missing/not-approved"),
        example!("review-missing/approval-ahead"),
        example!("review-missing/learning-not-approved"),
    ],
    good: &[
        example!("review-missing/grouped"),
        example!("review-missing/one-lesson-of-an-event"),
        example!("review-missing/privileged"),
    ],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    let Some(closed) = closed_at(incident) else { return };
    if not_asked(cx.basis.config, incident, Stage::Review).is_some() {
        return;
    }
    let reviews = || reviews_of(cx.register, incident.id());
    let answers = |review: &Record| is_review_approved(review) || is_review_waived(review);
    if is_approved_inline(incident) || reviews().any(answers) {
        return;
    }
    let clock = approval_clock(incident, *closed, cx.basis.terms, cx.basis.now.zone);
    let was_held = is_reviewed_inline(incident) || reviews().any(|r| review_held_at(r).is_some());
    if !was_held && clock.phase(cx.basis.now.instant) == Phase::Ahead {
        // INC003 names the day on which it is to be held; one note at a time.
        return;
    }
    let lacks = if was_held { "its review is not approved" } else { "no review approved" };
    let help = if was_held {
        "have the review approved, with the names and days of those who signed"
    } else {
        "hold a review and have it approved, or record why it is waived"
    };
    let words = ("an approved review", lacks);
    let mut report = clocked::report(cx, incident, closed, clock, words).help(help);
    for review in reviews() {
        let span = review.span_of(common::STATUS.name());
        report = report.related(review, span, format!("{} is {}", review.id(), review.status()));
    }
    found.push(report);
}
