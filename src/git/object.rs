//! Objects of any kind for one thread that reads very many of them.

use super::Repository;
use super::pack::{Bytes, PackReader};
use gix::objs::{Find, Kind};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Reads objects: from packs with what is kept of them, else as gix finds them.
pub(super) struct ObjectReader {
    pub(super) repo: gix::Repository,
    pub(super) partial: bool,
    unread: Arc<AtomicBool>,
    packs: RefCell<PackReader>,
}

impl Repository {
    /// A reader of objects for the current thread.
    pub(super) fn objects(&self) -> ObjectReader {
        ObjectReader {
            repo: self.local(),
            partial: self.is_partial(),
            unread: Arc::clone(&self.unread),
            packs: RefCell::new(PackReader::new(self.packs())),
        }
    }
}

impl ObjectReader {
    /// The object `id`, whatever its size; `None` when it is not here.
    pub(super) fn read(&self, id: &gix::oid) -> gix::Result<Option<(Kind, Bytes)>> {
        if let Some(found) = self.read_packed(id) {
            return Ok(Some(found));
        }
        let mut data = Vec::new();
        let found = self.repo.objects.try_find(id, &mut data).map(|found| found.map(|f| f.kind));
        self.note(matches!(found, Ok(Some(_))));
        Ok(found?.map(|kind| (kind, Rc::new(data))))
    }

    /// Remembers that something was asked for and could not be given.
    pub(super) fn note(&self, given: bool) {
        if !given {
            self.unread.store(true, Ordering::Relaxed);
        }
    }

    /// The object `id` when it is in a pack and not very large.
    pub(super) fn read_packed(&self, id: &gix::oid) -> Option<(Kind, Bytes)> {
        self.packs.borrow_mut().read(id)
    }
}
