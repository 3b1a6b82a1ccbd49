//! What is about to be committed: the index, and the step to it from the commit that is checked out.
//!
//! A hook runs at each commit. What earlier commits did was told then, and this one cannot mend it:
//! of history only the step itself is judged, and only the files that differ are read twice.

use super::{Failure, Session, load};
use crate::git::{BlobId, CommitId, Repository};
use crate::proof::Past;
use crate::register::Register;
use crate::rules::{Judgement, Settings, judge};
use crate::source::{Snapshot, SourceFile};
use crate::term::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

impl Session {
    /// Runs the rules that `settings` leave on over the index; those about history over the step from
    /// the commit that is checked out, unless the past as a whole is asked for.
    pub fn judge_staged(&self, settings: &Settings) -> Result<Judgement, Failure> {
        let step = Settings { step_only: true, ..settings.clone() };
        let (Some(repository), Some(tip), true) =
            (self.repository(), self.head(), step.need_history())
        else {
            return Ok(judge(&self.context(), self.past_for(settings), settings));
        };
        let past = self.step_from(repository, tip)?;
        if settings.step_only {
            return Ok(judge(&self.context(), Some(&past), settings));
        }
        let mut judgement = self.judge_by(settings);
        judgement.add(judge(&self.context(), Some(&past), &step.by_two_snapshots()));
        Ok(judgement)
    }

    /// What the index shows against `tip`.
    fn step_from(&self, repository: &Repository, tip: CommitId) -> Result<Past, Failure> {
        let held = load::commit_at(repository, tip, self.snapshot())?;
        let merged = merged(repository, self.snapshot())?;
        let differing = differing(&held, self.snapshot(), merged.as_ref());
        let is_config = |file: &SourceFile| file.path.as_str().ends_with("pirctl.yaml");
        let held = held.with_only(|file| differing.contains(&file.path) || is_config(file));
        let mut troubles = Vec::new();
        let (documents, _) = load::documents(&held, self.config(), &mut troubles);
        if let Some(trouble) = troubles.pop() {
            return Err(trouble);
        }
        let before = Register::build(documents);
        let moments = self.moments(tip, false)?;
        Ok(Past::of_files(&before, self.register(), &differing, &moments))
    }
}

type Files<'s> = BTreeMap<&'s RepoPath, Option<BlobId>>;

fn by_path(snapshot: &Snapshot) -> Files<'_> {
    snapshot.files().iter().map(|file| (&file.path, file.blob())).collect()
}

/// The files that the two hold differently, but for those that come from what is merged.
fn differing(held: &Snapshot, staged: &Snapshot, merged: Option<&Snapshot>) -> BTreeSet<RepoPath> {
    let (held, staged, merged) = (by_path(held), by_path(staged), merged.map(by_path));
    let differs = |path: &&&RepoPath| {
        let new = staged.get(**path);
        held.get(**path) != new && merged.as_ref().is_none_or(|other| other.get(**path) != new)
    };
    held.keys().chain(staged.keys()).filter(differs).map(|path| (*path).clone()).collect()
}

/// What the commit that is being merged holds; `None` when nothing is.
fn merged(repository: &Repository, head: &Snapshot) -> Result<Option<Snapshot>, Failure> {
    let other = repository.resolve("MERGE_HEAD").ok();
    other.map(|other| load::commit_at(repository, other, head)).transpose()
}
