//! Findings of which only record, code and place may be told: whoever reads a build log need not be
//! one who may read the record.

use crate::diag::{Finding, Related};
use crate::rules::Judgement;
use crate::rules::waiver::Waived;
use crate::term::RepoPath;

/// The same findings; those in files that are `hidden` say neither what is wrong nor what to do.
///
/// Fingerprints stay, so that a finding is the same with and without a mask.
pub fn mask(judgement: &Judgement, hidden: &dyn Fn(&RepoPath) -> bool) -> Judgement {
    let waived = judgement.waived.iter().map(|waived| {
        let finding = masked(&waived.finding, hidden);
        if !hidden(&finding.place.path) {
            return Waived { finding, ..waived.clone() };
        }
        let (reason, approved_by) = (WITHHELD.to_owned(), WITHHELD.to_owned());
        Waived { finding, reason, approved_by, expires: waived.expires }
    });
    Judgement {
        findings: mask_all(&judgement.findings, hidden),
        waived: waived.collect(),
        unknown: judgement.unknown.clone(),
        spent: judgement.spent.clone(),
    }
}

/// The same for findings without their judgement.
pub fn mask_all(findings: &[Finding], hidden: &dyn Fn(&RepoPath) -> bool) -> Vec<Finding> {
    findings.iter().map(|finding| masked(finding, hidden)).collect()
}

const WITHHELD: &str = "withheld: the record is confidential";

fn masked(finding: &Finding, hidden: &dyn Fn(&RepoPath) -> bool) -> Finding {
    let mut finding = finding.clone();
    if hidden(&finding.place.path) {
        let subject = if finding.record.is_empty() { "this file" } else { &finding.record };
        finding.message = format!("{subject}: {WITHHELD}");
        finding.help.clear();
        finding.related.clear();
        finding.fix = None;
        return finding;
    }
    for Related { message, .. } in
        finding.related.iter_mut().filter(|related| hidden(&related.place.path))
    {
        WITHHELD.clone_into(message);
    }
    finding
}
