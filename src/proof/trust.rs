//! What is unusual about a history as a whole, so that nobody takes a thin story for a whole one.

use crate::verdict::Cut;

/// What was seen of the history as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trust {
    /// Where it is cut, each reason once.
    pub cuts: Vec<Cut>,
    /// Commits whose committer time lies before that of a parent: (child, parent), full ids.
    pub reversed: Vec<(String, String)>,
    /// Commits whose time lies outside the years 1970 to 9999, full ids.
    pub out_of_range: Vec<String>,
    /// Objects that the repository replaces by others, full ids (`refs/replace/`).
    pub replaced: Vec<String>,
    /// True when parents are replaced by a grafts file.
    pub grafted: bool,
    /// Files that records name or that are final records, and that differ from the commit judged.
    pub uncommitted: Vec<crate::term::RepoPath>,
}
