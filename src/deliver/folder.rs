//! A folder of our own, swapped in whole: the old site or bundle or the new one, never half of either.

use crate::bag;
use crate::emit::{MANIFEST, MANIFEST_SCHEMA};
use crate::fs::{FsError, Root};
use crate::session::Failure;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Why a site was not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliverError {
    /// There is something in the folder that we did not make.
    #[error("`{folder}` holds files that are not {what} of ours")]
    NotOurs {
        /// The folder, as the user wrote it.
        folder: String,
        /// What it should hold.
        what: &'static str,
    },
    /// The name is taken by something that is no folder.
    #[error("`{folder}` is no folder")]
    NotAFolder {
        /// The name, as the user wrote it.
        folder: String,
    },
    /// The disk said no.
    #[error("`{folder}` could not be {doing}: {reason}")]
    Io {
        /// The folder, as the user wrote it.
        folder: String,
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        reason: String,
    },
    /// A file could not be written.
    #[error(transparent)]
    File(#[from] FsError),
}

impl DeliverError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::NotOurs { .. } | Self::NotAFolder { .. } => {
                "name a new or empty folder, or one that an earlier run of this command wrote"
                    .into()
            }
            Self::Io { .. } => {
                "check that the folder above it exists and is writable for you".into()
            }
            Self::File(error) => error.hint().into(),
        }
    }
}

impl From<DeliverError> for Failure {
    fn from(error: DeliverError) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

/// What a folder of ours holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// The evidence site.
    Site,
    /// A bundle.
    Bundle,
}

impl Content {
    const fn word(self) -> &'static str {
        match self {
            Self::Site => "a site",
            Self::Bundle => "a bundle",
        }
    }

    /// True when the folder itself says that we made it.
    fn is_in(self, folder: &Path) -> bool {
        match self {
            Self::Site => is_site(folder),
            Self::Bundle => is_bundle(folder),
        }
    }
}

/// Lets `fill` write into `folder`, which must be new, empty or hold such content of ours.
///
/// The files go to a folder beside it first; then the two change places. When the program dies in
/// between, what it leaves is `.NAME.pirctl-new` or `.NAME.pirctl-old`; the next run gives the old
/// content its name back before anything else, and clears the rest.
pub fn write_folder<T, E: From<DeliverError>>(
    folder: &Path,
    content: Content,
    fill: impl FnOnce(&NewFolder<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let place = Place::of(folder, content)?;
    place.restore()?;
    place.check(folder)?;
    place.clear(&place.fresh)?;
    let made = NewFolder::begin(&place).map_err(E::from).and_then(|new| fill(&new));
    if made.is_err() {
        // What was written so far is of no use to anybody.
        let _ = std::fs::remove_dir_all(&place.fresh);
    }
    let made = made?;
    place.swap()?;
    Ok(made)
}

/// A folder that has not got its name yet; files are written from any thread.
pub struct NewFolder<'p> {
    place: &'p Place,
    root: Root,
    folders: Mutex<BTreeSet<String>>,
}

impl<'p> NewFolder<'p> {
    fn begin(place: &'p Place) -> Result<Self, DeliverError> {
        std::fs::create_dir(&place.fresh).map_err(place.failed("made"))?;
        let root = Root::open(&place.fresh)?;
        Ok(Self { place, root, folders: Mutex::default() })
    }

    /// Writes one file, and makes the folder that it stands in.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), DeliverError> {
        // One after the other: threads that make files in one folder only wait for each other.
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((folder, _)) = path.rsplit_once('/')
            && !folders.contains(folder)
        {
            self.root.make_folder(folder)?;
            folders.insert(folder.to_owned());
        }
        // The whole folder gets its name at once; no file needs that for itself.
        let written = std::fs::write(self.place.fresh.join(path), bytes);
        written.map_err(self.place.failed("written"))
    }
}

/// The folder and the two names beside it.
struct Place {
    content: Content,
    shown: String,
    folder: PathBuf,
    fresh: PathBuf,
    old: PathBuf,
}

