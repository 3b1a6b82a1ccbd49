//! A score falls after the measures were verified, not before.

use super::moved;
use crate::chain::{actions_of, is_judged};
use crate::diag::Level;
use crate::proof::{RiskFacts, Version};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, action, part, risk};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RSK005",
    name: "lowered-early",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "always",
    summary: "score was lowered before a measure was verified",
    explanation: "A score falls because something holds that did not hold before: at least one action \
        for an incident that the risk names was verified (`verification.at`) by the day of the commit \
        that lowers it. A score that is lowered in the commit of the incident itself, or while every \
        action is still open, says what was planned and not what is. Lower it once the verification \
        is there.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[example!("lowered-early/before-verification")],
    good: &[example!("lowered-early/after-verification"), example!("lowered-early/raised")],
    check: Check::History(&[Kind::Risk], check),
};

fn check(cx: &HistoryContext<'_>, risk: &Record, found: &mut Findings) {
    if !is_judged(risk) {
        return;
    }
    let Some(past) = cx.past_of(risk, found) else { return };
    for (old, new, version) in moved(past).filter(|(old, new, _)| new.score() < old.score()) {
        if let Some(incident) = unverified(cx, new, version) {
            let message = format!(
                "{} fell from {} to {} in {}, and no action for {incident} was verified by then",
                risk.id(),
                old.score(),
                new.score(),
                version.commit.quoted()
            );
            let span = risk.get(risk::LIKELIHOOD).map_or_else(|| risk.head(), |found| found.span);
            let help = "lower the score once the verification of a measure is recorded";
            let report = Report::on(risk, span, message).help(help).field("likelihood");
            found.push(report.argument(incident).argument(version.commit.short()));
        }
    }
}

/// The newest incident that the risk names, when it has actions and none was verified by the day of
/// the commit.
fn unverified<'f>(
    cx: &HistoryContext<'_>,
    facts: &'f RiskFacts,
    version: &Version,
) -> Option<&'f str> {
    let zone = cx.basis.basis.now.zone;
    let day = zone.day_of(version.commit.committed_at.to_utc());
    let verified = |action: &&Record| {
        let verification = action.get(action::VERIFICATION);
        verification.and_then(|item| item.get(part::AT)).is_some_and(|at| at.day(zone) <= day)
    };
    facts.incidents.iter().map(String::as_str).max().filter(|incident| {
        let actions: Vec<_> = actions_of(cx.basis.register, incident).collect();
        !actions.is_empty() && !actions.iter().any(verified)
    })
}
