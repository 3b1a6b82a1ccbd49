//! The review of a closed incident is held inside the agreed time.

use crate::chain::reviews_of;
use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::clocked;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Rule};
use crate::schema::{Kind, pir};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC003",
    name: "review-not-held",
    levels: Levels::ByClock(Level::Note, Level::Warning, Level::Error),
    basis: Basis::OwnPolicy,
    from: "review held",
    summary: "closed incident has no review inside the agreed time",
    explanation: "A closed incident needs a review that was held: within 72 hours of closure and at \
        the latest within 14 days, unless the incident management policy sets other limits. Light \
        reviews of low severity have the second limit, grouped reviews 90 days. Until the first \
        limit this is a note that names the day. Hold the review and record `held_at`, or have it \
        waived with a reason.",
    source: "ISO/IEC 27001:2022 A.5.27; limits from the organisation's own policy",
    bad: &[
        example!("review-not-held/still-ahead"),
        example!("review-not-held/past-first-limit"),
        example!("review-not-held/waived-without-reason"),
    ],
    good: &[
        example!("review-not-held/held-in-time"),
        example!("review-not-held/held-in-the-incident"),
        example!("review-not-held/waived"),
        example!("review-not-held/reopened"),
    ],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    let Some((closed, clock)) = owed::review_held(cx.books(), incident) else { return };
    let words = ("a review held", "no review held");
    let mut report = clocked::report(cx, incident, closed, clock, words)
        .help("hold the review and record `held_at`, or record why it is waived");
    for review in reviews_of(cx.register, incident.id()) {
        let span = review.span_of(pir::SCHEDULED_AT.name());
        report = report.related(review, span, format!("{} is {}", review.id(), review.status()));
    }
    found.push(report);
}
