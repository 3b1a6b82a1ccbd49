//! What git shows of the records: commits, versions of policies, steps of risks, first dates.
//!
//! Plain data, gathered once for all records by whoever reads history. Judges nothing.

use super::artefact::Artefacts;
use super::seal::Seals;
use super::tag::TagNote;
use super::trust::Trust;
use super::version::{DatedField, VersionFacts};
use crate::digest::Fingerprint;
use crate::git::{BlobId, CommitMeta};
use crate::history::{IdClash, Seen};
use crate::term::{RepoPath, Stamp};
use crate::verdict::{Cut, Seal};
use chrono::{DateTime, FixedOffset, TimeDelta};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long after the first commit of a record a correction counts as part of writing it down.
const DAY: TimeDelta = TimeDelta::days(1);

/// A commit as the pages and the sentence quote it; names and times are its own statement.
///
/// Without an id it stands for a change that is not one commit: one that is not committed yet, or
/// several commits of which not all can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CommitNote {
    /// The full id.
    pub id: String,
    /// The author's name.
    pub author: String,
    /// The author's address.
    pub author_email: String,
    /// The author's clock.
    pub authored_at: DateTime<FixedOffset>,
    /// The committer's name.
    pub committer: String,
    /// The committer's address.
    pub committer_email: String,
    /// The committer's clock.
    pub committed_at: DateTime<FixedOffset>,
    /// The first paragraph of the message.
    pub summary: String,
    /// Trailers in their order, keys as written.
    pub trailers: Vec<(String, String)>,
    /// What notes under `refs/notes/pirctl` add to it, read as trailers.
    pub notes: Vec<(String, String)>,
    /// Annotated tags that lead to it, by name.
    pub tags: Vec<Arc<TagNote>>,
    /// What is known of its signature.
    pub seal: Seal,
    /// Whose key signed it, by the addresses that stand beside the key; empty without a good seal.
    pub signers: Vec<String>,
}

impl CommitNote {
    /// What a commit says, without what notes and keys add to it.
    pub fn of(commit: &CommitMeta) -> Self {
        Self {
            id: commit.id.hex(),
            author: commit.author.name.clone(),
            author_email: commit.author.email.clone(),
            authored_at: commit.author.time,
            committer: commit.committer.name.clone(),
            committer_email: commit.committer.email.clone(),
            committed_at: commit.committer.time,
            summary: commit.summary.clone(),
            trailers: commit.trailers.clone(),
            notes: Vec::new(),
            tags: Vec::new(),
            seal: Seal::Unsigned,
            signers: Vec::new(),
        }
    }

    /// How messages quote it: short id, and the day by the committer's own clock.
    pub fn quoted(&self) -> String {
        if self.id.is_empty() {
            return self.named();
        }
        format!("{} of {}", self.named(), self.committed_at.format("%Y-%m-%d"))
    }

    /// The same without the day.
    pub fn named(&self) -> String {
        if self.id.is_empty() {
            return "this change".to_owned();
        }
        format!("commit {}", self.short())
    }

    /// The first twelve digits of the id: enough to find it, short enough to read.
    pub fn short(&self) -> &str {
        self.id.get(..12).unwrap_or(&self.id)
    }
}

/// An entry of a policy's or control's change log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LogEntry {
    /// The version it speaks of; empty when it names none.
    pub version: String,
    /// The day it states, as written.
    pub date: String,
    /// Why the policy changed, when no incident was the cause.
    pub reason: String,
    /// The incidents it names.
    pub incidents: Vec<String>,
    /// What changed, in its words.
    pub summary: String,
}

/// A revision of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PolicyVersion {
    /// The commit.
    pub commit: Arc<CommitNote>,
    /// Where the policy stood.
    pub path: RepoPath,
    /// Its content; `None` for one that no commit holds.
    pub blob: Option<BlobId>,
    /// The version it states.
    pub version: String,
    /// True when its status was `published` then.
    pub is_published: bool,
    /// Its change log, as written then.
    pub log: Arc<[LogEntry]>,
    /// The words of its text without the front matter.
    pub wording: Fingerprint,
    /// True when the text differs from the revision before in more than white space and wrapping.
    pub text_changed: bool,
}

/// A revision of a risk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RiskStep {
    /// The commit.
    pub commit: Arc<CommitNote>,
    /// Likelihood then.
    pub likelihood: i64,
    /// Impact then.
    pub impact: i64,
    /// The rationale, as written then.
    pub rationale: String,
}

impl RiskStep {
    /// Likelihood times impact.
    pub fn score(&self) -> i64 {
        self.likelihood.saturating_mul(self.impact)
    }
}

/// The first commit in which a dated field had the value that it has now.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DatedClaim {
    /// The field.
    pub field: &'static DatedField,
    /// The date it states.
    pub stated: Stamp,
    /// The commit.
    pub commit: Arc<CommitNote>,
}

