//! What can go wrong when git is asked, in sentences for users.

use std::path::PathBuf;

/// Why git could not be asked, or what it could not give.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GitError {
    /// `GIT_DIR` or a `.git` file names something that is no repository.
    #[error("{} is not a git repository", path.display())]
    NotARepository {
        /// The folder or file that was looked at.
        path: PathBuf,
    },
    /// The repository uses a format that this program does not read.
    #[error("the repository at {} uses {feature}, which this version cannot read", path.display())]
    Unsupported {
        /// The git directory.
        path: PathBuf,
        /// The extension or version, as it stands in the configuration.
        feature: String,
    },
    /// The repository could not be opened.
    #[error("the repository at {} could not be opened: {reason}", path.display())]
    Open {
        /// The git directory.
        path: PathBuf,
        /// What the reader of the repository said.
        reason: String,
    },
    /// A revision that a person named was not found.
    #[error("revision `{rev}` was not found")]
    NoSuchRevision {
        /// The revision as written.
        rev: String,
        /// Branches and tags with a similar name.
        near: Vec<String>,
    },
    /// A revision names something else than a commit.
    #[error("revision `{rev}` names a {kind}, not a commit")]
    NotACommit {
        /// The revision as written.
        rev: String,
        /// `tree`, `blob` or `tag`.
        kind: &'static str,
    },
    /// A shortened object id fits more than one object.
    #[error("the id `{prefix}` is short for more than one object")]
    Ambiguous {
        /// The id as written.
        prefix: String,
    },
    /// An object that should be there is not.
    #[error("{kind} {id} is not in the repository")]
    Missing {
        /// `commit`, `tree`, `file content`.
        kind: &'static str,
        /// The object's full id.
        id: String,
        /// True when the repository is a partial clone, which leaves objects out on purpose.
        partial: bool,
    },
    /// An object, reference or index is damaged.
    #[error("{what} could not be read: {reason}")]
    Damaged {
        /// What was read.
        what: String,
        /// What the reader said.
        reason: String,
    },
    /// Git stores something else than the file's own content.
    #[error("file content {id} is what {filter} stores in its place")]
    Filtered {
        /// The content's full id.
        id: String,
        /// Whose filter it is.
        filter: &'static str,
    },
    /// The history ends before the answer, because the clone is shallow.
    #[error("the history is cut at {commit}: this is a shallow clone")]
    Shallow {
        /// The oldest commit that is here.
        commit: String,
    },
    /// Part of a new repository could not be written.
    #[error("{what} could not be written: {reason}")]
    NotWritten {
        /// What was to be written.
        what: String,
        /// What stood in the way.
        reason: String,
    },
}

impl GitError {
    /// One imperative sentence that says what to do; empty when nothing helps.
    pub fn hint(&self) -> String {
        match self {
            Self::NotARepository { .. } => "name a folder inside a git repository with -C".into(),
            Self::Unsupported { .. } => "read a clone made with git's default format".into(),
            Self::Open { .. } | Self::Damaged { .. } => "run `git fsck` to see the damage".into(),
            Self::NoSuchRevision { near, .. } if !near.is_empty() => {
                format!("did you mean {}?", near.join(" or "))
            }
            Self::NoSuchRevision { .. } => {
                "run `git fetch origin` when it exists elsewhere, or see `git branch --all`".into()
            }
            Self::NotACommit { .. } => "name a commit, branch or tag of a commit".into(),
            Self::Ambiguous { .. } => "write more digits of the id".into(),
            Self::Missing { partial: true, .. } => "run `git fetch --refetch --no-filter`".into(),
            Self::Missing { .. } => "run `git fsck`, and fetch from a complete clone".into(),
            Self::Shallow { .. } => "run `git fetch --unshallow`".into(),
            Self::Filtered { .. } => "keep records out of the filters in `.gitattributes`".into(),
            Self::NotWritten { .. } => {
                "see whether the disk is full and the folder writable".into()
            }
        }
    }

    /// The same trouble as a cut in an answer: what is not there and what mends it.
    pub fn to_cut(&self) -> crate::verdict::Cut {
        crate::verdict::Cut { reason: self.to_string(), remedy: self.remedy() }
    }

    /// The bare command that mends the trouble; empty when nothing does.
    fn remedy(&self) -> String {
        match self {
            Self::Shallow { .. } => "git fetch --unshallow".into(),
            Self::Filtered { .. } => self.hint(),
            Self::Missing { partial: true, .. } => "git fetch --refetch --no-filter".into(),
            Self::Missing { .. } | Self::Damaged { .. } | Self::Open { .. } => "git fsck".into(),
            _ => String::new(),
        }
    }

    /// Wraps what gix said about `what`.
    pub(super) fn damaged(what: impl Into<String>, reason: impl std::fmt::Display) -> Self {
        Self::Damaged { what: what.into(), reason: one_line(&reason.to_string()) }
    }
}

/// The first line of what a reader said: causes stand below it.
fn one_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_owned()
}
