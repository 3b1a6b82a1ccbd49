//! Derived data in the user's own cache folder: bytes by key, checked when they are read.
//!
//! Knows nothing of what it keeps, and never stands in the way: what cannot be read, does not fit
//! its check or stands under another key is not there, and what cannot be written is left out.
//! Nothing is promised against somebody who can write to the folder as its owner; a folder that is
//! another's, or that others may write to, is not used.

mod pack;
mod words;

pub use pack::{Pack, Packer, Unpacker};
pub(crate) use pack::{packed, packed_words};

use crate::digest::sha256;
use crate::fs::Root;
use crate::term::RepoPath;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A larger file is neither written nor read, in bytes.
const LARGEST: usize = 256 << 20;

/// All files together; the oldest go first, in bytes.
const ALL: u64 = 1 << 30;

/// How names of files end; nothing else in the folder is touched.
const ENDING: &str = ".kept";

/// Hex digits of the digest at the head of a file.
const DIGITS: usize = 64;

/// A folder of derived data.
#[derive(Clone, Debug)]
pub struct Cache {
    root: Root,
    /// What made the data: another program may understand it differently.
    maker: String,
}

impl Cache {
    /// The cache in `folder`, which is made when it is missing; `None` where it cannot be used:
    /// not an absolute path, not writable, not the user's own alone, or inside one of `foreign`.
    pub fn open(folder: &Path, foreign: &[&Path], maker: &str) -> Option<Self> {
        let place = place_of(folder)?;
        let is_foreign = |top: &&&Path| {
            let top = top.canonicalize().unwrap_or_else(|_| top.to_path_buf());
            place.starts_with(top)
        };
        if foreign.iter().any(|top| is_foreign(&top)) {
            return None;
        }
        make_folder(&place).ok()?;
        let root = Root::open(&place).ok()?;
        // Between looking and making, the place may have become a link to somewhere else.
        (root.path() == place && root.is_own()).then(|| Self { root, maker: maker.to_owned() })
    }

    /// What was kept under `name` for exactly `key`; `None` when there is nothing that holds.
    pub fn get(&self, name: &str, key: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = self.root.read(&file_of(name), LARGEST as u64).ok()?;
        let kept = bytes.get(DIGITS..)?;
        if sha256(kept).as_bytes() != bytes.get(..DIGITS)? {
            return None;
        }
        let head = self.head(name, key);
        let start = DIGITS + head.len();
        if !kept.starts_with(&head) {
            return None;
        }
        // In their place: what is kept of a long history would be a second time in memory.
        bytes.drain(..start);
        Some(bytes)
    }

    /// Keeps `bytes` under `name` for `key`, in place of what was there.
    pub fn put(&self, name: &str, key: &[u8], bytes: &[u8]) {
        let mut whole = [&[0; DIGITS], self.head(name, key).as_slice(), bytes].concat();
        if whole.len() > LARGEST {
            return;
        }
        let digest = sha256(&whole[DIGITS..]);
        whole[..DIGITS].copy_from_slice(digest.as_bytes());
        if self.root.put(&file_of(name), &whole).is_ok() {
            self.make_room();
        }
    }

    /// Maker, name and key with their lengths, so that no others begin alike.
    fn head(&self, name: &str, key: &[u8]) -> Vec<u8> {
        let part = |bytes: &[u8]| [&(bytes.len() as u64).to_le_bytes(), bytes].concat();
        [part(self.maker.as_bytes()), part(name.as_bytes()), part(key)].concat()
    }

    /// Removes the oldest files while all together are too large.
    fn make_room(&self) {
        let Ok(list) = std::fs::read_dir(self.root.path()) else { return };
        let mut files: Vec<(SystemTime, OsString, u64)> = list
            .filter_map(Result::ok)
            .filter(|entry| entry.file_name().to_string_lossy().ends_with(ENDING))
            .filter_map(|entry| {
                let seen = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
                Some((seen.modified().ok()?, entry.file_name(), seen.len()))
            })
            .collect();
        files.sort();
        let mut all: u64 = files.iter().map(|(_, _, length)| length).sum();
        for (_, name, length) in files {
            if all <= ALL {
                return;
            }
            // Another run may have been faster.
            let _ = std::fs::remove_file(self.root.path().join(name));
            all -= length;
        }
    }
}

fn file_of(name: &str) -> RepoPath {
    RepoPath::new(format!("{}{ENDING}", sha256(name.as_bytes())))
}

/// Where `folder` is or would be, links on the way resolved.
fn place_of(folder: &Path) -> Option<PathBuf> {
    let plain = folder.components().all(|part| !matches!(part, std::path::Component::ParentDir));
    if !folder.is_absolute() || !plain {
        return None;
    }
    let there = folder.ancestors().find(|above| above.symlink_metadata().is_ok())?;
    let below = folder.strip_prefix(there).ok()?;
    let place = there.canonicalize().ok()?;
    Some(if below.as_os_str().is_empty() { place } else { place.join(below) })
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::{Cache, file_of};

    fn cache(folder: &tempfile::TempDir) -> Cache {
        Cache::open(&folder.path().join("cache"), &[], "test").unwrap()
    }

    #[test]
    fn what_was_put_is_there_for_its_key_and_maker_alone() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(&folder);
        cache.put("name", b"key", b"bytes");
        assert_eq!(cache.get("name", b"key").as_deref(), Some(b"bytes".as_slice()));
        assert_eq!(cache.get("name", b"keyb"), None);
        assert_eq!(cache.get("other", b"key"), None);
        let other = Cache::open(&folder.path().join("cache"), &[], "testk").unwrap();
        assert_eq!(other.get("name", b"key"), None);
        cache.put("name", b"key", b"newer");
        assert_eq!(cache.get("name", b"key").as_deref(), Some(b"newer".as_slice()));
    }

    #[test]
    fn a_file_that_does_not_fit_its_check_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(&folder);
        cache.put("name", b"key", b"bytes");
        let file = folder.path().join("cache").join(file_of("name").as_str());
        let whole = std::fs::read(&file).unwrap();
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            std::fs::write(&file, flipped).unwrap();
            assert_eq!(cache.get("name", b"key"), None, "byte {at}");
            std::fs::write(&file, &whole[..at]).unwrap();
            assert_eq!(cache.get("name", b"key"), None, "cut at {at}");
        }
    }

    #[test]
    fn a_folder_inside_foreign_ground_is_not_used_and_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("a/cache");
        assert!(Cache::open(&inside, &[folder.path()], "test").is_none());
        assert!(!inside.exists());
        assert!(Cache::open(std::path::Path::new("cache"), &[], "test").is_none());
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_others_may_write_to_is_not_used() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let cache = folder.path().join("cache");
        std::fs::create_dir(&cache).unwrap();
        for (mode, used) in [(0o770, false), (0o707, false), (0o755, true), (0o700, true)] {
            std::fs::set_permissions(&cache, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(Cache::open(&cache, &[], "test").is_some(), used, "{mode:o}");
        }
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&cache, &link).unwrap();
        assert!(Cache::open(&link, &[&cache], "test").is_none(), "a link into foreign ground");
    }
}
