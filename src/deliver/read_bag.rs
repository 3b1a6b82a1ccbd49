//! A bundle as it lies in a folder: every file with its digest, no link followed.

use crate::bag::{Sum, Sums};
use crate::fs::{EntryKind, FsError, Root};
use crate::term::RepoPath;
use rayon::prelude::*;
use std::path::Path;

/// A file of a bundle is read up to this size, in bytes.
const FILE_LIMIT: u64 = 1 << 30;

/// A folder in which a bundle is said to lie.
pub struct BagFolder {
    root: Root,
    /// Every file, by its place.
    pub sums: Sums,
    /// What stands there and is no file, or could not be read: each with the reason.
    pub odd: Vec<(String, String)>,
}

/// Reads every file below `folder`.
pub fn read_bag(folder: &Path) -> Result<BagFolder, FsError> {
    let root = Root::open(folder)?;
    let walk = root.walk("");
    let mut odd: Vec<(String, String)> =
        walk.troubles.iter().map(|error| (error.path().to_owned(), error.to_string())).collect();
    let inner = walk.nested.iter().map(|path| (path.to_string(), "a repository of its own".into()));
    odd.extend(inner);
    let read: Vec<_> = walk
        .entries
        .into_par_iter()
        .map(|entry| {
            let place = entry.path.to_string();
            match entry.kind {
                EntryKind::File => match root.read(&entry.path, FILE_LIMIT) {
                    Ok(bytes) => Ok((place, Sum::of(&bytes))),
                    Err(error) => Err((place, error.to_string())),
                },
                _ => Err((place, "no regular file".to_owned())),
            }
        })
        .collect();
    let mut sums = Sums::new();
    for one in read {
        match one {
            Ok((place, sum)) => drop(sums.insert(place, sum)),
            Err(trouble) => odd.push(trouble),
        }
    }
    odd.sort();
    Ok(BagFolder { root, sums, odd })
}

impl BagFolder {
    /// The content of a file.
    pub fn read(&self, place: &str) -> Result<Vec<u8>, FsError> {
        self.root.read(&RepoPath::new(place), FILE_LIMIT)
    }

    /// The content of a file as text; what is no UTF-8 is marked as such.
    pub fn text(&self, place: &str) -> Result<String, FsError> {
        Ok(String::from_utf8_lossy(&self.read(place)?).into_owned())
    }
}
