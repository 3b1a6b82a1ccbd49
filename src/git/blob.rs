//! Contents of files, as stored: no filter, no change of line ends.

use super::{BlobId, GitError, Repository};

/// Reads contents; one per thread, cheap to make.
pub struct BlobReader {
    repo: gix::Repository,
    partial: bool,
}

/// Content read under a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// All of it.
    Whole(Vec<u8>),
    /// It was not read because it has this many bytes.
    TooLarge(u64),
}

impl Repository {
    /// A reader of contents for the current thread.
    pub fn blobs(&self) -> BlobReader {
        BlobReader { repo: self.local_for_walks(), partial: self.is_partial() }
    }
}

impl BlobReader {
    /// The whole content of `id`.
    pub fn read(&self, id: &BlobId) -> Result<Vec<u8>, GitError> {
        let found = self.repo.try_find_object(id.0);
        let found = found.map_err(|e| GitError::damaged(format!("file content {id}"), e))?;
        let found = found.ok_or_else(|| self.missing(id))?;
        if found.kind != gix::objs::Kind::Blob {
            let what = format!("file content {id}");
            return Err(GitError::damaged(what, format!("it is a {}", found.kind)));
        }
        Ok(found.detach().data)
    }

    /// How many bytes `id` has, without reading them.
    pub fn size(&self, id: &BlobId) -> Result<u64, GitError> {
        let found = self.repo.try_find_header(id.0);
        let found = found.map_err(|e| GitError::damaged(format!("file content {id}"), e))?;
        found.map(|header| header.size()).ok_or_else(|| self.missing(id))
    }

    /// The content of `id`, unless it has more than `limit` bytes.
    pub fn read_up_to(&self, id: &BlobId, limit: u64) -> Result<Content, GitError> {
        match self.size(id)? {
            size if size > limit => Ok(Content::TooLarge(size)),
            _ => self.read(id).map(Content::Whole),
        }
    }

    fn missing(&self, id: &BlobId) -> GitError {
        GitError::Missing { kind: "file content", id: id.hex(), partial: self.partial }
    }
}
