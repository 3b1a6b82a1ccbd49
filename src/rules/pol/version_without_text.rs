//! A new version has a new text.

use super::{first_of_version, is_confirming, is_in_force};
use crate::diag::Level;
use crate::proof::{PolicyVersion, RecordPast};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, part, policy};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "POL009",
    name: "version-without-text",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "published",
    summary: "version of a published policy was raised, its text did not change",
    explanation: "A version that was raised stands for a text that changed: its text differs, in more \
        than white space and wrapping, from the one with which the version before began. A number \
        that moves over an unchanged text looks like an improvement and is none. A periodic review \
        that confirms the text, and an editorial release, say so as `reason` in their entry of the \
        change log and raise nothing. Where the entry names an incident, POL001 speaks of it.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("version-without-text/number-only")],
    good: &[
        example!("version-without-text/text-changed"),
        example!("version-without-text/periodic-review"),
    ],
    check: Check::History(&[Kind::Policy], check),
};

fn check(cx: &HistoryContext<'_>, policy: &Record, found: &mut Findings) {
    let Some(version) = policy.get(policy::VERSION).filter(|_| is_in_force(policy)) else { return };
    let Some(past) = cx.past_of(policy, found) else { return };
    if is_confirming(policy, &version) || names_incident(policy, &version) {
        return;
    }
    if let Some(before) = unchanged_since(past, &version) {
        let message = format!(
            "version {} of {} has the text of version {}",
            version.value,
            policy.id(),
            before.version
        );
        let help = "change the text, or say `reason: periodic-review` or `editorial` in the entry";
        let report = Report::on(policy, version.span, message).help(help).field("version");
        found.push(report.argument(&before.version));
    }
}

/// The version before, when its text is that of `version`.
fn unchanged_since<'a>(past: &'a RecordPast, version: &str) -> Option<&'a PolicyVersion> {
    let newest = past.versions.iter().find(|held| held.version == version)?;
    let first = past.versions.iter().rposition(|held| held.version == version)?;
    let before = past.versions[first + 1..].first()?;
    let began = first_of_version(past, &before.version)?;
    (newest.wording == began.wording).then_some(began)
}

/// True when the version's entry names an incident.
fn names_incident(policy: &Record, version: &str) -> bool {
    let mut entries = policy.items(policy::CHANGE_LOG).into_iter();
    entries.any(|entry| {
        entry.text_of(part::VERSION) == Some(version) && !entry.words(part::INCIDENTS).is_empty()
    })
}
