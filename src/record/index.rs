//! Where the fields of a front matter are found quickly: by the hash of their names.
//!
//! Rules ask each record for hundreds of fields, most of which it does not have.

use crate::schema::{Kind, alias_of, hash_name};
use crate::yaml::{Entry, Tree};

/// The entries of a front matter by the hash of their names; those under an old name last.
#[derive(Debug)]
pub(super) struct Index {
    /// A bit for each hash that is there; most absent names end here.
    present: u128,
    hashes: Vec<u64>,
    entries: Vec<Entry>,
}

impl Index {
    pub(super) fn of(text: &str, tree: &Tree, kind: Kind) -> Self {
        let entries = tree.entries(tree.root());
        let named = |entry: &Entry| tree.text(text, entry.key).unwrap_or_default();
        let direct = entries.iter().map(|entry| (hash_name(named(entry)), *entry));
        let renamed = entries.iter().filter_map(|entry| {
            let alias = alias_of(kind, named(entry))?;
            Some((hash_name(alias.new), *entry))
        });
        let (hashes, entries): (Vec<u64>, Vec<Entry>) = direct.chain(renamed).unzip();
        let present = hashes.iter().fold(0, |present, hash| present | bit(*hash));
        Self { present, hashes, entries }
    }

    /// The entries whose name has this hash; nearly always one or none.
    pub(super) fn under(&self, hash: u64) -> impl Iterator<Item = Entry> {
        let known = self.present & bit(hash) != 0;
        let hashes = if known { self.hashes.as_slice() } else { &[] };
        let same = hashes.iter().zip(&self.entries).filter(move |(other, _)| **other == hash);
        same.map(|(_, entry)| *entry)
    }
}

fn bit(hash: u64) -> u128 {
    1 << (hash & 127)
}
