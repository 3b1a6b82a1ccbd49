//! "No incidents" is believed of a supplier that would notice one.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Key, Kind, Line, Whole, vendor_assessment};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "VEN002",
    name: "no-incidents-accepted",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "accepted",
    summary: "no incidents in twelve months accepted without evidence of detection",
    explanation: "An accepted assessment that counts no incidents in the last twelve months says \
        under `answers.detection_evidence` how the supplier would have noticed one: monitoring, \
        tests, reports by its people. Nobody is free of incidents for a year; a supplier without \
        any either does not look or does not tell. Ask, and record what was shown.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[example!("no-incidents-accepted/none-at-all")],
    good: &[
        example!("no-incidents-accepted/with-evidence"),
        example!("no-incidents-accepted/one-incident"),
    ],
    check: Check::Record(&[Kind::VendorAssessment], check),
};

const COUNT: Key<Whole> = Key::new("incidents_last_12m");
const DETECTION: Key<Line> = Key::new("detection_evidence");

fn check(_: &RecordContext<'_>, assessment: &Record, found: &mut Findings) {
    if !is_judged(assessment) || !assessment.is_from("accepted") {
        return;
    }
    let Some(answers) = assessment.get(vendor_assessment::ANSWERS) else { return };
    let Some(none) = answers.get(COUNT).filter(|count| **count == 0) else { return };
    if answers.text_of(DETECTION).is_none_or(|text| text.trim().is_empty()) {
        let message = format!("{} accepts that there were no incidents", assessment.id());
        found.push(
            Report::on(assessment, none.span, message)
                .help("ask how one would have been noticed, and record it as `detection_evidence`")
                .field("answers.detection_evidence"),
        );
    }
}
