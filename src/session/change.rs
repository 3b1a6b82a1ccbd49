//! A change: the register of a session held against that of an older commit.
//!
//! Both are judged at the same moment by the configuration of the newer one, so that neither a
//! deadline that ran out nor a new level looks like something that the change brought.

use super::load;
use super::{Failure, Session};
use crate::compare::{Comparison, Moves, compare};
use crate::diag::Finding;
use crate::git::{CommitId, GitError, Repository};
use crate::proof::{CommitNote, Moments, Past};
use crate::record::Record;
use crate::register::Register;
use crate::rules::waiver::Waived;
use crate::rules::{
    BY_TWO_SNAPSHOTS, Judgement, RegisterContext, Selection, Settings, Sides, judge, judge_change,
};
use crate::schema::Kind;
use crate::term::RepoPath;
use chrono::{DateTime, FixedOffset};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// What a change brings and what it mends.
pub struct Change {
    /// The commit that it is held against.
    pub base: CommitId,
    /// What it introduces; and of what cannot be told at its head, all.
    pub judgement: Judgement,
    /// Findings of the base that are gone.
    pub resolved: Vec<Finding>,
    /// How many findings both have.
    pub kept: usize,
    before: Session,
}

impl Change {
    /// The text of a file of the base, into which resolved findings point.
    pub fn text_of(&self, path: &RepoPath) -> Option<&str> {
        self.before.text_of(path)
    }

    /// The files whose records were confidential in the base.
    pub fn confidential_paths(&self) -> BTreeSet<&RepoPath> {
        self.before.confidential_paths()
    }

    /// What could not be looked at in the base.
    pub fn troubles(&self) -> &[Failure] {
        self.before.troubles()
    }
}

impl Session {
    /// What the records of this session bring against the commit at which they left `rev`.
    pub fn since(&self, rev: &str, selection: &Selection) -> Result<Change, Failure> {
        let base = self.merge_base(rev)?;
        let settings = Settings::of(self.config()).with(selection);
        let own = self.at(base, None)?;
        let same = own.config().text == self.config().text;
        let before = if same { None } else { Some(self.at(base, Some(self))?) };
        let (mut known, mut head) =
            (before.as_ref().unwrap_or(&own).judge_by(&settings), self.judge_by(&settings));
        if before.is_some() {
            // What is wrong with a configuration is told of the one that stood there.
            let own_path = &own.config().path;
            known.findings.retain(|finding| finding.place.path != *own_path);
            let told = own.judge_by(&Settings::of(own.config()).with(selection)).findings;
            known.findings.extend(told.into_iter().filter(|f| f.place.path == *own_path));
            known.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        }
        let (gone, new) = (
            |path: &RepoPath| !self.snapshot().exists(path),
            |path: &RepoPath| !own.snapshot().exists(path),
        );
        let Comparison { introduced, resolved, kept } =
            compare(&known.findings, &head.findings, &Moves { gone: &gone, new: &new });
        let waived = std::mem::take(&mut head.waived);
        let mut judgement = Judgement { findings: introduced, waived: Vec::new(), ..head };
        let under = before.as_ref().unwrap_or(&own);
        self.add_steps(under, base, &settings, &mut judgement)?;
        if self.may_loosen(&own, &waived) {
            judgement.add(self.loosened(&own, under, &waived, &settings));
        }
        let is_new = |waived: &Waived| {
            known.waived.iter().all(|old| old.finding.fingerprint() != waived.finding.fingerprint())
        };
        judgement.waived.extend(waived.into_iter().filter(is_new));
        Ok(Change { base, judgement, resolved, kept, before: before.unwrap_or(own) })
    }

    /// Ids of the incidents whose chain the change since `rev` touches, in order: a record that
    /// belongs to them was added, changed or removed.
    pub fn touched_since(&self, rev: &str) -> Result<Vec<String>, Failure> {
        let base = self.merge_base(rev)?;
        let before = self.at(base, Some(self))?;
        let mut touched = incidents_of_changed(&self.register, &before.register);
        touched.extend(incidents_of_changed(&before.register, &self.register));
        let known = |id: &String| self.register.get_kind(Kind::Incident, id).is_some();
        Ok(touched.into_iter().filter(known).collect())
    }

    /// The commit at which what is judged left `rev`.
    fn merge_base(&self, rev: &str) -> Result<CommitId, Failure> {
        let Some(repository) = self.repository() else {
            return Err(load::no_repository(&self.folder));
        };
        let named = repository.resolve(rev).map_err(|error| not_found(rev, error))?;
        let Some(head) = self.commit().or_else(|| self.head()) else {
            let message = format!("nothing can be held against `{rev}`: there is no commit yet");
            return Err(Failure::new(message, "commit the register, or leave out --base"));
        };
        match repository.merge_base(&named, &head) {
            Ok(Some(base)) => Ok(base),
            Ok(None) => Err(no_merge_base(repository, rev)),
            Err(_) if repository.is_shallow() => Err(no_merge_base(repository, rev)),
            Err(error) => Err(error.into()),
        }
    }

    /// What two snapshots show where history cannot: what is not committed yet, and all of the
    /// change where history is cut.
    fn add_steps(
        &self,
        before: &Self,
        base: CommitId,
        settings: &Settings,
        judgement: &mut Judgement,
    ) -> Result<(), Failure> {
        let settings = settings.clone().by_two_snapshots();
        if !settings.need_history() {
            return Ok(());
        }
        let past = self.past();
        let is_cut = past.cut().is_some() || !past.trust.cuts.is_empty();
        let tip = self.head().filter(|_| self.commit().is_none());
        let held;
        let (from, since) = match tip {
            _ if is_cut => (before, base),
            Some(tip) if tip == base => (before, base),
            Some(tip) => {
                held = self.at(tip, Some(self))?;
                (&held, tip)
            }
            None => return Ok(()),
        };
        let moments = self.moments(since, is_cut)?;
        let past = Past::of_change(&from.register, &self.register, &moments);
        if is_cut {
            judgement.unknown.retain(|unknown| !BY_TWO_SNAPSHOTS.contains(&unknown.code));
        }
        judgement.add(judge(&self.context(), Some(&past), &settings));
        Ok(())
    }

