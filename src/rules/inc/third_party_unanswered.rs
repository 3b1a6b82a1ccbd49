//! A supplier that had a part in an incident is assessed again, or measures are taken with it.

use super::is_answer_due;
use crate::chain::{actions_of, closed_at, is_action_owed};
use crate::diag::Level;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, action, incident, vendor_assessment};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC008",
    name: "third-party-unanswered",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "review approved",
    summary: "supplier named in a closed incident, and neither an assessment nor a measure answers it",
    explanation: "Each supplier under `third_parties` of a closed incident is answered by an assessment of \
        that supplier which names the incident or was made since it was detected, or by an opened action of \
        type `vendor-measure`. When an incident came through a supplier and the way in stays as it \
        was, the next one takes it too; auditors ask what the supplier was asked. The rule speaks \
        once the review is approved or its time is over. Begin an assessment with `pirctl new \
        vendor-assessment`, or open an action of type `vendor-measure`.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("third-party-unanswered/supplier-not-asked"),
        example!("third-party-unanswered/assessed-long-before"),
    ],
    good: &[
        example!("third-party-unanswered/measure-opened"),
        example!("third-party-unanswered/assessment-planned"),
        example!("third-party-unanswered/review-still-ahead"),
    ],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    let Some(closed) = closed_at(incident) else { return };
    let vendors = incident.words(incident::THIRD_PARTIES);
    if vendors.is_empty() || !is_answer_due(cx, incident, *closed) {
        return;
    }
    let is_measure = |action: &Record| {
        is_action_owed(action) && action.text_of(action::TYPE) == Some("vendor-measure")
    };
    if actions_of(cx.register, incident.id()).any(is_measure) {
        return;
    }
    for vendor in vendors.into_iter().filter(|vendor| !is_assessed(cx, incident, vendor.value)) {
        found.push(report(incident, vendor));
    }
}

/// True when an assessment of the vendor names the incident, or was made since it was detected.
fn is_assessed(cx: &RegisterContext<'_>, incident: &Record, vendor: &str) -> bool {
    let zone = cx.basis.now.zone;
    let detected = incident.get(incident::DETECTED_AT).map(|at| at.day(zone));
    let answers = |assessment: &Record| {
        let names = assessment.incidents().iter().any(|named| named.value == incident.id());
        let assessed = assessment.get(vendor_assessment::ASSESSED_AT).map(|day| day.value);
        names || assessed.zip(detected).is_some_and(|(assessed, detected)| assessed >= detected)
    };
    cx.register.referrers(vendor).any(|(record, link)| {
        record.kind() == Kind::VendorAssessment
            && link.field == "vendor"
            && !record.is_ended()
            && answers(record)
    })
}

fn report(incident: &Record, vendor: Found<&str>) -> Report {
    let message = format!(
        "{} names {}, and neither an assessment nor a measure answers it",
        incident.id(),
        vendor.value
    );
    Report::on(incident, vendor.span, message)
        .help("assess the supplier again, or open an action of type `vendor-measure`")
        .field("third_parties")
        .argument(vendor.value)
}
