//! A supplier's learning is shown by more than its word.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Item;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Key, Kind, Line, vendor_assessment};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "VEN003",
    name: "own-word-only",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "done",
    summary: "no evidence received, or nothing beyond the supplier's own word",
    explanation: "An assessment that is done lists evidence under `evidence_received`, of at \
        least one of four types: the report of a review, an extract of the action log, entries \
        of the risk register, the history of a policy. And it names under `corroboration` \
        something that is not the supplier's own word: an audit, a rating, a penetration test, \
        monitoring, an interview. For a small supplier `size_reason` may stand in for the \
        evidence; the corroboration stays. Ask for a sanitised review and record who else says \
        so.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[example!("own-word-only/no-evidence"), example!("own-word-only/no-corroboration")],
    good: &[example!("own-word-only/small-supplier"), example!("own-word-only/planned")],
    check: Check::Record(&[Kind::VendorAssessment], check),
};

const SOURCE: Key<Line> = Key::new("source");

fn check(_: &RecordContext<'_>, assessment: &Record, found: &mut Findings) {
    if !is_judged(assessment) || !assessment.is_from("done") {
        return;
    }
    let id = assessment.id();
    let items = assessment.items(vendor_assessment::EVIDENCE_RECEIVED);
    let typed = |item: &Item<'_>| item.value("type").is_some_and(|sort| !sort.is_blank());
    let reason = assessment.text_of(vendor_assessment::SIZE_REASON);
    if !items.iter().any(typed) && reason.is_none_or(|reason| reason.trim().is_empty()) {
        let message = format!("{id} received no evidence");
        found.push(
            Report::on(assessment, assessment.span_of("evidence_received"), message)
                .help("ask for a sanitised review, action log, risk entries or policy history")
                .field("evidence_received"),
        );
    }
    let corroboration = assessment.items(vendor_assessment::CORROBORATION);
    if !corroboration.iter().any(|item| item.text_of(SOURCE).is_some()) {
        let message = format!("{id} rests on the supplier's own word");
        found.push(
            Report::on(assessment, assessment.span_of("corroboration"), message)
                .help("record under `corroboration` who else says so")
                .field("corroboration"),
        );
    }
}
