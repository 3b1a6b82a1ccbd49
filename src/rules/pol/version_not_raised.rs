//! A published text does not change under its version.

use super::{first_of_version, is_editorial, is_in_force};
use crate::diag::Level;
use crate::proof::{RecordPast, Version};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, policy};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "POL002",
    name: "version-not-raised",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "published",
    summary: "text of a published policy changed, its version did not",
    explanation: "Whoever reads version 2.3 of a policy reads one text. Once a version is published, \
        a change of its text (more than white space and wrapping) raises the version, or the version's \
        entry in the change log says `reason: editorial`. Otherwise nobody can say which text was in \
        force on the day of an incident. Raise the version and add an entry to the change log.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("version-not-raised/sentence-changed")],
    good: &[
        example!("version-not-raised/raised"),
        example!("version-not-raised/editorial"),
        example!("version-not-raised/while-a-draft"),
    ],
    check: Check::History(&[Kind::Policy], check),
};

fn check(cx: &HistoryContext<'_>, policy: &Record, found: &mut Findings) {
    let Some(version) = policy.get(policy::VERSION).filter(|_| is_in_force(policy)) else { return };
    let Some(past) = cx.past_of(policy, found) else { return };
    let Some(first) = first_of_version(past, &version) else { return };
    let newest = past.versions.iter().find(|held| held.version == *version);
    let differs = newest.is_some_and(|newest| first.wording != newest.wording);
    let changed = changed_under(past, &version).filter(|_| differs);
    if let Some(changed) = changed.filter(|_| !is_editorial(policy, &version)) {
        let message = format!(
            "the text of {} changed in {}, and its version is still {}",
            policy.id(),
            changed.commit.quoted(),
            version.value
        );
        let help = "raise `version` and add an entry to `change_log`";
        found.push(Report::on(policy, version.span, message).help(help).field("version"));
    }
}

/// The newest change of the text after the version was published; a merge of a side that changed
/// the text with one that raised the version is none.
fn changed_under<'a>(past: &'a RecordPast, version: &str) -> Option<&'a Version> {
    let is_published = |held: &Version| {
        held.facts().version() == Some(version) && &*held.facts().status == "published"
    };
    past.lineage().find(|held| {
        let words = held.facts().wording();
        held.facts().version() == Some(version)
            && past.before(held).all(|before| before.facts().wording() != words)
            && past.comes_from(held).any(is_published)
    })
}
