//! Stories that are one document although no single commit links them: by id, then by the
//! earlier paths that the document itself names. Two files with one id at one commit stay apart.

use super::change::Held;
use super::content::see_one;
use super::follow::{Meeting, Story};
use super::model::{DocumentReader, IdClash, Seen};
use super::row::Row;
use super::walk::{Found, Walk};
use crate::git::BlobReader;
use crate::term::RepoPath;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A story with what its versions say of themselves.
pub(super) struct Told {
    pub(super) story: Story,
    pub(super) id: Option<String>,
    /// Joined with a part under another path that it names.
    pub(super) by_previous_paths: bool,
}

/// Joins stories for one answer.
pub(super) struct Joiner<'a, R: DocumentReader> {
    walk: &'a Walk<'a, R>,
    found: &'a Found<R::Facts>,
    tip: &'a BTreeMap<Path, Held>,
    blobs: BlobReader,
    files: HashMap<(u32, Box<[u8]>), Option<Held>>,
}

type Path = Box<[u8]>;

impl<'a, R: DocumentReader> Joiner<'a, R> {
    pub(super) fn new(
        walk: &'a Walk<'a, R>,
        found: &'a Found<R::Facts>,
        tip: &'a BTreeMap<Path, Held>,
    ) -> Self {
        Self { walk, found, tip, blobs: walk.repo.blobs(), files: HashMap::new() }
    }

    /// Stories joined as far as may be, and the ids that keep some apart.
    pub(super) fn join(
        &mut self,
        stories: Vec<Story>,
        meetings: Vec<Meeting>,
    ) -> (Vec<Told>, Vec<IdClash>) {
        let mut told: Vec<Option<Told>> = stories
            .into_iter()
            .map(|story| {
                let id = self.id_of(&story);
                Some(Told { story, id, by_previous_paths: false })
            })
            .collect();
        let clash = |meeting| self.clash(meeting);
        let mut clashes: BTreeSet<IdClash> = meetings.into_iter().map(clash).collect();
        for same in Self::by_id(&told) {
            self.join_same_id(&mut told, &same, &mut clashes);
        }
        let mut told: Vec<Told> = told.into_iter().flatten().collect();
        self.join_previous(&mut told);
        (told, clashes.into_iter().collect())
    }

    /// The id in the newest version that has one; for a file at a cut, the one it has there.
    fn id_of(&self, story: &Story) -> Option<String> {
        let mut rows = story.rows.iter().map(|at| &self.found.rows[*at]);
        let in_rows = rows.find_map(|row| row_id(self.found, row));
        let at_tip = || {
            let path = story.tip.as_ref()?;
            self.seen(path, *self.tip.get(path)?)?.id.clone()
        };
        in_rows.map(str::to_owned).or_else(at_tip)
    }

