//! One walk over all commits: every row within a scope, and the scope grown by moves out of it.

use super::change::{Change, Held, find_changes};
use super::content::Library;
use super::memo::{Memo, ScopeMark};
use super::model::DocumentReader;
use super::row::{Row, RowFinder};
use super::scope::Scope;
use crate::git::{Ancestor, GitError, Repository, TreeId};
use crate::verdict::Cut;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What the walk works on.
pub(super) struct Walk<'a, R: DocumentReader> {
    pub(super) repo: &'a Repository,
    pub(super) commits: &'a [Ancestor],
    pub(super) reader: &'a R,
    pub(super) count_lines: bool,
    /// What earlier walks found out.
    pub(super) memo: Option<&'a Memo<R::Facts>>,
}

/// What the walk found.
pub(super) struct Found<F> {
    /// Newest commit first, then by path; a removal after what replaced it.
    pub(super) rows: Vec<Row>,
    /// Commits that could not be compared, and why.
    pub(super) troubles: BTreeMap<u32, Cut>,
    /// All paths that were followed, those of the question among them.
    pub(super) scope: Scope,
    pub(super) library: Library<F>,
}

/// Files that differ between a merge and one of its parents, whether they are rows or not.
#[derive(Debug, Default)]
pub(super) struct MergeSide {
    /// Paths whose file the parent does not hold there.
    pub(super) not_before: Vec<Box<[u8]>>,
    /// Files of the parent that the merge does not hold there.
    pub(super) not_after: Vec<(Box<[u8]>, Held)>,
}

impl MergeSide {
    fn of(found: Vec<Change>, is_other: &dyn Fn(Held, Held) -> bool) -> Self {
        let mut side = Self::default();
        for Change { path, old, new } in found {
            let old = old.first().copied().flatten();
            if let (Some(old), Some(new)) = (old, new)
                && !is_other(old, new)
            {
                continue;
            }
            if new.is_some() {
                side.not_before.push(path.clone());
            }
            side.not_after.extend(old.map(|held| (path, held)));
        }
        side
    }

    fn is_empty(&self) -> bool {
        self.not_before.is_empty() && self.not_after.is_empty()
    }
}

/// How many times the scope grows by the paths that its files had elsewhere.
const ROUNDS: usize = 64;

/// Neighbouring commits that one thread compares: they share most folders.
const RUN: usize = 128;

type Paths = BTreeSet<Box<[u8]>>;

