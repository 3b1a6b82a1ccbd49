//! Whether git shows that the person whose name is typed had a hand in it.
//!
//! What counts are the commits of the record that hold the name: the one that set it, and later ones
//! that keep it. A commit from before says nothing of what was set afterwards. A tag speaks of the
//! state that it tags, so it counts on each of these commits; on a commit that did not touch the
//! record it may be about anything, and counts for nothing here.

use super::past::{CommitNote, Held, RecordPast, Version};
use super::tag::TagNote;
use crate::config::{People, Person};
use crate::record::Record;
use crate::schema::{common, part};
use std::sync::Arc;

/// Trailers that say somebody approved a commit. `Signed-off-by` says where a change comes from and
/// is none of them.
const APPROVING: &[&str] = &["approved-by", "reviewed-by"];

/// What shows a person's approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Approval {
    /// The person wrote or made the commit that set the name.
    Made(Arc<CommitNote>),
    /// A key of the person signed this commit, and the seal was checked and is good.
    Signed(Arc<CommitNote>),
    /// The person made this annotated tag of a commit that holds the name, or a key of the person
    /// signed it and the seal is good.
    Tagged(Arc<CommitNote>, Arc<TagNote>),
    /// The person wrote or made a later commit of the record, which keeps the name.
    Kept(Arc<CommitNote>),
    /// A trailer of this commit names the person.
    Trailer(Arc<CommitNote>),
    /// A note on this commit, under `refs/notes/pirctl`, names the person.
    Note(Arc<CommitNote>),
    /// An entry of the record's `approvals` names the person.
    Entry,
    /// The newest commit of the record does not hold the name: nothing can be shown yet.
    NotCommitted,
    /// Git shows none.
    Nothing,
}

/// The strongest sign that `person` approved `record`, which names them under `field` (its dotted
/// path).
pub fn approval_of(
    record: &Record,
    field: &str,
    past: &RecordPast,
    person: &Person,
    people: &People,
) -> Approval {
    let of = OfPerson { person, people };
    let named = |version: &Version| version.facts().approver(field) == Some(&*person.handle);
    let held = past.held(named);
    if let Some(shown) = of.made(&held).or_else(|| of.left_beside(&held)) {
        return shown;
    }
    let by =
        |entry: &crate::record::Item<'_>| entry.text_of(part::BY) == Some(person.handle.as_str());
    match record.items(common::APPROVALS).iter().any(by) {
        true => Approval::Entry,
        false if held.is_empty() => Approval::NotCommitted,
        false => Approval::Nothing,
    }
}

/// What is one person's.
struct OfPerson<'a> {
    person: &'a Person,
    people: &'a People,
}

impl OfPerson<'_> {
    fn is(&self, email: &str) -> bool {
        self.people.by_email(email).is_some_and(|known| known.handle == self.person.handle)
    }

    /// True when the key of a good seal is the person's and nobody else's.
    fn signed(&self, signers: &[String]) -> bool {
        !signers.is_empty() && signers.iter().all(|signer| self.is(signer))
    }

    /// What the person did to the commits that hold the name, oldest first.
    fn made(&self, held: &[Held<'_>]) -> Option<Approval> {
        let did =
            |commit: &CommitNote| self.is(&commit.author_email) || self.is(&commit.committer_email);
        if let Some(set) = held.iter().find(|held| held.begins && did(held.commit)) {
            return Some(Approval::Made(set.commit.clone()));
        }
        let commits = || held.iter().map(|held| held.commit);
        if let Some(signed) = commits().find(|commit| self.signed(&commit.signers)) {
            return Some(Approval::Signed(signed.clone()));
        }
        let own = |tag: &&Arc<TagNote>| self.is(tag.email()) || self.signed(&tag.signers);
        let mut tagged =
            commits().filter_map(|commit| Some((commit, commit.tags.iter().find(own)?)));
        if let Some((commit, tag)) = tagged.next() {
            return Some(Approval::Tagged(commit.clone(), tag.clone()));
        }
        commits().find(|commit| did(commit)).map(|commit| Approval::Kept(commit.clone()))
    }

    /// What others wrote down beside the commits.
    fn left_beside(&self, held: &[Held<'_>]) -> Option<Approval> {
        let approving = |key: &str| APPROVING.contains(&key.to_ascii_lowercase().as_str());
        let named_in = |list: &[(String, String)]| {
            list.iter().any(|(key, value)| approving(key) && self.names(value))
        };
        let mut commits = held.iter().map(|held| held.commit);
        if let Some(named) = commits.clone().find(|commit| named_in(&commit.trailers)) {
            return Some(Approval::Trailer(named.clone()));
        }
        commits.find(|commit| named_in(&commit.notes)).map(|named| Approval::Note(named.clone()))
    }

    /// True when a trailer's value names the person: by handle, by name, or by address.
    fn names(&self, value: &str) -> bool {
        let (name, email) = value.split_once('<').unwrap_or((value, ""));
        let name = name.trim();
        self.is(email.trim_end_matches('>').trim())
            || name == self.person.handle
            || self.person.name.as_deref().is_some_and(|known| known == name)
    }
}
