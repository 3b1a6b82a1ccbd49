//! A review is held when the incident is over.

use crate::chain::{is_judged, review_held_at};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, pir};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR019",
    name: "held-before-end",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "held",
    summary: "review was held before the incident was resolved",
    explanation: "The review was held before `resolved_at` of its incident. An interim review during a \
        long incident is good practice, and this is a note only; but what happened after it is in no \
        review, and one of the two dates may be a slip. Correct the date, or hold a second review when \
        the incident is over and record that as this one.",
    source: "",
    bad: &[example!("held-before-end/day-before")],
    good: &[example!("held-before-end/same-day")],
    check: Check::Register(&[Kind::Pir], check),
};

fn check(cx: &RegisterContext<'_>, review: &Record, found: &mut Findings) {
    let Some(held) = review.get(pir::HELD_AT) else { return };
    if !is_judged(review) || review_held_at(review).is_none() {
        return;
    }
    for named in review.incidents() {
        let Some(incident) = cx.register.get_kind(Kind::Incident, named.value) else { continue };
        let Some(end) = incident.get(incident::RESOLVED_AT).filter(|_| is_judged(incident)) else {
            continue;
        };
        if !end.surely_after(*held, cx.basis.now.zone) {
            continue;
        }
        let (id, incident_id) = (review.id(), incident.id());
        let message = format!("{id} was held on {}, before {incident_id} was resolved", *held);
        found.push(
            Report::on(review, held.span, message)
                .help("correct the date, or hold the review again after the end")
                .field("held_at")
                .argument(incident_id)
                .related(incident, end.span, "resolved then"),
        );
    }
}