    fn by_id(told: &[Option<Told>]) -> Vec<Vec<usize>> {
        let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, one) in told.iter().enumerate() {
            if let Some(id) = one.as_ref().and_then(|one| one.id.as_deref()) {
                by_id.entry(id).or_default().push(at);
            }
        }
        let mut shared: Vec<_> = by_id.into_values().filter(|list| list.len() > 1).collect();
        // Those at the tip first, then those changed last.
        let key = |at: &usize| {
            told[*at].as_ref().map(|t| (t.story.tip.is_none(), t.story.rows.first().copied()))
        };
        for list in &mut shared {
            list.sort_by_key(key);
        }
        shared
    }

    fn join_same_id(
        &mut self,
        told: &mut [Option<Told>],
        same: &[usize],
        clashes: &mut BTreeSet<IdClash>,
    ) {
        for (nth, at) in same.iter().enumerate() {
            for earlier in &same[nth + 1..] {
                let (Some(a), Some(b)) = (&told[*at], &told[*earlier]) else { continue };
                if let Some(clash) = self.meet(a, b) {
                    clashes.insert(clash);
                } else {
                    let part = told[*earlier].take().expect("it was just looked at");
                    absorb(told[*at].as_mut().expect("it was just looked at"), part);
                }
            }
        }
    }

    /// A commit that holds the same id at two paths, one of each story.
    fn meet(&mut self, a: &Told, b: &Told) -> Option<IdClash> {
        let id = a.id.as_deref()?;
        let (a_paths, b_paths) = (self.paths(&a.story), self.paths(&b.story));
        let rows = a.story.rows.iter().chain(&b.story.rows).map(|at| self.found.rows[*at].commit);
        let mut commits: BTreeSet<u32> = rows.collect();
        let parents: Vec<u32> =
            commits.iter().flat_map(|at| self.walk.commits[*at as usize].parents.clone()).collect();
        commits.extend(parents);
        commits.insert(0);
        for commit in commits {
            let holds = |joiner: &mut Self, paths: &BTreeSet<Path>| -> Option<Path> {
                paths.iter().find(|path| joiner.bears(commit, path, id)).cloned()
            };
            let (Some(here), Some(there)) = (holds(self, &a_paths), holds(self, &b_paths)) else {
                continue;
            };
            if here != there {
                return Some(self.clash(Meeting {
                    id: id.to_owned(),
                    commit,
                    paths: [here, there],
                }));
            }
        }
        None
    }

    fn clash(&self, meeting: Meeting) -> IdClash {
        let mut paths = meeting.paths.map(|path| super::content::repo_path(&path));
        paths.sort();
        IdClash { id: meeting.id, commit: self.walk.commits[meeting.commit as usize].id, paths }
    }

    fn paths(&self, story: &Story) -> BTreeSet<Path> {
        let rows = story.rows.iter().map(|at| self.found.rows[*at].path.clone());
        rows.chain(story.tip.clone()).collect()
    }

    /// True when the file at `path` in `commit` bears `id`.
    fn bears(&mut self, commit: u32, path: &Path, id: &str) -> bool {
        let key = (commit, path.clone());
        let held = if let Some(held) = self.files.get(&key) {
            *held
        } else {
            let scope = super::scope::Scope::of([&**path]);
            let files = self.walk.files(commit, &scope).unwrap_or_default();
            let held = files.get(path).copied();
            self.files.insert(key, held);
            held
        };
        held.and_then(|held| self.seen(path, held))
            .is_some_and(|seen| seen.id.as_deref() == Some(id))
    }

    fn seen(&self, path: &[u8], held: Held) -> Option<Arc<Seen<R::Facts>>> {
        match self.found.library.sights.get(&held.blob) {
            Some(sight) => sight.as_ref().ok()?.clone(),
            None if !self.walk.reader.wants(&super::content::repo_path(path)) => None,
            None => see_one(&self.blobs, self.walk.reader, path, held.blob).ok()?,
        }
    }

    /// Joins what ended with what names its path, or its id, as an earlier one.
    fn join_previous(&self, told: &mut Vec<Told>) {
        let mut by_path: HashMap<RepoPath, usize> = HashMap::new();
        let mut by_id: HashMap<&str, usize> = HashMap::new();
        for (at, one) in told.iter().enumerate().filter(|(_, one)| one.story.tip.is_none()) {
            if let Some(row) = one.story.rows.first() {
                by_path.insert(super::content::repo_path(&self.found.rows[*row].path), at);
            }
            if let Some(id) = &one.id {
                by_id.entry(id).or_insert(at);
            }
        }
        let mut into: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, one) in told.iter().enumerate() {
            for id in self.previous_ids(&one.story) {
                let Some(part) = by_id.get(id.as_str()).copied() else { continue };
                if part != at && !into.contains_key(&at) {
                    into.entry(part).or_insert(at);
                }
            }
            for path in self.previous_paths(&one.story) {
                let Some(part) = by_path.get(&path).copied() else { continue };
                let other = told[part].id.is_some() && told[part].id != one.id;
                if part != at && !other && !into.contains_key(&at) {
                    into.entry(part).or_insert(at);
                }
            }
        }
        let mut parts: Vec<Option<Told>> = told.drain(..).map(Some).collect();
        for (part, whole) in into {
            if let Some(part) = parts[part].take()
                && let Some(whole) = parts[whole].as_mut()
            {
                let by_path =
                    !self.previous_ids(&whole.story).iter().any(|id| part.id.as_ref() == Some(id));
                absorb(whole, part);
                whole.by_previous_paths |= by_path;
            }
        }
        told.extend(parts.into_iter().flatten());
    }

    fn previous_ids(&self, story: &Story) -> &[String] {
        let mut rows = story.rows.iter().map(|at| &self.found.rows[*at]);
        let newest = rows.find_map(|row| held_seen(self.found, row.new?));
        newest.map_or(&[], |seen| self.walk.reader.previous_ids(&seen.facts))
    }

    fn previous_paths(&self, story: &Story) -> Vec<RepoPath> {
        let mut rows = story.rows.iter().map(|at| &self.found.rows[*at]);
        let newest = rows.find_map(|row| self.found.library.sights.get(&row.new?.blob));
        let seen = newest.and_then(|sight| sight.as_ref().ok()?.clone());
        seen.map(|seen| seen.previous_paths.clone()).unwrap_or_default()
    }
}

/// The id of a row's version; of the removed one where it was removed.
pub(super) fn row_id<'f, F>(found: &'f Found<F>, row: &Row) -> Option<&'f str> {
    let held = row.new.or_else(|| row.sides.first()?.held)?;
    held_id(found, held)
}

/// The id of a content, when it was read as a document.
pub(super) fn held_id<F>(found: &Found<F>, held: Held) -> Option<&str> {
    held_seen(found, held)?.id.as_deref()
}

/// What was seen in a content, when it was read as a document.
pub(super) fn held_seen<F>(found: &Found<F>, held: Held) -> Option<&Seen<F>> {
    found.library.sights.get(&held.blob)?.as_ref().ok()?.as_deref()
}

fn absorb(whole: &mut Told, part: Told) {
    whole.story.rows.extend(part.story.rows);
    whole.story.rows.sort_unstable();
    whole.story.cuts.extend(part.story.cuts);
    whole.story.tip = whole.story.tip.take().or(part.story.tip);
    whole.by_previous_paths |= part.by_previous_paths;
}
