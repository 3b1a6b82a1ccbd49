//! Contents of files, as stored: no filter, no change of line ends.

use super::object::ObjectReader;
use super::{BlobId, GitError, Repository};
use gix::objs::Kind;
use std::rc::Rc;

/// Reads contents; one per thread, cheap to make.
pub struct BlobReader {
    objects: ObjectReader,
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
        BlobReader { objects: self.objects() }
    }
}

impl BlobReader {
    /// The whole content of `id`.
    pub fn read(&self, id: &BlobId) -> Result<Vec<u8>, GitError> {
        self.read_shared(id).map(Rc::unwrap_or_clone)
    }

    /// The whole content of `id`, which the reader may keep too.
    pub fn read_shared(&self, id: &BlobId) -> Result<Rc<Vec<u8>>, GitError> {
        let found = self.objects.read(&id.0);
        let found = found.map_err(|e| GitError::damaged(format!("file content {id}"), e))?;
        let (kind, bytes) = found.ok_or_else(|| self.missing(id))?;
        only_blob(id, kind).map(|()| bytes)
    }

    /// How many bytes `id` has, without reading them.
    pub fn size(&self, id: &BlobId) -> Result<u64, GitError> {
        let found = self.objects.repo.try_find_header(id.0);
        self.objects.note(matches!(found, Ok(Some(_))));
        let found = found.map_err(|e| GitError::damaged(format!("file content {id}"), e))?;
        found.map(|header| header.size()).ok_or_else(|| self.missing(id))
    }

    /// The content of `id`, unless it has more than `limit` bytes.
    pub fn read_up_to(&self, id: &BlobId, limit: u64) -> Result<Content, GitError> {
        match self.share_up_to(id, limit)? {
            Ok(bytes) => Ok(Content::Whole(Rc::unwrap_or_clone(bytes))),
            Err(size) => Ok(Content::TooLarge(size)),
        }
    }

    /// The content of `id`, which the reader may keep too; its size when that is above `limit`.
    pub fn share_up_to(
        &self,
        id: &BlobId,
        limit: u64,
    ) -> Result<Result<Rc<Vec<u8>>, u64>, GitError> {
        // Packs never give very large contents, so most need not be asked for their size first.
        let (kind, bytes) = match self.objects.read_packed(&id.0) {
            Some(found) => found,
            None => match self.size(id)? {
                size if size > limit => return Ok(Err(size)),
                _ => (Kind::Blob, self.read_shared(id)?),
            },
        };
        only_blob(id, kind)?;
        let size = bytes.len() as u64;
        Ok(if size > limit { Err(size) } else { Ok(bytes) })
    }

    fn missing(&self, id: &BlobId) -> GitError {
        let partial = self.objects.partial;
        GitError::Missing { kind: "file content", id: id.hex(), partial }
    }
}

fn only_blob(id: &BlobId, kind: Kind) -> Result<(), GitError> {
    if kind == Kind::Blob {
        return Ok(());
    }
    Err(GitError::damaged(format!("file content {id}"), format!("it is a {kind}")))
}
