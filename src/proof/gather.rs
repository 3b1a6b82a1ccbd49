//! From the revisions of all documents to what git shows of each record.
//!
//! Compares parsed values: a re-quoted or re-indented date is the same claim.

use super::past::{
    CommitNote, DatedClaim, Past, PolicyVersion, RecordPast, RiskStep, Version, lineage, sides_of,
};
use super::renumbered::take_renumbered;
use super::seal::Seals;
use super::tag::Tags;
use super::version::{DatedField, VersionFacts};
use crate::git::{BlobId, CommitId, CommitMeta, CommitNotes};
use crate::history::{Document, FollowedBy, History, Revision};
use crate::term::{RepoPath, Stamp, Zone};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What git shows of every record, from the revisions of all documents, with what checking the
/// seals of their commits showed, and with the notes and tags on them.
pub fn gather(
    history: &History<VersionFacts>,
    seals: Seals,
    on_commits: &CommitNotes,
    tags: &Tags,
    zone: Zone,
) -> Past {
    let mut notes = Notes { made: HashMap::new(), seals: &seals, on_commits, tags, zone };
    let mut records = BTreeMap::new();
    // A document that still stands tells the story of its id, before one that was removed.
    let standing = history.documents.iter().filter(|document| !document.removed);
    let removed = history.documents.iter().filter(|document| document.removed);
    let (mut ended, mut files) = (Vec::new(), BTreeMap::new());
    for document in standing.chain(removed) {
        let Some(id) = &document.id else {
            let content = document.revisions.iter().find(|revision| revision.changes_content());
            files.extend(content.map(|rev| (document.path.clone(), notes.note(&rev.commit))));
            continue;
        };
        let life = notes.life(document);
        if document.removed {
            ended.push((id.clone(), life.clone()));
        }
        records.entry(id.clone()).or_insert(life);
    }
    for (id, older) in take_renumbered(&records, &mut ended) {
        if let Some(past) = records.get_mut(&id) {
            continue_story(past, older, zone);
        }
    }
    let mut past = Past::known(records);
    past.removed = ended;
    past.files = files;
    past.clashes.clone_from(&history.clashes);
    past.seals = seals;
    past
}

/// A commit, with what checking its seal showed, and with the notes and tags on it.
pub fn note_of(
    commit: &CommitMeta,
    seals: &Seals,
    on_commits: &CommitNotes,
    tags: &Tags,
) -> CommitNote {
    CommitNote {
        notes: on_commits.get(&commit.id).cloned().unwrap_or_default(),
        tags: tags.on(&commit.id).to_vec(),
        seal: seals.of(commit),
        signers: seals.signers(&commit.id.hex()).to_vec(),
        ..CommitNote::of(commit)
    }
}

/// Puts the older part of a story behind the newer one, and reads both anew as one.
fn continue_story(past: &mut RecordPast, older: RecordPast, zone: Zone) {
    let first = past.told.len();
    if let Some(begins) = past.told.last_mut() {
        begins.made_from = vec![first];
        begins.begins = false;
    }
    past.told.extend(older.told.into_iter().map(|mut version| {
        version.made_from.iter_mut().for_each(|at| *at += first);
        version
    }));
    // The commit that removed the one file is the one that began the other.
    let since = past.revisions.last().map(|(commit, _)| commit.id.clone());
    let before =
        older.revisions.into_iter().filter(|(commit, _)| Some(&commit.id) != since.as_ref());
    past.revisions.extend(before);
    past.claims = claims(&past.told, zone);
    past.versions = policy_versions(&past.told);
    past.steps = risk_steps(&past.told);
    past.cut = past.cut.take().or(older.cut);
    "followed by its title and dates".clone_into(&mut past.followed_by);
}

/// Each commit once, however many records it touches.
struct Notes<'s> {
    made: HashMap<CommitId, Arc<CommitNote>>,
    seals: &'s Seals,
    on_commits: &'s CommitNotes,
    tags: &'s Tags,
    /// In which bare date-times are read.
    zone: Zone,
}

impl Notes<'_> {
    fn note(&mut self, commit: &CommitMeta) -> Arc<CommitNote> {
        let fresh = || Arc::new(note_of(commit, self.seals, self.on_commits, self.tags));
        self.made.entry(commit.id).or_insert_with(fresh).clone()
    }

    fn life(&mut self, document: &Document<VersionFacts>) -> RecordPast {
        let revisions: Vec<_> = document
            .revisions
            .iter()
            .map(|revision| (self.note(&revision.commit), revision.path.clone()))
            .collect();
        let told = told(document, &revisions);
        let moved = revisions.iter().any(|(_, path)| *path != document.path);
        RecordPast {
            claims: claims(&told, self.zone),
            versions: policy_versions(&told),
            steps: risk_steps(&told),
            told,
            removed: document.removed,
            removed_by: document.removal().map(|removal| self.note(&removal.commit)),
            dropped_by: document.dropped_by.as_ref().map(|merge| self.note(merge)),
            followed_by: if moved { followed(document.followed_by) } else { String::new() },
            cut: document.cuts.first().map(|cut| cut.cut.clone()),
            revisions,
        }
    }
}

