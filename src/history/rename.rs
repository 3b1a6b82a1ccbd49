//! Which removed file became which added one, in git's order of preference.
//!
//! Equal content first, then the same name when it is unique and alike, then the most alike.

use super::change::Held;
use super::similar::{self, ENOUGH, FULL, Pieces};
use crate::git::{BlobId, FileKind, GitError};
use std::collections::HashMap;
use std::rc::Rc;

/// A file that was removed or added.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) path: Box<[u8]>,
    pub(super) held: Held,
}

/// A removed file and the added one that it became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) score: u64,
}

/// What was matched, and why something may be missing.
#[derive(Debug, Default)]
pub(super) struct Matches {
    pub(super) found: Vec<Match>,
    /// Similarity was not tried: this many removed and added files are too many.
    pub(super) too_many: Option<(usize, usize)>,
    /// A content that could not be read.
    pub(super) unread: Option<GitError>,
}

/// Where contents come from.
pub(super) trait Contents {
    /// The size of a content.
    fn size(&mut self, blob: &BlobId) -> Result<u64, GitError>;
    /// A content cut into pieces.
    fn pieces(&mut self, blob: &BlobId) -> Result<Rc<Pieces>, GitError>;
}

/// At most this many removed times this many added files are compared.
const LIMIT: usize = 1000;

/// A file with a unique name may have become its namesake from 75 per cent on.
const NAMESAKE: u64 = FULL / 4 * 3;

/// How many candidates are kept for each added file.
const KEPT: usize = 4;

/// Matches removed with added files, both in the order of their paths.
pub(super) fn match_renames(
    old: &[Candidate],
    new: &[Candidate],
    contents: &mut dyn Contents,
) -> Matches {
    let mut state = State {
        old,
        new,
        old_used: vec![false; old.len()],
        new_used: vec![false; new.len()],
        matches: Matches::default(),
        contents,
    };
    state.equal_contents();
    state.unique_names();
    state.most_alike();
    state.matches.found.sort_by_key(|found| found.new);
    state.matches
}

struct State<'a> {
    old: &'a [Candidate],
    new: &'a [Candidate],
    old_used: Vec<bool>,
    new_used: Vec<bool>,
    matches: Matches,
    contents: &'a mut dyn Contents,
}

fn file_name(path: &[u8]) -> &[u8] {
    path.rsplit(|&b| b == b'/').next().unwrap_or_default()
}

fn is_regular(held: Held) -> bool {
    matches!(held.kind, FileKind::File | FileKind::Executable)
}

