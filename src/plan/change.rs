//! A file as it is and as it shall be.

use crate::term::RepoPath;

/// A file that gets another text, another name, or both; or a new file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Where it shall stand.
    pub path: RepoPath,
    /// Where it stands now, when that is somewhere else.
    pub moved_from: Option<RepoPath>,
    /// Its text now; `None` when there is no such file.
    pub before: Option<String>,
    /// Its text afterwards.
    pub after: String,
}

impl FileChange {
    /// The file `path` gets the text `after`.
    pub fn text(path: &RepoPath, before: &str, after: String) -> Self {
        Self { path: path.clone(), moved_from: None, before: Some(before.to_owned()), after }
    }
}
