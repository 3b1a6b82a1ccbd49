//! Notes that were added to commits after they were made (`git notes --ref=NAME`).

use super::trailer::parse_trailers;
use super::{CommitId, Content, GitError, Repository};
use std::collections::BTreeMap;

/// What notes say of commits: trailers in their order, by commit.
pub type CommitNotes = BTreeMap<CommitId, Vec<(String, String)>>;

/// A note is read up to this size, in bytes.
const NOTE_LIMIT: u64 = 64 * 1024;

impl Repository {
    /// The trailers of all notes under `refs/notes/NAME`; none when there is no such list.
    ///
    /// A note that is no text, or larger than 64 KiB, says nothing.
    pub fn notes(&self, name: &str) -> Result<CommitNotes, GitError> {
        let reference = format!("refs/notes/{name}");
        let repo = self.local();
        let known = repo.try_find_reference(&reference);
        if known.map_err(|e| GitError::damaged(&reference, e))?.is_none() {
            return Ok(CommitNotes::new());
        }
        let (blobs, mut found) = (self.blobs(), CommitNotes::new());
        for file in self.tree_files(&self.resolve(&reference)?, "")? {
            // Git spreads many notes over folders: the path without its slashes is the id.
            let Some(commit) = CommitId::parse(&file.path.as_str().replace('/', "")) else {
                continue;
            };
            let Content::Whole(bytes) = blobs.read_up_to(&file.blob, NOTE_LIMIT)? else { continue };
            if let Ok(text) = String::from_utf8(bytes) {
                // The first paragraph of a message is its title; a note has none.
                let trailers = parse_trailers(&format!("note\n\n{text}"));
                found.entry(commit).or_default().extend(trailers);
            }
        }
        Ok(found)
    }
}
