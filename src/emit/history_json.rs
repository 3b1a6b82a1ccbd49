//! `history --format json`: the contract `pirctl.history/1` (see `docs/json.md`).

use super::json::pretty;
use super::tag::TagRow;
use crate::git::{BlobId, Person};
use crate::history::{Document, History, ParentChange, Revision};
use crate::proof::{LogEntry, Seals, Tags, VersionBrief, present};
use crate::term::RepoPath;
use crate::verdict::{Cut, Seal};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

#[derive(Serialize)]
struct Page<'a> {
    schema: &'static str,
    complete: bool,
    tip: String,
    documents: Vec<DocumentRow<'a>>,
    clashes: Vec<ClashRow<'a>>,
    cuts: &'a [Cut],
}

#[derive(Serialize)]
struct DocumentRow<'a> {
    id: Option<&'a str>,
    path: &'a str,
    complete: bool,
    removed: bool,
    dropped_by: Option<String>,
    followed_by: &'static str,
    revisions: Vec<RevisionRow<'a>>,
    versions: Vec<VersionRow<'a>>,
}

#[derive(Serialize)]
struct RevisionRow<'a> {
    commit: String,
    author: PersonRow<'a>,
    committer: PersonRow<'a>,
    summary: &'a str,
    trailers: BTreeMap<&'a str, Vec<&'a str>>,
    path: &'a str,
    blob: Option<String>,
    added: Option<u32>,
    removed: Option<u32>,
    signature: Seal,
    seal: Seal,
    tags: Vec<TagRow<'a>>,
    version: Option<&'a str>,
    status: Option<&'a str>,
    severity: Option<&'a str>,
    likelihood: Option<i64>,
    impact: Option<i64>,
    parents: Vec<ParentRow<'a>>,
}

#[derive(Serialize)]
struct PersonRow<'a> {
    name: &'a str,
    email: &'a str,
    time: String,
}

#[derive(Serialize)]
struct ParentRow<'a> {
    commit: String,
    change: &'static str,
    previous_path: Option<&'a str>,
    similarity: Option<u8>,
}

#[derive(Serialize)]
struct VersionRow<'a> {
    version: &'a str,
    commit: String,
    committed_at: String,
    text_changed: Option<bool>,
    change_log: Vec<EntryRow<'a>>,
}

#[derive(Serialize)]
struct EntryRow<'a> {
    date: &'a str,
    incidents: &'a [String],
    summary: &'a str,
}

#[derive(Serialize)]
struct ClashRow<'a> {
    id: &'a str,
    commit: String,
    paths: [&'a str; 2],
}

/// The histories as one JSON object, newest revision first.
pub fn history_json(history: &History<VersionBrief>, seals: &Seals, tags: &Tags) -> String {
    pretty(&Page {
        schema: "pirctl.history/1",
        complete: history.complete,
        tip: history.tip.hex(),
        documents: history.documents.iter().map(|found| document(found, seals, tags)).collect(),
        clashes: history
            .clashes
            .iter()
            .map(|clash| ClashRow {
                id: &clash.id,
                commit: clash.commit.hex(),
                paths: [clash.paths[0].as_str(), clash.paths[1].as_str()],
            })
            .collect(),
        cuts: &history.cuts,
    })
}

fn document<'a>(
    document: &'a Document<VersionBrief>,
    seals: &Seals,
    tags: &'a Tags,
) -> DocumentRow<'a> {
    DocumentRow {
        id: document.id.as_deref(),
        path: document.path.as_str(),
        complete: document.complete,
        removed: document.removed,
        dropped_by: document.dropped_by.as_ref().map(|merge| merge.id.hex()),
        followed_by: document.followed_by.word(),
        revisions: document.revisions.iter().map(|found| revision(found, seals, tags)).collect(),
        versions: versions(document),
    }
}

fn revision<'a>(
    revision: &'a Revision<VersionBrief>,
    seals: &Seals,
    tags: &'a Tags,
) -> RevisionRow<'a> {
    let commit = &revision.commit;
    let mut trailers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (key, value) in &commit.trailers {
        trailers.entry(key).or_default().push(value);
    }
    let facts = revision.seen.as_ref().map(|seen| &seen.facts);
    RevisionRow {
        commit: commit.id.hex(),
        author: person(&commit.author),
        committer: person(&commit.committer),
        summary: &commit.summary,
        trailers,
        path: revision.path.as_str(),
        blob: revision.blob.map(|blob| blob.hex()),
        added: revision.added,
        removed: revision.removed,
        seal: seals.of(commit),
        signature: present(commit.signature),
        tags: tags.on(&commit.id).iter().map(|note| TagRow::of(note)).collect(),
        version: stated(revision),
        status: facts.and_then(|facts| facts.status.as_deref()),
        severity: facts.and_then(|facts| facts.severity.as_deref()),
        likelihood: facts.and_then(|facts| Some(facts.scores?.0)),
        impact: facts.and_then(|facts| Some(facts.scores?.1)),
        parents: revision.parents.iter().map(parent).collect(),
    }
}

fn stated(revision: &Revision<VersionBrief>) -> Option<&str> {
    revision.seen.as_ref()?.facts.version.as_deref()
}

fn person(person: &Person) -> PersonRow<'_> {
    PersonRow { name: &person.name, email: &person.email, time: person.time.to_rfc3339() }
}

fn parent(side: &ParentChange) -> ParentRow<'_> {
    ParentRow {
        commit: side.commit.hex(),
        change: side.change.word(),
        previous_path: side.previous_path.as_ref().map(RepoPath::as_str),
        similarity: side.similarity,
    }
}

/// Each version with the commit that brought it, newest first: one that no version it was made from
/// states. A document that was removed and begun again comes from what it was before.
fn versions(document: &Document<VersionBrief>) -> Vec<VersionRow<'_>> {
    let (mut found, mut last) = (Vec::new(), None);
    let mut held: HashMap<BlobId, &VersionBrief> = HashMap::new();
    // A child stands before its parents, whatever their clocks say.
    for revision in document.revisions.iter().rev() {
        let Some(facts) = revision.seen.as_ref().map(|seen| &seen.facts) else { continue };
        let sides = revision.parents.iter().filter_map(|side| held.get(&side.previous_blob?));
        let mut before: Vec<&VersionBrief> = sides.copied().collect();
        if before.is_empty() {
            before.extend(last);
        }
        last = Some(facts);
        held.extend(revision.blob.map(|blob| (blob, facts)));
        let Some(version) = facts.version.as_deref() else { continue };
        if before.iter().any(|before| before.version.as_deref() == Some(version)) {
            continue;
        }
        let entries = facts.log.iter().filter(|entry| entry.version == version).map(entry);
        let text_changed = before.iter().all(|before| before.text != facts.text);
        found.push(VersionRow {
            version,
            commit: revision.commit.id.hex(),
            committed_at: revision.commit.committer.time.to_rfc3339(),
            text_changed: (!before.is_empty()).then_some(text_changed),
            change_log: entries.collect(),
        });
    }
    found.reverse();
    found
}

fn entry(entry: &LogEntry) -> EntryRow<'_> {
    EntryRow { date: &entry.date, incidents: &entry.incidents, summary: &entry.summary }
}
