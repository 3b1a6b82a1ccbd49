//! The index that the next commit is made from.

use super::{BlobId, FileKind, GitError, Repository, TreeId};
use crate::term::RepoPath;
use gix::bstr::ByteSlice;
use gix::index::entry::{Flags, Mode};

/// Which side of a conflict an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// No conflict.
    Merged,
    /// The common ancestor.
    Base,
    /// Our side.
    Ours,
    /// Their side.
    Theirs,
}

/// An entry of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFile {
    /// Where it stands.
    pub path: RepoPath,
    /// Its content; the empty blob for intent to add.
    pub blob: BlobId,
    /// What it is.
    pub kind: FileKind,
    /// Which side of a conflict it is.
    pub stage: Stage,
    /// True when only the name was announced (`git add --intent-to-add`).
    pub intent_to_add: bool,
}

impl Repository {
    /// The entries of the index that git names, in git's order; none when there is no index.
    pub fn index_files(&self) -> Result<Vec<IndexFile>, GitError> {
        let repo = self.local();
        if !self.index_path.exists() {
            return Ok(Vec::new());
        }
        let options = gix::index::decode::Options::default();
        let index = gix::index::File::at(&self.index_path, repo.object_hash(), false, options);
        let index = index.map_err(|e| GitError::damaged("the index", e))?;
        let mut found = Vec::with_capacity(index.entries().len());
        for entry in index.entries() {
            let path = entry.path(&index).to_str_lossy();
            if entry.flags.contains(Flags::REMOVE) {
                continue;
            }
            match kind_of(entry.mode) {
                Some(kind) => found.push(IndexFile {
                    path: RepoPath::new(path),
                    blob: BlobId(entry.id),
                    kind,
                    stage: stage_of(entry.stage_raw()),
                    intent_to_add: entry.flags.contains(Flags::INTENT_TO_ADD),
                }),
                // A sparse index names whole folders that are not checked out.
                None => self.add_folder(&repo, path.trim_end_matches('/'), entry.id, &mut found)?,
            }
        }
        Ok(found)
    }

    fn add_folder(
        &self,
        repo: &gix::Repository,
        path: &str,
        tree: gix::ObjectId,
        found: &mut Vec<IndexFile>,
    ) -> Result<(), GitError> {
        let mut files = Vec::new();
        self.files_below(repo, path, TreeId(tree), &mut files)?;
        found.extend(files.into_iter().map(|file| IndexFile {
            path: file.path,
            blob: file.blob,
            kind: file.kind,
            stage: Stage::Merged,
            intent_to_add: false,
        }));
        Ok(())
    }
}

fn stage_of(raw: u32) -> Stage {
    match raw {
        0 => Stage::Merged,
        1 => Stage::Base,
        2 => Stage::Ours,
        _ => Stage::Theirs,
    }
}

/// `None` for a folder.
fn kind_of(mode: Mode) -> Option<FileKind> {
    match mode {
        Mode::DIR => None,
        Mode::FILE_EXECUTABLE => Some(FileKind::Executable),
        Mode::SYMLINK => Some(FileKind::Link),
        Mode::COMMIT => Some(FileKind::Submodule),
        _ => Some(FileKind::File),
    }
}
