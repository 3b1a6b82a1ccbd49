//! Why a command could not do its job: exit status 2, with what to do next.

use crate::clock::ClockError;
use crate::emit::Misprint;
use crate::fs::FsError;
use crate::git::GitError;
use crate::source::SourceError;
use std::fmt;

/// A sentence for the user, and one that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What could not be done, as a lower-case fragment.
    pub message: String,
    /// What to do next; empty when nothing helps.
    pub hint: String,
}

impl Failure {
    /// A failure with a hint.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }

    /// The same, with what was being done in front.
    pub fn while_doing(mut self, doing: &str) -> Self {
        self.message = format!("{doing}: {}", self.message);
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl From<Misprint> for Failure {
    fn from(error: Misprint) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

impl From<FsError> for Failure {
    fn from(error: FsError) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

impl From<ClockError> for Failure {
    fn from(error: ClockError) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        let hint = error.hint();
        Self::new(error.to_string(), hint)
    }
}
