//! A score that moves says because of which incident.

use super::moved;
use crate::chain::is_judged;
use crate::diag::Level;
use crate::proof::{RecordPast, RiskFacts, Version};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, risk};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RSK002",
    name: "score-without-rationale",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "always",
    summary: "score moved for an incident, and the rationale names none",
    explanation: "When a commit moves likelihood or impact of a risk that names incidents, the \
        `rationale` of that commit, or of a later one with the same score, names one of them: `After \
        INC-2026-0001 likelihood 2 -> 3`. A number that moves without a sentence cannot be followed \
        up by the one who accepts the risk. Add the sentence.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[example!("score-without-rationale/no-rationale")],
    good: &[
        example!("score-without-rationale/named"),
        example!("score-without-rationale/named-later"),
    ],
    check: Check::History(&[Kind::Risk], check),
};

fn check(cx: &HistoryContext<'_>, risk: &Record, found: &mut Findings) {
    if !is_judged(risk) {
        return;
    }
    let Some(past) = cx.past_of(risk, found) else { return };
    for (old, new, version) in moved(past) {
        if !new.incidents.is_empty() && !is_explained(past, new) {
            found.push(report(risk, old, new, version));
        }
    }
}

/// True when a version with these scores has a rationale that names an incident of the risk.
fn is_explained(past: &RecordPast, new: &RiskFacts) -> bool {
    let mut versions = past.told.iter().filter_map(|version| version.facts().risk());
    versions.any(|other| {
        (other.likelihood, other.impact) == (new.likelihood, new.impact)
            && other.incidents.iter().any(|incident| other.rationale.contains(incident.as_str()))
    })
}

fn report(risk: &Record, old: &RiskFacts, new: &RiskFacts, version: &Version) -> Report {
    let message = format!(
        "{} went from {} x {} to {} x {} in {}, and its rationale names no incident",
        risk.id(),
        old.likelihood,
        old.impact,
        new.likelihood,
        new.impact,
        version.commit.quoted()
    );
    let span = risk.get(risk::LIKELIHOOD).map_or_else(|| risk.head(), |found| found.span);
    Report::on(risk, span, message)
        .help("name the incident in `rationale`")
        .field("rationale")
        .argument(version.commit.short())
}
