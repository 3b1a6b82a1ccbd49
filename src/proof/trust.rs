//! What is unusual about a history as a whole, so that nobody takes a thin story for a whole one.

use super::anchor::AnchorStanding;
use crate::record::Record;
use crate::term::RepoPath;
use crate::verdict::Cut;
use std::collections::BTreeMap;

/// What was seen of the history as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Trust {
    /// Where it is cut, each reason once.
    pub cuts: Vec<Cut>,
    /// Why some tags or notes cannot be read, each reason once. They stand beside the commits and may
    /// have said who approved one; the story that the commits tell is whole without them.
    pub unread: Vec<Cut>,
    /// Commits whose committer time lies before that of a parent: (child, parent), full ids.
    pub reversed: Vec<(String, String)>,
    /// Commits whose time lies outside the years 1970 to 9999, full ids.
    pub out_of_range: Vec<String>,
    /// Objects that the repository replaces by others, full ids (`refs/replace/`).
    pub replaced: Vec<String>,
    /// True when parents are replaced by a grafts file.
    pub grafted: bool,
    /// Files of the working tree that final records are or rest on, and how they differ from the
    /// commit judged; empty when a commit or the index is looked at.
    pub uncommitted: BTreeMap<RepoPath, Uncommitted>,
    /// Anchor lines that records hold, as written.
    pub anchors: BTreeMap<String, AnchorStanding>,
}

/// How a file of the working tree stands to the commit judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Uncommitted {
    /// The commit does not hold it.
    Absent,
    /// The commit holds another content; line ends do not count.
    Differs,
}

/// True when others rest on what a record says: it is final, or says that a change was made.
pub fn is_relied_on(record: &Record) -> bool {
    const MADE: &str = "implemented";
    let machine = &record.spec.machine;
    machine.is_settled(record.status())
        || (machine.states.contains(&MADE) && record.is_from(MADE) && !record.is_ended())
}
