//! The change that an action names: evidence as a commit, files or a link, and records it changes.
//!
//! The one place that says how well git bears such a change out; claims and the chain both ask here.

use super::artefact::{CommitFact, FileFact, evidence_of};
use super::claims::{Claim, ClaimSources};
use super::past::{CommitNote, Past, PolicyVersion, RecordPast, Version};
use crate::record::{Item, Record};
use crate::register::Register;
use crate::schema::{Kind, action, common, incident, part};
use crate::term::{RepoPath, Zone};
use crate::verdict::{Cut, Strength};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// What git shows of a change that a record names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedChange {
    /// How well git bears it out.
    pub strength: Strength,
    /// The commit that shows it.
    pub commit: Option<Arc<CommitNote>>,
    /// What it shows or what differs, as a fragment; empty when there is nothing to say.
    pub remark: String,
    /// True when the commit is older than what it is said to answer.
    pub is_early: bool,
    /// Why it cannot be told.
    pub cut: Option<Cut>,
}

impl NamedChange {
    fn new(strength: Strength, remark: impl Into<String>) -> Self {
        Self { strength, commit: None, remark: remark.into(), is_early: false, cut: None }
    }

    fn untold(cut: Cut) -> Self {
        Self { cut: Some(cut), ..Self::new(Strength::CannotTell, "") }
    }

    fn by(self, commit: &Arc<CommitNote>) -> Self {
        Self { commit: Some(commit.clone()), ..self }
    }
}

/// What is shown of one piece of evidence. A change that answers an incident lies `after` its
/// detection; `None` where the evidence is of something else.
pub fn evidence_shown(item: Item<'_>, past: &Past, after: Option<DateTime<Utc>>) -> NamedChange {
    if let Some(commit) = item.text_of(part::COMMIT) {
        return commit_shown(commit, item.text_of(part::PATH), past, after);
    }
    let Some(diff) = item.get(part::DIFF) else {
        return match item.text_of(part::FILE) {
            Some(file) => file_shown(file, item.text_of(part::SHA256), past),
            None => NamedChange::new(Strength::Claimed, "nothing in this repository shows it"),
        };
    };
    match (diff.text_of(part::BEFORE), diff.text_of(part::AFTER)) {
        (Some(before), Some(after)) => copies_shown(before, after, past),
        _ => NamedChange::new(Strength::Claimed, "one side is not named"),
    }
}

fn commit_shown(
    written: &str,
    path: Option<&str>,
    past: &Past,
    after: Option<DateTime<Utc>>,
) -> NamedChange {
    use Strength::{Claimed, Contradicted, Corroborated};
    let changed = match past.artefacts.commits.get(written) {
        Some(CommitFact::Known { changed, .. }) => changed,
        Some(CommitFact::CannotTell(cut)) => return NamedChange::untold(cut.clone()),
        Some(CommitFact::Unknown) => {
            return NamedChange::new(Contradicted, "there is no such commit here");
        }
        Some(CommitFact::Ambiguous) => {
            return NamedChange::new(Claimed, "several commits begin with it");
        }
        None => return NamedChange::new(Claimed, ""),
    };
    let Some(commit) = past.named.get(written) else { return NamedChange::new(Claimed, "") };
    let Some(path) = path else {
        return NamedChange::new(Claimed, "it names no path that the commit changed").by(commit);
    };
    let there = RepoPath::parse_written(path).map(|path| path.below(&past.artefacts.root));
    if there.is_none_or(|there| !changed.contains(&there)) {
        let remark = format!("the commit does not change {path}");
        return NamedChange::new(Contradicted, remark).by(commit);
    }
    if after.is_some_and(|after| commit.committed_at <= after) {
        let remark = "committed before the incident was detected";
        return NamedChange { is_early: true, ..NamedChange::new(Contradicted, remark).by(commit) };
    }
    NamedChange::new(Corroborated, format!("the commit changes {path}")).by(commit)
}

/// What stands at the path of a file: its digest, or why there is none.
fn digest_at(written: &str, past: &Past) -> Result<String, NamedChange> {
    use Strength::{Claimed, Contradicted};
    let said = |strength, what: &str| NamedChange::new(strength, format!("{written} {what}"));
    Err(match past.artefacts.file(written) {
        Some(FileFact::Digest(digest)) => return Ok(digest.clone()),
        Some(FileFact::Missing) => said(Contradicted, "is not there"),
        Some(FileFact::Empty) => said(Contradicted, "is empty"),
        Some(FileFact::NotAFile) => said(Contradicted, "is no plain file"),
        Some(FileFact::Unreadable(_)) => said(Claimed, "cannot be read"),
        Some(FileFact::Filtered(cut) | FileFact::CannotTell(cut)) => {
            NamedChange::untold(cut.clone())
        }
        None => said(Claimed, "was not looked at"),
    })
}

