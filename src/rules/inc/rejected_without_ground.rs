//! A rejected incident says on which ground.

use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, common, incident, part};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC020",
    name: "rejected-without-ground",
    levels: Levels::Always(Level::Error),
    basis: Basis::Standard,
    from: "rejected",
    summary: "rejected incident gives no ground",
    explanation: "Whoever rejects a report decides that it is no incident; control A.5.25 asks \
        that this decision is recorded. A rejected record needs `decision.outcome` (event, \
        weakness, duplicate or false-positive) and a reason, or the incident it repeats in \
        `duplicate_of`. Without a ground nobody can tell a sorted-out report from one that was \
        made to go away. Write down what the decision was and why.",
    source: "ISO/IEC 27001:2022 A.5.25",
    bad: &[
        example!("rejected-without-ground/no-decision"),
        example!("rejected-without-ground/no-reason"),
        example!("rejected-without-ground/decided-as-incident"),
    ],
    good: &[
        example!("rejected-without-ground/with-reason"),
        example!("rejected-without-ground/duplicate"),
    ],
    check: Check::Record(&[Kind::Incident], check),
};

fn check(_: &RecordContext<'_>, incident: &Record, found: &mut Findings) {
    if incident.status() != "rejected" || incident.get(common::DISPOSED).is_some() {
        return;
    }
    let Some((span, fact)) = flaw(incident) else { return };
    let message = format!("{} is rejected, {fact}", incident.id());
    let help = "record `decision.outcome` and `decision.reason`, or the incident it repeats in `duplicate_of`";
    found.push(Report::on(incident, span, message).help(help).field("decision").argument(fact));
}

/// Where and what is missing from the ground of a rejection.
fn flaw(incident: &Record) -> Option<(Span, &'static str)> {
    let Some(decision) = incident.get(incident::DECISION) else {
        return Some((incident.span_of(common::STATUS.name()), "no decision is recorded"));
    };
    let Some(outcome) = decision.get(part::OUTCOME) else {
        return Some((decision.span, "its decision has no outcome"));
    };
    if outcome.value == "incident" {
        return Some((outcome.span, "its decision says it is an incident"));
    }
    let reason = decision.text_of(part::REASON).is_some_and(|reason| !reason.trim().is_empty());
    let repeats = incident.text_of(incident::DUPLICATE_OF).is_some();
    (!reason && !repeats).then_some((decision.span, "its decision gives no reason"))
}
