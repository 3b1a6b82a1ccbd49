//! The register: every record of one snapshot, with links both ways.
//!
//! Knows what dangles, what clashes and what no incident reaches. Judges nothing.

mod controls;
mod parts;
mod reach;

pub use controls::{annex_a_of, causes_stated, controls_of, is_in_framework};
pub use parts::{has_part, part_ids};

use crate::catalog;
use crate::record::{Broken, Document, LinkUse, Record};
use crate::schema::{Kind, common};
use crate::term::{RecordRef, RepoPath, canonical_control};
use std::borrow::Cow;
use std::collections::HashMap;

/// Every record of a snapshot, in path order.
#[derive(Debug, Default)]
pub struct Register {
    records: Vec<Record>,
    broken: Vec<Broken>,
    by_kind: HashMap<Kind, Vec<usize>>,
    by_id: HashMap<String, Vec<usize>>,
    by_folded_id: HashMap<String, Vec<usize>>,
    by_previous_id: HashMap<String, usize>,
    broken_by_stem: HashMap<String, usize>,
    referrers: HashMap<String, Vec<(usize, usize)>>,
    reaches: Vec<Vec<usize>>,
    /// How many links lead to an id that neither a record nor the catalogue has.
    loose_ends: usize,
    tally: Tally,
}

/// Most ids that are compared in one run to find what a link means: a link that leads nowhere takes as
/// many as there are records.
const COMPARED: usize = 1_000_000;

