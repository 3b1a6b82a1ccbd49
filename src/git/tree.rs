//! The files that a commit holds.

use super::commit::read_commit;
use super::{BlobId, CommitId, GitError, Repository, TreeId};
use crate::term::RepoPath;
use gix::bstr::ByteSlice;
use gix::objs::TreeRefIter;
use gix::objs::tree::{EntryKind, EntryMode};

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A regular file that may be executed.
    Executable,
    /// A symbolic link; its content is the target.
    Link,
    /// A commit of another repository.
    Submodule,
}

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeFile {
    /// Where it stands; bytes that are not UTF-8 are replaced.
    pub path: RepoPath,
    /// Its content.
    pub blob: BlobId,
    /// What it is.
    pub kind: FileKind,
}

impl FileKind {
    /// `None` for a folder.
    pub(super) fn of(mode: EntryMode) -> Option<Self> {
        match mode.kind() {
            EntryKind::Tree => None,
            EntryKind::Blob => Some(Self::File),
            EntryKind::BlobExecutable => Some(Self::Executable),
            EntryKind::Link => Some(Self::Link),
            EntryKind::Commit => Some(Self::Submodule),
        }
    }
}

/// How deep folders may nest; git's own limit is 2048.
const DEPTH: usize = 512;

impl Repository {
    /// All files of `commit` under `under` (a folder or a file; empty for all), in git's order.
    pub fn tree_files(&self, commit: &CommitId, under: &str) -> Result<Vec<TreeFile>, GitError> {
        let repo = self.local();
        let root = read_commit(&repo, commit, self.is_partial())?.tree;
        let mut found = Vec::new();
        let under = under.trim_matches('/');
        match self.entry_at(&repo, root, under)? {
            Some((mode, id)) => self.add_entry(&repo, under, mode, id, DEPTH, &mut found)?,
            None => return Ok(found),
        }
        Ok(found)
    }

    /// The file that stands at `path` in `commit`.
    pub fn blob_at(
        &self,
        commit: &CommitId,
        path: &RepoPath,
    ) -> Result<Option<TreeFile>, GitError> {
        let repo = self.local();
        let root = read_commit(&repo, commit, self.is_partial())?.tree;
        let entry = self.entry_at(&repo, root, path.as_str())?;
        Ok(entry.and_then(|(mode, id)| {
            FileKind::of(mode).map(|kind| TreeFile { path: path.clone(), blob: BlobId(id), kind })
        }))
    }

    /// All files below the folder `tree`, whose path is `at`.
    pub(super) fn files_below(
        &self,
        repo: &gix::Repository,
        at: &str,
        tree: TreeId,
        found: &mut Vec<TreeFile>,
    ) -> Result<(), GitError> {
        self.add_entry(repo, at, EntryKind::Tree.into(), tree.0, DEPTH, found)
    }

    fn add_entry(
        &self,
        repo: &gix::Repository,
        path: &str,
        mode: EntryMode,
        id: gix::ObjectId,
        depth: usize,
        found: &mut Vec<TreeFile>,
    ) -> Result<(), GitError> {
        if let Some(kind) = FileKind::of(mode) {
            found.push(TreeFile { path: RepoPath::new(path), blob: BlobId(id), kind });
            return Ok(());
        }
        if depth == 0 {
            return Err(GitError::damaged(format!("folder {path}"), "folders nest too deep"));
        }
        let data = read_tree(repo, TreeId(id), self.is_partial())?;
        for entry in TreeRefIter::from_bytes(&data, repo.object_hash()) {
            let entry = entry.map_err(|e| GitError::damaged(format!("folder {id}"), e))?;
            let name = entry.filename.to_str_lossy();
            let below = if path.is_empty() { name.into_owned() } else { format!("{path}/{name}") };
            self.add_entry(repo, &below, entry.mode, entry.oid.to_owned(), depth - 1, found)?;
        }
        Ok(())
    }

    fn entry_at(
        &self,
        repo: &gix::Repository,
        root: TreeId,
        path: &str,
    ) -> Result<Option<(EntryMode, gix::ObjectId)>, GitError> {
        let mut at = (EntryKind::Tree.into(), root.0);
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let (mode, id): (EntryMode, _) = at;
            if !mode.is_tree() {
                return Ok(None);
            }
            let data = read_tree(repo, TreeId(id), self.is_partial())?;
            let entries = TreeRefIter::from_bytes(&data, repo.object_hash());
            let mut same = entries.filter_map(Result::ok).filter(|e| e.filename == part.as_bytes());
            match same.next() {
                Some(entry) => at = (entry.mode, entry.oid.to_owned()),
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }
}

/// The bytes of a tree object.
pub(super) fn read_tree(
    repo: &gix::Repository,
    id: TreeId,
    partial: bool,
) -> Result<Vec<u8>, GitError> {
    let found = repo
        .try_find_object(id.0)
        .map_err(|e| GitError::damaged(format!("folder {id}"), e))?
        .ok_or_else(|| GitError::Missing { kind: "folder", id: id.hex(), partial })?;
    if found.kind != gix::objs::Kind::Tree {
        return Err(GitError::damaged(format!("folder {id}"), format!("it is a {}", found.kind)));
    }
    Ok(found.detach().data)
}
