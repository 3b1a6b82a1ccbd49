//! What history answers: documents, their revisions, and where the story is cut.

use crate::git::{BlobId, CommitId, CommitMeta, GitError, OddDates};
use crate::term::RepoPath;
use crate::verdict::Cut;
use std::sync::Arc;

/// Reads one version of a file as a document.
///
/// History knows no record format; whoever asks brings the reader.
pub trait DocumentReader: Sync {
    /// What a reader makes of a version; kept once per content.
    type Facts: Send + Sync;

    /// True when a file at `path` can be a document; others are followed without being read.
    fn wants(&self, path: &RepoPath) -> bool;

    /// What the reader holds already of the version with this content; `None` when it has to be read.
    fn known(&self, _path: &RepoPath, _blob: BlobId) -> Option<Seen<Self::Facts>> {
        None
    }

    /// Ids that the version says it bore earlier, so that it is followed under them too.
    fn previous_ids<'f>(&self, _facts: &'f Self::Facts) -> &'f [String] {
        &[]
    }

    /// Reads the content of a version; `None` when it is no document.
    fn read(&self, path: &RepoPath, content: &[u8]) -> Option<Seen<Self::Facts>>;
}

/// What a reader saw in one version.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seen<F> {
    /// The record's id, by which it is followed first.
    pub id: Option<String>,
    /// Paths under which the document stood earlier, as it says itself.
    pub previous_paths: Vec<RepoPath>,
    /// Whatever the reader wants to keep of the version.
    pub facts: F,
}

/// Follows files as files: no ids, nothing read.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainFiles;

impl DocumentReader for PlainFiles {
    type Facts = ();

    fn wants(&self, _: &RepoPath) -> bool {
        false
    }

    fn read(&self, _: &RepoPath, _: &[u8]) -> Option<Seen<()>> {
        None
    }
}

/// What is asked of history.
#[derive(Clone, Debug)]
pub struct Question {
    /// The commit from which to look back.
    pub tip: CommitId,
    /// Files and folders, with `/`; an empty path is the whole tree.
    pub paths: Vec<String>,
    /// Record ids; found anywhere in the tree.
    pub ids: Vec<String>,
    /// Whether to count added and removed lines.
    pub count_lines: bool,
}

/// The documents that were asked for.
#[derive(Debug)]
pub struct History<F> {
    /// The commit from which was looked back.
    pub tip: CommitId,
    /// How many commits were walked.
    pub commits: usize,
    /// Commits whose dates cannot be taken as they stand.
    pub odd_dates: OddDates,
    /// False when any part of the answer is cut.
    pub complete: bool,
    /// Why, each reason once.
    pub cuts: Vec<Cut>,
    /// By path, then by newest revision.
    pub documents: Vec<Document<F>>,
    /// Ids that two files share at one commit; their stories are kept apart.
    pub clashes: Vec<IdClash>,
    /// Ids that were asked for and found nowhere.
    pub unknown_ids: Vec<String>,
}

/// A document through its revisions.
#[derive(Debug)]
pub struct Document<F> {
    /// The record's id in its newest version that has one.
    pub id: Option<String>,
    /// Where it stands, or stood last.
    pub path: RepoPath,
    /// Its content at the tip, which need not be that of the newest revision: a merge may leave the
    /// younger of two sides behind. `None` when it was removed.
    pub blob: Option<BlobId>,
    /// True when the tip does not hold it any more.
    pub removed: bool,
    /// The merge that lost it by taking the side that never had it, which git shows as no change;
    /// `None` when it stands, and when a commit removed it.
    pub dropped_by: Option<Arc<CommitMeta>>,
    /// How it was followed; the weakest way that was needed.
    pub followed_by: FollowedBy,
    /// False when the story is cut.
    pub complete: bool,
    /// Where the story is cut.
    pub cuts: Vec<DocumentCut>,
    /// Newest first.
    pub revisions: Vec<Revision<F>>,
}

impl<F> Document<F> {
    /// The revision that removed it; `None` when it stands, and when it was begun again after every
    /// removal and then dropped by a merge, which leaves no revision.
    pub fn removal(&self) -> Option<&Revision<F>> {
        let held = |revision: &Revision<F>| {
            revision.parents.iter().any(|side| side.previous_blob.is_some())
        };
        let mut since = self.revisions.iter().filter(|_| self.removed);
        let end = since.find(|revision| revision.blob.is_none() || !held(revision))?;
        end.blob.is_none().then_some(end)
    }
}

/// A place at which a document's story is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentCut {
    /// The commit at which it is cut.
    pub commit: CommitId,
    /// The content that the document has there, when it is known.
    pub blob: Option<BlobId>,
    /// What is not there, and what mends it.
    pub cut: Cut,
}

/// How the parts of a story were joined, from the strongest way to the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FollowedBy {
    /// Every version bears the record's id, or one that it says it bore earlier.
    Id,
    /// It stood at one path.
    Path,
    /// A move was recognised by similar content.
    Similarity,
    /// The document itself names an earlier path.
    PreviousPaths,
}

impl FollowedBy {
    /// The word people and machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Path => "path",
            Self::Similarity => "similarity",
            Self::PreviousPaths => "previous_paths",
        }
    }
}

/// A commit in which a document's path or content differs from those in every parent.
#[derive(Debug)]
pub struct Revision<F> {
    /// The commit.
    pub commit: Arc<CommitMeta>,
    /// Where the document stands after it; where it stood, when it was removed.
    pub path: RepoPath,
    /// Its content; `None` when it was removed.
    pub blob: Option<BlobId>,
    /// Lines added against the first parent; `None` for binary or unread content.
    pub added: Option<u32>,
    /// Lines removed against the first parent.
    pub removed: Option<u32>,
    /// What changed against each parent, in their order; empty for a commit without parents.
    pub parents: Vec<ParentChange>,
    /// What the reader saw in this version.
    pub seen: Option<Arc<Seen<F>>>,
}

impl<F> Revision<F> {
    /// False when the content is that of some parent: only the path changed, or a merge joined
    /// one side's move with the other side's text.
    pub fn changes_content(&self) -> bool {
        self.blob.is_none() || !self.parents.iter().any(|side| side.previous_blob == self.blob)
    }
}

/// What changed against one parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParentChange {
    /// The parent.
    pub commit: CommitId,
    /// What happened.
    pub change: Change,
    /// The path in the parent, when it was another.
    pub previous_path: Option<RepoPath>,
    /// The content in the parent.
    pub previous_blob: Option<BlobId>,
    /// For a move that similarity recognised, how alike the contents are, in per cent.
    pub similarity: Option<u8>,
}

/// What happened to a document against one parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The parent does not hold it.
    Added,
    /// Other content at the same path.
    Modified,
    /// Another path.
    Renamed,
    /// The commit does not hold it any more.
    Removed,
}

impl Change {
    /// The word people and machines read.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Modified => "modified",
            Self::Renamed => "renamed",
            Self::Removed => "removed",
        }
    }
}

/// An id that two files share at one commit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdClash {
    /// The id.
    pub id: String,
    /// A commit that holds both.
    pub commit: CommitId,
    /// The two paths, sorted.
    pub paths: [RepoPath; 2],
}

/// Why history could not be told at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// Git could not be asked.
    #[error(transparent)]
    Git(#[from] GitError),
}
