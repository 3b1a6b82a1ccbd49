//! The snapshot that is judged, with its four faces: working tree, index, commit, overlay.
//!
//! What stands above cannot tell which face it was given. Paths are those of the repository; the
//! register is the part below [`Snapshot::root`], and [`Snapshot::files`] lists only that part, while
//! single paths are looked up in the whole repository (a policy may stand beside the register).
//! Links are followed in no face, git's own folder and repositories inside are not part of any.
//!
//! Every file is listed, also those that a configuration ignores: that is for the caller to apply,
//! who has read the configuration from the snapshot.

mod error;
mod face;
mod read;

pub use error::SourceError;
pub use read::Reader;

use crate::fs::{EntryKind, Root};
use crate::git::{BlobId, CommitId, FileKind, Repository};
use crate::term::RepoPath;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Name of the configuration; the folder that holds it is the root of the register.
pub const CONFIG_NAME: &str = "pirctl.yaml";

/// The files of a register at one moment; cheap to share between threads.
#[derive(Clone)]
pub struct Snapshot {
    store: Store,
    /// The register's root with a closing `/`; empty at the top.
    root: String,
    /// Everything that is known without asking again, sorted by path.
    known: Vec<SourceFile>,
    /// The part of `known` that lies below the root.
    below: Range<usize>,
    overlay: BTreeMap<RepoPath, Arc<[u8]>>,
    unmerged: Vec<RepoPath>,
    nested: Vec<RepoPath>,
    troubles: Vec<SourceError>,
}

/// Where contents come from.
#[derive(Clone)]
enum Store {
    Disk(Root),
    Index(Repository),
    Commit(Repository, CommitId),
}

/// Which moment a snapshot shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The files as they are on the disk.
    Worktree,
    /// What the next commit will hold.
    Index,
    /// What this commit holds.
    Commit(CommitId),
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathKind {
    /// A regular file.
    File,
    /// A folder with something in it.
    Folder,
    /// A symbolic link, which is not followed.
    Link,
    /// A pipe, a device, or a commit of another repository.
    Other,
}

/// A file of the snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it stands, from the top of the repository.
    pub path: RepoPath,
    /// What it is; never a folder.
    pub kind: PathKind,
    /// The stored content, in the faces that git keeps.
    blob: Option<BlobId>,
}

impl SourceFile {
    /// The stored content, in the faces that git keeps; `None` where the text may be another.
    pub fn blob(&self) -> Option<BlobId> {
        self.blob
    }
}

impl Snapshot {
    /// The files on the disk, untracked ones too, for somebody who stands in `start`.
    ///
    /// The root is the folder of the `pirctl.yaml` found upward from `start`, to the top of the
    /// working tree where there is a repository; else that top, else `start`.
    pub fn worktree(start: &Path, repo: Option<&Repository>) -> Result<Self, SourceError> {
        face::worktree(start, repo)
    }

    /// What the next commit will hold; the root is looked for upward from where `repo` was opened.
    ///
    /// Entries that only announce a name are left out. Of an unmerged path our side is read, else
    /// theirs, and the path stands in [`Self::unmerged`].
    pub fn index(repo: &Repository) -> Result<Self, SourceError> {
        face::index(repo)
    }

    /// What `commit` holds; the root is looked for upward from where `repo` was opened.
    pub fn commit(repo: &Repository, commit: CommitId) -> Result<Self, SourceError> {
        face::commit(repo, commit)
    }

    /// What `commit` holds, with `root` as the root; empty where the commit holds no such folder.
    pub fn commit_below(
        repo: &Repository,
        commit: CommitId,
        root: &str,
    ) -> Result<Self, SourceError> {
        face::commit_below(repo, commit, root)
    }

    /// The same snapshot with `bytes` at `path`, as in an editor that has not saved yet.
    pub fn with_overlay(mut self, path: &RepoPath, bytes: impl Into<Arc<[u8]>>) -> Self {
        self.overlay.insert(path.clone(), bytes.into());
        let file = SourceFile { path: path.clone(), kind: PathKind::File, blob: None };
        match self.position(path) {
            Ok(at) => self.known[at] = file,
            Err(at) => self.known.insert(at, file),
        }
        self.below = range_below(&self.known, &self.root);
        self
    }

    /// The same snapshot with those files alone that `keep` wants.
    pub fn with_only(mut self, keep: impl Fn(&SourceFile) -> bool) -> Self {
        self.known.retain(keep);
        self.below = range_below(&self.known, &self.root);
        self
    }

