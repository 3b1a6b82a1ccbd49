//! The review of a closed incident is held inside the agreed time.

use crate::deadline::{Phase, review_clock};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, part, pir};
use crate::term::{Severity, Stamp};

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
    bad: &[example!("review-not-held/never-held")],
    good: &[example!("review-not-held/held-in-time")],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    let Some(closed) = incident.get(incident::CLOSED_AT) else { return };
    if !incident.is_from("closed") || incident.status() != "closed" || is_held(cx, incident) {
        return;
    }
    let severity =
        incident.text_of(incident::SEVERITY).and_then(Severity::parse).unwrap_or(Severity::Medium);
    let tier = incident.text_of(incident::REVIEW_TIER).unwrap_or_default();
    let now = cx.basis.now;
    let clock = review_clock(*closed, severity, tier, cx.basis.terms, now.zone);
    let phase = clock.phase(now.instant);
    let (message, help) = if phase == Phase::Ahead {
        let due = now.zone.day_of(clock.first);
        (
            format!("{} is to be reviewed by {due}", incident.id()),
            "hold the review and record `held_at`",
        )
    } else {
        let days = now.days_since(*closed);
        let help = "hold the review now and record `held_at`, or record why it is waived";
        (format!("{} closed {days} days ago, no review held", incident.id()), help)
    };
    found.push(
        Report::on(incident, closed.span, message).help(help).field("closed_at").phase(phase),
    );
}

/// True when a review of the incident was held, was waived, or stands in the incident itself.
fn is_held(cx: &RegisterContext<'_>, incident: &Record) -> bool {
    let inline =
        incident.get(incident::LEARNING).and_then(|learning| learning.get(part::REVIEWED_AT));
    inline.is_some()
        || cx.register.naming(Kind::Pir, incident.id()).any(|review| {
            let held: Option<Stamp> = review.get(pir::HELD_AT).map(|held| *held);
            review.status() == "waived" || (held.is_some() && review.is_from("held"))
        })
}
