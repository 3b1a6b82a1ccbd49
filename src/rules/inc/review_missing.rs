//! A closed incident has a review that was approved.

use crate::chain::reviews_of;
use crate::diag::Level;
use crate::owed;
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
    // Before one was held INC003 names its day; one note at a time.
    let Some(((closed, clock), was_held)) = owed::review_approved(cx.books(), incident) else {
        return;
    };
    let lacks = if was_held { "its review is not approved" } else { "no review approved" };
    let help = if was_held {
        "have the review approved, with the names and days of those who signed"
    } else {
        "hold a review and have it approved, or record why it is waived"
    };
    let words = ("an approved review", lacks);
    let mut report = clocked::report(cx, incident, closed, clock, words).help(help);
    for review in reviews_of(cx.register, incident.id()) {
        let span = review.span_of(common::STATUS.name());
        report = report.related(review, span, format!("{} is {}", review.id(), review.status()));
    }
    found.push(report);
}
