//! `show --format json`: the record's claims, links and story as one object.

use super::json::pretty;
use super::supplier::{SupplierRow, supplier_row};
use super::tag::TagRow;
use crate::proof::{Claim, CommitNote, StoryStep};
use crate::rows::{Link, RecordCard};
use crate::verdict::{Cut, Seal, Strength};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    complete: bool,
    id: &'a str,
    kind: &'a str,
    title: &'a str,
    status: &'a str,
    path: &'a str,
    claims: Vec<ClaimRow<'a>>,
    added: Vec<AddedRow<'a>>,
    names: Vec<LinkRow<'a>>,
    named_by: Vec<LinkRow<'a>>,
    story: Vec<StepRow<'a>>,
    tags: Vec<TagRow<'a>>,
    cut: Option<&'a Cut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor: Option<SupplierRow<'a>>,
}

#[derive(Serialize)]
struct ClaimRow<'a> {
    field: &'a str,
    value: &'a str,
    strength: Strength,
    seal: Option<Seal>,
    commit: Option<CommitRow<'a>>,
    remark: &'a str,
    cut: Option<&'a Cut>,
}

#[derive(Serialize)]
struct AddedRow<'a> {
    field: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct LinkRow<'a> {
    id: &'a str,
    title: &'a str,
    field: &'a str,
}

#[derive(Serialize)]
struct StepRow<'a> {
    commit: CommitRow<'a>,
    path: &'a str,
    moved: &'a [String],
}

/// A commit as the documents quote it.
#[derive(Serialize)]
pub(super) struct CommitRow<'a> {
    id: &'a str,
    author: &'a str,
    authored_at: String,
    committer: &'a str,
    committed_at: String,
    summary: &'a str,
    seal: Seal,
}

impl<'a> CommitRow<'a> {
    pub(super) fn of(note: &'a CommitNote) -> Self {
        Self {
            id: &note.id,
            author: &note.author,
            authored_at: note.authored_at.to_rfc3339(),
            committer: &note.committer,
            committed_at: note.committed_at.to_rfc3339(),
            summary: &note.summary,
            seal: note.seal,
        }
    }
}

/// The record as one JSON object, with a line end.
pub fn show_json(card: &RecordCard<'_>) -> String {
    pretty(&Document {
        schema: "pirctl.show/1",
        complete: card.cut.is_none(),
        id: card.id,
        kind: card.kind,
        title: card.title,
        status: card.status,
        path: card.path,
        claims: card.claims.iter().map(claim).collect(),
        added: card.added.iter().map(|(field, value)| AddedRow { field, value }).collect(),
        names: card.names.iter().map(link).collect(),
        named_by: card.named_by.iter().map(link).collect(),
        story: card.story.iter().map(step).collect(),
        tags: card.tags.iter().map(|note| TagRow::of(note)).collect(),
        cut: card.cut.as_ref(),
        vendor: card.supplier.as_ref().map(supplier_row),
    })
}

fn claim(claim: &Claim) -> ClaimRow<'_> {
    let Claim { field, value, strength, seal, commit, remark, cut } = claim;
    let commit = commit.as_deref().map(CommitRow::of);
    ClaimRow { field, value, strength: *strength, seal: *seal, commit, remark, cut: cut.as_ref() }
}

fn link<'a>(link: &'a Link<'_>) -> LinkRow<'a> {
    LinkRow { id: &link.id, title: link.title, field: &link.field }
}

fn step(step: &StoryStep) -> StepRow<'_> {
    StepRow { commit: CommitRow::of(&step.commit), path: step.path.as_str(), moved: &step.moved }
}
