//! From rows to stories: which rows belong to one document.
//!
//! A path whose files never moved, and never bore two ids, is one story. Other paths are tracked
//! from the tip back: each commit says which story holds a path, and where two children say
//! different things of the same path, the two are one.

use super::change::Held;
use super::row::Row;
use super::track::Tracker;
use super::walk::MergeSide;
use crate::git::Ancestor;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The rows of one document.
#[derive(Debug)]
pub(super) struct Story {
    /// Places in the list of rows, newest first.
    pub(super) rows: Vec<usize>,
    /// Where it stands at the tip.
    pub(super) tip: Option<Box<[u8]>>,
    /// Commits at which history is cut while it exists, with its path there.
    pub(super) cuts: Vec<(u32, Box<[u8]>)>,
}

/// Two files that bear one id in one commit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Meeting {
    pub(super) id: String,
    pub(super) commit: u32,
    pub(super) paths: [Box<[u8]>; 2],
}

/// What following needs to know.
pub(super) struct Follow<'a> {
    pub(super) commits: &'a [Ancestor],
    pub(super) rows: &'a [Row],
    /// Files at the tip.
    pub(super) tip: &'a BTreeMap<Box<[u8]>, Held>,
    /// Paths at each commit whose parents are cut away.
    pub(super) at_cuts: &'a BTreeMap<u32, BTreeSet<Box<[u8]>>>,
    /// How tangled files differ between merges and their parents.
    pub(super) merges: &'a BTreeMap<(u32, u32), MergeSide>,
    /// The id that a content bears.
    pub(super) id: &'a dyn Fn(Held) -> Option<String>,
}

/// Paths that need tracking: files moved from or to them, they bore several ids, or one id was
/// borne at several of them.
pub(super) fn find_tangled<'r>(
    rows: &'r [Row],
    ids: &dyn Fn(&'r Row) -> Vec<&'r str>,
) -> BTreeSet<Box<[u8]>> {
    let mut tangled = BTreeSet::new();
    let mut id_at: HashMap<&[u8], &str> = HashMap::new();
    let mut path_of: HashMap<&str, &[u8]> = HashMap::new();
    for row in rows {
        for moved in row.sides.iter().filter_map(|side| side.path.as_ref()) {
            tangled.insert(moved.clone());
            tangled.insert(row.path.clone());
        }
        for id in ids(row) {
            if *id_at.entry(&row.path).or_insert(id) != id {
                tangled.insert(row.path.clone());
            }
            let path = *path_of.entry(id).or_insert(&row.path);
            if path != &*row.path {
                tangled.insert(path.into());
                tangled.insert(row.path.clone());
            }
        }
    }
    tangled
}

impl Follow<'_> {
    /// All stories; those at one path first, then the tracked ones.
    pub(super) fn stories(&self, tangled: &BTreeSet<Box<[u8]>>) -> (Vec<Story>, Vec<Meeting>) {
        let mut plain: BTreeMap<&[u8], Story> = BTreeMap::new();
        for path in self.tip.keys().filter(|path| !tangled.contains(*path)) {
            let story = Story { rows: Vec::new(), tip: Some(path.clone()), cuts: Vec::new() };
            plain.insert(path, story);
        }
        let empty = || Story { rows: Vec::new(), tip: None, cuts: Vec::new() };
        for (at, row) in
            self.rows.iter().enumerate().filter(|(_, row)| !tangled.contains(&row.path))
        {
            plain.entry(&row.path).or_insert_with(empty).rows.push(at);
        }
        for (commit, paths) in self.at_cuts {
            for path in paths {
                if let Some(story) = plain.get_mut(&**path) {
                    story.cuts.push((*commit, path.clone()));
                }
            }
        }
        let mut stories: Vec<Story> = plain.into_values().collect();
        let (tracked, meetings) = Tracker::new(self, tangled).run();
        stories.extend(tracked);
        (stories, meetings)
    }
}
