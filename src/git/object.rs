//! Objects of any kind for one thread that reads very many of them.

use super::Repository;
use super::pack::{Bytes, PackReader};
use gix::objs::{Find, Kind};
use std::cell::RefCell;
use std::rc::Rc;

/// Reads objects: from packs with what is kept of them, else as gix finds them.
pub(super) struct ObjectReader {
    pub(super) repo: gix::Repository,
    pub(super) partial: bool,
    packs: RefCell<PackReader>,
}

impl Repository {
    /// A reader of objects for the current thread.
    pub(super) fn objects(&self) -> ObjectReader {
        ObjectReader {
            repo: self.local(),
            partial: self.is_partial(),
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
        let kind = self.repo.objects.try_find(id, &mut data)?.map(|found| found.kind);
        Ok(kind.map(|kind| (kind, Rc::new(data))))
    }

    /// The object `id` when it is in a pack and not very large.
    pub(super) fn read_packed(&self, id: &gix::oid) -> Option<(Kind, Bytes)> {
        self.packs.borrow_mut().read(id)
    }
}
