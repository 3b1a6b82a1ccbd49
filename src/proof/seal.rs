//! The seals of commits: present or not for each, and checked where somebody asked.

use crate::git::{CommitId, CommitMeta};
use crate::verdict::{Cut, Seal};
use std::collections::BTreeMap;

/// What checking showed, by commit; empty when nobody asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seals {
    checked: BTreeMap<CommitId, Seal>,
    cuts: BTreeMap<String, Cut>,
}

impl Seals {
    /// Keeps what checking a commit showed, and why it could not be told where it could not.
    pub fn insert(&mut self, commit: CommitId, seal: Seal, cut: Option<Cut>) {
        if let Some(cut) = cut {
            self.cuts.insert(commit.hex(), cut);
        }
        self.checked.insert(commit, seal);
    }

    /// The seal of a commit.
    pub fn of(&self, commit: &CommitMeta) -> Seal {
        let present = if commit.signature.is_some() { Seal::Unchecked } else { Seal::Unsigned };
        self.checked.get(&commit.id).copied().unwrap_or(present)
    }

    /// Why the seal of the commit with this full id cannot be told.
    pub fn cut(&self, id: &str) -> Option<&Cut> {
        self.cuts.get(id)
    }

    /// Each reason for which seals cannot be told, with the number of commits it holds for.
    pub fn cuts(&self) -> BTreeMap<&Cut, usize> {
        let mut counted = BTreeMap::new();
        for cut in self.cuts.values() {
            *counted.entry(cut).or_default() += 1;
        }
        counted
    }
}