/// The newest commit of a file, unless its story may be cut.
fn newest(written: &str, past: &Past) -> Result<Arc<CommitNote>, NamedChange> {
    if let Some(cut) = past.cut().or(past.trust.cuts.first()) {
        return Err(NamedChange::untold(cut.clone()));
    }
    let path = RepoPath::parse_written(written).map(|path| path.below(&past.artefacts.root));
    let commit = path.and_then(|path| past.files.get(&path));
    let none = || NamedChange::new(Strength::Claimed, format!("{written} is in no commit yet"));
    commit.cloned().ok_or_else(none)
}

/// A filed copy is what it was when it was pinned, or it is only there.
fn file_shown(written: &str, pinned: Option<&str>, past: &Past) -> NamedChange {
    let shown = || {
        let digest = digest_at(written, past)?;
        if pinned.is_some_and(|pinned| !pinned.eq_ignore_ascii_case(&digest)) {
            let remark = format!("{written} is not what was pinned");
            return Err(NamedChange::new(Strength::Contradicted, remark));
        }
        let commit = newest(written, past)?;
        Ok(match pinned {
            Some(_) => NamedChange::new(Strength::Corroborated, "as it was pinned").by(&commit),
            None => NamedChange::new(Strength::Recorded, "filed, and not pinned").by(&commit),
        })
    };
    shown().unwrap_or_else(|instead| instead)
}

/// Two filed copies show that files differ, and never that what runs was changed.
fn copies_shown(before: &str, after: &str, past: &Past) -> NamedChange {
    let shown = || {
        let (old, new) = (digest_at(before, past)?, digest_at(after, past)?);
        if old == new {
            let remark = "the two filed copies are the same";
            return Err(NamedChange::new(Strength::Contradicted, remark));
        }
        newest(before, past)?;
        let commit = newest(after, past)?;
        let remark = "the two filed copies differ; what runs is not seen";
        Ok(NamedChange::new(Strength::Recorded, remark).by(&commit))
    };
    shown().unwrap_or_else(|instead| instead)
}

/// What is shown of the record `target`, of which `action` says that it changed it because of
/// `incident`. `past` is what git shows of the target.
pub fn change_of(
    incident: &Record,
    action: &Record,
    target: &Record,
    past: &RecordPast,
    zone: Zone,
) -> NamedChange {
    let Some(detected) = incident.get(incident::DETECTED_AT) else {
        let remedy = "state it in the incident's record".into();
        let reason = "the time of detection is not recorded".into();
        return NamedChange::untold(Cut { reason, remedy });
    };
    let detected = detected.earliest(zone);
    let done = action.get(action::IMPLEMENTED_AT).map_or(detected, |at| at.earliest(zone));
    if let Some((commit, remark)) = changed_after(target, past, incident.id(), detected, done) {
        return NamedChange::new(Strength::Corroborated, remark).by(commit);
    }
    let remark = format!("{} does not differ since detection", target.id());
    NamedChange::new(Strength::Contradicted, remark)
}

/// The commit that shows a change of `target` after an incident was detected.
///
/// Of several: for a policy the one whose change log names the incident, for a risk the newest
/// score, for anything else the one nearest to the moment at which the action was done. White space,
/// wrapping and bookkeeping are no change, and neither is a move.
fn changed_after<'a>(
    target: &Record,
    past: &'a RecordPast,
    incident: &str,
    detected: DateTime<Utc>,
    done: DateTime<Utc>,
) -> Option<(&'a Arc<CommitNote>, String)> {
    let after = |commit: &Arc<CommitNote>| commit.committed_at > detected;
    match target.kind() {
        Kind::Policy => {
            let changed: Vec<_> =
                past.versions.iter().filter(|v| v.text_changed && after(&v.commit)).collect();
            let names = |v: &&&PolicyVersion| {
                let mut entries = v.log.iter().filter(|entry| entry.version == v.version);
                entries.any(|entry| entry.incidents.iter().any(|named| named == incident))
            };
            let chosen = changed.iter().rfind(names).or(changed.last());
            chosen.map(|v| (&v.commit, format!("text changed, version {}", v.version)))
        }
        Kind::Risk => {
            let step = past.steps.iter().find(|step| after(&step.commit));
            step.map(|step| (&step.commit, format!("score {}", step.score())))
        }
        _ => {
            let changed = |version: &&Version| {
                let whole = version.facts().whole();
                let mut before = past.before(version);
                whole.is_none() || before.all(|old| old.facts().whole() != whole)
            };
            let shows = |version: &'a Version| {
                (&version.commit, if version.begins { "record added" } else { "record changed" })
            };
            let told = past.lineage().filter(changed).map(shows);
            let near = |(commit, _): &(&Arc<CommitNote>, &str)| {
                (commit.committed_at.timestamp() - done.timestamp()).abs()
            };
            let nearest = told.filter(|(commit, _)| after(commit)).min_by_key(near);
            nearest.map(|(commit, shows)| (commit, shows.to_owned()))
        }
    }
}

