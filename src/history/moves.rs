//! Which file of a commit was which file of one parent: by id first, then by similar content.

use super::change::Held;
use super::model::Change;
use super::rename::{Candidate, Contents, Match, match_renames};
use super::similar::{FULL, score};
use crate::verdict::Cut;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The earlier whereabouts of files, against one parent.
#[derive(Default)]
pub(super) struct Moves {
    /// By new path: the file it was; `None` when it is new although its path is not.
    pub(super) from: BTreeMap<Box<[u8]>, Option<Origin>>,
    /// Old paths whose file lives on elsewhere.
    pub(super) gone: HashSet<Box<[u8]>>,
    /// Old paths whose file was replaced by another one.
    pub(super) replaced: HashSet<Box<[u8]>>,
    /// Why a move may have been missed.
    pub(super) doubt: Option<Cut>,
}

/// The file that another one was.
pub(super) struct Origin {
    pub(super) file: Candidate,
    /// In per cent, when similarity recognised it.
    pub(super) similarity: Option<u8>,
}

/// One side of a difference, with the id that its content bears.
pub(super) struct Item {
    pub(super) file: Candidate,
    pub(super) id: Option<String>,
    /// Ids that it says it bore earlier.
    pub(super) previous_ids: Vec<String>,
    /// True when the path exists on both sides.
    pub(super) both: bool,
}

/// From this score on a file with another id is the same document with a new number.
const RENUMBERED: u64 = FULL / 10 * 9;

/// From this score on a file that stays at its path keeps its story under a new number.
const RENUMBERED_IN_PLACE: u64 = FULL / 4 * 3;

/// Finds what moved between the old and the new side of the differences, in the order of paths.
pub(super) fn find_moves(old: &[Item], new: &[Item], contents: &mut dyn Contents) -> Moves {
    let mut moves = Moves::default();
    let links = link_ids(old, new);
    for (from, to) in &links {
        moves.add(&old[*from].file, &new[*to].file, None);
    }
    let parted = parted_paths(old, new, &links, contents);
    let free = |list: &[Item], linked: &HashSet<usize>| -> Vec<usize> {
        let free = |item: &Item| !item.both || parted.contains(&item.file.path);
        (0..list.len()).filter(|at| !linked.contains(at) && free(&list[*at])).collect()
    };
    let old_free = free(old, &links.iter().map(|link| link.0).collect());
    let new_free = free(new, &links.iter().map(|link| link.1).collect());
    moves.add_similar(&pick(old, &old_free), &pick(new, &new_free), contents);
    for item in new_free.iter().map(|at| &new[*at]).filter(|item| item.both) {
        moves.from.entry(item.file.path.clone()).or_insert(None);
    }
    for item in old_free.iter().map(|at| &old[*at]).filter(|item| item.both) {
        if !moves.gone.contains(&item.file.path) {
            moves.replaced.insert(item.file.path.clone());
        }
    }
    moves
}

fn pick<'i>(list: &'i [Item], places: &[usize]) -> Vec<&'i Item> {
    places.iter().map(|at| &list[*at]).collect()
}

impl Moves {
    fn add(&mut self, from: &Candidate, to: &Candidate, similarity: Option<u8>) {
        self.gone.insert(from.path.clone());
        self.from.insert(to.path.clone(), Some(Origin { file: from.clone(), similarity }));
    }

    fn add_similar(&mut self, old: &[&Item], new: &[&Item], contents: &mut dyn Contents) {
        let files = |list: &[&Item]| -> Vec<Candidate> {
            list.iter().map(|item| item.file.clone()).collect()
        };
        let found = match_renames(&files(old), &files(new), contents);
        for Match { old: from, new: to, score } in found.found {
            let (from, to) = (old[from], new[to]);
            if !other_ids(from, to) || score >= RENUMBERED {
                self.add(&from.file, &to.file, u8::try_from(score * 100 / FULL).ok());
            }
        }
        self.doubt = found.too_many.map(too_many).or(found.unread.map(|error| error.to_cut()));
    }

    /// What became of `path`, whose old content is `held`.
    pub(super) fn change_at(&self, path: &[u8], held: Option<Held>) -> (Change, Option<&Origin>) {
        match self.from.get(path) {
            Some(Some(origin)) => (Change::Renamed, Some(origin)),
            None if held.is_some() => (Change::Modified, None),
            _ => (Change::Added, None),
        }
    }
}

/// True when both bear ids and the later one neither bears nor names that of the earlier.
fn other_ids(earlier: &Item, later: &Item) -> bool {
    let (Some(before), Some(now)) = (&earlier.id, &later.id) else { return false };
    before != now && !later.previous_ids.contains(before)
}

/// Paths that stay but whose file does not: one side is linked elsewhere, or the ids differ and
/// the contents are not nearly the same.
fn parted_paths(
    old: &[Item],
    new: &[Item],
    links: &[(usize, usize)],
    contents: &mut dyn Contents,
) -> HashSet<Box<[u8]>> {
    let ends = links.iter().flat_map(|(from, to)| [&old[*from], &new[*to]]);
    let mut parted: HashSet<Box<[u8]>> =
        ends.filter(|item| item.both).map(|item| item.file.path.clone()).collect();
    let after: HashMap<&[u8], &Item> =
        new.iter().filter(|item| item.both).map(|item| (&*item.file.path, item)).collect();
    for before in old.iter().filter(|item| item.both) {
        let Some(after) = after.get(&*before.file.path).filter(|after| other_ids(before, after))
        else {
            continue;
        };
        let (a, b) =
            (contents.pieces(&before.file.held.blob), contents.pieces(&after.file.held.blob));
        let alike = a.and_then(|a| b.map(|b| score(&a, &b))).unwrap_or(0);
        if alike < RENUMBERED_IN_PLACE {
            parted.insert(before.file.path.clone());
        }
    }
    parted
}

fn too_many((old, new): (usize, usize)) -> Cut {
    Cut {
        reason: format!("similarity was not tried: {old} files removed and {new} added at once"),
        remedy: "name the earlier path in `previous_paths`".into(),
    }
}

/// Old and new places of ids that stand once on each side, at different paths.
fn link_ids(old: &[Item], new: &[Item]) -> Vec<(usize, usize)> {
    let by_id = |list: &[Item]| -> HashMap<String, Option<usize>> {
        let mut map = HashMap::new();
        for (at, item) in list.iter().enumerate() {
            if let Some(id) = &item.id {
                map.entry(id.clone()).and_modify(|place| *place = None).or_insert(Some(at));
            }
        }
        map
    };
    let (old_ids, new_ids) = (by_id(old), by_id(new));
    let mut links = Vec::new();
    for (to, item) in new.iter().enumerate() {
        let Some(id) = &item.id else { continue };
        let unique = new_ids.get(id) == Some(&Some(to));
        // Under its own id, else under one that it gave up.
        let given_up = item.previous_ids.iter().filter(|id| !new_ids.contains_key(*id));
        let mut names = std::iter::once(id).chain(given_up);
        let from = names.find_map(|name| old_ids.get(name)).copied().flatten();
        if let Some(from) = from.filter(|_| unique)
            && old[from].file.path != item.file.path
        {
            links.push((from, to));
        }
    }
    links
}
