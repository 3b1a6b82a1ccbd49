//! One walk over a folder: every name below it, sorted, links not followed.

use super::{FsError, Root, Step};
use crate::term::RepoPath;
use std::path::Path;
use walkdir::{DirEntry, WalkDir};

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, whatever it leads to.
    Link,
    /// A pipe, socket or device.
    Special,
}

impl EntryKind {
    pub(super) fn of(kind: std::fs::FileType) -> Self {
        if kind.is_symlink() {
            Self::Link
        } else if kind.is_dir() {
            Self::Folder
        } else if kind.is_file() {
            Self::File
        } else {
            Self::Special
        }
    }
}

/// A name found by a walk; folders are not listed themselves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Walked {
    /// Where, relative to the root.
    pub path: RepoPath,
    /// What it is.
    pub kind: EntryKind,
}

/// What a walk found.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// Everything but folders, sorted by path.
    pub entries: Vec<Walked>,
    /// Folders that hold a repository of their own and were left alone, sorted.
    pub nested: Vec<RepoPath>,
    /// What could not be listed or named, sorted by path.
    pub troubles: Vec<FsError>,
}

impl Root {
    /// Walks the folder `under` (empty for the root): `.git` and repositories inside are left out.
    ///
    /// Trouble with one folder ends the walk of that folder only.
    pub fn walk(&self, under: &str) -> Walk {
        let mut walk = Walk::default();
        match self.place(under) {
            Ok(start) => self.walk_from(&start, &mut walk),
            Err(error) => walk.troubles.push(error),
        }
        walk.entries.sort_unstable();
        walk.nested.sort_unstable();
        walk.troubles.sort_by(|a, b| a.path().cmp(b.path()));
        walk
    }

    fn walk_from(&self, start: &Path, walk: &mut Walk) {
        let mut names = WalkDir::new(start).min_depth(1).follow_root_links(false).into_iter();
        while let Some(next) = names.next() {
            match next {
                Ok(entry) if self.is_left_out(&entry, walk) => {
                    if entry.file_type().is_dir() {
                        names.skip_current_dir();
                    }
                }
                Ok(entry) => self.add(&entry, walk),
                Err(error) => walk.troubles.push(self.listing_failed(start, error)),
            }
        }
    }

    /// True for what is not looked into: git's own, other repositories, names that are no text.
    fn is_left_out(&self, entry: &DirEntry, walk: &mut Walk) -> bool {
        if entry.file_name() == ".git" {
            return true;
        }
        let Some(path) = self.relative(entry.path()) else {
            walk.troubles.push(FsError::NameNotUtf8 { path: self.shown(entry.path()) });
            return true;
        };
        if !entry.file_type().is_dir() {
            return false;
        }
        if let Err(error) = self.step(Step::List, entry.path()) {
            walk.troubles.push(FsError::from_io(path, "listed", &error));
            return true;
        }
        let is_repository = entry.path().join(".git").symlink_metadata().is_ok();
        if is_repository {
            walk.nested.push(RepoPath::new(path));
        }
        is_repository
    }

    fn add(&self, entry: &DirEntry, walk: &mut Walk) {
        let kind = EntryKind::of(entry.file_type());
        if let (Some(path), true) = (self.relative(entry.path()), kind != EntryKind::Folder) {
            walk.entries.push(Walked { path: RepoPath::new(path), kind });
        }
    }

    fn relative<'a>(&self, at: &'a Path) -> Option<&'a str> {
        at.strip_prefix(&self.path).ok()?.to_str()
    }

    fn listing_failed(&self, start: &Path, error: walkdir::Error) -> FsError {
        let path = self.shown(error.path().unwrap_or(start));
        let path = if path.is_empty() { ".".to_owned() } else { path };
        match error.into_io_error() {
            Some(error) => FsError::from_io(&path, "listed", &error),
            None => FsError::Io { path, doing: "listed", reason: "it contains itself".into() },
        }
    }
}
