//! What git knows of two records of one id: the sides of a merge that is going on, and those of one
//! that was made.

use super::Session;
use crate::git::{CommitId, GitError, Head, IndexFile, Repository, Stage};
use crate::record::{Document, RECORD_LIMIT, Record, read};
use crate::term::RepoPath;
use std::collections::BTreeMap;

/// A file that both sides of a merge made, each with a record of its own.
#[derive(Debug)]
pub struct Clash {
    /// The file.
    pub path: RepoPath,
    /// The record on our side.
    pub ours: Record,
    /// The record on their side.
    pub theirs: Record,
}

/// A merge that is going on.
#[derive(Debug)]
pub struct OpenMerge {
    /// The commit that is checked out.
    pub ours: CommitId,
    /// The commit that comes in.
    pub theirs: CommitId,
    /// Files with two records of one id, in path order.
    pub clashes: Vec<Clash>,
}

/// What git calls the commit that comes in, by what is going on.
const INCOMING: [&str; 3] = ["MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD"];

impl Session {
    /// The merge that is going on in the working tree, if any.
    pub fn open_merge(&self) -> Result<Option<OpenMerge>, GitError> {
        let Some(repository) = self.repository() else { return Ok(None) };
        let incoming = INCOMING.iter().find_map(|name| repository.resolve(name).ok());
        let (Some(theirs), Head::Commit { id: ours, .. }) = (incoming, repository.head()?) else {
            return Ok(None);
        };
        let mut sides: BTreeMap<RepoPath, [Option<IndexFile>; 3]> = BTreeMap::new();
        for file in repository.index_files()? {
            let at = match file.stage {
                Stage::Merged => continue,
                Stage::Base => 0,
                Stage::Ours => 1,
                Stage::Theirs => 2,
            };
            if file.path.is_under(self.snapshot().root()) {
                let path = file.path.clone();
                sides.entry(path).or_default()[at] = Some(file);
            }
        }
        let mut clashes = Vec::new();
        for (path, sides) in sides {
            if let [None, Some(ours), Some(theirs)] = sides {
                clashes.extend(clash(repository, path, &ours, &theirs));
            }
        }
        Ok(Some(OpenMerge { ours, theirs, clashes }))
    }

    /// The commits that a merge brought together, of which the first held only `a` and the second
    /// only `b`; the youngest such merge.
    pub fn sides_of(
        &self,
        a: &Record,
        b: &Record,
    ) -> Result<Option<(CommitId, CommitId)>, GitError> {
        let (Some(repository), Some(head)) = (self.repository(), self.head()) else {
            return Ok(None);
        };
        let commits = repository.ancestry(&head)?;
        for merge in commits.iter().filter(|commit| commit.parents.len() > 1) {
            let parents = merge.parents.iter().map(|at| commits[*at as usize].id);
            let sides: Vec<_> = parents.map(|id| (id, holds(repository, &id, a, b))).collect();
            let only = |wanted| sides.iter().find(|(_, held)| *held == wanted).map(|(id, _)| *id);
            if let (Some(a), Some(b)) = (only((true, false)), only((false, true))) {
                return Ok(Some((a, b)));
            }
        }
        Ok(None)
    }

    /// The text of a file in a commit.
    pub fn text_in(&self, commit: &CommitId, path: &RepoPath) -> Option<String> {
        text_in(self.repository()?, commit, path)
    }
}

/// Whether a commit holds `a`, and whether it holds `b`: under the path of either, by their titles.
fn holds(repository: &Repository, commit: &CommitId, a: &Record, b: &Record) -> (bool, bool) {
    let mut found = (false, false);
    for path in [&a.path, &b.path] {
        let Some(text) = text_in(repository, commit, path) else { continue };
        let Some(record) = record(path, text.into_bytes()) else { continue };
        let told_apart = a.title() != b.title();
        let is = |other: &Record| {
            record.id() == other.id()
                && if told_apart { record.title() == other.title() } else { *path == other.path }
        };
        found = (found.0 || is(a), found.1 || is(b));
    }
    found
}

fn text_in(repository: &Repository, commit: &CommitId, path: &RepoPath) -> Option<String> {
    let file = repository.blob_at(commit, path).ok()??;
    let bytes = repository.blobs().read(&file.blob).ok()?;
    String::from_utf8(bytes).ok()
}

fn record(path: &RepoPath, bytes: Vec<u8>) -> Option<Record> {
    match read(path, bytes, None) {
        Document::Record(record) if record.text.len() <= RECORD_LIMIT => Some(*record),
        _ => None,
    }
}

/// Two records of one id in the place of one file; records of one title are one record.
fn clash(
    repository: &Repository,
    path: RepoPath,
    ours: &IndexFile,
    theirs: &IndexFile,
) -> Option<Clash> {
    let blobs = repository.blobs();
    let side = |file: &IndexFile| record(&path, blobs.read(&file.blob).ok()?);
    let (ours, theirs) = (side(ours)?, side(theirs)?);
    let is_clash =
        ours.id() == theirs.id() && ours.kind() == theirs.kind() && ours.title() != theirs.title();
    is_clash.then_some(Clash { path, ours, theirs })
}