/// What a link leads to.
#[derive(Clone, Copy, Debug)]
pub enum Target<'r> {
    /// A record of a kind that may stand there.
    Record(&'r Record),
    /// A record of another kind.
    OtherKind(&'r Record),
    /// A control of Annex A that has no record here.
    Catalogue,
    /// A file that cannot be read as a record, but is named like this id.
    Unreadable(&'r Broken),
    /// Nothing.
    Missing,
}

impl Register {
    /// Builds the register of the documents of one snapshot.
    pub fn build(documents: impl IntoIterator<Item = Document>) -> Self {
        let documents = documents.into_iter();
        let mut register = Self::default();
        register.records.reserve(documents.size_hint().0);
        for document in documents {
            match document {
                Document::Record(record) => register.records.push(*record),
                Document::Broken(broken) => register.broken.push(broken),
                Document::Foreign => {}
            }
        }
        register.records.sort_by(|a, b| a.path.cmp(&b.path));
        register.broken.sort_by(|a, b| a.path.cmp(&b.path));
        register.index();
        register.reaches = reach::incidents(&register);
        register
    }

    fn index(&mut self) {
        for (at, record) in self.records.iter().enumerate() {
            let id = canonical(record.id());
            self.by_kind.entry(record.kind()).or_default().push(at);
            self.by_folded_id.entry(id.to_lowercase()).or_default().push(at);
            for previous in record.words(common::PREVIOUS_IDS) {
                self.by_previous_id.entry(previous.value.to_owned()).or_insert(at);
            }
            for (link, used) in record.links.iter().enumerate() {
                self.referrers.entry(used.target.id.clone()).or_default().push((at, link));
            }
            self.by_id.entry(id.into_owned()).or_default().push(at);
        }
        for (at, broken) in self.broken.iter().enumerate() {
            self.broken_by_stem.entry(broken.path.stem().to_owned()).or_insert(at);
        }
        let is_loose = |id: &str| !self.by_id.contains_key(id) && !is_catalogue_control(id);
        let loose = self.referrers.iter().filter(|(id, _)| is_loose(id));
        self.loose_ends = loose.map(|(_, links)| links.len()).sum();
    }

    /// Every record, in path order.
    pub fn records(&self) -> &[Record] {
        self.tally.add(self.records.len());
        &self.records
    }

    /// True when each link that leads nowhere may be compared with every record, to find what it means;
    /// where there are too many, something else is wrong than their spelling.
    pub fn may_compare_ids(&self) -> bool {
        self.loose_ends.saturating_mul(self.records.len()) <= COMPARED
    }

    /// Files that were meant to be records and cannot be read.
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }

    /// The records of a kind, in path order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        let at = self.by_kind.get(&kind).map(Vec::as_slice).unwrap_or_default();
        at.iter().map(|at| self.handed_out(*at))
    }

    /// The record with this id; the first in path order when several claim it.
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.all(id).next()
    }

    /// The record of a kind with this id.
    pub fn get_kind(&self, kind: Kind, id: &str) -> Option<&Record> {
        self.all(id).find(|record| record.kind() == kind)
    }

    /// Every record that claims this id.
    pub fn all(&self, id: &str) -> impl Iterator<Item = &Record> {
        let at = self.by_id.get(canonical(id).as_ref()).map(Vec::as_slice).unwrap_or_default();
        at.iter().map(|at| self.handed_out(*at))
    }

    /// Every record whose id differs from `id` in letter case at most.
    pub fn all_but_for_case(&self, id: &str) -> impl Iterator<Item = &Record> {
        let at = self
            .by_folded_id
            .get(&canonical(id).to_lowercase())
            .map(Vec::as_slice)
            .unwrap_or_default();
        at.iter().map(|at| self.handed_out(*at))
    }

    /// The record that had this id before it was renumbered.
    pub fn formerly(&self, id: &str) -> Option<&Record> {
        self.by_previous_id.get(id).map(|at| &self.records[*at])
    }

    /// What a link leads to.
    pub fn resolve(&self, link: &LinkUse) -> Target<'_> {
        let fits = |record: &&Record| link.kinds.is_empty() || link.kinds.contains(&record.kind());
        if let Some(record) = self.all(&link.target.id).find(fits) {
            return Target::Record(record);
        }
        if let Some(record) = self.get(&link.target.id) {
            return Target::OtherKind(record);
        }
        let control = link.kinds.is_empty() || link.kinds.contains(&Kind::Control);
        if control && is_catalogue_control(&link.target.id) {
            return Target::Catalogue;
        }
        let named = self.broken_by_stem.get(&link.target.id);
        named.map_or(Target::Missing, |at| Target::Unreadable(&self.broken[*at]))
    }

    /// True when the record named has the part named, or when no part is named.
    pub fn has_part(&self, target: &RecordRef) -> bool {
        let Some(part) = &target.part else { return true };
        self.all(&target.id).any(|record| has_part(record, part))
    }

    /// The records that name `id`, each with the link that does, in path order.
    pub fn referrers(&self, id: &str) -> impl Iterator<Item = (&Record, &LinkUse)> {
        let at = self.referrers.get(canonical(id).as_ref()).map(Vec::as_slice).unwrap_or_default();
        at.iter().map(|(record, link)| {
            let record = self.handed_out(*record);
            (record, &record.links[*link])
        })
    }

    /// The records of a kind that name `id` in their field `incidents`, in path order.
    pub fn naming<'a>(
        &'a self,
        kind: Kind,
        incident: &str,
    ) -> impl Iterator<Item = &'a Record> + use<'a> {
        let at =
            self.referrers.get(canonical(incident).as_ref()).map(Vec::as_slice).unwrap_or_default();
        at.iter()
            .map(|(record, link)| {
                let record = self.handed_out(*record);
                (record, &record.links[*link])
            })
            .filter(move |(record, link)| record.kind() == kind && link.field == "incidents")
            .map(|(record, _)| record)
    }

    /// The living incidents that a record reaches through the records it names.
    pub fn incidents_reached(&self, record: &Record) -> impl Iterator<Item = &Record> {
        let at = self.position(record);
        let reached = at.map(|at| self.reaches[at].as_slice()).unwrap_or_default();
        reached.iter().map(|at| self.handed_out(*at))
    }

    /// The record in the file `path`.
    pub fn at_path(&self, path: &RepoPath) -> Option<&Record> {
        self.records
            .binary_search_by(|record| record.path.cmp(path))
            .ok()
            .map(|at| &self.records[at])
    }

    fn handed_out(&self, at: usize) -> &Record {
        self.tally.add(1);
        &self.records[at]
    }

    /// How many records were handed out so far: what rules cost, whatever the machine does.
    #[cfg(test)]
    pub(crate) fn tally(&self) -> usize {
        self.tally.0.load(std::sync::atomic::Ordering::Relaxed)
    }

    fn position(&self, record: &Record) -> Option<usize> {
        self.records.binary_search_by(|other| other.path.cmp(&record.path)).ok()
    }
}

/// Counts in unit tests, and does nothing elsewhere.
#[derive(Debug, Default)]
struct Tally(#[cfg(test)] std::sync::atomic::AtomicUsize);

impl Tally {
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "unit tests count here"))]
    fn add(&self, count: usize) {
        #[cfg(test)]
        self.0.fetch_add(count, std::sync::atomic::Ordering::Relaxed);
        #[cfg(not(test))]
        let _ = count;
    }
}

/// A control id in its printed form; any other id as it is.
fn canonical(id: &str) -> Cow<'_, str> {
    canonical_control(id).map_or(Cow::Borrowed(id), Cow::Owned)
}

/// True for the 93 controls of Annex A.
pub fn is_catalogue_control(id: &str) -> bool {
    catalog::control(id).is_some()
}
