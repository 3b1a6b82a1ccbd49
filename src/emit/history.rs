//! `history`: the revisions of documents, newest first, for people.

use super::concise::line;
use super::tag::tag_text;
use crate::escape::terminal;
use crate::git::CommitMeta;
use crate::history::{Change, Document, FollowedBy, History, Revision};
use crate::proof::{Seals, Tags, VersionBrief};

/// Each document with its revisions: commit, date, people, lines, version, trailers, tags.
pub fn history_text(history: &History<VersionBrief>, seals: &Seals, tags: &Tags) -> String {
    let mut out = String::new();
    for document in &history.documents {
        head(&mut out, document);
        for (at, revision) in document.revisions.iter().enumerate() {
            let older =
                document.revisions[at + 1..].iter().find(|older| stands_before(older, revision));
            row(&mut out, revision, &steps(revision, older), seals);
            for tag in tags.on(&revision.commit.id) {
                line(&mut out, format_args!("      {}", tag_text(tag)));
            }
        }
        for cut in &document.cuts {
            line(
                &mut out,
                format_args!("  cannot tell what was before: {}", terminal(&cut.cut.reason)),
            );
            line(&mut out, format_args!("    help: {}", terminal(&cut.cut.remedy)));
        }
        out.push('\n');
    }
    for clash in &history.clashes {
        let [one, other] = &clash.paths;
        let (one, other) = (terminal(one.as_str()), terminal(other.as_str()));
        let (id, commit) = (terminal(&clash.id), clash.commit.short());
        line(
            &mut out,
            format_args!(
                "{id} stands in two files at {commit}: {one} and {other}; each is shown by itself"
            ),
        );
    }
    closing(&mut out, history);
    out
}

fn head(out: &mut String, document: &Document<VersionBrief>) {
    let path = terminal(document.path.as_str());
    let id = document.id.as_deref().map(|id| format!("{}  ", terminal(id))).unwrap_or_default();
    let moved = document.revisions.iter().any(|revision| revision.path != document.path);
    let way = match document.followed_by {
        _ if !moved => "",
        FollowedBy::Id => ", followed by its id",
        FollowedBy::Similarity => ", followed by similar content",
        FollowedBy::PreviousPaths => ", followed by the earlier paths that it names",
        FollowedBy::Path => "",
    };
    let gone = match &document.dropped_by {
        Some(merge) => format!(", lost in the merge {}", merge.id.short()),
        None if document.removed => ", removed".to_owned(),
        None => String::new(),
    };
    let revisions = counted(document.revisions.len(), "revision");
    line(out, format_args!("{id}{path}  ({revisions}{way}{gone})"));
}

fn row(out: &mut String, revision: &Revision<VersionBrief>, version: &str, seals: &Seals) {
    let commit = &revision.commit;
    let lines = match (revision.added, revision.removed) {
        (Some(added), Some(removed)) => format!("+{added} -{removed}"),
        _ => "binary".to_owned(),
    };
    let seal = seals.of(commit).words();
    line(
        out,
        format_args!(
            "  {}  {}  {}  {}  {lines}{version}  {seal}",
            commit.id.short(),
            commit.committer.time.format("%Y-%m-%d %H:%M %:z"),
            terminal(&commit.committer.name),
            change(revision),
        ),
    );
    people(out, commit);
    line(out, format_args!("      {}", terminal(&commit.summary)));
    for (key, value) in &commit.trailers {
        line(out, format_args!("      {}: {}", terminal(key), terminal(value)));
    }
}

/// The author, where it is somebody else or another day than the committer states.
fn people(out: &mut String, commit: &CommitMeta) {
    let (author, committer) = (&commit.author, &commit.committer);
    let same_day = author.time.date_naive() == committer.time.date_naive();
    if author.email == committer.email && author.name == committer.name && same_day {
        return;
    }
    let when = author.time.format("%Y-%m-%d %H:%M %:z");
    line(
        out,
        format_args!("      written by {}, {when} by the author's clock", terminal(&author.name)),
    );
}

/// What happened, in a word, with the earlier path of a move; a merge says so.
fn change(revision: &Revision<VersionBrief>) -> String {
    let word = revision.parents.first().map_or("added", |side| side.change.word());
    let merge = if revision.parents.len() > 1 { " in a merge" } else { "" };
    let moved = revision.parents.iter().find(|side| side.change == Change::Renamed);
    let from = moved.and_then(|side| side.previous_path.as_ref()).map(|path| {
        let alike = moved
            .and_then(|side| side.similarity)
            .map(|n| format!(", {n} % alike"))
            .unwrap_or_default();
        format!(" from {}{alike}", terminal(path.as_str()))
    });
    format!("{word}{}{merge}", from.unwrap_or_default())
}

/// True when `older` is a version that `revision` was made from.
fn stands_before(older: &Revision<VersionBrief>, revision: &Revision<VersionBrief>) -> bool {
    let mut sides = revision.parents.iter();
    older.blob.is_some() && sides.any(|side| side.previous_blob == older.blob)
}

/// `  version 2.2 -> 2.3  status draft -> approved`: what the file states otherwise than before.
fn steps(revision: &Revision<VersionBrief>, older: Option<&Revision<VersionBrief>>) -> String {
    let stated = |revision: &Revision<VersionBrief>| {
        revision.seen.as_ref().map(|seen| told(&seen.facts)).unwrap_or_default()
    };
    let (now, before) = (stated(revision), older.map(stated).unwrap_or_default());
    let step = |(name, value): &(&str, String)| {
        let old = before.iter().find(|(other, _)| other == name).map(|(_, old)| old);
        match old {
            Some(old) if old == value => String::new(),
            Some(old) => format!("  {name} {} -> {}", terminal(old), terminal(value)),
            None => format!("  {name} {}", terminal(value)),
        }
    };
    now.iter().map(step).collect()
}

/// What tells the story of a record: version, status, severity, score.
fn told(facts: &VersionBrief) -> Vec<(&'static str, String)> {
    let score = |(likelihood, impact): (i64, i64)| {
        format!("{} ({likelihood} x {impact})", likelihood.saturating_mul(impact))
    };
    let all = [
        ("version", facts.version.clone()),
        ("status", facts.status.clone()),
        ("severity", facts.severity.clone()),
        ("score", facts.scores.map(score)),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

fn closing(out: &mut String, history: &History<VersionBrief>) {
    let revisions: usize = history.documents.iter().map(|document| document.revisions.len()).sum();
    let documents = counted(history.documents.len(), "document");
    let (revisions, commits) = (counted(revisions, "revision"), counted(history.commits, "commit"));
    let tip = history.tip.short();
    line(out, format_args!("{documents}, {revisions} in {commits} up to {tip}."));
    if !history.complete {
        line(out, format_args!("This history is cut: it is not the whole story."));
        for cut in &history.cuts {
            line(out, format_args!("  {}; help: {}", terminal(&cut.reason), terminal(&cut.remedy)));
        }
    }
}
