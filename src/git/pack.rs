//! Objects in packs, for readers of very many: each stored difference is resolved once.
//!
//! Versions of a file are stored as differences from each other. What a chain of them gives on the
//! way is kept, so that neighbours in history cost one step each. Whatever is unusual (objects in
//! no pack or very large ones, damage) is left to gix, which knows what to say about it.

use gix::objs::Kind;
use gix::odb::pack::data::{self, entry::Header};
use gix::odb::pack::index;
use gix::zlib::{Inflate, Status};
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

/// The packs of a repository and of those that it borrows objects from.
pub(super) struct Packs(Vec<Pack>);

struct Pack {
    index: index::File,
    path: PathBuf,
    /// Opened when something is read from it.
    data: OnceLock<Option<Data>>,
}

/// With more packs than this the later ones are left to gix: each may take an open file.
const MOST: usize = 128;

impl Packs {
    /// Opens the indices of all packs, as far as they can be read.
    pub(super) fn open(repo: &gix::Repository) -> Self {
        let store = repo.objects.store_ref();
        let own = std::iter::once(store.path().to_owned());
        let folders = own.chain(store.alternate_db_paths().unwrap_or_default());
        let files = folders.filter_map(|folder| std::fs::read_dir(folder.join("pack")).ok());
        let mut paths: Vec<PathBuf> = files
            .flatten()
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "idx"))
            .collect();
        paths.sort();
        paths.truncate(MOST);
        let open = |path: &PathBuf| {
            let index = index::File::at(path, repo.object_hash()).ok()?;
            Some(Pack { index, path: path.with_extension("pack"), data: OnceLock::new() })
        };
        Self(paths.iter().filter_map(open).collect())
    }
}

/// How the bytes of a pack are read.
enum Data {
    Mapped(data::File),
    /// Piece by piece: mapped, what was read of it would count as memory of this process.
    Large(File),
}

/// Packs above this size are not mapped.
const MAPPED: u64 = 256 << 20;

impl Data {
    fn open(path: &Path, hash: gix::hash::Kind) -> Option<Self> {
        let file = File::open(path).ok()?;
        if file.metadata().ok()?.len() > MAPPED {
            return Some(Self::Large(file));
        }
        data::File::at(path, hash).ok().map(Self::Mapped)
    }

    /// Up to `length` bytes from `offset` on; fewer at the end. `window` may be used for them.
    fn read<'w>(&'w self, offset: u64, length: usize, window: &'w mut Vec<u8>) -> Option<&'w [u8]> {
        let file = match self {
            Self::Mapped(file) => {
                let end = u64::try_from(file.pack_end()).ok().filter(|end| offset < *end)?;
                let wanted = offset.checked_add(u64::try_from(length).ok()?)?;
                return file.entry_slice(offset..wanted.min(end));
            }
            Self::Large(file) => file,
        };
        if window.len() < length {
            window.resize(length, 0);
        }
        let mut filled = 0;
        while filled < length {
            match read_at(file, &mut window[filled..length], offset + filled as u64).ok()? {
                0 => break,
                count => filled += count,
            }
        }
        Some(&window[..filled])
    }
}

