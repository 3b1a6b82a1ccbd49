//! Waiting until files change, by looking at them now and then: no program, no handle, no thread.

use crate::fs::{FsError, Root};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// Time between two looks.
const PAUSE: Duration = Duration::from_millis(400);

/// Files that are looked at: those below a folder, and some beside it.
pub struct Watch {
    root: Root,
    beside: Vec<PathBuf>,
    /// Files below these are not looked at: what the program itself writes.
    except: Vec<PathBuf>,
    seen: Seen,
}

/// Size and time of change of every file.
type Seen = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

impl Watch {
    /// Begins to watch the files below `folder`, and those of `beside`, such as the index of git.
    /// What lies below one of `except` is left out.
    pub fn begin(
        folder: &Path,
        beside: Vec<PathBuf>,
        except: Vec<PathBuf>,
    ) -> Result<Self, FsError> {
        let mut watch = Self { root: Root::open(folder)?, beside, except, seen: Seen::new() };
        watch.seen = watch.look();
        Ok(watch)
    }

    /// True when a file was changed, made or removed since the last look.
    pub fn has_changed(&mut self) -> bool {
        let now = self.look();
        let changed = now != self.seen;
        self.seen = now;
        changed
    }

    /// Returns when a file was changed, made or removed and then nothing moved for one pause:
    /// programs write several files in a row.
    pub fn wait(&mut self) {
        loop {
            sleep(PAUSE);
            let mut now = self.look();
            if now == self.seen {
                continue;
            }
            loop {
                sleep(PAUSE);
                let later = self.look();
                if later == now {
                    break;
                }
                now = later;
            }
            self.seen = now;
            return;
        }
    }

    fn look(&self) -> Seen {
        let inside = self.root.walk("").entries.into_iter();
        let inside = inside.map(|entry| self.root.path().join(entry.path.as_str()));
        let all = inside.chain(self.beside.iter().cloned());
        let looked_at = |path: &PathBuf| !self.except.iter().any(|top| path.starts_with(top));
        let all = all.filter(looked_at);
        all.filter_map(|path| {
            let data = path.symlink_metadata().ok()?;
            Some((path, (data.len(), data.modified().ok())))
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_comes_or_goes_ends_the_wait() {
        let folder = tempfile::tempdir().unwrap();
        let (file, beside) = (folder.path().join("a.md"), tempfile::NamedTempFile::new().unwrap());
        let own = folder.path().join("own");
        std::fs::write(&file, "a").unwrap();
        let mut watch =
            Watch::begin(folder.path(), vec![beside.path().to_owned()], vec![own.clone()]).unwrap();
        std::fs::create_dir(&own).unwrap();
        std::fs::write(own.join("c.md"), "").unwrap();
        assert!(!watch.has_changed());
        let changes: [&dyn Fn(); 4] = [
            &|| std::fs::write(&file, "ab").unwrap(),
            &|| std::fs::write(folder.path().join("b.md"), "").unwrap(),
            &|| std::fs::remove_file(&file).unwrap(),
            &|| std::fs::write(beside.path(), "x").unwrap(),
        ];
        for change in changes {
            change();
            watch.wait();
            assert_eq!(watch.seen, watch.look());
        }
    }
}
