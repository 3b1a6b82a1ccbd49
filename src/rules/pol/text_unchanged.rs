//! A policy whose change log names an incident has another text than before it.

use super::is_current;
use crate::diag::Level;
use crate::proof::{Attributed, RecordPast, attributed};
use crate::record::{Found, Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, incident, part, policy};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "POL001",
    name: "policy-text-unchanged",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "always",
    summary: "change log names an incident, and the text is as it was before it",
    explanation: "Where an entry of the change log names an incident, the policy's text at that \
        version differs from the text that was in force when the incident was detected. White \
        space, wrapping and front matter do not count, and neither does a change that was taken \
        back. A new version number over an unchanged text is the commonest way to close an \
        incident without learning from it, and it is the first thing an auditor compares. Change \
        the text, or take the incident out of the entry and state a `reason`.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("policy-text-unchanged/version-raised-only"),
        example!("policy-text-unchanged/re-wrapped"),
        example!("policy-text-unchanged/taken-back"),
    ],
    good: &[
        example!("policy-text-unchanged/sentence-added"),
        example!("policy-text-unchanged/text-before-version"),
        example!("policy-text-unchanged/new-policy"),
    ],
    check: Check::History(&[Kind::Policy], check),
};

fn check(cx: &HistoryContext<'_>, policy: &Record, found: &mut Findings) {
    if !is_current(policy) {
        return;
    }
    let Some(past) = cx.past_of(policy, found) else { return };
    for entry in policy.items(policy::CHANGE_LOG) {
        for named in entry.words(part::INCIDENTS) {
            if let Some(shown) = unchanged(cx, past, entry, &named) {
                found.push(report(policy, entry, named, &shown));
            }
        }
    }
}

/// What git shows of an entry for an incident, when the text is unchanged.
fn unchanged<'a>(
    cx: &HistoryContext<'_>,
    past: &'a RecordPast,
    entry: Item<'_>,
    named: &str,
) -> Option<Attributed<'a>> {
    let incident = cx.basis.register.get_kind(Kind::Incident, named)?;
    let detected = incident.get(incident::DETECTED_AT)?.earliest(cx.basis.basis.now.zone);
    let version = entry.text_of(part::VERSION)?;
    attributed(past, named, version, Some(detected)).filter(|shown| !shown.text_changed)
}

fn report(policy: &Record, entry: Item<'_>, named: Found<&str>, shown: &Attributed<'_>) -> Report {
    let version = entry.text_of(part::VERSION).unwrap_or_default();
    let message = format!(
        "version {version} of {} names {}, and its text is as it was before the incident (commit {})",
        policy.id(),
        named.value,
        shown.version.commit.short()
    );
    Report::on(policy, named.span, message)
        .help("change the text, or take the incident out of the entry and state a `reason`")
        .field("change_log.incidents")
        .argument(version)
        .argument(named.value)
}
