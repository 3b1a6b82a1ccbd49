//! Files below one root folder: read without following links, created whole, replaced at once.
//!
//! Every path is relative to a [`Root`] and stays below it: a component that is a symbolic link, at
//! any level, ends the matter, also when it would lead back inside. What is checked is what stands
//! there when it is looked at: a read compares the opened file with the one that was checked, but a
//! **folder** that somebody swaps for a link in the middle of a call is not noticed, and neither is
//! a file swapped for a link between a walk and [`Root::read_walked`]. Whoever can do that writes to
//! the working tree already. The folders above the root are the user's own and may be links.
//!
//! Nothing here knows what a record is; nothing is written unless a caller says create or replace.

mod batch;
mod error;
mod read;
mod walk;
mod write;

pub use batch::FileEdit;
pub use error::FsError;
pub use walk::{EntryKind, Walk, Walked};

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder below which files are read and written; cheap to clone.
#[derive(Clone)]
pub struct Root {
    path: PathBuf,
    faults: Option<Arc<Faults>>,
}

/// What the disk is about to be asked; tests make a step fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// List a folder.
    List,
    /// Open and read a file.
    Read,
    /// Make a folder or a temporary file.
    Make,
    /// Write the content.
    Write,
    /// Force the content to the disk.
    Sync,
    /// Give the whole file its name.
    Publish,
    /// Take a file away.
    Remove,
}

/// Decides, before a step is taken at a path, whether it fails.
pub type Faults = dyn Fn(Step, &Path) -> io::Result<()> + Send + Sync;

impl Root {
    /// The root at `folder`, which must be there.
    pub fn open(folder: &Path) -> Result<Self, FsError> {
        let shown = folder.display().to_string();
        let path = folder.canonicalize().map_err(|e| FsError::from_io(&shown, "opened", &e))?;
        if !path.is_dir() {
            return Err(FsError::NotAFolder { path: shown });
        }
        Ok(Self { path, faults: None })
    }

    /// The same root on a disk that fails where `faults` says so.
    pub fn with_faults(mut self, faults: Arc<Faults>) -> Self {
        self.faults = Some(faults);
        self
    }

    /// The folder itself, links above it resolved.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn step(&self, step: Step, at: &Path) -> io::Result<()> {
        self.faults.as_ref().map_or(Ok(()), |faults| faults(step, at))
    }
}

impl std::fmt::Debug for Root {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Root").field(&self.path).finish()
    }
}

#[cfg(test)]
mod tests;
