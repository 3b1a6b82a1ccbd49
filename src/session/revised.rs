//! In which lines policies changed; in the user's cache, so that no old text is read a second time.
//!
//! A change hangs on the contents of two versions and on nothing else: not on where they stood, on the
//! configuration or on the tip. What a clone does not hold is not kept, and a clone that may fetch more is never
//! answered from the cache.

use crate::cache::{Cache, Pack, Packer, Unpacker};
use crate::git::{BlobId, BlobReader, DiffLine, Repository, diff_lines};
use crate::record::read_values;
use crate::term::RepoPath;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::{Mutex, OnceLock, PoisonError};

/// A version's content, and that of the version before it.
type Step = (BlobId, BlobId);

/// The lines of a change, packed: most are shown once, on one page.
type Packed = Box<[u8]>;

/// Changes that were asked for.
#[derive(Debug, Default)]
pub(super) struct Revised {
    /// Those of earlier sessions, once one was asked for.
    known: OnceLock<HashMap<Step, Packed>>,
    /// Those that this one asked for, where there is a cache for them; with what was not known.
    asked: Mutex<BTreeMap<Step, Option<Packed>>>,
}

impl Revised {
    /// A reader for the current thread.
    pub(super) fn reader<'s>(
        &'s self,
        repository: &'s Repository,
        cache: Option<&'s Cache>,
    ) -> Reader<'s> {
        let cache = cache.filter(|_| is_whole(repository));
        Reader { all: self, repository, cache, blobs: None, last: None }
    }

    /// Keeps what was asked for, when some of it was not known: what nobody asks for any more goes.
    pub(super) fn keep(&self, repository: &Repository, cache: &Cache) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.values().all(Option::is_none) || repository.was_unread() {
            return;
        }
        let known = self.known.get();
        let all = std::mem::take(&mut *asked).into_iter().filter_map(|(step, lines)| {
            Some((step, lines.or_else(|| known?.get(&step).cloned())?))
        });
        cache.put(&name_of(repository), b"", &Packer::bytes_of(&all.collect::<Vec<_>>()));
    }

    fn known(&self, repository: &Repository, cache: &Cache, step: &Step) -> Option<&Packed> {
        let known = self.known.get_or_init(|| {
            let bytes = cache.get(&name_of(repository), b"");
            let all: Option<Vec<(Step, Packed)>> =
                bytes.and_then(|bytes| Unpacker::value_of(&bytes));
            all.unwrap_or_default().into_iter().collect()
        });
        known.get(step)
    }

    fn add(&self, step: Step, lines: Option<Packed>) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(step, lines);
    }
}

/// Reads changes; best those of one policy, newest first.
pub(super) struct Reader<'s> {
    all: &'s Revised,
    repository: &'s Repository,
    cache: Option<&'s Cache>,
    blobs: Option<BlobReader>,
    /// The older text of the change before, which is the newer one of the next.
    last: Option<(BlobId, Option<Rc<str>>)>,
}

impl Reader<'_> {
    /// What changed from `before` to `held`; `None` where one of the texts is not here.
    pub(super) fn change(&mut self, held: BlobId, before: BlobId) -> Option<Vec<DiffLine>> {
        let step = (held, before);
        let Some(cache) = self.cache else { return self.read(step) };
        let known = self.all.known(self.repository, cache, &step);
        if let Some(lines) = known.and_then(|packed| Unpacker::value_of(packed)) {
            self.all.add(step, None);
            return Some(lines);
        }
        let lines = self.read(step)?;
        self.all.add(step, Some(Packer::bytes_of(&lines).into()));
        Some(lines)
    }

    fn read(&mut self, (held, before): Step) -> Option<Vec<DiffLine>> {
        let new = match self.last.take() {
            Some((blob, text)) if blob == held => text,
            _ => self.text(held),
        };
        let old = self.text(before);
        let lines = new.as_deref().zip(old.as_deref()).map(|(new, old)| diff_lines(old, new));
        self.last = Some((before, old));
        lines
    }

    /// The text of a version without its front matter, as history reads it.
    fn text(&mut self, blob: BlobId) -> Option<Rc<str>> {
        let blobs = self.blobs.get_or_insert_with(|| self.repository.blobs());
        let bytes = blobs.read(&blob).ok()?;
        let record = read_values(&RepoPath::new(String::new()), bytes)?;
        Some(record.body_text().into())
    }
}

/// True for a clone that cannot come to hold a text that it does not hold now.
fn is_whole(repository: &Repository) -> bool {
    !repository.is_shallow() && !repository.is_partial()
}

/// One file for a repository.
fn name_of(repository: &Repository) -> String {
    let folder = repository.common_dir();
    format!("{:?}", ("changes of policies", folder.canonicalize().unwrap_or(folder)))
}

impl Pack for DiffLine {
    fn pack(&self, out: &mut Packer) {
        match self {
            Self::Skip(old, new) => (0_u8, (*old, *new)).pack(out),
            Self::Same(text) => tagged(1, text, out),
            Self::Removed(text) => tagged(2, text, out),
            Self::Added(text) => tagged(3, text, out),
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        match u8::unpack(from)? {
            0 => Pack::unpack(from).map(|(old, new)| Self::Skip(old, new)),
            1 => Pack::unpack(from).map(Self::Same),
            2 => Pack::unpack(from).map(Self::Removed),
            3 => Pack::unpack(from).map(Self::Added),
            _ => None,
        }
    }
}

fn tagged(tag: u8, text: &String, out: &mut Packer) {
    tag.pack(out);
    text.pack(out);
}
