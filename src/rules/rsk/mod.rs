//! Family `RSK`: risks.

pub(super) mod acceptance_not_owners;
pub(super) mod known_untouched;
pub(super) mod lowered_early;
pub(super) mod new_risk_missing;
pub(super) mod review_passed;
pub(super) mod score_without_rationale;
pub(super) mod still_unlikely;
pub(super) mod treatment_unmoved;
pub(super) mod untouched;

use crate::proof::{RecordPast, RiskFacts, Version};

/// The steps of a risk's score, newest first: what it stated before, and the version that moved it.
fn moved(past: &RecordPast) -> impl Iterator<Item = (&RiskFacts, &RiskFacts, &Version)> {
    let scores = |facts: &crate::proof::VersionFacts| {
        facts.risk().map(|risk| (risk.likelihood, risk.impact))
    };
    past.changes(scores)
        .filter_map(|(old, new)| Some((old.facts().risk()?, new.facts().risk()?, new)))
}
