//! Objects in packs, for readers of very many: each stored difference is resolved once.
//!
//! Versions of a file are stored as differences from each other. What a chain of them gives on the
//! way is kept, so that neighbours in history cost one step each. Whatever is unusual (objects in
//! no pack or very large ones, damage) is left to gix, which knows what to say about it.

use gix::objs::Kind;
use gix::odb::pack::Bundle;
use gix::odb::pack::data::entry::Header;
use gix::zlib::{Inflate, Status};
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

/// The packs of a repository and of those that it borrows objects from.
pub(super) struct Packs(Vec<Bundle>);

impl Packs {
    /// Opens all packs that can be opened.
    pub(super) fn open(repo: &gix::Repository) -> Self {
        let store = repo.objects.store_ref();
        let own = std::iter::once(store.path().to_owned());
        let folders = own.chain(store.alternate_db_paths().unwrap_or_default());
        let files = folders.filter_map(|folder| std::fs::read_dir(folder.join("pack")).ok());
        let mut indices: Vec<PathBuf> = files
            .flatten()
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "idx"))
            .collect();
        indices.sort();
        let open = |path: &PathBuf| Bundle::at(path, repo.object_hash()).ok();
        Self(indices.iter().filter_map(open).collect())
    }
}

/// An object's bytes; shared with what is kept.
pub(super) type Bytes = Rc<Vec<u8>>;

/// A place in a pack: the pack's number and the offset in it.
type Place = (usize, u64);

/// How many bytes of objects a reader keeps, at most.
const KEEP: usize = 32 << 20;

/// Objects above this size are left to gix; their differences may be as large.
const LARGE: u64 = 8 << 20;

/// Reads objects from packs; one per thread.
pub(super) struct PackReader {
    packs: std::sync::Arc<Packs>,
    /// The pack in which something was found last.
    last: usize,
    inflate: Inflate,
    delta: Vec<u8>,
    kept: Kept,
}

/// One difference on the way from a whole object to the one that was asked for.
struct Step {
    place: Place,
    data_offset: u64,
    size: usize,
}

impl PackReader {
    pub(super) fn new(packs: std::sync::Arc<Packs>) -> Self {
        Self {
            packs,
            last: 0,
            inflate: Inflate::default(),
            delta: Vec::new(),
            kept: Kept::default(),
        }
    }

    /// The object `id`; `None` when it has to be read in another way.
    pub(super) fn read(&mut self, id: &gix::oid) -> Option<(Kind, Bytes)> {
        let mut place = self.find(id)?;
        let mut steps: Vec<Step> = Vec::new();
        let (kind, mut bytes) = loop {
            if let Some(found) = self.kept.get(place) {
                break found;
            }
            let (pack, offset) = place;
            let bundle = &self.packs.0[pack];
            let entry = bundle.pack.entry(offset).ok()?;
            let size =
                usize::try_from(Some(entry.decompressed_size).filter(|s| *s <= LARGE)?).ok()?;
            let base = match entry.header {
                Header::OfsDelta { base_distance } => offset.checked_sub(base_distance)?,
                Header::RefDelta { base_id } => {
                    bundle.index.pack_offset_at_index(bundle.index.lookup(base_id)?)
                }
                whole => {
                    let mut bytes = vec![0; size];
                    inflate(&mut self.inflate, bundle, entry.data_offset, &mut bytes)?;
                    let found = (whole.as_kind()?, Rc::new(bytes));
                    if found.0 != Kind::Commit {
                        self.kept.put(place, found.clone());
                    }
                    break found;
                }
            };
            // Bases stand before what is built on them, but for damaged packs and odd writers.
            if base >= offset && !matches!(entry.header, Header::RefDelta { .. })
                || steps.len() > 5000
            {
                return None;
            }
            steps.push(Step { place, data_offset: entry.data_offset, size });
            place = (pack, base);
        };
        for Step { place, data_offset, size } in steps.into_iter().rev() {
            self.delta.resize(size, 0);
            inflate(&mut self.inflate, &self.packs.0[place.0], data_offset, &mut self.delta)?;
            bytes = Rc::new(apply(&bytes, &self.delta)?);
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
}

/// Fills `out` with what is stored at `offset`; `None` unless it fits exactly.
fn inflate(inflate: &mut Inflate, bundle: &Bundle, offset: u64, out: &mut [u8]) -> Option<()> {
    let end = u64::try_from(bundle.pack.pack_end()).ok().filter(|end| offset < *end)?;
    let stored = bundle.pack.entry_slice(offset..end)?;
    inflate.reset();
    let (status, _, written) = inflate.once(stored, out).ok()?;
    (status == Status::StreamEnd && written == out.len()).then_some(())
}

/// Builds an object from its base and a difference; `None` when they do not fit.
fn apply(base: &[u8], delta: &[u8]) -> Option<Vec<u8>> {
    let mut at = delta;
    let base_size = take_size(&mut at)?;
    let size = take_size(&mut at)?;
    if base_size != base.len() as u64 || size > LARGE {
        return None;
    }
    let mut out = Vec::with_capacity(usize::try_from(size).ok()?);
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
        if out.len() + piece.len() > out.capacity() {
            return None;
        }
        out.extend_from_slice(piece);
    }
    (out.len() as u64 == size).then_some(out)
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
        self.young_bytes += found.1.len() + size_of::<(Place, Kind, Bytes)>();
        self.young.insert(place, found);
        if self.young_bytes > KEEP / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
    }
}