impl State<'_> {
    fn take(&mut self, old: usize, new: usize, score: u64) {
        self.old_used[old] = true;
        self.new_used[new] = true;
        self.matches.found.push(Match { old, new, score });
    }

    fn equal_contents(&mut self) {
        let mut by_blob: HashMap<BlobId, Vec<usize>> = HashMap::new();
        for (at, old) in self.old.iter().enumerate() {
            by_blob.entry(old.held.blob).or_default().push(at);
        }
        for new in 0..self.new.len() {
            let Some(list) = by_blob.get(&self.new[new].held.blob) else { continue };
            if let Some(old) = self.best_equal(list, new) {
                self.take(old, new, FULL);
            }
        }
    }

    /// The first free file with the same content, sooner one with the same name.
    fn best_equal(&self, list: &[usize], new: usize) -> Option<usize> {
        let target = &self.new[new];
        let fits = |old: &&usize| {
            let held = self.old[**old].held;
            let kinds =
                held.kind == target.held.kind || (is_regular(held) && is_regular(target.held));
            !self.old_used[**old] && kinds
        };
        // As git does: among very many equal files the later ones are not looked at.
        let free: Vec<usize> = list.iter().filter(fits).take(101).copied().collect();
        let name = file_name(&target.path);
        let named = free.iter().find(|old| file_name(&self.old[**old].path) == name);
        named.or(free.first()).copied()
    }

    fn unique_names(&mut self) {
        let old_names = names(self.old, &self.old_used);
        let new_names = names(self.new, &self.new_used);
        for old in 0..self.old.len() {
            let name = file_name(&self.old[old].path);
            let unique = !self.old_used[old] && old_names.get(name) == Some(&Some(old));
            let Some(new) = new_names.get(name).copied().flatten().filter(|_| unique) else {
                continue;
            };
            let score = self.score(old, new);
            if score >= NAMESAKE {
                self.take(old, new, score);
            }
        }
    }

    fn most_alike(&mut self) {
        let free = |used: &[bool]| -> Vec<usize> {
            used.iter().enumerate().filter(|(_, used)| !**used).map(|(at, _)| at).collect()
        };
        let (old, new) = (free(&self.old_used), free(&self.new_used));
        if old.is_empty() || new.is_empty() {
            return;
        }
        if old.len() * new.len() > LIMIT * LIMIT {
            self.matches.too_many = Some((old.len(), new.len()));
            return;
        }
        let mut all: Vec<Scored> = Vec::new();
        for &target in &new {
            all.extend(self.best_of(&old, target));
        }
        // Stable: equals stay in the order of paths.
        all.sort_by(Scored::order);
        for Scored { found, .. } in all {
            if !self.old_used[found.old] && !self.new_used[found.new] {
                self.take(found.old, found.new, found.score);
            }
        }
    }

    /// The best few sources of one added file, as git keeps them.
    fn best_of(&mut self, old: &[usize], new: usize) -> Vec<Scored> {
        let mut kept: Vec<Scored> = Vec::with_capacity(KEPT);
        for &source in old {
            let score = self.score(source, new);
            let same_name = file_name(&self.old[source].path) == file_name(&self.new[new].path);
            let scored = Scored { found: Match { old: source, new, score }, same_name };
            if kept.len() < KEPT {
                kept.push(scored);
                continue;
            }
            let worst =
                (0..KEPT).reduce(|a, b| if kept[b].order(&kept[a]).is_gt() { b } else { a });
            let worst = worst.expect("some are kept");
            if kept[worst].order(&scored).is_gt() {
                kept[worst] = scored;
            }
        }
        // Only now: which place a candidate took decides between equals.
        kept.retain(|scored| scored.found.score >= ENOUGH);
        kept
    }

    fn score(&mut self, old: usize, new: usize) -> u64 {
        let (old, new) = (self.old[old].held, self.new[new].held);
        if !is_regular(old) || !is_regular(new) {
            return 0;
        }
        match self.read_score(&old.blob, &new.blob) {
            Ok(score) => score,
            Err(error) => {
                self.matches.unread.get_or_insert(error);
                0
            }
        }
    }

    fn read_score(&mut self, old: &BlobId, new: &BlobId) -> Result<u64, GitError> {
        let (a, b) = (self.contents.size(old)?, self.contents.size(new)?);
        if a == 0 || b == 0 || !similar::sizes_allow(a, b) {
            return Ok(0);
        }
        Ok(similar::score(&*self.contents.pieces(old)?, &*self.contents.pieces(new)?))
    }
}

/// A possible match with what decides between equals.
#[derive(Clone, Copy, Debug)]
struct Scored {
    found: Match,
    same_name: bool,
}

impl Scored {
    /// The better first.
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |scored: &Self| (scored.found.score, scored.same_name);
        key(other).cmp(&key(self))
    }
}

/// Free files by name; `None` where a name stands more than once.
fn names<'c>(files: &'c [Candidate], used: &[bool]) -> HashMap<&'c [u8], Option<usize>> {
    let mut names = HashMap::new();
    for (at, file) in files.iter().enumerate().filter(|(at, _)| !used[*at]) {
        names.entry(file_name(&file.path)).and_modify(|place| *place = None).or_insert(Some(at));
    }
    names
}