impl Pack {
    fn data(&self) -> Option<&Data> {
        let open = || Data::open(&self.path, self.index.object_hash());
        self.data.get_or_init(open).as_ref()
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// An object's bytes; shared with what is kept.
pub(super) type Bytes = Rc<Vec<u8>>;

/// A place in a pack: the pack's number and the offset in it.
type Place = (usize, u64);

/// How many bytes of objects a reader keeps, at most.
const KEEP: usize = 32 << 20;

/// Objects above this size are left to gix; their differences may be as large.
const LARGE: u64 = 8 << 20;

/// The most differences in a row that git writes is 4,095; a damaged pack could go in circles.
const LONGEST: usize = 4096;

/// Reads objects from packs; one per thread.
pub(super) struct PackReader {
    packs: Arc<Packs>,
    /// The pack in which something was found last.
    last: usize,
    inflate: Inflate,
    /// What was read from a large pack last.
    window: Vec<u8>,
    delta: Vec<u8>,
    kept: Kept,
}

/// More bytes than the head of any stored object has.
const HEAD: usize = 64;

/// One difference on the way from a whole object to the one that was asked for.
struct Step {
    place: Place,
    data_offset: u64,
    size: usize,
}

/// What stands at a place.
enum Stored {
    Whole(Kind, Bytes),
    /// A difference from what stands at another place.
    From(Place, Step),
}

impl PackReader {
    pub(super) fn new(packs: Arc<Packs>) -> Self {
        let (window, delta, kept) = (Vec::new(), Vec::new(), Kept::default());
        Self { packs, last: 0, inflate: Inflate::default(), window, delta, kept }
    }

    /// The object `id`; `None` when it has to be read in another way.
    pub(super) fn read(&mut self, id: &gix::oid) -> Option<(Kind, Bytes)> {
        let mut place = self.find(id)?;
        let mut steps: Vec<Step> = Vec::new();
        let (kind, mut bytes) = loop {
            if let Some(found) = self.kept.get(place) {
                break found;
            }
            match self.stored(place)? {
                Stored::Whole(kind, bytes) => break (kind, bytes),
                Stored::From(base, step) => {
                    steps.push(step);
                    place = base;
                }
            }
            if steps.len() > LONGEST {
                return None;
            }
        };
        for Step { place, data_offset, size } in steps.into_iter().rev() {
            let mut delta = std::mem::take(&mut self.delta);
            delta.resize(size, 0);
            self.inflate(place.0, data_offset, &mut delta)?;
            bytes = Rc::new(apply(&bytes, &delta)?);
            self.delta = delta;
            self.kept.put(place, (kind, Rc::clone(&bytes)));
        }
        Some((kind, bytes))
    }

    fn find(&mut self, id: &gix::oid) -> Option<Place> {
        let count = self.packs.0.len();
        for at in (0..count).map(|step| (self.last + step) % count) {
            let index = &self.packs.0[at].index;
            if let Some(place) = index.lookup(id) {
                self.last = at;
                return Some((at, index.pack_offset_at_index(place)));
            }
        }
        None
    }

    /// A whole object, or where the difference that stands at `place` starts from.
    fn stored(&mut self, place: Place) -> Option<Stored> {
        let (pack, offset) = place;
        let head = self.packs.0[pack].data()?.read(offset, HEAD, &mut self.window)?;
        let hash = self.packs.0[pack].index.object_hash();
        let entry = data::Entry::from_bytes(head, offset, hash).ok()?;
        let size = Some(entry.decompressed_size).filter(|size| *size <= LARGE)?;
        let size = usize::try_from(size).ok()?;
        let base = match entry.header {
            Header::OfsDelta { base_distance } => offset.checked_sub(base_distance)?,
            Header::RefDelta { base_id } => {
                let index = &self.packs.0[pack].index;
                index.pack_offset_at_index(index.lookup(base_id)?)
            }
            whole => {
                let mut bytes = vec![0; size];
                self.inflate(pack, entry.data_offset, &mut bytes)?;
                let (kind, bytes) = (whole.as_kind()?, Rc::new(bytes));
                if kind != Kind::Commit {
                    self.kept.put(place, (kind, Rc::clone(&bytes)));
                }
                return Some(Stored::Whole(kind, bytes));
            }
        };
        let step = Step { place, data_offset: entry.data_offset, size };
        Some(Stored::From((pack, base), step))
    }

    /// Fills `out` with what is stored at `offset`; `None` unless it fits exactly.
    fn inflate(&mut self, pack: usize, offset: u64, out: &mut [u8]) -> Option<()> {
        // What does not get smaller is stored with a few bytes around every block.
        let most = out.len() + out.len() / 512 + HEAD;
        let stored = self.packs.0[pack].data()?.read(offset, most, &mut self.window)?;
        self.inflate.reset();
        let (status, _, written) = self.inflate.once(stored, out).ok()?;
        (status == Status::StreamEnd && written == out.len()).then_some(())
    }
}

/// Builds an object from its base and a difference; `None` when they do not fit.
fn apply(base: &[u8], delta: &[u8]) -> Option<Vec<u8>> {
    let mut at = delta;
    let base_size = take_size(&mut at)?;
    let size = take_size(&mut at)?;
    if base_size != base.len() as u64 || size > LARGE {
        return None;
    }
    let size = usize::try_from(size).ok()?;
    let mut out = Vec::with_capacity(size);
    while let Some((&command, rest)) = at.split_first() {
        at = rest;
        let piece = if command & 0x80 == 0 {
            let (piece, rest) =
                at.split_at_checked(usize::from(command)).filter(|_| command > 0)?;
            at = rest;
            piece
        } else {
            let start = take_bytes(&mut at, command, 4)?;
            let length = match take_bytes(&mut at, command >> 4, 3)? {
                0 => 0x1_0000,
                length => length,
            };
            base.get(start..start.checked_add(length)?)?
        };
        if out.len() + piece.len() > size {
            return None;
        }
        out.extend_from_slice(piece);
    }
    (out.len() == size).then_some(out)
}

/// A number in groups of seven bits, the lowest first.
fn take_size(at: &mut &[u8]) -> Option<u64> {
    let (mut size, mut shift) = (0_u64, 0);
    loop {
        let (byte, rest) = at.split_first()?;
        *at = rest;
        size |= u64::from(byte & 0x7f).checked_shl(shift).filter(|_| shift < 63)?;
        shift += 7;
        if byte & 0x80 == 0 {
            return Some(size);
        }
    }
}

/// A number of up to `count` bytes; bits of `present` say which are there, the lowest first.
fn take_bytes(at: &mut &[u8], present: u8, count: usize) -> Option<usize> {
    let mut number = 0;
    for place in (0..count).filter(|place| present >> place & 1 == 1) {
        let (byte, rest) = at.split_first()?;
        *at = rest;
        number |= usize::from(*byte) << (8 * place);
    }
    Some(number)
}

/// Objects met lately: the young, and the old that go when the young are too many.
#[derive(Default)]
struct Kept {
    young: HashMap<Place, (Kind, Bytes)>,
    old: HashMap<Place, (Kind, Bytes)>,
    young_bytes: usize,
}

impl Kept {
    fn get(&mut self, place: Place) -> Option<(Kind, Bytes)> {
        if let Some(found) = self.young.get(&place) {
            return Some(found.clone());
        }
        let found = self.old.remove(&place)?;
        self.put(place, found.clone());
        Some(found)
    }

    fn put(&mut self, place: Place, found: (Kind, Bytes)) {
        self.young_bytes += found.1.capacity() + size_of::<(Place, Kind, Bytes)>();
        self.young.insert(place, found);
        if self.young_bytes > KEEP / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Data, apply};
    use gix::hash::Kind;

    fn applied(delta: &[u8]) -> Option<Vec<u8>> {
        apply(b"0123456789", delta)
    }

    #[test]
    fn differences_copy_and_insert() {
        assert_eq!(applied(&[10, 5, 0x91, 2, 3, 2, b'a', b'b']).unwrap(), b"234ab");
        assert_eq!(applied(&[10, 0]).unwrap(), b"");
    }

    #[test]
    fn damaged_differences_give_nothing() {
        for delta in [
            [].as_slice(),
            &[10],
            &[9, 1, 1, b'a'],
            &[10, 2, 1, b'a'],
            &[10, 0, 1, b'a'],
            &[10, 1, 0],
            &[10, 1, 3, b'a'],
            &[10, 5, 0x91, 8, 5],
            &[10, 5, 0x91],
            &[10, 5, 0x80],
            &[10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, b'a'],
        ] {
            assert_eq!(applied(delta), None, "{delta:?}");
        }
    }

    #[test]
    fn a_pack_gives_the_same_bytes_mapped_and_piece_by_piece() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pack-x.pack");
        let rest: Vec<u8> = (0..=255).collect();
        let bytes = [b"PACK\0\0\0\x02\0\0\0\x01".as_slice(), &rest].concat();
        std::fs::write(&path, &bytes).unwrap();
        let mapped = Data::open(&path, Kind::Sha1).unwrap();
        let large = Data::Large(std::fs::File::open(&path).unwrap());
        assert!(matches!(mapped, Data::Mapped(_)));
        let objects = bytes.len() - 20;
        for (offset, length) in [(12, 64), (13, 1), (100, 100), (12, objects - 12)] {
            let expected = &bytes[offset..offset + length];
            for data in [&mapped, &large] {
                let (mut window, offset) = (Vec::new(), offset as u64);
                assert_eq!(data.read(offset, length, &mut window).unwrap(), expected);
            }
        }
        assert!(mapped.read(1 << 40, 64, &mut Vec::new()).is_none());
        assert_eq!(large.read(1 << 40, 64, &mut Vec::new()).unwrap(), b"");
    }
}
