//! The facts about files and commits that records name as evidence, asked of snapshot and git.

use crate::digest::sha256;
use crate::fs::FsError;
use crate::git::{CommitId, CommitLookup, CommitMeta, GitError, Repository, stored_by_filter};
use crate::proof::{Artefacts, CommitFact, FileFact, named_commits, named_files};
use crate::register::Register;
use crate::source::{PathKind, Snapshot, SourceError};
use crate::term::RepoPath;
use crate::verdict::Cut;
use std::collections::BTreeSet;

/// A file of evidence is read up to this size, in bytes.
const EVIDENCE_LIMIT: u64 = 256 * 1024 * 1024;

pub(super) fn gather(
    register: &Register,
    snapshot: &Snapshot,
    repository: Option<&Repository>,
) -> Artefacts {
    let root = snapshot.root();
    let paths: Vec<_> = named_files(register, root).into_iter().collect();
    let facts =
        snapshot.read_many(&paths, EVIDENCE_LIMIT, |path, bytes| file_fact(snapshot, path, bytes));
    let commits = named_commits(register, root).into_iter();
    Artefacts {
        root: root.to_owned(),
        files: paths.into_iter().zip(facts).collect(),
        commits: commits
            .map(|(id, paths)| (id.clone(), commit_fact(repository, &id, &paths)))
            .collect(),
    }
}

fn file_fact(
    snapshot: &Snapshot,
    path: &RepoPath,
    bytes: Result<Vec<u8>, SourceError>,
) -> FileFact {
    match bytes {
        Ok(bytes) if bytes.is_empty() => FileFact::Empty,
        Ok(bytes) => match stored_by_filter(&bytes) {
            None => FileFact::Digest(sha256(&bytes)),
            Some(filter) => FileFact::Filtered(Cut {
                reason: format!("`{path}` holds what {filter} stores in its place"),
                remedy: "keep evidence out of the filters in `.gitattributes`".into(),
            }),
        },
        Err(SourceError::Content { error, .. } | SourceError::Git(error)) => {
            FileFact::CannotTell(error.to_cut())
        }
        Err(SourceError::File(FsError::NotFound { .. })) => FileFact::Missing,
        Err(_) if !matches!(snapshot.kind(path), Some(PathKind::File)) => FileFact::NotAFile,
        Err(error) => FileFact::Unreadable(error.to_string()),
    }
}

fn commit_fact(
    repository: Option<&Repository>,
    id: &str,
    paths: &BTreeSet<RepoPath>,
) -> CommitFact {
    let Some(repository) = repository else {
        let (reason, remedy) =
            ("this register is not in a git repository", "run `git init` and commit it");
        return CommitFact::CannotTell(Cut {
            reason: reason.to_owned(),
            remedy: remedy.to_owned(),
        });
    };
    match repository.lookup_commit(id) {
        CommitLookup::Known(commit) => known(repository, &commit, paths)
            .unwrap_or_else(|error| CommitFact::CannotTell(error.to_cut())),
        CommitLookup::Unknown => CommitFact::Unknown,
        CommitLookup::Ambiguous => CommitFact::Ambiguous,
        CommitLookup::CannotTell(cut) => CommitFact::CannotTell(cut),
    }
}

fn known(
    repository: &Repository,
    id: &CommitId,
    paths: &BTreeSet<RepoPath>,
) -> Result<CommitFact, GitError> {
    let commit = Box::new(repository.commit(id)?);
    if !commit.parents.is_empty() && repository.boundary()?.contains(id) {
        return Err(GitError::Shallow { commit: id.short() });
    }
    let mut changed = BTreeSet::new();
    for path in paths {
        if changes(repository, &commit, path)? {
            changed.insert(path.clone());
        }
    }
    Ok(CommitFact::Known { commit, changed })
}

/// True when `commit` has other content at `path` than its first parent.
fn changes(
    repository: &Repository,
    commit: &CommitMeta,
    path: &RepoPath,
) -> Result<bool, GitError> {
    let blob =
        |id: &CommitId| Ok::<_, GitError>(repository.blob_at(id, path)?.map(|file| file.blob));
    let before = commit.parents.first().map_or(Ok(None), &blob)?;
    Ok(blob(&commit.id)? != before)
}
