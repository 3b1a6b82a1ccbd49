//! The sample register as a git repository in a new folder.

use crate::git::{BlobId, CommitId, GitError, NewCommit, NewRepository, NewTree, Person};
use crate::plan::demo::{self, Files, Identity, PlannedCommit, ReplayError, Scribe, StoryError};
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demo {
    /// The commit that is checked out.
    pub head: CommitId,
    /// How many commits there are.
    pub commits: usize,
    /// How many files are checked out.
    pub files: usize,
}

/// Why the sample register was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DemoError {
    /// There is something in the folder.
    #[error("{} is there and not empty", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The folder cannot be looked into or made.
    #[error("{} cannot be used: {reason}", path.display())]
    Unusable {
        /// The folder.
        path: PathBuf,
        /// What stands in the way.
        reason: String,
    },
    /// Git's part of it could not be written.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The built-in story does not fit its texts.
    #[error(transparent)]
    Story(#[from] StoryError),
}

/// Makes the sample register with its history in `folder`, which must be empty or missing.
///
/// The ids are equal on every machine.
pub fn build_demo(folder: &Path) -> Result<Demo, DemoError> {
    check_empty(folder)?;
    let repository = NewRepository::create(folder)?;
    let mut writer = Writer { repository, stored: BTreeMap::new(), commits: 0 };
    let told = demo::replay(&demo::story()?, &demo::shelf(), &mut writer);
    let (head, files) = told.map_err(|error| match error {
        ReplayError::Story(error) => DemoError::Story(error),
        ReplayError::Scribe(error) => DemoError::Git(error),
    })?;
    let tree = writer.store(&files)?;
    writer.repository.check_out(&tree, &head)?;
    Ok(Demo { head, commits: writer.commits, files: files.len() })
}

fn check_empty(folder: &Path) -> Result<(), DemoError> {
    let path = folder.to_owned();
    let unusable =
        |e: std::io::Error| DemoError::Unusable { path: folder.to_owned(), reason: e.to_string() };
    match std::fs::read_dir(folder).map(Iterator::count) {
        Ok(0) => Ok(()),
        Ok(_) => Err(DemoError::NotEmpty { path }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            std::fs::create_dir_all(folder).map_err(unusable)
        }
        Err(error) => Err(unusable(error)),
    }
}

/// Writes down what the story tells.
struct Writer {
    repository: NewRepository,
    /// Contents that are stored already: most files are in most commits.
    stored: BTreeMap<String, BlobId>,
    commits: usize,
}

impl Writer {
    fn store(&mut self, files: &Files) -> Result<NewTree, GitError> {
        let mut tree = NewTree::new();
        for (path, text) in files {
            let id = if let Some(id) = self.stored.get(text) {
                *id
            } else {
                let id = self.repository.add_content(text.as_bytes())?;
                self.stored.insert(text.clone(), id);
                id
            };
            tree.insert(path.clone(), id);
        }
        Ok(tree)
    }
}

impl Scribe for Writer {
    type Id = CommitId;
    type Error = GitError;

    fn commit(&mut self, commit: &PlannedCommit<'_, CommitId>) -> Result<CommitId, GitError> {
        let files = self.store(commit.files)?;
        self.commits += 1;
        self.repository.add_commit(&NewCommit {
            files: &files,
            parents: &commit.parents,
            author: &person(commit.by, commit.at),
            committer: &person(commit.by, commit.committed_at),
            message: commit.message,
        })
    }
}

fn person(who: &Identity, time: DateTime<FixedOffset>) -> Person {
    Person { name: who.name.clone(), email: who.email.clone(), time, time_in_range: true }
}