impl<R: DocumentReader> Walk<'_, R> {
    /// All rows of the files and folders in `paths`, and of the paths that their files had.
    pub(super) fn find_rows(&self, paths: Paths) -> Found<R::Facts> {
        let mut rows: BTreeMap<(u32, Box<[u8]>, bool), Row> = BTreeMap::new();
        let mut troubles = BTreeMap::new();
        let mut library = Library::new();
        let mut known = paths.clone();
        let mut next = paths;
        for _ in 0..ROUNDS {
            let scope = Scope::of(next.iter().map(|path| &**path));
            let all = Scope::of(known.iter().map(|path| &**path));
            let leads = self.round(&scope, &all, &mut library, &mut rows, &mut troubles);
            next = leads.into_iter().filter(|path| !all.contains(path)).collect();
            if next.is_empty() {
                break;
            }
            known.extend(next.iter().cloned());
        }
        let scope = Scope::of(known.iter().map(|path| &**path));
        Found { rows: rows.into_values().collect(), troubles, scope, library }
    }

    fn round(
        &self,
        scope: &Scope,
        all: &Scope,
        library: &mut Library<R::Facts>,
        rows: &mut BTreeMap<(u32, Box<[u8]>, bool), Row>,
        troubles: &mut BTreeMap<u32, Cut>,
    ) -> Paths {
        let mut differences = Vec::new();
        for (commit, found) in self.differences(scope) {
            match found {
                Ok(found) => differences.push((commit, found)),
                Err(error) => drop(troubles.insert(commit, error.to_cut())),
            }
        }
        let changes = differences.iter().flat_map(|(_, found)| found);
        library.read(self, changes);
        let mut leads = Self::earlier_paths(&differences, library);
        for (commit, found) in self.rows(scope, library, &differences) {
            match found {
                Ok((found, moved)) => {
                    leads.extend(moved);
                    for row in found {
                        let sides = row.sides.iter().filter_map(|side| side.path.clone());
                        leads.extend(sides.filter(|path| !all.contains(path)));
                        let key = (row.commit, row.path.clone(), row.new.is_none());
                        rows.entry(key).or_insert(row);
                    }
                }
                Err(error) => drop(troubles.insert(commit, error.to_cut())),
            }
        }
        leads
    }

    /// Commits with what differs from all their parents; those without a difference are left out.
    fn differences(&self, scope: &Scope) -> Vec<(u32, Result<Vec<Change>, GitError>)> {
        let mark = self.memo.map(|memo| (memo, ScopeMark::of(scope)));
        let numbered = (0..self.commits.len()).into_par_iter().with_min_len(RUN);
        let found = numbered.map_init(
            || self.repo.folders(),
            |folders, at| {
                let commit = &self.commits[at];
                if commit.cut.is_some() {
                    return None;
                }
                let tree = |parent: &u32| self.commits[*parent as usize].tree;
                let parents: Vec<TreeId> = commit.parents.iter().map(tree).collect();
                let mut find = || find_changes(folders, &parents, Some(commit.tree), scope);
                let found = match &mark {
                    Some((memo, mark)) => memo.changes(mark, (commit.id, 0), find),
                    None => find(),
                };
                let any = !matches!(&found, Ok(found) if found.is_empty());
                any.then(|| (place(at), found))
            },
        );
        found.flatten().collect()
    }

    #[expect(clippy::type_complexity, reason = "rows and leads of each commit, used once")]
    fn rows(
        &self,
        scope: &Scope,
        library: &Library<R::Facts>,
        differences: &[(u32, Vec<Change>)],
    ) -> Vec<(u32, Result<(Vec<Row>, Paths), GitError>)> {
        let found = differences.par_iter().with_min_len(RUN).map_init(
            || RowFinder {
                commits: self.commits,
                scope,
                reader: self.reader,
                library,
                folders: self.repo.folders(),
                blobs: self.repo.blobs(),
                memo: self.memo.map(|memo| (memo, ScopeMark::of(&Scope::all()))),
            },
            |finder, (commit, found)| (*commit, finder.rows(*commit, found)),
        );
        found.collect()
    }

    /// Paths under which documents say that they stood earlier.
    fn earlier_paths(differences: &[(u32, Vec<Change>)], library: &Library<R::Facts>) -> Paths {
        let held = differences.iter().flat_map(|(_, found)| found).filter_map(|change| change.new);
        let seen = held.filter_map(|held| library.sights.get(&held.blob)?.as_ref().ok()?.as_ref());
        let paths = seen.flat_map(|seen| &seen.previous_paths);
        paths.map(|path| path.as_str().trim_matches('/').as_bytes().into()).collect()
    }

    /// The files within `scope` that the commit at `at` holds.
    pub(super) fn files(
        &self,
        at: u32,
        scope: &Scope,
    ) -> Result<BTreeMap<Box<[u8]>, Held>, GitError> {
        let tree = self.commits[at as usize].tree;
        let all = find_changes(&mut self.repo.folders(), &[], Some(tree), scope)?;
        Ok(all.into_iter().filter_map(|change| Some((change.path, change.new?))).collect())
    }

    /// For each merge and parent, how the files in `scope` differ without regard to rows.
    pub(super) fn sides_of_merges(
        &self,
        scope: &Scope,
        is_other: &(dyn Fn(Held, Held) -> bool + Sync),
    ) -> BTreeMap<(u32, u32), MergeSide> {
        if scope.is_empty() {
            return BTreeMap::new();
        }
        let merges: Vec<usize> =
            (0..self.commits.len()).filter(|at| self.commits[*at].parents.len() > 1).collect();
        let found = merges.par_iter().with_min_len(RUN).map_init(
            || self.repo.folders(),
            |folders, at| {
                let commit = &self.commits[*at];
                let mut list = Vec::new();
                for (side, parent) in commit.parents.iter().enumerate() {
                    let before = self.commits[*parent as usize].tree;
                    let found = find_changes(folders, &[before], Some(commit.tree), scope);
                    let side_of_merge = MergeSide::of(found.unwrap_or_default(), is_other);
                    list.push(((place(*at), place(side)), side_of_merge));
                }
                list
            },
        );
        found.flatten().filter(|(_, side)| !side.is_empty()).collect()
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).expect("fewer commits than 2^32")
}
