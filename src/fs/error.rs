//! What can go wrong with a file, in sentences for users.

use std::io;

/// Why a file could not be read, listed or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FsError {
    /// Nothing stands there.
    #[error("{path} was not found")]
    NotFound {
        /// The path as asked for.
        path: String,
    },
    /// The path, or a folder on the way, is a symbolic link.
    #[error("{path} is a symbolic link, and links are not followed")]
    Link {
        /// The link.
        path: String,
    },
    /// Something else than a regular file stands there.
    #[error("{path} is {what}, not a file")]
    NotAFile {
        /// The path as asked for.
        path: String,
        /// `a folder` or `a special file`.
        what: &'static str,
    },
    /// A folder was wanted and something else stands there.
    #[error("{path} is not a folder")]
    NotAFolder {
        /// The path.
        path: String,
    },
    /// The file was not read because of its size.
    #[error("{path} has {size} bytes; at most {limit} are read")]
    TooLarge {
        /// The path as asked for.
        path: String,
        /// Bytes in the file.
        size: u64,
        /// Bytes that would have been read.
        limit: u64,
    },
    /// A new file would have replaced an old one.
    #[error("{path} is there already")]
    Exists {
        /// The path as asked for.
        path: String,
    },
    /// A file is not what it was when it was read.
    #[error("{path} was changed by somebody else in the meantime")]
    Changed {
        /// The path as asked for.
        path: String,
    },
    /// The path is absolute, or leads out of the root.
    #[error("{path} does not stay below the folder it belongs to")]
    Outside {
        /// The path as asked for.
        path: String,
    },
    /// A name on the disk is no text.
    #[error("the name {path} is not UTF-8")]
    NameNotUtf8 {
        /// The path, with marks for the bytes that cannot be shown.
        path: String,
    },
    /// The operating system refused.
    #[error("{path} could not be {doing}: {reason}")]
    Io {
        /// The path as asked for.
        path: String,
        /// `read`, `listed`, `written`, `opened`, `removed`.
        doing: &'static str,
        /// What the system said, without its number.
        reason: String,
    },
}

impl FsError {
    /// The path that the trouble is about.
    pub fn path(&self) -> &str {
        match self {
            Self::NotFound { path }
            | Self::Link { path }
            | Self::NotAFile { path, .. }
            | Self::NotAFolder { path }
            | Self::TooLarge { path, .. }
            | Self::Exists { path }
            | Self::Changed { path }
            | Self::Outside { path }
            | Self::NameNotUtf8 { path }
            | Self::Io { path, .. } => path,
        }
    }

    /// One imperative sentence that says what to do.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "check the spelling of the path",
            Self::Link { .. } => "put the file itself there instead of a link",
            Self::NotAFile { .. } => "name a regular file",
            Self::NotAFolder { .. } => "name a folder",
            Self::TooLarge { .. } => "keep long material as evidence and link it",
            Self::Exists { .. } => "choose another name, or remove the file first",
            Self::Changed { .. } => "nothing was written; run the command again",
            Self::Outside { .. } => "use a relative path without `..`",
            Self::NameNotUtf8 { .. } => "rename it",
            Self::Io { .. } => "check that the path is readable and writable for you",
        }
    }

    /// Takes over what the system said about `path`.
    pub(super) fn from_io(path: &str, doing: &'static str, error: &io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NotFound { path },
            io::ErrorKind::AlreadyExists => Self::Exists { path },
            _ => Self::Io { path, doing, reason: reason(error) },
        }
    }
}

/// The system's words without `(os error 13)`, as a fragment.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    })
}
