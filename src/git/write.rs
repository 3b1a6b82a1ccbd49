//! Making a repository from nothing, for the sample register: the only place that writes to git.
//!
//! Ids follow from what is committed alone: no configuration, clock or environment is asked. It
//! never touches a repository that was there before.

use super::{BlobId, CommitId, GitError, Person, TreeId};
use crate::term::RepoPath;
use gix::index::entry::Stat;
use gix::objs::tree::{Entry, EntryKind};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;

/// A repository that is being made.
pub struct NewRepository {
    inner: gix::Repository,
}

/// The files of a commit that is to be made.
pub type NewTree = BTreeMap<RepoPath, BlobId>;

/// A commit that is to be made.
#[derive(Clone, Debug)]
pub struct NewCommit<'a> {
    /// Its files.
    pub files: &'a NewTree,
    /// Its parents.
    pub parents: &'a [CommitId],
    /// Who wrote it.
    pub author: &'a Person,
    /// Who committed it.
    pub committer: &'a Person,
    /// The whole message.
    pub message: &'a str,
}

impl NewRepository {
    /// Makes an empty repository with a working tree in `folder`, which must be empty or missing.
    pub fn create(folder: &Path) -> Result<Self, GitError> {
        let kind = gix::create::Kind::WithWorktree;
        let empty = gix::create::Options {
            destination_must_be_empty: Some(true),
            ..gix::create::Options::default()
        };
        let options = gix::open::Options::isolated();
        let made = gix::ThreadSafeRepository::init_opts(folder, kind, empty, options);
        let made = made.map_err(|e| not_written("the repository", e))?;
        Ok(Self { inner: made.to_thread_local() })
    }

    /// Stores the content of a file.
    pub fn add_content(&self, bytes: &[u8]) -> Result<BlobId, GitError> {
        let id = self.inner.write_blob(bytes).map_err(|e| not_written("a file's content", e))?;
        Ok(BlobId(id.detach()))
    }

    /// Stores a commit.
    pub fn add_commit(&self, commit: &NewCommit<'_>) -> Result<CommitId, GitError> {
        let files: Vec<_> = commit.files.iter().map(|(path, id)| (path.as_str(), *id)).collect();
        let object = gix::objs::Commit {
            tree: self.add_tree(&files)?.0,
            parents: commit.parents.iter().map(|id| id.0).collect(),
            author: signature(commit.author),
            committer: signature(commit.committer),
            encoding: None,
            message: commit.message.into(),
            extra_headers: Vec::new(),
        };
        let id = self.inner.write_object(&object).map_err(|e| not_written("a commit", e))?;
        Ok(CommitId(id.detach()))
    }

    /// Stores the folder of `files`, whose paths are sorted and relative to it.
    ///
    /// Whole paths sorted by bytes are git's order: it sorts folders as if their names ended in `/`.
    fn add_tree(&self, files: &[(&str, BlobId)]) -> Result<TreeId, GitError> {
        let mut entries = Vec::new();
        let mut rest = files;
        while let Some((path, id)) = rest.first() {
            let entry = |kind: EntryKind, name: &str, oid| Entry {
                mode: kind.into(),
                filename: name.into(),
                oid,
            };
            if let Some((folder, _)) = path.split_once('/') {
                let inside =
                    |path: &str| path.strip_prefix(folder)?.strip_prefix('/').map(str::len);
                let count = rest.iter().take_while(|(path, _)| inside(path).is_some()).count();
                let below: Vec<_> =
                    rest[..count].iter().map(|(p, id)| (&p[folder.len() + 1..], *id)).collect();
                entries.push(entry(EntryKind::Tree, folder, self.add_tree(&below)?.0));
                rest = &rest[count..];
            } else {
                entries.push(entry(EntryKind::Blob, path, id.0));
                rest = &rest[1..];
            }
        }
        let tree = gix::objs::Tree { entries };
        let id = self.inner.write_object(&tree).map_err(|e| not_written("a folder", e))?;
        Ok(TreeId(id.detach()))
    }

    /// Makes `commit` the tip of `main`, writes its `files` to the working tree and the index.
    pub fn check_out(&self, files: &NewTree, commit: &CommitId) -> Result<(), GitError> {
        let top = self.inner.workdir().expect("it was made with a working tree");
        for (path, blob) in files {
            let content = self.inner.find_blob(blob.0).map_err(|e| not_written(path, e))?;
            write_new(&top.join(path.as_str()), &content.data).map_err(|e| not_written(path, e))?;
        }
        self.write_index(top, commit).map_err(|e| not_written("the index", e))?;
        // The branch comes last: a repository that was not finished has no commit.
        let branch = self.inner.git_dir().join("refs/heads/main");
        std::fs::write(branch, format!("{commit}\n")).map_err(|e| not_written("the branch main", e))
    }

    fn write_index(&self, top: &Path, commit: &CommitId) -> Result<(), Box<dyn std::error::Error>> {
        let tree = self.inner.find_commit(commit.0)?.tree_id()?;
        let mut index = self.inner.index_from_tree(&tree)?;
        for (entry, path) in index.entries_mut_with_paths() {
            // With size and times of the file, git need not read it to see that nothing changed.
            let at = top.join(gix::path::from_bstr(path)?);
            entry.stat = Stat::from_fs(&gix::index::fs::Metadata::from_path_no_follow(&at)?)?;
        }
        index.write(gix::index::write::Options::default())?;
        Ok(())
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::File::create_new(path)?.write_all(bytes)
}

fn signature(person: &Person) -> gix::actor::Signature {
    gix::actor::Signature {
        name: person.name.as_str().into(),
        email: person.email.as_str().into(),
        time: gix::date::Time {
            seconds: person.time.timestamp(),
            offset: person.time.offset().local_minus_utc(),
        },
    }
}

fn not_written(what: impl Display, reason: impl Display) -> GitError {
    let reason = reason.to_string();
    GitError::NotWritten {
        what: what.to_string(),
        reason: reason.lines().next().unwrap_or_default().to_owned(),
    }
}