impl Place {
    fn of(folder: &Path, content: Content) -> Result<Self, DeliverError> {
        let shown = folder.display().to_string();
        let failed = |doing| {
            let shown = shown.clone();
            move |e: io::Error| DeliverError::Io { folder: shown, doing, reason: e.to_string() }
        };
        let absolute = std::path::absolute(folder).map_err(failed("found"))?;
        let absolute: PathBuf = absolute.components().collect();
        let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
            return Err(DeliverError::NotOurs { folder: shown, what: content.word() });
        };
        std::fs::create_dir_all(parent).map_err(failed("made"))?;
        let beside = |suffix: &str| {
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(name);
            hidden.push(suffix);
            parent.join(hidden)
        };
        let (fresh, old) = (beside(".pirctl-new"), beside(".pirctl-old"));
        Ok(Self { content, fresh, old, folder: absolute, shown })
    }

    fn failed(&self, doing: &'static str) -> impl FnOnce(io::Error) -> DeliverError + use<> {
        let folder = self.shown.clone();
        move |e| DeliverError::Io { folder, doing, reason: e.to_string() }
    }

    /// After a death between the two renames: the old content gets its name back.
    fn restore(&self) -> Result<(), DeliverError> {
        let is_gone = self.folder.symlink_metadata().is_err();
        if is_gone && self.content.is_in(&self.old) {
            std::fs::rename(&self.old, &self.folder).map_err(self.failed("restored"))?;
        }
        Ok(())
    }

    /// Refuses a folder that holds anything but nothing or such content of ours.
    fn check(&self, written: &Path) -> Result<(), DeliverError> {
        let folder = written.display().to_string();
        let seen = match self.folder.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(self.failed("looked at")(error)),
            Ok(seen) => seen,
        };
        if !seen.is_dir() {
            return Err(DeliverError::NotAFolder { folder });
        }
        let mut entries = std::fs::read_dir(&self.folder).map_err(self.failed("read"))?;
        if entries.next().is_none() || self.content.is_in(&self.folder) {
            return Ok(());
        }
        Err(DeliverError::NotOurs { folder, what: self.content.word() })
    }

    fn clear(&self, folder: &Path) -> Result<(), DeliverError> {
        match std::fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(self.failed("cleared")(error))
            }
            _ => Ok(()),
        }
    }

    /// The new folder takes the name; the old one goes.
    fn swap(&self) -> Result<(), DeliverError> {
        self.clear(&self.old)?;
        let had = match std::fs::rename(&self.folder, &self.old) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(self.failed("replaced")(error)),
        };
        if let Err(error) = std::fs::rename(&self.fresh, &self.folder) {
            if had {
                // Best effort: the old content gets its name back.
                let _ = std::fs::rename(&self.old, &self.folder);
            }
            return Err(self.failed("replaced")(error));
        }
        self.clear(&self.old)
    }
}

/// True when what describes the bag says that we made it.
fn is_bundle(folder: &Path) -> bool {
    let is_bag = folder.join(bag::DECLARATION).is_file();
    let info = std::fs::read_to_string(folder.join(bag::INFO)).unwrap_or_default();
    is_bag && bag::label(&info, bag::MADE_BY).is_some_and(|agent| agent.starts_with("pirctl "))
}

/// True when the folder's manifest says that we made it.
fn is_site(folder: &Path) -> bool {
    let Ok(text) = std::fs::read(folder.join(MANIFEST)) else { return false };
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(&text) else { return false };
    value.get("schema").and_then(serde_json::Value::as_str) == Some(MANIFEST_SCHEMA)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(at: &Path, files: &[(&str, &str)]) -> Result<(), DeliverError> {
        let manifest = format!("{{\"schema\": \"{MANIFEST_SCHEMA}\"}}");
        write_folder(at, Content::Site, |site| {
            site.write(MANIFEST, manifest.as_bytes())?;
            files.iter().try_for_each(|(path, text)| site.write(path, text.as_bytes()))
        })
    }

    #[test]
    fn a_site_lost_between_two_renames_is_back_when_the_next_run_fails() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("site");
        write(&at, &[("index.html", "old")]).unwrap();
        std::fs::rename(&at, folder.path().join(".site.pirctl-old")).unwrap();
        assert!(write(&at, &[("index.html", "new"), ("index.html/x", "")]).is_err());
        assert_eq!(std::fs::read_to_string(at.join("index.html")).unwrap(), "old");
        write(&at, &[("index.html", "new"), ("a/b/c.html", "")]).unwrap();
        assert_eq!(std::fs::read_to_string(at.join("index.html")).unwrap(), "new");
        assert!(at.join("a/b/c.html").exists());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