/// The revisions that changed what the record says, each with those it was made from.
fn told(
    document: &Document<VersionFacts>,
    revisions: &[(Arc<CommitNote>, RepoPath)],
) -> Vec<Version> {
    let told = document.revisions.iter().zip(revisions).filter(|(rev, _)| rev.changes_content());
    let mut told: Vec<_> =
        told.filter_map(|(rev, note)| Some((rev, note, rev.seen.clone()?))).collect();
    // What the tip holds comes first, also where a merge left a younger side behind.
    if let Some(at) = told.iter().position(|(revision, ..)| revision.blob == document.blob) {
        told[..=at].rotate_right(1);
    }
    let places = Places::of(told.iter().map(|(revision, ..)| revision.blob));
    let older = |at: usize, blob: Option<BlobId>| places.from(at, blob?);
    let version = |(at, (revision, (commit, path), seen)): (usize, &(&Revision<_>, &_, Arc<_>))| {
        let sides = revision.parents.iter().filter_map(|side| older(at, side.previous_blob));
        let mut made_from: Vec<usize> = sides.collect();
        made_from.sort_unstable();
        made_from.dedup();
        let (commit, path, seen) = (Arc::clone(commit), RepoPath::clone(path), Arc::clone(seen));
        let begins = revision.parents.iter().all(|side| side.previous_blob.is_none());
        Version { commit, path, blob: revision.blob, seen, made_from, begins }
    };
    told.iter().enumerate().map(version).collect()
}

/// Where each content stands among the versions of a record. A side of a revision may have a content
/// that is no record and stands nowhere, so that nothing is found by going along the list.
struct Places(Vec<(BlobId, usize)>);

impl Places {
    fn of(blobs: impl Iterator<Item = Option<BlobId>>) -> Self {
        let known = blobs.enumerate().filter_map(|(at, blob)| Some((blob?, at)));
        let mut sorted: Vec<_> = known.collect();
        sorted.sort_unstable();
        Self(sorted)
    }

    /// The nearest place behind `at` with this content; else the first of all, where the tip's own
    /// version was put before younger ones.
    fn from(&self, at: usize, blob: BlobId) -> Option<usize> {
        let behind = self.0.partition_point(|placed| *placed <= (blob, at));
        let found = self.0.get(behind).filter(|(other, _)| *other == blob);
        let first = || (at > 0 && self.0.binary_search(&(blob, 0)).is_ok()).then_some(0);
        found.map(|(_, place)| *place).or_else(first)
    }
}

fn followed(by: FollowedBy) -> String {
    let way = match by {
        FollowedBy::Id => "its id",
        FollowedBy::Path => "its path",
        FollowedBy::Similarity => "similar content",
        FollowedBy::PreviousPaths => "the earlier paths it names",
    };
    format!("followed by {way}")
}

/// For each date of the newest version, the oldest commit that states it, however it writes it.
fn claims(told: &[Version], zone: Zone) -> Vec<DatedClaim> {
    let Some(newest) = told.first() else { return Vec::new() };
    let claim = |(field, stated): &(&'static DatedField, Stamp)| {
        let says = |at: Stamp| at.is_same(*stated, zone);
        let states = |at: &usize| told[*at].facts().date(field).is_some_and(says);
        let oldest = lineage(told, 0).into_iter().rfind(states)?;
        Some(DatedClaim { field, stated: *stated, commit: told[oldest].commit.clone() })
    };
    newest.facts().dates.iter().filter_map(claim).collect()
}

/// The versions that the newest one comes from. A text changed where it is that of no side.
fn policy_versions(told: &[Version]) -> Vec<PolicyVersion> {
    let version = |at: usize| {
        let version = &told[at];
        let policy = version.facts().policy()?;
        let same = |at: &usize| told[*at].facts().wording() == Some(policy.wording);
        Some(PolicyVersion {
            commit: version.commit.clone(),
            path: version.path.clone(),
            blob: version.blob,
            version: policy.version.clone(),
            is_published: &*version.facts().status == "published",
            log: policy.log.clone(),
            wording: policy.wording,
            text_changed: !sides_of(told, at).iter().any(same),
        })
    };
    lineage(told, 0).into_iter().filter_map(version).collect()
}

/// The versions whose scores are those of no side that they come from, newest first. Where one side
/// of a merge has the scores that the merge has, the steps are that side's.
fn risk_steps(told: &[Version]) -> Vec<RiskStep> {
    let risk = |at: usize| told[at].facts().risk();
    let scores = |at: usize| risk(at).map(|risk| (risk.likelihood, risk.impact));
    let mut comes: Vec<bool> = (0..told.len()).map(|at| at == 0).collect();
    let mut found: Vec<RiskStep> = Vec::new();
    for (at, version) in told.iter().enumerate() {
        if !comes[at] {
            continue;
        }
        let sides = sides_of(told, at);
        if let Some(same) = sides.iter().find(|side| scores(**side) == scores(at)) {
            comes[*same] = true;
            continue;
        }
        for side in sides {
            comes[side] = true;
        }
        if let Some(risk) = risk(at) {
            found.push(RiskStep {
                commit: version.commit.clone(),
                likelihood: risk.likelihood,
                impact: risk.impact,
                rationale: risk.rationale.clone(),
            });
        }
    }
    // Scores that were left out for a while and came back did not move.
    let moved = |older: &RiskStep, newer: &RiskStep| {
        (older.likelihood, older.impact) != (newer.likelihood, newer.impact)
    };
    found.reverse();
    found.dedup_by(|newer, older| !moved(older, newer));
    found.reverse();
    found
}
