//! The seals of commits and tags: present or not for each, and checked where somebody asked.

use crate::git::{CommitId, CommitMeta, SignatureKind, Tag, TagId};
use crate::verdict::{Cut, Seal};
use std::collections::BTreeMap;

/// What checking showed, by commit and by tag; empty when nobody asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Seals {
    checked: BTreeMap<CommitId, Seal>,
    tags: BTreeMap<TagId, Seal>,
    cuts: BTreeMap<String, Cut>,
    signers: BTreeMap<String, Vec<String>>,
}

impl Seals {
    /// Keeps what checking a commit showed, and why it could not be told where it could not.
    pub fn insert(&mut self, commit: CommitId, seal: Seal, cut: Option<Cut>) {
        if let Some(cut) = cut {
            self.cuts.insert(commit.hex(), cut);
        }
        self.checked.insert(commit, seal);
    }

    /// Keeps what checking a tag showed, and why it could not be told where it could not.
    pub fn insert_tag(&mut self, tag: TagId, seal: Seal, cut: Option<Cut>) {
        if let Some(cut) = cut {
            self.cuts.insert(tag.hex(), cut);
        }
        self.tags.insert(tag, seal);
    }

    /// Keeps whose key made the good seal of the commit or tag with this full id.
    pub fn name_signers(&mut self, id: String, signers: Vec<String>) {
        self.signers.insert(id, signers);
    }

    /// Whose key made the good seal of the commit or tag with this full id: the addresses that stand
    /// beside the key. Empty where there is no good seal, and where the key is nobody's.
    pub fn signers(&self, id: &str) -> &[String] {
        self.signers.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The seal of a commit.
    pub fn of(&self, commit: &CommitMeta) -> Seal {
        self.checked.get(&commit.id).copied().unwrap_or(present(commit.signature))
    }

    /// The seal of a tag.
    pub fn of_tag(&self, tag: &Tag) -> Seal {
        self.tags.get(&tag.id).copied().unwrap_or(present(tag.signature))
    }

    /// Why the seal of the commit or tag with this full id cannot be told.
    pub fn cut(&self, id: &str) -> Option<&Cut> {
        self.cuts.get(id)
    }

    /// Each reason for which seals cannot be told, with the number of commits and tags it holds for.
    pub fn cuts(&self) -> BTreeMap<&Cut, usize> {
        let mut counted = BTreeMap::new();
        for cut in self.cuts.values() {
            *counted.entry(cut).or_default() += 1;
        }
        counted
    }
}

/// Whether there is a signature, for those that nobody checks.
pub const fn present(signature: Option<SignatureKind>) -> Seal {
    if signature.is_some() { Seal::Unchecked } else { Seal::Unsigned }
}
