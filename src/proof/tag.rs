//! Annotated tags beside the commits that they name, each with its seal.

use super::seal::Seals;
use crate::git::{CommitId, Mailmap, Person, Tag};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An annotated tag as pages and sentences quote it; names and times are its own statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TagNote {
    /// The tag; its tagger as the `.mailmap` names them.
    pub tag: Tag,
    /// What is known of its signature.
    pub seal: crate::verdict::Seal,
    /// Whose key signed it, by the addresses that stand beside the key; empty without a good seal.
    pub signers: Vec<String>,
}

impl TagNote {
    /// Its name, with the name that it states where that is another.
    pub fn quoted(&self) -> String {
        let Tag { name, stated, .. } = &self.tag;
        if name == stated { name.clone() } else { format!("{name}, which states {stated}") }
    }

    /// The tagger's address; empty where none is stated.
    pub fn email(&self) -> &str {
        self.tag.tagger.as_ref().map_or("", |tagger: &Person| &tagger.email)
    }
}

/// The annotated tags of a repository by the commit that they lead to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    of: BTreeMap<CommitId, Vec<Arc<TagNote>>>,
}

impl Tags {
    /// Tags in their order, with what checking their seals showed.
    pub fn new(tags: Vec<Tag>, seals: &Seals, mailmap: &Mailmap) -> Self {
        let mut of: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for mut tag in tags {
            if let Some(tagger) = &mut tag.tagger {
                mailmap.correct(tagger);
            }
            let seal = seals.of_tag(&tag);
            let signers = seals.signers(&tag.id.hex()).to_vec();
            of.entry(tag.commit).or_default().push(Arc::new(TagNote { tag, seal, signers }));
        }
        Self { of }
    }

    /// The tags that lead to a commit, by name.
    pub fn on(&self, commit: &CommitId) -> &[Arc<TagNote>] {
        self.of.get(commit).map(Vec::as_slice).unwrap_or_default()
    }
}
