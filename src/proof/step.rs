//! A past of two moments: what a register held before a change, and what it holds after it.
//!
//! Rules that compare the versions of a record run on it as on a history, where there is none.

use super::past::{CommitNote, Past, RecordPast, Version};
use super::reading::seen;
use crate::record::Record;
use crate::register::Register;
use crate::schema::common;
use crate::term::{RepoPath, Zone};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The moments before and after a change, as commits.
#[derive(Clone, Debug)]
pub struct Moments {
    /// The commit before it.
    pub before: Arc<CommitNote>,
    /// The change itself; without an id where it is not one commit.
    pub change: Arc<CommitNote>,
    /// The zone in which bare date-times are read.
    pub zone: Zone,
}

impl Past {
    /// What two registers show of every record: one version, or two.
    pub fn of_change(before: &Register, after: &Register, moments: &Moments) -> Self {
        Self::of_step(before, after, after.records().iter(), moments)
    }

    /// The same where only the files `differing` changed, and `before` holds no others.
    pub fn of_files(
        before: &Register,
        after: &Register,
        differing: &BTreeSet<RepoPath>,
        moments: &Moments,
    ) -> Self {
        let changed = differing.iter().filter_map(|path| after.at_path(path));
        Self::of_step(before, after, changed, moments)
    }

    fn of_step<'r>(
        before: &'r Register,
        after: &'r Register,
        changed: impl Iterator<Item = &'r Record>,
        moments: &Moments,
    ) -> Self {
        let mut records = BTreeMap::new();
        for record in changed {
            let old = earlier(record, before, after);
            let past = life(Some(record), old, moments);
            records.entry(record.id().to_owned()).or_insert(past);
        }
        let goes_on = |old: &&Record| {
            after.get(old.id()).is_some()
                || after.formerly(old.id()).is_some()
                || after.at_path(&old.path).is_some_and(|new| before.get(new.id()).is_none())
        };
        let ended = before.records().iter().filter(|old| !goes_on(old));
        let removed = ended.map(|old| (old.id().to_owned(), life(None, Some(old), moments)));
        let mut past = Self::known(records);
        past.removed = removed.collect();
        past
    }
}

/// The record before the change: by its id, by an id that it had, else the one that stood there.
fn earlier<'r>(record: &Record, before: &'r Register, after: &Register) -> Option<&'r Record> {
    let previous = record.words(common::PREVIOUS_IDS);
    let mut ids = previous.iter().map(|id| id.value);
    let there = || before.at_path(&record.path).filter(|old| after.get(old.id()).is_none());
    before.get(record.id()).or_else(|| ids.find_map(|id| before.get(id))).or_else(there)
}

fn life(new: Option<&Record>, old: Option<&Record>, moments: &Moments) -> RecordPast {
    let same = new.zip(old).is_some_and(|(new, old)| new.text == old.text);
    let new = new.filter(|_| !same);
    let version = |record: &Record, commit: &Arc<CommitNote>| Version {
        commit: commit.clone(),
        path: record.path.clone(),
        blob: None,
        seen: Arc::new(seen(record, moments.zone)),
        made_from: Vec::new(),
        begins: true,
    };
    let mut told = Vec::new();
    if let Some(new) = new {
        let mut version = version(new, &moments.change);
        if let Some(old) = old {
            let other = old.path != new.path
                && version.facts().is_other_document(&seen(old, moments.zone).facts);
            version.begins = other;
            version.made_from = if other { Vec::new() } else { vec![1] };
        }
        told.push(version);
    }
    told.extend(old.map(|old| version(old, &moments.before)));
    let removed = new.is_none() && !same;
    let mut revisions: Vec<_> =
        told.iter().map(|version| (version.commit.clone(), version.path.clone())).collect();
    if removed && let Some(old) = old {
        revisions.insert(0, (moments.change.clone(), old.path.clone()));
    }
    let removed_by = removed.then(|| moments.change.clone());
    RecordPast { revisions, told, removed, removed_by, ..RecordPast::default() }
}
