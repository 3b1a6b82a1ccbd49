//! The story of a record in words: what each commit moved.

use super::past::{CommitNote, RecordPast, Version};
use super::version::VersionFacts;
use crate::term::RepoPath;
use std::sync::Arc;

/// A revision of a record and what it moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryStep {
    /// The commit.
    pub commit: Arc<CommitNote>,
    /// Where the record stood after it.
    pub path: RepoPath,
    /// What moved, each as a fragment such as `status reported -> triaged`; `begins` for the first.
    pub moved: Vec<String>,
}

/// Every revision that moved a status, a severity, a score, a version or a due date, newest first;
/// and where the story begins.
pub fn story_of(past: &RecordPast) -> Vec<StoryStep> {
    let step = |version: &Version| {
        let mut sides = past.before(version).map(|old| moved_between(old.facts(), version.facts()));
        let mut moved = sides.next().unwrap_or_else(|| begins(version.facts()));
        // What a merge takes from one of its sides was moved there.
        for side in sides {
            moved.retain(|fragment| side.iter().any(|other| name_of(other) == name_of(fragment)));
        }
        let (commit, path) = (version.commit.clone(), version.path.clone());
        (!moved.is_empty()).then_some(StoryStep { commit, path, moved })
    };
    past.told.iter().filter_map(step).collect()
}

/// What a version states where its story begins.
pub fn begins(facts: &VersionFacts) -> Vec<String> {
    let stated = values(facts).into_iter().map(|(name, value)| format!("{name} {value}"));
    std::iter::once("begins".to_owned()).chain(stated).collect()
}

/// What moved from one version to the next.
pub fn moved_between(old: &VersionFacts, new: &VersionFacts) -> Vec<String> {
    let (before, after) = (values(old), values(new));
    let old_of = |name: &str| before.iter().find(|(n, _)| *n == name).map(|(_, value)| value);
    let changed = after.iter().filter(|(name, value)| old_of(name) != Some(value));
    let mut moved: Vec<String> = changed
        .map(|(name, value)| match old_of(name) {
            Some(before) => format!("{name} {before} -> {value}"),
            None => format!("{name} {value}"),
        })
        .collect();
    if let (Some(old), Some(new)) = (old.policy(), new.policy())
        && old.wording != new.wording
    {
        moved.push("text changed".to_owned());
    }
    moved
}

/// What a fragment speaks of: its first word.
fn name_of(fragment: &str) -> &str {
    fragment.split(' ').next().unwrap_or(fragment)
}

/// The values whose steps tell the story.
fn values(facts: &VersionFacts) -> Vec<(&'static str, String)> {
    let mut found = vec![("status", facts.status.to_string())];
    if let Some(incident) = facts.incident() {
        found.push(("severity", incident.severity.clone()));
        found.push(("certainty", incident.certainty.clone()));
    }
    if let Some(risk) = facts.risk() {
        let (likelihood, impact) = (risk.likelihood, risk.impact);
        found.push(("score", format!("{} ({likelihood} x {impact})", risk.score())));
        found.push(("treatment", risk.treatment.clone()));
    }
    if let Some(policy) = facts.policy() {
        found.push(("version", policy.version.clone()));
    }
    if let Some(due) = facts.action().and_then(|action| action.due) {
        found.push(("due", due.to_string()));
    }
    found.retain(|(_, value)| !value.is_empty());
    found
}
