//! From the revisions of all documents to what git shows of each record.
//!
//! Compares parsed values: a re-quoted or re-indented date is the same claim.

use super::past::{
    CommitNote, DatedClaim, Past, PolicyVersion, RecordPast, RiskStep, Version, lineage, sides_of,
};
use super::seal::Seals;
use super::text::is_same_text;
use super::version::{DatedField, VersionFacts};
use crate::git::{BlobId, CommitId, CommitMeta, CommitNotes};
use crate::history::{Document, FollowedBy, History, Revision};
use crate::term::{RepoPath, Stamp};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What git shows of every record, from the revisions of all documents, with what checking the
/// seals of their commits showed, and with the notes on them.
pub fn gather(history: &History<VersionFacts>, seals: Seals, on_commits: &CommitNotes) -> Past {
    let mut notes = Notes { made: HashMap::new(), seals: &seals, on_commits };
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
    let mut past = Past::known(records);
    past.removed = ended;
    past.files = files;
    past.clashes.clone_from(&history.clashes);
    past.seals = seals;
    past
}

/// Each commit once, however many records it touches.
struct Notes<'s> {
    made: HashMap<CommitId, Arc<CommitNote>>,
    seals: &'s Seals,
    on_commits: &'s CommitNotes,
}

impl Notes<'_> {
    fn note(&mut self, commit: &CommitMeta) -> Arc<CommitNote> {
        let fresh = || {
            Arc::new(CommitNote {
                id: commit.id.hex(),
                author: commit.author.name.clone(),
                author_email: commit.author.email.clone(),
                authored_at: commit.author.time,
                committer: commit.committer.name.clone(),
                committer_email: commit.committer.email.clone(),
                committed_at: commit.committer.time,
                summary: commit.summary.clone(),
                trailers: commit.trailers.clone(),
                notes: self.on_commits.get(&commit.id).cloned().unwrap_or_default(),
                seal: self.seals.of(commit),
            })
        };
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
            claims: claims(&told),
            versions: policy_versions(&told),
            steps: risk_steps(&told),
            told,
            removed: document.removed,
            removed_by: removal(document).map(|commit| self.note(commit)),
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
    let older = |at: usize, blob: Option<BlobId>| {
        let blob = blob?;
        let places = (at + 1..told.len()).chain(0..at.min(1));
        places.into_iter().find(|older| told[*older].0.blob == Some(blob))
    };
    let version = |(at, (revision, (commit, path), seen)): (usize, &(&Revision<_>, &_, Arc<_>))| {
        let sides = revision.parents.iter().filter_map(|side| older(at, side.previous_blob));
        let mut made_from: Vec<usize> = sides.collect();
        made_from.sort_unstable();
        made_from.dedup();
        let (commit, path, seen) = (Arc::clone(commit), RepoPath::clone(path), Arc::clone(seen));
        let begins = revision.parents.iter().all(|side| side.previous_blob.is_none());
        Version { commit, path, seen, made_from, begins }
    };
    told.iter().enumerate().map(version).collect()
}

/// The commit that removed a document; `None` when it stands, and when it was begun again after
/// every removal and then dropped by a merge, which leaves no revision.
fn removal<F>(document: &Document<F>) -> Option<&CommitMeta> {
    let held =
        |revision: &Revision<F>| revision.parents.iter().any(|side| side.previous_blob.is_some());
    let mut since = document.revisions.iter().filter(|_| document.removed);
    let end = since.find(|revision| revision.blob.is_none() || !held(revision))?;
    end.blob.is_none().then_some(&*end.commit)
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

/// For each date of the newest version, the oldest commit that states it.
fn claims(told: &[Version]) -> Vec<DatedClaim> {
    let Some(newest) = told.first() else { return Vec::new() };
    let claim = |(field, stated): &(&'static DatedField, Stamp)| {
        let states = |at: &usize| told[*at].facts().date(field) == Some(*stated);
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
        let same = |at: &usize| is_same_text(told[*at].facts().text(), &policy.text);
        Some(PolicyVersion {
            commit: version.commit.clone(),
            path: version.path.clone(),
            version: policy.version.clone(),
            is_published: &*version.facts().status == "published",
            log: policy.log.clone(),
            text: policy.text.clone(),
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
