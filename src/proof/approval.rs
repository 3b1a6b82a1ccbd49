//! Whether git shows that the person whose name is typed had a hand in it.

use super::past::{CommitNote, RecordPast};
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
    /// The person wrote or made this commit of the record.
    Made(Arc<CommitNote>),
    /// The person made this annotated tag of a commit of the record.
    Tagged(Arc<CommitNote>, Arc<TagNote>),
    /// A trailer of this commit names the person.
    Trailer(Arc<CommitNote>),
    /// A note on this commit, under `refs/notes/pirctl`, names the person.
    Note(Arc<CommitNote>),
    /// An entry of the record's `approvals` names the person.
    Entry,
}

/// The strongest sign that the person approved `record`; `None` where git shows none.
pub fn approval_of(
    record: &Record,
    past: &RecordPast,
    person: &Person,
    people: &People,
) -> Option<Approval> {
    let is = |email: &str| people.by_email(email).is_some_and(|p| p.handle == person.handle);
    let commits = || past.revisions.iter().map(|(commit, _)| commit);
    if let Some(made) = commits().find(|c| is(&c.author_email) || is(&c.committer_email)) {
        return Some(Approval::Made(made.clone()));
    }
    let of_person = |tag: &&Arc<TagNote>| is(tag.email());
    let mut tagged =
        commits().filter_map(|commit| Some((commit, commit.tags.iter().find(of_person)?)));
    if let Some((commit, tag)) = tagged.next() {
        return Some(Approval::Tagged(commit.clone(), tag.clone()));
    }
    let named_in = |list: &[(String, String)]| {
        let approving = |key: &str| APPROVING.contains(&key.to_ascii_lowercase().as_str());
        let mut said = list.iter().filter(|(key, _)| approving(key));
        said.any(|(_, value)| names(value, person, &is))
    };
    if let Some(named) = commits().find(|commit| named_in(&commit.trailers)) {
        return Some(Approval::Trailer(named.clone()));
    }
    if let Some(named) = commits().find(|commit| named_in(&commit.notes)) {
        return Some(Approval::Note(named.clone()));
    }
    let by =
        |entry: &crate::record::Item<'_>| entry.text_of(part::BY) == Some(person.handle.as_str());
    record.items(common::APPROVALS).iter().any(by).then_some(Approval::Entry)
}

/// True when a trailer's value names the person: by handle, by name, or by address.
fn names(value: &str, person: &Person, is: &impl Fn(&str) -> bool) -> bool {
    let (name, email) = value.split_once('<').unwrap_or((value, ""));
    let name = name.trim();
    is(email.trim_end_matches('>').trim())
        || name == person.handle
        || person.name.as_deref().is_some_and(|known| known == name)
}
