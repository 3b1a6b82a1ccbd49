//! Contents of files of a snapshot, one by one or many in parallel.

use super::{PathKind, Snapshot, SourceError, SourceFile, Store};
use crate::fs::FsError;
use crate::git::{BlobId, BlobReader, Content};
use crate::term::RepoPath;
use rayon::prelude::*;

/// Reads files of a snapshot; one per thread, cheap to make.
pub struct Reader<'a> {
    snapshot: &'a Snapshot,
    blobs: Option<BlobReader>,
}

/// Files that a thread takes at once: a reader of git objects warms up.
const STRETCH: usize = 64;

impl Snapshot {
    /// The content of the regular file `path`, unless it has more than `limit` bytes.
    pub fn read(&self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, SourceError> {
        self.reader().read(path, limit)
    }

    /// A reader for the current thread.
    pub fn reader(&self) -> Reader<'_> {
        let blobs = match &self.store {
            Store::Disk(_) => None,
            Store::Index(repo) | Store::Commit(repo, _) => Some(repo.blobs()),
        };
        Reader { snapshot: self, blobs }
    }

    /// Reads every path and gives what `f` makes of each, in the order of `paths`, in parallel.
    pub fn read_many<T: Send>(
        &self,
        paths: &[RepoPath],
        limit: u64,
        f: impl Fn(&RepoPath, Result<Vec<u8>, SourceError>) -> T + Sync,
    ) -> Vec<T> {
        let one = |reader: &mut Reader<'_>, path: &RepoPath| f(path, reader.read(path, limit));
        paths.par_iter().with_min_len(STRETCH).map_init(|| self.reader(), one).collect()
    }
}

impl Reader<'_> {
    /// The content of the regular file `path`, unless it has more than `limit` bytes.
    pub fn read(&self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, SourceError> {
        if let Some(bytes) = self.snapshot.overlay.get(path) {
            return within(path, bytes.len() as u64, limit).map(|()| bytes.to_vec());
        }
        if let Ok(at) = self.snapshot.position(path) {
            return self.read_known(&self.snapshot.known[at], limit);
        }
        if self.snapshot.is_folder(path) {
            return Err(not_a_file(path, PathKind::Folder));
        }
        match self.snapshot.look_up(path)? {
            Some(file) => self.read_found(&file, limit),
            None => Err(FsError::NotFound { path: path.to_string() }.into()),
        }
    }

    /// A file that was listed; on the disk its folders were looked at then.
    fn read_known(&self, file: &SourceFile, limit: u64) -> Result<Vec<u8>, SourceError> {
        match (&self.snapshot.store, file.kind) {
            (Store::Disk(disk), PathKind::File) => Ok(disk.read_walked(&file.path, limit)?),
            _ => self.read_found(file, limit),
        }
    }

    /// A file that was looked up.
    fn read_found(&self, file: &SourceFile, limit: u64) -> Result<Vec<u8>, SourceError> {
        if file.kind != PathKind::File {
            return Err(not_a_file(&file.path, file.kind));
        }
        match (&self.snapshot.store, &file.blob) {
            (Store::Disk(disk), _) => Ok(disk.read(&file.path, limit)?),
            (_, Some(blob)) => self.read_blob(&file.path, blob, limit),
            (_, None) => Err(FsError::NotFound { path: file.path.to_string() }.into()),
        }
    }

    fn read_blob(
        &self,
        path: &RepoPath,
        blob: &BlobId,
        limit: u64,
    ) -> Result<Vec<u8>, SourceError> {
        let blobs = self.blobs.as_ref().expect("a face that git keeps has a reader of contents");
        match blobs.read_up_to(blob, limit) {
            Ok(Content::Whole(bytes)) => Ok(bytes),
            Ok(Content::TooLarge(size)) => within(path, size, limit).map(|()| Vec::new()),
            Err(error) => Err(SourceError::Content { path: path.to_string(), error }),
        }
    }
}

fn within(path: &RepoPath, size: u64, limit: u64) -> Result<(), SourceError> {
    if size <= limit {
        return Ok(());
    }
    Err(FsError::TooLarge { path: path.to_string(), size, limit }.into())
}

fn not_a_file(path: &RepoPath, kind: PathKind) -> SourceError {
    let path = path.to_string();
    let error = match kind {
        PathKind::Link => FsError::Link { path },
        PathKind::Folder => FsError::NotAFile { path, what: "a folder" },
        PathKind::Other | PathKind::File => {
            FsError::NotAFile { path, what: "a special file or another repository" }
        }
    };
    error.into()
}