    /// Which moment it shows.
    pub fn face(&self) -> Face {
        match &self.store {
            Store::Disk(_) => Face::Worktree,
            Store::Index(_) => Face::Index,
            Store::Commit(_, id) => Face::Commit(*id),
        }
    }

    /// The register's root, from the top of the repository; empty at the top.
    pub fn root(&self) -> &str {
        self.root.trim_end_matches('/')
    }

    /// Where the configuration is, or would be.
    pub fn config_path(&self) -> RepoPath {
        RepoPath::new(CONFIG_NAME).below(self.root())
    }

    /// The folder on the disk that paths start from; `None` in the faces that git keeps.
    pub fn folder(&self) -> Option<&Path> {
        match &self.store {
            Store::Disk(disk) => Some(disk.path()),
            Store::Index(_) | Store::Commit(..) => None,
        }
    }

    /// Every file below the root, sorted by path: records, evidence, lists, whatever there is.
    pub fn files(&self) -> &[SourceFile] {
        &self.known[self.below.clone()]
    }

    /// Paths that a merge left undecided, sorted, each once.
    pub fn unmerged(&self) -> &[RepoPath] {
        &self.unmerged
    }

    /// Folders that hold a repository of their own and are no part of this one, sorted.
    pub fn nested(&self) -> &[RepoPath] {
        &self.nested
    }

    /// Folders that could not be listed, and names that are no text.
    pub fn troubles(&self) -> &[SourceError] {
        &self.troubles
    }

    /// True when a file, folder or link stands at `path`.
    pub fn exists(&self, path: &RepoPath) -> bool {
        self.kind(path).is_some()
    }

    /// What stands at `path`, anywhere in the repository; `None` when nothing does, or when it
    /// cannot be known because a folder on the way cannot be read.
    pub fn kind(&self, path: &RepoPath) -> Option<PathKind> {
        if let Ok(at) = self.position(path) {
            return Some(self.known[at].kind);
        }
        if self.is_folder(path) {
            return Some(PathKind::Folder);
        }
        self.look_up(path).ok().flatten().map(|file| file.kind)
    }

    fn position(&self, path: &RepoPath) -> Result<usize, usize> {
        self.known.binary_search_by(|file| file.path.cmp(path))
    }

    /// True when something that is known stands below `path`.
    fn is_folder(&self, path: &RepoPath) -> bool {
        !range_below(&self.known, &format!("{path}/")).is_empty()
    }

    /// A file outside the register, where not everything is known beforehand.
    fn look_up(&self, path: &RepoPath) -> Result<Option<SourceFile>, SourceError> {
        let is_git = path.as_str().split('/').any(|part| part.eq_ignore_ascii_case(".git"));
        if is_git || path.as_str().starts_with(&self.root) {
            return Ok(None);
        }
        let found = match &self.store {
            Store::Disk(disk) => disk.kind(path)?.map(|kind| (kind.into(), None)),
            Store::Index(_) => None,
            Store::Commit(repo, id) => match repo.blob_at(id, path)? {
                Some(file) => Some((file.kind.into(), Some(file.blob))),
                None if repo.tree_files(id, path.as_str())?.is_empty() => None,
                None => Some((PathKind::Folder, None)),
            },
        };
        Ok(found.map(|(kind, blob)| SourceFile { path: path.clone(), kind, blob }))
    }
}

/// The files whose path begins with `prefix`, a folder with its closing `/`.
fn range_below(sorted: &[SourceFile], prefix: &str) -> Range<usize> {
    let start = sorted.partition_point(|file| file.path.as_str() < prefix);
    let rest = &sorted[start..];
    start..start + rest.partition_point(|file| file.path.as_str().starts_with(prefix))
}

impl From<EntryKind> for PathKind {
    fn from(kind: EntryKind) -> Self {
        match kind {
            EntryKind::File => Self::File,
            EntryKind::Folder => Self::Folder,
            EntryKind::Link => Self::Link,
            EntryKind::Special => Self::Other,
        }
    }
}

impl From<FileKind> for PathKind {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::File | FileKind::Executable => Self::File,
            FileKind::Link => Self::Link,
            FileKind::Submodule => Self::Other,
        }
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("face", &self.face())
            .field("root", &self.root)
            .field("files", &self.files().len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
