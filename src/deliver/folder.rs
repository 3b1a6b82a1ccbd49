//! A folder of our own, swapped in whole: the old site or bundle or the new one, never half of either.
//!
//! A file that is to be as it was is not written again: the new folder takes the old one by a second name.

use crate::bag;
use crate::digest::sha256;
use crate::emit::{MANIFEST, MANIFEST_SCHEMA};
use crate::fs::{FsError, Root};
use crate::session::Failure;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use walkdir::WalkDir;

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
    /// There is something among our files that we did not make.
    #[error("`{folder}` holds `{file}`, which is not part of {what} of ours")]
    Stranger {
        /// The folder, as the user wrote it.
        folder: String,
        /// The file, from there.
        file: String,
        /// What it should hold.
        what: &'static str,
    },
    /// It lies where git keeps its own.
    #[error("`{folder}` lies in a folder of git's own")]
    InGit {
        /// The folder, as the user wrote it.
        folder: String,
    },
    /// The name is taken by something that is no folder.
    #[error("`{folder}` is no folder")]
    NotAFolder {
        /// The name, as the user wrote it.
        folder: String,
    },
    /// Somebody else is at it.
    #[error("another run is writing `{folder}`")]
    Busy {
        /// The folder, as the user wrote it.
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
            Self::NotOurs { .. } | Self::NotAFolder { .. } | Self::InGit { .. } => {
                "name a new or empty folder, or one that an earlier run of this command wrote"
                    .into()
            }
            Self::Stranger { .. } => {
                "move it elsewhere: such a folder is replaced as a whole, and nothing of yours is removed".into()
            }
            Self::Busy { .. } => "wait until it has ended, or name another folder".into(),
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

    /// Every file that the folder's own lists name, the lists themselves among them.
    fn files_in(self, folder: &Path) -> BTreeSet<String> {
        match self {
            Self::Site => {
                let listed = read_manifest(folder).unwrap_or_default();
                listed.into_keys().chain([MANIFEST.to_owned()]).collect()
            }
            Self::Bundle => {
                let text = |name| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
                let lists = [bag::MANIFEST, bag::TAG_MANIFEST].map(text);
                let listed = lists.iter().filter_map(|list| bag::read_list(list).ok());
                listed
                    .flat_map(bag::Listed::into_keys)
                    .chain([bag::TAG_MANIFEST.to_owned()])
                    .collect()
            }
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

/// How much of a folder is new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// Files that were written: new, or with another content than before.
    pub written: usize,
    /// Files that stand as they stood.
    pub kept: usize,
    /// Files that were there before and are no more.
    pub removed: usize,
}

/// Lets `fill` write into `folder`, which must be new, empty or hold such content of ours and nothing else.
///
/// The files go to a folder beside it first; then the two change places. When the program dies in
/// between, what it leaves is `.NAME.pirctl-new` or `.NAME.pirctl-old`; the next run gives the old
/// content its name back before anything else, and clears the rest.
pub fn write_folder<T, E: From<DeliverError>>(
    folder: &Path,
    content: Content,
    fill: impl FnOnce(&NewFolder<'_>) -> Result<T, E>,
) -> Result<(T, Delta), E> {
    let place = Place::of(folder, content)?;
    place.restore()?;
    let before = place.check(folder)?;
    let _ = std::fs::remove_file(place.folder.join(UNFINISHED));
    place.clear_fresh()?;
    place.clear_old()?;
    let new = NewFolder::begin(&place, !before.is_empty())?;
    let made = fill(&new).map(|made| (made, new.delta(before.len())));
    drop(new.mark);
    if !matches!(&made, Ok((_, delta)) if delta.written + delta.removed > 0) {
        // What was written so far is of no use to anybody, or nothing differs.
        let _ = std::fs::remove_dir_all(&place.fresh);
    }
    let (made, delta) = made?;
    if delta.written + delta.removed > 0 {
        place.swap()?;
    }
    Ok((made, delta))
}

/// How many files `folder` holds, when it holds exactly the site whose manifest has this SHA-256; every file is
/// read and held against the manifest.
pub fn standing_site(folder: &Path, manifest: &str) -> Option<usize> {
    let place = Place::of(folder, Content::Site).ok()?;
    if sha256(&std::fs::read(place.folder.join(MANIFEST)).ok()?) != manifest {
        return None;
    }
    let listed = read_manifest(&place.folder)?;
    let files = place.check(folder).ok().filter(|files| files.len() == listed.len() + 1)?;
    let stands = |(path, digest): (&String, &String)| {
        let file = place.folder.join(path);
        let is_file = file.symlink_metadata().is_ok_and(|seen| seen.is_file());
        is_file && std::fs::read(&file).is_ok_and(|bytes| sha256(&bytes) == *digest)
    };
    listed.par_iter().all(stands).then_some(files.len())
}

/// A folder that has not got its name yet; files are written from any thread.
pub struct NewFolder<'p> {
    place: &'p Place,
    /// Locked as long as it is open: while the folder is being filled.
    mark: File,
    root: Root,
    folders: Mutex<BTreeSet<String>>,
    /// True when there is an old folder whose files may be taken.
    has_old: bool,
    written: AtomicUsize,
    kept: AtomicUsize,
    /// Files with a name that stood before, kept or written again.
    replaced: AtomicUsize,
}

impl<'p> NewFolder<'p> {
    fn begin(place: &'p Place, has_old: bool) -> Result<Self, DeliverError> {
        std::fs::create_dir(&place.fresh).map_err(place.failed("made"))?;
        let mark =
            File::create_new(place.fresh.join(UNFINISHED)).map_err(place.failed("written"))?;
        // Where a disk knows no locks, two runs at once are not told apart.
        let _ = mark.try_lock();
        let root = Root::open(&place.fresh)?;
        let [written, kept, replaced] = [const { AtomicUsize::new(0) }; 3];
        let folders = Mutex::default();
        Ok(Self { place, mark, root, folders, has_old, written, kept, replaced })
    }

    /// What is new, when there were `before` files; each path is written once.
    fn delta(&self, before: usize) -> Delta {
        let (written, kept) =
            (self.written.load(Ordering::Relaxed), self.kept.load(Ordering::Relaxed));
        let replaced = self.replaced.load(Ordering::Relaxed);
        Delta { written, kept, removed: before.saturating_sub(replaced) }
    }

    /// True when the old folder holds the same bytes at `path`, as a file of its own.
    fn stood(&self, path: &str, bytes: &[u8]) -> bool {
        if !self.has_old {
            return false;
        }
        let old = self.place.folder.join(path);
        let Ok(seen) = old.symlink_metadata() else { return false };
        if !seen.is_file() {
            return false;
        }
        self.replaced.fetch_add(1, Ordering::Relaxed);
        seen.len() == bytes.len() as u64 && std::fs::read(&old).is_ok_and(|old| old == bytes)
    }

    /// Writes one file, and makes the folder that it stands in.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), DeliverError> {
        let stood = self.stood(path, bytes);
        // One after the other: threads that make files in one folder only wait for each other.
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = self.named(path, &mut folders)?;
        // Where a disk knows no second names, the file is written again.
        if stood && self.link(path, &fresh) {
            return Ok(());
        }
        self.written.fetch_add(1, Ordering::Relaxed);
        // The whole folder gets its name at once; no file needs that for itself.
        std::fs::write(fresh, bytes).map_err(self.place.failed("written"))
    }

    /// Takes over the file that stands at `path`, when it has this SHA-256; false when it must be written.
    pub fn take_over(&self, path: &str, digest: &str) -> bool {
        let old = self.place.folder.join(path);
        let is_file = self.has_old && old.symlink_metadata().is_ok_and(|seen| seen.is_file());
        if !is_file || !std::fs::read(&old).is_ok_and(|bytes| sha256(&bytes) == digest) {
            return false;
        }
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let is_taken = self.named(path, &mut folders).is_ok_and(|fresh| self.link(path, &fresh));
        if is_taken {
            self.replaced.fetch_add(1, Ordering::Relaxed);
        }
        is_taken
    }

    /// The new name of a file, in a folder that there is.
    fn named(&self, path: &str, folders: &mut BTreeSet<String>) -> Result<PathBuf, DeliverError> {
        if let Some((folder, _)) = path.rsplit_once('/')
            && !folders.contains(folder)
        {
            self.root.make_folder(folder)?;
            folders.insert(folder.to_owned());
        }
        Ok(self.place.fresh.join(path))
    }

    /// Gives the old file its second name.
    fn link(&self, path: &str, fresh: &Path) -> bool {
        let is_linked = std::fs::hard_link(self.place.folder.join(path), fresh).is_ok();
        if is_linked {
            self.kept.fetch_add(1, Ordering::Relaxed);
        }
        is_linked
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
        // What is written there git takes for a hook, a branch or an object.
        if absolute.components().any(|part| part.as_os_str() == ".git") {
            return Err(DeliverError::InGit { folder: shown });
        }
        std::fs::create_dir_all(parent).map_err(failed("made"))?;
        let [fresh, old] = names_beside(&parent.join(name));
        Ok(Self { content, fresh, old, folder: absolute, shown })
    }

    fn failed(&self, doing: &'static str) -> impl FnOnce(io::Error) -> DeliverError + use<> {
        let folder = self.shown.clone();
        move |e| DeliverError::Io { folder, doing, reason: e.to_string() }
    }

    /// After a death between the two renames: the old content gets its name back.
    fn restore(&self) -> Result<(), DeliverError> {
        let is_gone = self.folder.symlink_metadata().is_err();
        if is_gone && self.content.is_in(&self.old) && !is_unfinished(&self.old) {
            std::fs::rename(&self.old, &self.folder).map_err(self.failed("restored"))?;
        }
        Ok(())
    }

    /// The files of such content of ours in the folder; refuses a folder that holds anything else.
    fn check(&self, written: &Path) -> Result<BTreeSet<String>, DeliverError> {
        let folder = written.display().to_string();
        let seen = match self.folder.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
            Err(error) => return Err(self.failed("looked at")(error)),
            Ok(seen) => seen,
        };
        if !seen.is_dir() {
            return Err(DeliverError::NotAFolder { folder });
        }
        let mut entries = std::fs::read_dir(&self.folder).map_err(self.failed("read"))?;
        if entries.next().is_none() {
            return Ok(BTreeSet::new());
        }
        let what = self.content.word();
        if !self.content.is_in(&self.folder) {
            return Err(DeliverError::NotOurs { folder, what });
        }
        let ours = self.content.files_in(&self.folder);
        let mut found = BTreeSet::new();
        for entry in WalkDir::new(&self.folder).min_depth(1).sort_by_file_name() {
            let entry = entry.map_err(|error| self.failed("read")(error.into()))?;
            let below = entry.path().strip_prefix(&self.folder).unwrap_or(entry.path());
            let file = below.to_string_lossy().replace('\\', "/");
            // The mark of a run that died when its folder just had the name.
            if entry.file_type().is_dir() || file == UNFINISHED {
                continue;
            }
            if !ours.contains(&file) {
                return Err(DeliverError::Stranger { folder, file, what });
            }
            found.insert(file);
        }
        Ok(found)
    }

    /// Removes what an earlier run left unfinished, and nothing else that bears the name.
    fn clear_fresh(&self) -> Result<(), DeliverError> {
        self.refuse(&self.fresh, is_unfinished)?;
        let mark = File::open(self.fresh.join(UNFINISHED));
        if mark.is_ok_and(|mark| matches!(mark.try_lock(), Err(TryLockError::WouldBlock))) {
            return Err(DeliverError::Busy { folder: self.shown.clone() });
        }
        self.clear(&self.fresh)
    }

    /// Removes an old folder that an earlier run did not come to remove.
    fn clear_old(&self) -> Result<(), DeliverError> {
        self.refuse(&self.old, |old| is_unfinished(old) || self.content.is_in(old))?;
        if self.old.exists() { self.clear_marked(&self.old) } else { Ok(()) }
    }

    /// Refuses a folder beside ours that has our name for it and is not `ours`.
    fn refuse(&self, beside: &Path, ours: impl Fn(&Path) -> bool) -> Result<(), DeliverError> {
        let is_empty = || std::fs::read_dir(beside).is_ok_and(|mut found| found.next().is_none());
        if beside.symlink_metadata().is_err() || ours(beside) || is_empty() {
            return Ok(());
        }
        let folder = beside.display().to_string();
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
        // Best effort: one that stays is not taken for a stranger's file.
        let _ = std::fs::remove_file(self.folder.join(UNFINISHED));
        if had { self.clear_marked(&self.old) } else { Ok(()) }
    }

    /// Removes a folder of ours; what says that it is ours goes last, so that the next run may go on after a death.
    fn clear_marked(&self, folder: &Path) -> Result<(), DeliverError> {
        let failed = || self.failed("cleared");
        std::fs::write(folder.join(UNFINISHED), "").map_err(failed())?;
        for entry in std::fs::read_dir(folder).map_err(failed())? {
            let entry = entry.map_err(failed())?;
            match entry.file_type().map_err(failed())? {
                kind if kind.is_dir() => std::fs::remove_dir_all(entry.path()),
                _ if entry.file_name() == UNFINISHED => Ok(()),
                _ => std::fs::remove_file(entry.path()),
            }
            .map_err(failed())?;
        }
        self.clear(folder)
    }
}

