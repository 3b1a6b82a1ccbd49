//! Numbers that no record has, each with the commit that explains it.

use crate::chain::Inquiry;
use crate::metrics::Window;
use crate::proof::{CommitNote, RecordPast};
use crate::schema::{IdForm, Kind, common};
use crate::term::RepoPath;
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A number, or several in a row, that no record has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The kind.
    pub kind: Kind,
    /// The first id.
    pub first: String,
    /// The last id; the first when it is one.
    pub last: String,
    /// Where it went.
    pub reason: GapReason,
}

/// Where a number went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GapReason {
    /// The record has another number now.
    Renumbered {
        /// Its id now.
        to: String,
        /// The commit since which it has it.
        commit: Option<Arc<CommitNote>>,
    },
    /// The record was removed.
    Removed {
        /// The commit that did it.
        commit: Option<Arc<CommitNote>>,
        /// Where it stood.
        path: String,
    },
    /// A merge took the side that never had it.
    DroppedInMerge {
        /// The merge.
        commit: Option<Arc<CommitNote>>,
        /// Where it stood.
        path: String,
    },
    /// A file of this name stands there, and nobody can read it as a record.
    Unreadable(String),
    /// A file of this name stands there, and the configuration ignores it.
    Ignored(String),
    /// No commit shows a record that had it.
    Unexplained,
    /// History is cut, so it cannot be told.
    CannotTell(String),
}

impl GapReason {
    /// The word people read.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Renumbered { .. } => "renumbered",
            Self::Removed { .. } => "removed",
            Self::DroppedInMerge { .. } => "dropped-in-merge",
            Self::Unreadable(_) => "unreadable",
            Self::Ignored(_) => "ignored",
            Self::Unexplained => "unexplained",
            Self::CannotTell(_) => "cannot-tell",
        }
    }

    /// The commit that explains it.
    pub fn commit(&self) -> Option<&CommitNote> {
        match self {
            Self::Renumbered { commit, .. }
            | Self::Removed { commit, .. }
            | Self::DroppedInMerge { commit, .. } => commit.as_deref(),
            _ => None,
        }
    }
}

/// A number: kind by its place among kinds, year as written, number.
type Number = (usize, String, u64);

/// The numbers of the window's years that no record has, in the order of kinds and numbers.
pub fn gaps(cx: &Inquiry<'_>, window: &Window, ignored: &[RepoPath]) -> Vec<Gap> {
    let mut known: BTreeMap<Number, Option<GapReason>> = BTreeMap::new();
    for (id, reason) in explained(cx, ignored) {
        if let Some(number) = number(&id) {
            known.insert(number, Some(reason));
        }
    }
    for number in cx.register.records().iter().filter_map(|record| number(record.id())) {
        known.insert(number, None);
    }
    let years = window.first.year()..=window.end.pred_opt().unwrap_or(window.end).year();
    known.retain(|(_, year, _), _| year.parse().is_ok_and(|year| years.contains(&year)));
    let unknown = match cx.past.trust.cuts.first().or(cx.past.cut()) {
        Some(cut) => GapReason::CannotTell(cut.reason.clone()),
        None => GapReason::Unexplained,
    };
    let mut found = Vec::new();
    let mut before: Option<(usize, String, u64)> = None;
    for ((kind, year, number), reason) in known {
        let follows = before.as_ref().is_some_and(|it| (it.0, &it.1) == (kind, &year));
        let next = if follows { before.map_or(1, |it| it.2.saturating_add(1)) } else { 1 };
        if number > next {
            found.push(gap(kind, &year, (next, number - 1), unknown.clone()));
        }
        found.extend(reason.map(|reason| gap(kind, &year, (number, number), reason)));
        before = Some((kind, year, number));
    }
    found
}

fn gap(kind: usize, year: &str, (first, last): (u64, u64), reason: GapReason) -> Gap {
    let kind = Kind::ALL[kind];
    let id = |number: u64| format!("{}-{year}-{number:04}", kind.spec().id.prefix());
    Gap { kind, first: id(first), last: id(last), reason }
}

fn number(id: &str) -> Option<Number> {
    let kind = Kind::of_id(id)?;
    let IdForm::Yearly { prefix } = kind.spec().id else { return None };
    let (year, number) = id.strip_prefix(prefix)?.strip_prefix('-')?.split_once('-')?;
    let at = Kind::ALL.iter().position(|other| *other == kind)?;
    Some((at, year.to_owned(), number.parse().ok()?))
}

/// Ids that no record need have now, with what became of each; what comes later holds.
fn explained(cx: &Inquiry<'_>, ignored: &[RepoPath]) -> Vec<(String, GapReason)> {
    let mut found = Vec::new();
    for (id, past) in &cx.past.removed {
        let reason = removed(past);
        let had = past.told.iter().filter_map(|version| version.seen.id.as_deref());
        let had = had.chain([id.as_str()]);
        found.extend(had.map(|id| (id.to_owned(), reason.clone())));
    }
    for (id, past) in cx.past.standing() {
        let commit = || past.since(|version| version.seen.id.as_deref() == Some(id));
        let reason = || GapReason::Renumbered {
            to: id.to_owned(),
            commit: commit().map(|version| version.commit.clone()),
        };
        let had = past.told.iter().flat_map(|version| {
            let said = version.facts().previous_ids.iter().map(String::as_str);
            said.chain(version.seen.id.as_deref())
        });
        let had = had.filter(|other| *other != id);
        found.extend(had.map(|other| (other.to_owned(), reason())));
    }
    let told: BTreeSet<String> = found.iter().map(|(id, _)| id.clone()).collect();
    for record in cx.register.records() {
        let said = record.words(common::PREVIOUS_IDS);
        let fresh = said.iter().filter(|id| !told.contains(id.value));
        let fresh: Vec<_> = fresh.map(|id| id.value.to_owned()).collect();
        let to = || GapReason::Renumbered { to: record.id().to_owned(), commit: None };
        found.extend(fresh.into_iter().map(|id| (id, to())));
    }
    let stem = |path: &RepoPath| (path.stem().to_owned(), path.to_string());
    let broken = cx.register.broken().iter().map(|broken| stem(&broken.path));
    found.extend(broken.map(|(id, path)| (id, GapReason::Unreadable(path))));
    found.extend(ignored.iter().map(stem).map(|(id, path)| (id, GapReason::Ignored(path))));
    found
}

fn removed(past: &RecordPast) -> GapReason {
    let path = past.path().map(ToString::to_string).unwrap_or_default();
    match (&past.removed_by, &past.dropped_by) {
        (None, Some(merge)) => GapReason::DroppedInMerge { commit: Some(merge.clone()), path },
        (commit, _) => GapReason::Removed { commit: commit.clone(), path },
    }
}