/// A row for each piece of evidence of a record, and for each record that an action says it changed.
pub(super) fn claims(record: &Record, from: &ClaimSources<'_>) -> Vec<Claim> {
    let mut found = Vec::new();
    let detected = first_detected(record, from);
    for (field, item) in evidence_of(record) {
        let after = detected.filter(|_| field == common::EVIDENCE.name());
        let shown = from.past.map(|past| evidence_shown(item, past, after));
        found.extend(value_of(item).map(|value| row(&field, value, shown)));
    }
    for target in record.words(action::CHANGES) {
        let shown = from
            .past
            .and_then(|past| target_shown(record, target.value, from.register, past, from.zone));
        found.push(row(action::CHANGES.name(), target.value.to_owned(), shown));
    }
    found
}

/// When the first of the incidents that an action names was detected.
fn first_detected(action: &Record, from: &ClaimSources<'_>) -> Option<DateTime<Utc>> {
    let incidents = incidents_of(action, from.register);
    let detected = incidents.filter_map(|incident| incident.get(incident::DETECTED_AT));
    detected.map(|at| at.earliest(from.zone)).min()
}

fn incidents_of<'a>(
    action: &'a Record,
    register: &'a Register,
) -> impl Iterator<Item = &'a Record> {
    let named =
        if action.kind() == Kind::Action { action.words(action::INCIDENTS) } else { Vec::new() };
    named.into_iter().filter_map(|id| register.get_kind(Kind::Incident, id.value))
}

/// What is shown of a record that an action says it changed; `None` while the action is not done.
pub fn target_shown(
    action: &Record,
    target: &str,
    register: &Register,
    past: &Past,
    zone: Zone,
) -> Option<NamedChange> {
    if !action.is_from("implemented") || action.is_ended() {
        return None;
    }
    let Some(target) = register.get(target) else {
        return Some(NamedChange::new(Strength::Claimed, "it has no record"));
    };
    let own = match past.of(target.id()) {
        Ok(own) => own,
        Err(cut) => return Some(NamedChange::untold(cut)),
    };
    let incidents = incidents_of(action, register);
    let shown: Vec<_> =
        incidents.map(|incident| change_of(incident, action, target, own, zone)).collect();
    let of = |strength| shown.iter().find(|shown| shown.strength == strength);
    of(Strength::Corroborated).or(of(Strength::CannotTell)).or(shown.first()).cloned()
}

/// What a piece of evidence names, as one value; `None` for one that names nothing.
fn value_of(item: Item<'_>) -> Option<String> {
    if let Some(commit) = item.text_of(part::COMMIT) {
        let short = commit.get(..12).unwrap_or(commit);
        let path = item.text_of(part::PATH).map(|path| format!(" {path}")).unwrap_or_default();
        return Some(format!("{short}{path}"));
    }
    if let Some(diff) = item.get(part::DIFF) {
        let side = |key| diff.text_of(key).unwrap_or("?");
        return Some(format!("{} -> {}", side(part::BEFORE), side(part::AFTER)));
    }
    let mut named = [part::FILE, part::URL, part::PATH].into_iter();
    named.find_map(|key| item.text_of(key)).map(str::to_owned)
}

fn row(field: &str, value: String, shown: Option<NamedChange>) -> Claim {
    let shown = shown.unwrap_or_else(|| NamedChange::new(Strength::Claimed, ""));
    let NamedChange { strength, commit, remark, cut, .. } = shown;
    let seal = commit.as_ref().map(|commit| commit.seal);
    Claim { field: field.to_owned(), value, strength, seal, commit, remark, cut }
}