/// What a record stated after one of its revisions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Version {
    /// The commit.
    pub commit: Arc<CommitNote>,
    /// Where the record stood after it.
    pub path: RepoPath,
    /// Its content; `None` for one that no commit holds.
    pub blob: Option<BlobId>,
    /// What it stated, and the id it had.
    pub seen: Arc<Seen<VersionFacts>>,
    /// The versions that it was made from, as places in [`RecordPast::told`]: one for each parent
    /// that holds the record, so none where it begins and several where sides were joined.
    pub made_from: Vec<usize>,
    /// True when no parent held it: it began here, or began again.
    pub begins: bool,
}

impl Version {
    /// What the record stated.
    pub fn facts(&self) -> &VersionFacts {
        &self.seen.facts
    }
}

/// A commit of a record after which something held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Held<'a> {
    /// The commit.
    pub(super) commit: &'a Arc<CommitNote>,
    /// True when it held before none of the versions that the commit was made from.
    pub(super) begins: bool,
}

/// The life of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RecordPast {
    /// Every revision, newest first, with the path after it.
    pub revisions: Vec<(Arc<CommitNote>, RepoPath)>,
    /// What it stated after each revision that changed its content, newest first.
    pub told: Vec<Version>,
    /// Its dated claims, by field.
    pub claims: Vec<DatedClaim>,
    /// For policies, newest first.
    pub versions: Vec<PolicyVersion>,
    /// For risks, newest first; only revisions in which a score changed.
    pub steps: Vec<RiskStep>,
    /// True when the tip does not hold it any more.
    pub removed: bool,
    /// The commit that removed it; `None` when it stands, and when a merge dropped it by taking the
    /// side that never had it.
    pub removed_by: Option<Arc<CommitNote>>,
    /// The merge that lost it by taking the side that never had it.
    pub dropped_by: Option<Arc<CommitNote>>,
    /// How it was followed, in git's or our words; empty when it stood at one path.
    pub followed_by: String,
    /// Where its story is cut.
    pub cut: Option<Cut>,
}

impl RecordPast {
    /// The commit of the newest revision.
    pub fn last(&self) -> Option<&Arc<CommitNote>> {
        self.revisions.first().map(|(commit, _)| commit)
    }

    /// The versions that a version of this record was made from.
    pub fn before<'a>(&'a self, version: &'a Version) -> impl Iterator<Item = &'a Version> + Clone {
        version.made_from.iter().map(|at| &self.told[*at])
    }

    /// The versions that differ from everything they were made from in what `value` reads, with one
    /// they were made from, newest first; those that a merge left behind are no change.
    pub fn changes<T: PartialEq>(
        &self,
        value: impl Fn(&VersionFacts) -> T,
    ) -> impl Iterator<Item = (&Version, &Version)> {
        self.lineage().filter_map(move |new| {
            let mut before = self.before(new);
            let now = value(new.facts());
            let first = before.clone().next()?;
            before.all(|old| value(old.facts()) != now).then_some((first, new))
        })
    }

    /// The versions that the newest one comes from, itself first, newest first. A record that was
    /// removed and brought back comes from what it was before.
    pub fn lineage(&self) -> impl Iterator<Item = &Version> {
        lineage(&self.told, 0).into_iter().map(|at| &self.told[at])
    }

    /// The versions that `version` of this record comes from, without itself, newest first.
    pub fn comes_from(&self, version: &Version) -> impl Iterator<Item = &Version> {
        let at = self.told.iter().position(|told| std::ptr::eq(told, version));
        let from = at.map(|at| lineage(&self.told, at)).unwrap_or_default();
        from.into_iter().skip(1).map(|at| &self.told[at])
    }

    /// The version since which `holds` is true without a break; `None` when it is not true now.
    pub fn since(&self, holds: impl Fn(&Version) -> bool) -> Option<&Version> {
        let mut at = self.told.first().filter(|newest| holds(newest))?;
        while let Some(before) = self.before(at).find(|before| holds(before)) {
            at = before;
        }
        Some(at)
    }

    /// The commits since which `holds` is true without a break, oldest first; none when it is not
    /// true now.
    pub(super) fn held(&self, holds: impl Fn(&Version) -> bool) -> Vec<Held<'_>> {
        let held: Vec<bool> = self.told.iter().map(holds).collect();
        let mut reached = vec![false; held.len()];
        let mut found = Vec::new();
        reached.iter_mut().take(1).for_each(|newest| *newest = held[0]);
        for (at, version) in self.told.iter().enumerate() {
            if reached[at] {
                let from = version.made_from.iter().filter(|from| held[**from]);
                found.push(Held { commit: &version.commit, begins: from.clone().next().is_none() });
                from.for_each(|from| reached[*from] = true);
            }
        }
        found.reverse();
        found
    }

    /// The commit of the oldest revision that is known.
    pub fn first(&self) -> Option<&Arc<CommitNote>> {
        self.revisions.last().map(|(commit, _)| commit)
    }

    /// Where it stands, or stood last.
    pub fn path(&self) -> Option<&RepoPath> {
        self.revisions.first().map(|(_, path)| path)
    }

    /// True when `version` is a correction of the first hours: the record is still in the status in
    /// which records begin, and was first committed less than a day before.
    pub fn is_slip(&self, version: &Version) -> bool {
        let facts = version.facts();
        let initial = *facts.status == *facts.kind.spec().machine.initial();
        let first = self.first().map(|first| first.committed_at);
        initial && first.is_some_and(|first| version.commit.committed_at - first < DAY)
    }
}

