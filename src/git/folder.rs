//! Folders of commits, read fast and compared by id: for walks over many commits.

use super::alike::{common_end, common_start};
use super::object::ObjectReader;
use super::{BlobId, FileKind, GitError, Repository, TreeId};
use std::collections::HashMap;
use std::rc::Rc;

/// A folder of a commit, its entries in git's order.
pub struct Folder {
    data: Rc<Vec<u8>>,
    id_length: usize,
    slots: Vec<Slot>,
}

struct Slot {
    start: u32,
    mode: u32,
    name: std::ops::Range<u32>,
}

/// One entry of a folder.
#[derive(Clone, Copy)]
pub struct FolderEntry<'f> {
    /// The name, as bytes.
    pub name: &'f [u8],
    mode: u32,
    id: &'f [u8],
}

/// The file type bits of a mode, and those of a folder, a link and a submodule.
const TYPE: u32 = 0o170_000;
const FOLDER: u32 = 0o040_000;
const LINK: u32 = 0o120_000;
const SUBMODULE: u32 = 0o160_000;

impl FolderEntry<'_> {
    /// True for a folder.
    pub fn is_folder(&self) -> bool {
        self.mode & TYPE == FOLDER
    }

    /// True when both have the same content; modes are not compared.
    pub fn same_content(&self, other: &FolderEntry<'_>) -> bool {
        self.id == other.id
    }

    /// The content of a file.
    pub fn blob(&self) -> BlobId {
        BlobId(gix::ObjectId::from_bytes_or_panic(self.id))
    }

    /// The id of a folder.
    pub fn folder(&self) -> TreeId {
        TreeId(gix::ObjectId::from_bytes_or_panic(self.id))
    }

    /// What a file is.
    pub fn kind(&self) -> FileKind {
        match self.mode & TYPE {
            LINK => FileKind::Link,
            SUBMODULE => FileKind::Submodule,
            _ if self.mode & 0o100 != 0 => FileKind::Executable,
            _ => FileKind::File,
        }
    }

    /// Git's order: a folder sorts as if its name ended in `/`.
    pub fn order(&self, other: &FolderEntry<'_>) -> std::cmp::Ordering {
        let ends = |entry: &FolderEntry<'_>| u8::from(entry.is_folder()) * b'/';
        let common = self.name.len().min(other.name.len());
        self.name[..common].cmp(&other.name[..common]).then_with(|| {
            let next =
                |entry: &FolderEntry<'_>| entry.name.get(common).copied().unwrap_or(ends(entry));
            next(self).cmp(&next(other))
        })
    }
}

impl Folder {
    /// `None` when the bytes are no folder.
    fn parse(data: Rc<Vec<u8>>, id_length: usize) -> Option<Self> {
        let mut slots = Vec::with_capacity(data.len() / 40);
        let mut at = 0;
        while at < data.len() {
            let begin = u32::try_from(at).ok()?;
            let space = at + data[at..].iter().take(8).position(|&b| b == b' ')?;
            let digits = &data[at..space];
            let octal = digits.iter().all(|b| (b'0'..=b'7').contains(b)) && !digits.is_empty();
            let mode = digits.iter().fold(0, |mode, digit| mode * 8 + u32::from(digit - b'0') % 8);
            let start = space + 1;
            let end = start + data.get(start..)?.iter().position(|&b| b == 0)?;
            at = end + 1 + id_length;
            if !octal || at > data.len() {
                return None;
            }
            let name = u32::try_from(start).ok()?..u32::try_from(end).ok()?;
            slots.push(Slot { start: begin, mode, name });
        }
        Some(Self { data, id_length, slots })
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// True when it has none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// How many first and how many last entries both have alike; an entry counts once.
    pub fn common_ends(&self, other: &Self) -> (usize, usize) {
        let (a, b) = (&self.data[..], &other.data[..]);
        let same = common_start(a, b);
        let first = self.slots.partition_point(|slot| self.end_of(slot) <= same);
        let kept = first.checked_sub(1).map_or(0, |last| self.end_of(&self.slots[last]));
        let most = a.len().min(b.len()) - kept;
        let same = common_end(a, b).min(most);
        let longest = self.slots.partition_point(|slot| a.len() - slot.start as usize > same);
        let last = self.slots.len() - longest;
        // The same bytes may be cut into entries elsewhere in a damaged folder.
        let aligned = last == 0 || {
            let from_end = a.len() - self.slots[longest].start as usize;
            let there = other.slots.len().checked_sub(last).map(|at| &other.slots[at]);
            there.is_some_and(|slot| b.len() - slot.start as usize == from_end)
        };
        (first, if aligned { last } else { 0 })
    }

    fn end_of(&self, slot: &Slot) -> usize {
        slot.name.end as usize + 1 + self.id_length
    }

    /// The entry at `place`.
    pub fn entry(&self, place: usize) -> Option<FolderEntry<'_>> {
        let slot = self.slots.get(place)?;
        let (start, end) = (slot.name.start as usize, slot.name.end as usize);
        let id = &self.data[end + 1..end + 1 + self.id_length];
        Some(FolderEntry { name: &self.data[start..end], mode: slot.mode, id })
    }

    /// The file, or else the folder, called `name`.
    pub fn find(&self, name: &[u8], is_folder: bool) -> Option<FolderEntry<'_>> {
        // Damaged folders may be out of order, so no bisection.
        let mut all = (0..self.len()).filter_map(|place| self.entry(place));
        all.find(|entry| entry.name == name && entry.is_folder() == is_folder)
    }
}

/// Reads folders; one per thread. Keeps a few, since neighbours in history share most.
pub struct FolderReader {
    objects: ObjectReader,
    kept: HashMap<TreeId, Rc<Folder>>,
    kept_bytes: usize,
    empty: Rc<Folder>,
}

/// How many bytes of folders a reader keeps.
const KEEP: usize = 16 << 20;

impl Repository {
    /// A reader of folders for the current thread.
    pub fn folders(&self) -> FolderReader {
        let empty = Folder { data: Rc::default(), id_length: 20, slots: Vec::new() };
        FolderReader {
            objects: self.objects(),
            kept: HashMap::new(),
            kept_bytes: 0,
            empty: Rc::new(empty),
        }
    }
}

impl FolderReader {
    /// The folder `id`.
    pub fn read(&mut self, id: &TreeId) -> Result<Rc<Folder>, GitError> {
        if id.0.is_empty_tree() {
            return Ok(Rc::clone(&self.empty));
        }
        if let Some(folder) = self.kept.get(id) {
            return Ok(Rc::clone(folder));
        }
        let what = || format!("folder {id}");
        let found = self.objects.read(&id.0).map_err(|e| GitError::damaged(what(), e))?;
        let partial = self.objects.partial;
        let missing = || GitError::Missing { kind: "folder", id: id.hex(), partial };
        let (kind, data) = found.ok_or_else(missing)?;
        if kind != gix::objs::Kind::Tree {
            return Err(GitError::damaged(what(), format!("it is a {kind}")));
        }
        let size = data.capacity() + data.len();
        let folder = Folder::parse(data, id.0.kind().len_in_bytes());
        let folder = Rc::new(folder.ok_or_else(|| GitError::damaged(what(), "it is no folder"))?);
        if self.kept_bytes + size > KEEP {
            self.kept.clear();
            self.kept_bytes = 0;
        }
        self.kept_bytes += size;
        self.kept.insert(*id, Rc::clone(&folder));
        Ok(folder)
    }
}
