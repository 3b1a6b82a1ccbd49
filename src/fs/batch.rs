//! Several files changed together: all of them, or none.
//!
//! Every new content is on the disk, under a temporary name, before the first file gets its own. What
//! then fails is taken back. Only sudden death between two names leaves some files new and some old;
//! each of them is whole.

use super::write::sync_folder;
use super::{FsError, Root, Step};
use crate::term::RepoPath;
use std::io;
use std::path::PathBuf;
use tempfile::NamedTempFile;

/// A change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit<'a> {
    /// The file.
    pub path: &'a RepoPath,
    /// What it holds now; `None` when it is not there.
    pub before: Option<&'a [u8]>,
    /// What it shall hold; `None` when it shall be gone.
    pub after: Option<&'a [u8]>,
}

/// A change whose new content is ready under a temporary name.
struct Ready<'e, 'a> {
    edit: &'e FileEdit<'a>,
    at: PathBuf,
    file: Option<NamedTempFile>,
}

impl Root {
    /// Makes all changes, in their order, or none: a file that is not what `before` says ends the
    /// matter before anything is written.
    pub fn apply(&self, edits: &[FileEdit<'_>]) -> Result<(), FsError> {
        for edit in edits {
            self.check_before(edit)?;
        }
        let ready: Result<Vec<_>, _> = edits.iter().map(|edit| self.ready(edit)).collect();
        let mut done = Vec::new();
        for ready in ready? {
            let edit = ready.edit;
            if let Err(error) = self.publish(ready) {
                self.take_back(&done);
                return Err(error);
            }
            done.push(edit);
        }
        Ok(())
    }

    fn check_before(&self, edit: &FileEdit<'_>) -> Result<(), FsError> {
        let path = edit.path;
        let Some(before) = edit.before else {
            let there = self.place(path.as_str())?.symlink_metadata().is_ok();
            return if there { Err(FsError::Exists { path: path.to_string() }) } else { Ok(()) };
        };
        match self.read(path, before.len() as u64) {
            Ok(bytes) if bytes == before => Ok(()),
            Ok(_) | Err(FsError::TooLarge { .. }) => {
                Err(FsError::Changed { path: path.to_string() })
            }
            Err(error) => Err(error),
        }
    }

    fn ready<'e, 'a>(&self, edit: &'e FileEdit<'a>) -> Result<Ready<'e, 'a>, FsError> {
        let at = self.place(edit.path.as_str())?;
        let Some(after) = edit.after else { return Ok(Ready { edit, at, file: None }) };
        let mode = match edit.before {
            Some(_) => Some(self.check_file(edit.path)?.permissions()),
            None => None,
        };
        let failed = |e: io::Error| FsError::from_io(edit.path.as_str(), "written", &e);
        let file = self.fill(&at, after, mode).map_err(failed)?;
        Ok(Ready { edit, at, file: Some(file) })
    }

    fn publish(&self, ready: Ready<'_, '_>) -> Result<(), FsError> {
        let Ready { edit, at, file } = ready;
        let failed = |e: io::Error| FsError::from_io(edit.path.as_str(), "written", &e);
        let Some(file) = file else {
            let removed = self.step(Step::Remove, &at).and_then(|()| std::fs::remove_file(&at));
            removed.map_err(|e| FsError::from_io(edit.path.as_str(), "removed", &e))?;
            sync_folder(&at);
            return Ok(());
        };
        self.step(Step::Publish, &at).map_err(failed)?;
        let published = match edit.before {
            Some(_) => file.persist(&at).map_err(|e| e.error),
            None => file.persist_noclobber(&at).map_err(|e| e.error),
        };
        published.map_err(failed)?;
        sync_folder(&at);
        Ok(())
    }

    /// Gives files back what they held; the disk has just failed, and may fail here too.
    fn take_back(&self, done: &[&FileEdit<'_>]) {
        for edit in done.iter().rev() {
            let _ = match (edit.before, edit.after) {
                (Some(before), Some(_)) => self.replace(edit.path, before),
                (Some(before), None) => self.create(edit.path, before),
                (None, _) => self.publish(Ready {
                    edit: &FileEdit { after: None, ..(*edit).clone() },
                    at: self.path.join(edit.path.as_str()),
                    file: None,
                }),
            };
        }
    }
}