    /// The commit before the change, and the change as a commit: its trailers are those of all
    /// commits in it that can be seen.
    pub(super) fn moments(&self, since: CommitId, is_cut: bool) -> Result<Moments, Failure> {
        let repository = self.repository().expect("a commit was found in it");
        let before = Arc::new(CommitNote::of(&repository.commit(&since)?));
        let now = self.now().instant.fixed_offset();
        let mut change = CommitNote { id: String::new(), ..(*before).clone() };
        (change.trailers, change.authored_at, change.committed_at) = (Vec::new(), now, now);
        change.author_email = repository.user_email().unwrap_or_default();
        if let Some(tip) = self.commit().or_else(|| self.head()).filter(|_| is_cut) {
            let said = said_between(repository, &since, &tip)?;
            change.trailers = said.trailers;
            if let Some((email, at)) = said.last.filter(|_| self.commit().is_some()) {
                (change.author_email, change.authored_at, change.committed_at) = (email, at, at);
            }
        }
        Ok(Moments { before, change: Arc::new(change), zone: self.now().zone })
    }

    /// False where the rules in force are the same on both sides, which is most often.
    fn may_loosen(&self, own: &Self, waived: &[Waived]) -> bool {
        own.config().text != self.config().text || own.terms != self.terms || !waived.is_empty()
    }

    fn loosened(
        &self,
        own: &Self,
        under: &Self,
        waived: &[Waived],
        settings: &Settings,
    ) -> Judgement {
        let mut context: RegisterContext<'_> = under.context();
        context.basis.terms = &self.terms;
        let past = own.past_for(&Settings::of(own.config()));
        let (base, head) = (own.context(), self.context());
        judge_change(&Sides { base, under: context, head, past, waived }, settings)
    }

    /// The register as `commit` holds it, at this session's moment, with the configuration that
    /// stood there or that of `ruled_by`.
    fn at(&self, commit: CommitId, ruled_by: Option<&Self>) -> Result<Self, Failure> {
        let repository = self.repository().expect("a commit was found in it");
        let snapshot = load::commit_at(repository, commit, &self.snapshot)?;
        let config = match ruled_by {
            Some(session) => session.config().clone(),
            // One that cannot be read judged nothing.
            None => load::config(&snapshot, &self.ruled).unwrap_or_else(|_| self.config().clone()),
        };
        let now = self.now;
        let (repository, seals) = (Some(repository.clone()), self.seals.clone());
        let (cache, folder) = (self.cache.clone(), self.folder.clone());
        let ruled = self.ruled.clone();
        let commit = Some(commit);
        let session = load::assemble(load::Parts {
            snapshot,
            config,
            now,
            commit,
            repository,
            seals,
            cache,
            folder,
            ruled,
            spent: Vec::new(),
        });
        Ok(Self { is_base: true, ..session })
    }
}

/// Ids of the incidents that a record of `register` belongs to which `other` does not hold as it is.
fn incidents_of_changed(register: &Register, other: &Register) -> BTreeSet<String> {
    let is_same = |record: &&Record| {
        other.all(record.id()).any(|held| held.text == record.text && held.path == record.path)
    };
    let changed = register.records().iter().filter(|record| !is_same(record));
    changed.flat_map(|record| with_itself(register, record)).collect()
}

fn with_itself(register: &Register, record: &Record) -> Vec<String> {
    let mut ids: Vec<String> =
        register.incidents_reached(record).map(|incident| incident.id().to_owned()).collect();
    if record.kind() == Kind::Incident {
        ids.push(record.id().to_owned());
    }
    ids
}

/// What the commits of a change say together.
struct Said {
    trailers: Vec<(String, String)>,
    /// Address of the author and time of the last one.
    last: Option<(String, DateTime<FixedOffset>)>,
}

fn said_between(
    repository: &Repository,
    since: &CommitId,
    tip: &CommitId,
) -> Result<Said, GitError> {
    let older: HashSet<CommitId> = repository.ancestry(since)?.iter().map(|c| c.id).collect();
    let reader = repository.commits();
    let mut said = Said { trailers: Vec::new(), last: None };
    for commit in repository.ancestry(tip)?.iter().filter(|commit| !older.contains(&commit.id)) {
        let commit = reader.read(&commit.id)?;
        said.trailers.extend(commit.trailers);
        said.last.get_or_insert((commit.author.email, commit.committer.time));
    }
    Ok(said)
}

/// A base that is not here is most often one that was not fetched.
fn not_found(rev: &str, error: GitError) -> Failure {
    let failure = Failure::from(error.clone());
    match (error, rev.split_once('/')) {
        (GitError::NoSuchRevision { near, .. }, Some((remote, branch))) if near.is_empty() => {
            Failure::new(failure.message, format!("run `git fetch {remote} {branch}`"))
        }
        _ => failure,
    }
}

fn no_merge_base(repository: &Repository, rev: &str) -> Failure {
    let message = format!("no commit is known at which this branch left `{rev}`");
    let hint = if repository.is_shallow() {
        "this clone is shallow: run `git fetch --unshallow`, or check out with the whole history"
    } else {
        "the two share no history: name the branch that this one started from"
    };
    Failure::new(message, hint)
}
