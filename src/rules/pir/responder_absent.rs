//! Whoever responded to the incident takes part in its review, or is excused.

use super::people::{names, responders};
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, pir};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR015",
    name: "responder-absent",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "held",
    summary: "responder took no part in the review and is not excused",
    explanation: "The primary responder and the other responders of an incident attend its review, also \
        one that is done in writing. They alone know what was tried and what was left out, and a \
        review without them is told from hearsay. Who could not come is named under `excused` with \
        the reason. Add who was there, or excuse who was not. Reviews that name nobody are left to \
        `attendees-too-few`.",
    source: "AuditFront and High Table, practice guides on A.5.27",
    bad: &[example!("responder-absent/primary-responder")],
    good: &[example!("responder-absent/excused")],
    check: Check::Register(&[Kind::Pir], check),
};

fn check(cx: &RegisterContext<'_>, review: &Record, found: &mut Findings) {
    let there = names(&review.items(pir::ATTENDEES));
    if !is_judged(review) || !review.is_from("held") || there.is_empty() {
        return;
    }
    let excused = names(&review.items(pir::EXCUSED));
    for named in review.incidents() {
        let Some(incident) = cx.register.get_kind(Kind::Incident, named.value) else { continue };
        if !is_judged(incident) {
            continue;
        }
        for who in responders(incident) {
            if there.contains(who) || excused.contains(who) {
                continue;
            }
            let (id, incident_id) = (review.id(), incident.id());
            let message =
                format!("{id}: {who} responded to {incident_id}, is no attendee and not excused");
            found.push(
                Report::on(review, review.span_of("attendees"), message)
                    .help("add the person to `attendees`, or to `excused` with the reason")
                    .field("attendees")
                    .argument(incident_id)
                    .argument(who)
                    .related(incident, place_of(incident, who), "responded"),
            );
        }
    }
}

/// Where the incident names the responder.
fn place_of(incident: &Record, who: &str) -> crate::span::Span {
    let lead = incident.get(incident::PRIMARY_RESPONDER).filter(|lead| lead.value == who);
    let listed = || incident.words(incident::RESPONDERS).into_iter().find(|one| one.value == who);
    lead.or_else(listed).map_or_else(|| incident.head(), |named| named.span)
}
