//! Where the fields of a front matter are found quickly: by the hash of their names.
//!
//! Rules ask each record for hundreds of fields, most of which it does not have.

use crate::schema::{KindSpec, alias_of, hash_name};
use crate::yaml::{Entry, Tree};

/// The entries of a front matter by the hash of their names; those under an old name last.
///
/// The low bits of a hash are its bucket. Names stand in the order of their buckets, so the number
/// of buckets in use before one says where to begin to look.
#[derive(Debug)]
pub(super) struct Index {
    /// A bit for each bucket in use; most absent names end here.
    present: u128,
    names: Box<[Name]>,
}

/// A name that an entry can be found under.
#[derive(Clone, Copy, Debug)]
struct Name {
    hash: u64,
    entry: Entry,
    form: Form,
}

/// How the name of an entry is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// It is a name of the kind's table, and no two of those share a hash.
    OfTable,
    /// It is not; only its text tells it from another of the same hash.
    Other,
    /// It is an old name of a field.
    Renamed,
}

impl Index {
    pub(super) fn of(text: &str, tree: &Tree, spec: &KindSpec) -> Self {
        let entries = tree.entries(tree.root());
        let written = |entry: &Entry| tree.text(text, entry.key).unwrap_or_default();
        let mut names = Vec::with_capacity(entries.len());
        names.extend(entries.iter().map(|entry| {
            let name = written(entry);
            let hash = hash_name(name);
            let known = spec.field_by(hash, name).is_some();
            let form = if known { Form::OfTable } else { Form::Other };
            Name { hash, entry: *entry, form }
        }));
        names.extend(entries.iter().filter_map(|entry| {
            let hash = hash_name(alias_of(spec.kind, written(entry))?.new);
            Some(Name { hash, entry: *entry, form: Form::Renamed })
        }));
        // Stable: of equal names the first one stays the first.
        names.sort_by_key(|name| bucket(name.hash));
        let present = names.iter().fold(0, |present, name| present | 1 << bucket(name.hash));
        Self { present, names: names.into() }
    }

    /// The entries whose name has this hash, and how it is written; nearly always one or none.
    pub(super) fn under(&self, hash: u64) -> impl Iterator<Item = (Entry, Form)> {
        let bucket_of = bucket(hash);
        let known = self.present >> bucket_of & 1 != 0;
        let before = (self.present & ((1 << bucket_of) - 1)).count_ones() as usize;
        let names = if known { &self.names[before..] } else { &[] };
        let near = names.iter().take_while(move |name| bucket(name.hash) <= bucket_of);
        near.filter(move |name| name.hash == hash).map(|name| (name.entry, name.form))
    }
}

fn bucket(hash: u64) -> u64 {
    hash & 127
}
