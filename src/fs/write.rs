//! New files whole or not at all, old files replaced in one step.
//!
//! The content goes to a temporary file in the same folder, to the disk, and then gets its name, so
//! sudden death leaves the old state or the new one and at worst a file `.pirctl-*.tmp`.

use super::{FsError, Root, Step};
use crate::term::RepoPath;
use std::fs::{File, Permissions};
use std::io::{self, Write};
use std::path::Path;
use tempfile::{Builder, NamedTempFile};

impl Root {
    /// Makes the new file `path` with `bytes`, and its folders; never replaces anything.
    pub fn create(&self, path: &RepoPath, bytes: &[u8]) -> Result<(), FsError> {
        self.create_with(path, bytes, None)
    }

    /// The same for a script: whoever may read it may run it.
    pub fn create_script(&self, path: &RepoPath, bytes: &[u8]) -> Result<(), FsError> {
        self.create_with(path, bytes, runnable())
    }

    /// Removes the file `path`, which must be there.
    pub fn remove(&self, path: &RepoPath) -> Result<(), FsError> {
        let at = self.place(path.as_str())?;
        self.check_file(path)?;
        let removed = std::fs::remove_file(&at);
        removed.map_err(|error| FsError::from_io(path.as_str(), "removed", &error))
    }

    fn create_with(
        &self,
        path: &RepoPath,
        bytes: &[u8],
        mode: Option<Permissions>,
    ) -> Result<(), FsError> {
        let at = self.place(path.as_str())?;
        self.make_folder(path.parent())?;
        if at.symlink_metadata().is_ok() {
            return Err(FsError::Exists { path: path.to_string() });
        }
        let failed = |e: io::Error| FsError::from_io(path.as_str(), "written", &e);
        let file = self.fill(&at, bytes, mode).map_err(failed)?;
        self.step(Step::Publish, &at).map_err(failed)?;
        file.persist_noclobber(&at).map_err(|e| failed(e.error))?;
        sync_folder(&at);
        Ok(())
    }

    /// Gives the file `path`, which must be there, the content `bytes` in one step; keeps its mode.
    pub fn replace(&self, path: &RepoPath, bytes: &[u8]) -> Result<(), FsError> {
        let at = self.place(path.as_str())?;
        let seen = self.check_file(path)?;
        let failed = |e: io::Error| FsError::from_io(path.as_str(), "written", &e);
        let file = self.fill(&at, bytes, Some(seen.permissions())).map_err(failed)?;
        self.step(Step::Publish, &at).map_err(failed)?;
        file.persist(&at).map_err(|e| failed(e.error))?;
        sync_folder(&at);
        Ok(())
    }

    /// Gives the file `path`, whether it is there or not, the content `bytes` in one step, for the
    /// owner alone. The disk is not waited for: only for what is checked when it is read.
    pub fn put(&self, path: &RepoPath, bytes: &[u8]) -> Result<(), FsError> {
        let at = self.place(path.as_str())?;
        let failed = |e: io::Error| FsError::from_io(path.as_str(), "written", &e);
        self.step(Step::Make, &at).map_err(failed)?;
        let mut file = private(at.parent().unwrap_or(&self.path)).map_err(failed)?;
        self.step(Step::Write, &at).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        self.step(Step::Publish, &at).map_err(failed)?;
        file.persist(&at).map_err(|e| failed(e.error))?;
        Ok(())
    }

    /// True when the root can be written to, belongs to whoever runs this, and nobody else may
    /// write to it.
    pub fn is_own(&self) -> bool {
        let made = self.step(Step::Make, &self.path).and_then(|()| private(&self.path));
        made.is_ok_and(|probe| is_own(&self.path, &probe))
    }

    /// Makes the folder `path` and those above it, where they are missing.
    pub fn make_folder(&self, path: &str) -> Result<(), FsError> {
        self.place(path)?;
        let mut at = self.path.clone();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            at.push(part);
            match self.look(&at) {
                Ok(seen) if seen.is_dir() => {}
                Ok(seen) if seen.is_symlink() => {
                    return Err(FsError::Link { path: self.shown(&at) });
                }
                Ok(_) => return Err(FsError::NotAFolder { path: self.shown(&at) }),
                Err(FsError::NotFound { .. }) => self.make_one(&at)?,
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    fn make_one(&self, at: &Path) -> Result<(), FsError> {
        let made = self.step(Step::Make, at).and_then(|()| std::fs::create_dir(at));
        match made {
            // Somebody else was faster; what matters is that it is there.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(FsError::from_io(&self.shown(at), "made", &error)),
            Ok(()) => Ok(()),
        }
    }

    /// A temporary file beside `at` with the whole content on the disk.
    pub(super) fn fill(
        &self,
        at: &Path,
        bytes: &[u8],
        mode: Option<Permissions>,
    ) -> io::Result<NamedTempFile> {
        self.step(Step::Make, at)?;
        let folder = at.parent().unwrap_or(&self.path);
        let mut file = temporary(folder)?;
        self.step(Step::Write, at)?;
        file.write_all(bytes)?;
        if let Some(mode) = mode {
            file.as_file().set_permissions(mode)?;
        }
        self.step(Step::Sync, at)?;
        file.as_file().sync_all()?;
        Ok(file)
    }
}

#[cfg(unix)]
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    // A usual file: readable as the user's umask has it, not for the owner alone.
    let usual = Permissions::from_mode(0o666);
    Builder::new().prefix(".pirctl-").suffix(".tmp").permissions(usual).tempfile_in(folder)
}

#[cfg(not(unix))]
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    Builder::new().prefix(".pirctl-").suffix(".tmp").tempfile_in(folder)
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere there is no such mode")]
fn runnable() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn runnable() -> Option<Permissions> {
    None
}

/// A temporary file for the owner alone.
fn private(folder: &Path) -> io::Result<NamedTempFile> {
    Builder::new().prefix(".pirctl-").suffix(".tmp").tempfile_in(folder)
}

/// A file that was just made belongs to whoever made it.
#[cfg(unix)]
fn is_own(folder: &Path, probe: &NamedTempFile) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(folder), Ok(probe)) = (folder.metadata(), probe.as_file().metadata()) else {
        return false;
    };
    folder.uid() == probe.uid() && folder.mode() & 0o022 == 0
}

#[cfg(not(unix))]
fn is_own(_: &Path, _: &NamedTempFile) -> bool {
    true
}

/// Makes the new name durable; where a folder cannot be synced the name is still right.
pub(super) fn sync_folder(file: &Path) {
    if let Some(folder) = file.parent().and_then(|folder| File::open(folder).ok()) {
        folder.sync_all().unwrap_or_default();
    }
}