/// A file that stands in a new folder until it is whole, and in an old one until it is gone.
const UNFINISHED: &str = ".pirctl-unfinished";

fn is_unfinished(folder: &Path) -> bool {
    folder.join(UNFINISHED).is_file()
}

/// The names beside `folder` that its new and its old content pass through.
pub fn names_beside(folder: &Path) -> [PathBuf; 2] {
    [".pirctl-new", ".pirctl-old"].map(|suffix| {
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(folder.file_name().unwrap_or_default());
        hidden.push(suffix);
        folder.with_file_name(hidden)
    })
}

/// True when what describes the bag says that we made it.
fn is_bundle(folder: &Path) -> bool {
    let is_bag = folder.join(bag::DECLARATION).is_file();
    let info = std::fs::read_to_string(folder.join(bag::INFO)).unwrap_or_default();
    is_bag && bag::label(&info, bag::MADE_BY).is_some_and(|agent| agent.starts_with("pirctl "))
}

/// True when the folder's manifest says that we made it.
fn is_site(folder: &Path) -> bool {
    read_manifest(folder).is_some()
}

/// The digests of a site's files by path; `None` where there is no manifest of ours.
fn read_manifest(folder: &Path) -> Option<BTreeMap<String, String>> {
    #[derive(serde::Deserialize)]
    struct Manifest {
        schema: String,
        #[serde(default)]
        files: BTreeMap<String, String>,
    }
    let text = std::fs::read(folder.join(MANIFEST)).ok()?;
    let manifest: Manifest = serde_json::from_slice(&text).ok()?;
    (manifest.schema == MANIFEST_SCHEMA).then_some(manifest.files)
}

#[cfg(test)]
mod tests;
