//! Reads of regular files; no link is followed below the root.

use super::{EntryKind, FsError, Root, Step};
use crate::term::RepoPath;
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

impl Root {
    /// The content of the regular file `path`, every component checked, unless it has more than
    /// `limit` bytes.
    pub fn read(&self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, FsError> {
        let seen = self.check_file(path)?;
        self.read_at(path, limit, Some(&seen))
    }

    /// The content of a file that [`Root::walk`] has just listed: only the file itself is checked.
    ///
    /// Ten thousand files are read this way, one open each.
    pub fn read_walked(&self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, FsError> {
        self.read_at(path, limit, None)
    }

    /// What stands at `path`; `None` when nothing does or a folder on the way is a link.
    pub fn kind(&self, path: &RepoPath) -> Result<Option<EntryKind>, FsError> {
        match self.check(path) {
            Ok(seen) => Ok(Some(EntryKind::of(seen.file_type()))),
            Err(FsError::NotFound { .. } | FsError::Link { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The place of `path` on the disk, when it consists of plain names.
    pub(super) fn place(&self, path: &str) -> Result<PathBuf, FsError> {
        let plain = Path::new(path).components().all(|c| matches!(c, Component::Normal(_)));
        if !plain || path.contains('\0') {
            return Err(FsError::Outside { path: path.to_owned() });
        }
        Ok(self.path.join(path))
    }

    /// Looks at every component and refuses what is no regular file.
    pub(super) fn check_file(&self, path: &RepoPath) -> Result<Metadata, FsError> {
        let seen = self.check(path)?;
        refuse_unless_file(path, &seen).map(|()| seen)
    }

    /// Looks at every component; the last one's metadata, or what stands in the way.
    fn check(&self, path: &RepoPath) -> Result<Metadata, FsError> {
        let whole = self.place(path.as_str())?;
        let mut at = self.path.clone();
        for part in path.parent().split('/').filter(|part| !part.is_empty()) {
            at.push(part);
            let seen = self.look(&at)?;
            if seen.is_symlink() {
                return Err(FsError::Link { path: self.shown(&at) });
            }
            if !seen.is_dir() {
                return Err(FsError::NotFound { path: path.to_string() });
            }
        }
        self.look(&whole)
    }

    pub(super) fn look(&self, at: &Path) -> Result<Metadata, FsError> {
        at.symlink_metadata().map_err(|e| FsError::from_io(&self.shown(at), "read", &e))
    }

    /// A place on the disk as people see it: relative to the root.
    pub(super) fn shown(&self, at: &Path) -> String {
        at.strip_prefix(&self.path).unwrap_or(at).display().to_string()
    }

    fn read_at(
        &self,
        path: &RepoPath,
        limit: u64,
        seen: Option<&Metadata>,
    ) -> Result<Vec<u8>, FsError> {
        let at = self.place(path.as_str())?;
        let failed = |e: std::io::Error| FsError::from_io(path.as_str(), "read", &e);
        self.step(Step::Read, &at).map_err(failed)?;
        let file = File::open(&at).map_err(failed)?;
        let opened = file.metadata().map_err(failed)?;
        refuse_unless_file(path, &opened)?;
        if seen.is_some_and(|seen| !is_same(seen, &opened)) {
            return Err(FsError::Link { path: path.to_string() });
        }
        let too_large = |size| FsError::TooLarge { path: path.to_string(), size, limit };
        if opened.len() > limit {
            return Err(too_large(opened.len()));
        }
        let expected = usize::try_from(opened.len()).unwrap_or_default();
        let mut bytes = Vec::with_capacity(expected + 1);
        // A file that grows while it is read is held to the limit all the same.
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
        match bytes.len() as u64 {
            size if size > limit => Err(too_large(size)),
            _ => Ok(bytes),
        }
    }
}

fn refuse_unless_file(path: &RepoPath, seen: &Metadata) -> Result<(), FsError> {
    let path = path.to_string();
    match EntryKind::of(seen.file_type()) {
        EntryKind::File => Ok(()),
        EntryKind::Link => Err(FsError::Link { path }),
        EntryKind::Folder => Err(FsError::NotAFile { path, what: "a folder" }),
        EntryKind::Special => Err(FsError::NotAFile { path, what: "a special file" }),
    }
}

/// True when both speak of one file: a link put there in between leads to another.
#[cfg(unix)]
fn is_same(seen: &Metadata, opened: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (seen.dev(), seen.ino()) == (opened.dev(), opened.ino())
}

/// Without file numbers the check before opening has to do.
#[cfg(not(unix))]
fn is_same(_seen: &Metadata, _opened: &Metadata) -> bool {
    true
}
