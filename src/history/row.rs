//! The rows of one commit: which document each change is about, and what it was in each parent.
//!
//! Without ids the rows are those of `git log --full-history -M -c --raw --combined-all-paths`,
//! less those where only the mode differs. A record's id comes before similarity.

use super::change::{Change as Difference, Held, find_changes};
use super::content::{Library, PieceShelf, repo_path, see_one};
use super::memo::{Memo, ScopeMark};
use super::model::{Change, DocumentReader};
use super::moves::{Item, Moves, find_moves};
use super::rename::Candidate;
use super::scope::Scope;
use crate::git::{Ancestor, BlobReader, FolderReader, GitError};
use crate::verdict::Cut;
use std::collections::BTreeSet;

/// One document's change in one commit.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The commit's place in the walk.
    pub(super) commit: u32,
    /// Where the document stands after it, or stood when it was removed.
    pub(super) path: Box<[u8]>,
    pub(super) new: Option<Held>,
    /// What it was in each parent.
    pub(super) sides: Vec<Side>,
    /// Why an earlier path may have been missed.
    pub(super) doubt: Option<Cut>,
}

/// What a document was in one parent.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) change: Change,
    /// Its path there when it was another.
    pub(super) path: Option<Box<[u8]>>,
    pub(super) held: Option<Held>,
    /// In per cent, when similarity recognised it.
    pub(super) similarity: Option<u8>,
}

/// What finds the rows of commits, one commit after the other.
pub(super) struct RowFinder<'a, R: DocumentReader> {
    pub(super) commits: &'a [Ancestor],
    pub(super) scope: &'a Scope,
    pub(super) reader: &'a R,
    pub(super) library: &'a Library<R::Facts>,
    pub(super) folders: FolderReader,
    pub(super) blobs: BlobReader,
    /// What earlier walks found out, and the mark of the whole tree.
    pub(super) memo: Option<(&'a Memo<R::Facts>, ScopeMark)>,
}

impl<R: DocumentReader> RowFinder<'_, R> {
    /// The rows that the differences of one commit make, in the order of paths.
    ///
    /// With them come the paths outside the scope to which files of the scope moved.
    #[expect(clippy::type_complexity, reason = "two lists, taken apart at once")]
    pub(super) fn rows(
        &mut self,
        commit: u32,
        found: &[Difference],
    ) -> Result<(Vec<Row>, BTreeSet<Box<[u8]>>), GitError> {
        let count = self.commits[commit as usize].parents.len();
        let mut moves = Vec::with_capacity(count);
        for parent in 0..count {
            moves.push(self.moves(commit, parent, found)?);
        }
        let mut elsewhere = BTreeSet::new();
        for (to, origin) in moves.iter().flat_map(|moves| &moves.from) {
            let from = origin.as_ref().map(|origin| &origin.file.path);
            if from.is_some_and(|from| self.scope.contains(from)) && !self.scope.contains(to) {
                elsewhere.insert(to.clone());
            }
        }
        let mut rows = Vec::new();
        for change in found {
            match change.new {
                Some(_) => rows.push(build_row(commit, change, &moves)),
                None if moves.iter().any(|moves| moves.gone.contains(&change.path)) => {}
                None => rows.push(removal_row(commit, change)),
            }
            let replaced = moves.len() == 1 && moves[0].replaced.contains(&change.path);
            if change.new.is_some() && replaced {
                rows.push(removal_row(commit, change));
            }
        }
        Ok((rows, elsewhere))
    }

    fn moves(
        &mut self,
        commit: u32,
        parent: usize,
        found: &[Difference],
    ) -> Result<Moves, GitError> {
        let appears = |change: &&Difference| change.old[parent].is_none() != change.new.is_none();
        if !self.changes_ids(parent, found) && !found.iter().any(|change| appears(&change)) {
            return Ok(Moves::default());
        }
        let single = self.commits[commit as usize].parents.len() == 1;
        let (old, new) = if single && self.scope.is_whole() {
            self.items(found, parent)
        } else {
            let here = &self.commits[commit as usize];
            let before = self.commits[here.parents[parent] as usize].tree;
            let mut find =
                || find_changes(&mut self.folders, &[before], Some(here.tree), &Scope::all());
            let nth = u32::try_from(parent + 1).expect("fewer parents than 2^32");
            let all = match &self.memo {
                Some((memo, whole)) => memo.changes(whole, (here.id, nth), find)?,
                None => find()?,
            };
            self.items(&all, 0)
        };
        Ok(find_moves(&old, &new, &mut PieceShelf::new(&self.blobs)))
    }

    /// True when a path bears another id than before: its file may have come from elsewhere.
    fn changes_ids(&self, parent: usize, found: &[Difference]) -> bool {
        let changes_id = |change: &&Difference| {
            let id = |held: Option<Held>| held.and_then(|held| self.known_id(held));
            let (old, new) = (id(change.old[parent]), id(change.new));
            old.is_some() && new.is_some() && old != new
        };
        found.iter().any(|change| changes_id(&change))
    }

    fn known_id(&self, held: Held) -> Option<&str> {
        let seen = self.library.sights.get(&held.blob)?.as_ref().ok()?.as_ref()?;
        seen.id.as_deref()
    }

    /// The id of a content and those that it bore earlier, reading it when the library does not
    /// have it.
    fn ids(&self, path: &[u8], held: Held) -> (Option<String>, Vec<String>) {
        let seen = match self.library.sights.get(&held.blob) {
            Some(sight) => sight.as_ref().ok().cloned().flatten(),
            None if !self.reader.wants(&repo_path(path)) => None,
            None => see_one(&self.blobs, self.reader, path, held.blob).ok().flatten(),
        };
        seen.map_or_else(Default::default, |seen| {
            (seen.id.clone(), self.reader.previous_ids(&seen.facts).to_vec())
        })
    }

    /// Both sides of the differences against one parent.
    fn items(&self, all: &[Difference], parent: usize) -> (Vec<Item>, Vec<Item>) {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for change in all {
            let both = change.old[parent].is_some() && change.new.is_some();
            for (held, list) in [(change.old[parent], &mut old), (change.new, &mut new)] {
                if let Some(held) = held {
                    let (id, previous_ids) = self.ids(&change.path, held);
                    // A file that stays at its path matters only with an id.
                    if !both || id.is_some() {
                        list.push(Item {
                            file: Candidate { path: change.path.clone(), held },
                            id,
                            previous_ids,
                            both,
                        });
                    }
                }
            }
        }
        (old, new)
    }
}

fn build_row(commit: u32, change: &Difference, moves: &[Moves]) -> Row {
    let mut doubt = None;
    let mut sides = Vec::with_capacity(moves.len());
    for (held, moves) in change.old.iter().zip(moves) {
        let (what, origin) = moves.change_at(&change.path, *held);
        if what == Change::Added {
            doubt = doubt.or_else(|| moves.doubt.clone());
        }
        let stays = if what == Change::Modified { *held } else { None };
        sides.push(Side {
            change: what,
            path: origin.map(|origin| origin.file.path.clone()),
            held: origin.map_or(stays, |origin| Some(origin.file.held)),
            similarity: origin.and_then(|origin| origin.similarity),
        });
    }
    Row { commit, path: change.path.clone(), new: change.new, sides, doubt }
}

fn removal_row(commit: u32, change: &Difference) -> Row {
    let side = |held: &Option<Held>| Side {
        change: Change::Removed,
        path: None,
        held: *held,
        similarity: None,
    };
    let sides = change.old.iter().map(side).collect();
    Row { commit, path: change.path.clone(), new: None, sides, doubt: None }
}
