//! An annotated tag beside the commit that it names: as a line for people, as a row for programs.

use crate::escape::terminal;
use crate::git::{Person, TagTarget};
use crate::proof::{TagNote, present};
use crate::verdict::Seal;
use serde::Serialize;

/// `tag v1.0, by Sara Lind, 2026-03-08 12:00 +00:00, signed, not checked`.
pub(super) fn tag_text(note: &TagNote) -> String {
    let of = match note.tag.target {
        TagTarget::Commit(_) => "",
        TagTarget::Tag(_) => ", of another tag",
    };
    let by = note.tag.tagger.as_ref().map_or_else(
        || "without a tagger".to_owned(),
        |tagger| format!("by {}, {}", tagger.name, tagger.time.format("%Y-%m-%d %H:%M %:z")),
    );
    terminal(&format!("tag {}{of}, {by}, {}", note.quoted(), note.seal.words())).into_owned()
}

/// A tag as the documents list it.
#[derive(Serialize)]
pub(super) struct TagRow<'a> {
    name: &'a str,
    stated_name: &'a str,
    id: String,
    target: TargetRow,
    commit: String,
    tagger: Option<TaggerRow<'a>>,
    summary: &'a str,
    signature: Seal,
    seal: Seal,
}

#[derive(Serialize)]
struct TargetRow {
    kind: &'static str,
    id: String,
}

#[derive(Serialize)]
struct TaggerRow<'a> {
    name: &'a str,
    email: &'a str,
    time: String,
}

impl<'a> TagRow<'a> {
    pub(super) fn of(note: &'a TagNote) -> Self {
        let tag = &note.tag;
        let tagger = |person: &'a Person| TaggerRow {
            name: &person.name,
            email: &person.email,
            time: person.time.to_rfc3339(),
        };
        Self {
            name: &tag.name,
            stated_name: &tag.stated,
            id: tag.id.hex(),
            target: TargetRow { kind: tag.target.word(), id: tag.target.hex() },
            commit: tag.commit.hex(),
            tagger: tag.tagger.as_ref().map(tagger),
            summary: &tag.summary,
            signature: present(tag.signature),
            seal: note.seal,
        }
    }
}
