//! The evidence of a severe incident is in somebody's custody.

use crate::chain::{Grade, is_judged};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, incident};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC019",
    name: "custody-missing",
    levels: Levels::Always(Level::Note),
    basis: Basis::Guidance,
    from: "closed",
    summary: "closed incident of critical or high severity says nothing of the custody of its evidence",
    explanation: "For critical and high incidents `evidence_custody` lists what was collected, by whom and \
        when, its digest, who keeps it and where; never the evidence itself. Collecting evidence is \
        control A.5.28, and what was learned rests on it: a log that nobody can find again supports no \
        cause. A court or an insurer asks in the same words. Add an entry for each item, with a label \
        for the place instead of the path.",
    source: "UpGuard, practice guide on A.5.27; ISO/IEC 27001:2022 A.5.28",
    bad: &[example!("custody-missing/high-severity")],
    good: &[example!("custody-missing/kept"), example!("custody-missing/still-open")],
    check: Check::Record(&[Kind::Incident], check),
};

fn check(_: &RecordContext<'_>, incident: &Record, found: &mut Findings) {
    let severe = Grade::of(incident) == Grade::High;
    if !severe || !is_judged(incident) || !incident.is_from("closed") {
        return;
    }
    if incident.items(incident::EVIDENCE_CUSTODY).is_empty() {
        let severity = incident.text_of(incident::SEVERITY).unwrap_or_default();
        let message = format!(
            "{} was of severity {severity}, and nothing says who keeps its evidence",
            incident.id()
        );
        let help = "add `evidence_custody: [{item: .., collected_by: .., collected_at: .., custodian: ..}]`";
        let span = incident.span_of("evidence_custody");
        found.push(Report::on(incident, span, message).help(help).field("evidence_custody"));
    }
}
