//! What can go wrong with a snapshot, in sentences for users.

use crate::fs::FsError;
use crate::git::GitError;

/// Why a snapshot, or a file of it, could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// A file is not there, is none, is too large, or cannot be read.
    #[error(transparent)]
    File(#[from] FsError),
    /// The repository could not be asked.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The stored content of a file could not be read.
    #[error("{path} could not be read: {error}")]
    Content {
        /// The file.
        path: String,
        /// What git's store said.
        error: GitError,
    },
    /// There is no working tree to read.
    #[error("a bare repository has no working tree")]
    Bare,
}

impl SourceError {
    /// The path that the trouble is about; empty for the repository as a whole.
    pub fn path(&self) -> &str {
        match self {
            Self::File(error) => error.path(),
            Self::Content { path, .. } => path,
            Self::Git(_) | Self::Bare => "",
        }
    }

    /// One imperative sentence that says what to do; empty when nothing helps.
    pub fn hint(&self) -> String {
        match self {
            Self::File(error) => error.hint().to_owned(),
            Self::Git(error) | Self::Content { error, .. } => error.hint(),
            Self::Bare => "name a commit with --rev".to_owned(),
        }
    }
}