/// The places of what a version comes from: the versions it was made from; where it begins, what
/// the record was before it was removed.
pub(super) fn sides_of(told: &[Version], at: usize) -> Vec<usize> {
    let version = &told[at];
    let again = (version.begins && at + 1 < told.len()).then_some(at + 1);
    version.made_from.iter().copied().chain(again).collect()
}

/// The places of those of `told` that the one at `newest` comes from, itself first.
pub(super) fn lineage(told: &[Version], newest: usize) -> Vec<usize> {
    let mut comes: Vec<bool> = (0..told.len()).map(|at| at == newest).collect();
    // What a version was made from stands behind it.
    for at in newest..told.len() {
        if comes[at] {
            for from in sides_of(told, at) {
                comes[from] = true;
            }
        }
    }
    (0..told.len()).filter(|at| comes[*at]).collect()
}

/// What git shows of every record, by id; or why it shows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Past {
    records: BTreeMap<String, RecordPast>,
    /// Stories that ended, of ids that no file has any more or that another file has now.
    pub removed: Vec<(String, RecordPast)>,
    /// The newest commit that changed the content of each file that is no record.
    pub files: BTreeMap<RepoPath, Arc<CommitNote>>,
    /// What was found of the files and commits that records name.
    pub artefacts: Arc<Artefacts>,
    /// The commits that records name as evidence, by the id as written.
    pub named: BTreeMap<String, Arc<CommitNote>>,
    /// Ids that two files shared at one commit.
    pub clashes: Vec<IdClash>,
    /// What is unusual about the history as a whole.
    pub trust: Trust,
    /// What checking the seals of commits showed, where it was asked for.
    pub seals: Seals,
    cut: Option<Cut>,
}

impl Past {
    /// What was gathered.
    pub fn known(records: BTreeMap<String, RecordPast>) -> Self {
        Self { records, ..Self::default() }
    }

    /// Nothing, for this reason.
    pub fn unknown(cut: Cut) -> Self {
        Self { cut: Some(cut), ..Self::default() }
    }

    /// True when anything is missing that may come later: fetched, repaired, made readable.
    pub fn is_cut(&self) -> bool {
        let records = self.records.values().chain(self.removed.iter().map(|(_, past)| past));
        self.cut.is_some()
            || !self.trust.cuts.is_empty()
            || !self.trust.unread.is_empty()
            || records.into_iter().any(|past| past.cut.is_some())
    }

    /// The past of a record; `Err` where it is cut or was never asked for.
    pub fn of(&self, id: &str) -> Result<&RecordPast, Cut> {
        if let Some(cut) = &self.cut {
            return Err(cut.clone());
        }
        let past = self.records.get(id).ok_or_else(|| Cut {
            reason: format!("{id} is in no commit yet"),
            remedy: "commit it".into(),
        })?;
        past.cut.clone().map_or(Ok(past), Err)
    }

    /// The past of a record as far as it is known, also where it is cut.
    pub fn seen(&self, id: &str) -> Option<&RecordPast> {
        self.records.get(id)
    }

    /// Every record that stands, with its past as far as it is known, by id.
    pub fn standing(&self) -> impl Iterator<Item = (&str, &RecordPast)> {
        self.records.iter().filter(|(_, past)| !past.removed).map(|(id, past)| (id.as_str(), past))
    }

    /// Every commit that a reading can speak of: of revisions, also of stories that ended, of files and of evidence.
    /// One may come several times.
    pub fn commits(&self) -> impl Iterator<Item = &Arc<CommitNote>> {
        let removed = self.removed.iter().map(|(_, past)| past);
        let stories = self.standing().map(|(_, past)| past).chain(removed);
        let revisions = stories.flat_map(|past| past.revisions.iter().map(|(commit, _)| commit));
        revisions.chain(self.files.values()).chain(self.named.values())
    }

    /// Cuts the stories that `is_cut` names, and says why.
    pub fn cut_where(&mut self, is_cut: impl Fn(&RecordPast) -> bool, cut: &Cut) {
        let removed = self.removed.iter_mut().map(|(_, past)| past);
        for past in self.records.values_mut().chain(removed).filter(|past| is_cut(past)) {
            past.cut.get_or_insert_with(|| cut.clone());
        }
    }

    /// Why nothing is known at all.
    pub fn cut(&self) -> Option<&Cut> {
        self.cut.as_ref()
    }
}
