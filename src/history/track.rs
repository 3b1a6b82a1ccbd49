//! Tracking of files that moved: from the tip back, each commit says which story holds a path.
//!
//! A merge may drop a file without a row; then its side of history begins a story of its own,
//! which becomes one with the other when both sides meet at a commit that they descend from.

use super::change::Held;
use super::follow::{Follow, Meeting, Story};
use super::model::Change;
use super::row::{Row, Side};
use super::walk::MergeSide;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// What a commit says of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claim {
    /// The story's file stands there, with the number of its id.
    Held(usize, Option<u32>),
    /// The story's file was added there later; an older file may be the same document.
    Begun(usize),
}

type State = BTreeMap<u32, Claim>;

/// An id and the two paths that bear it.
type Shared = (String, [Box<[u8]>; 2]);

/// Tracks the files at tangled paths.
pub(super) struct Tracker<'a> {
    follow: &'a Follow<'a>,
    paths: HashMap<&'a [u8], u32>,
    /// Numbers of ids, so that they are compared fast.
    ids: HashMap<String, u32>,
    states: Vec<Option<Arc<State>>>,
    /// Commits whose state is not just that of their child.
    fresh: Vec<bool>,
    stories: Vec<Story>,
    /// Which story each has become one with; itself when none.
    joined: Vec<usize>,
    /// Stories that are two files with one id in one commit.
    apart: BTreeSet<(usize, usize)>,
    /// The commit at which it was seen last, by id and paths.
    meetings: BTreeMap<Shared, u32>,
}

impl<'a> Tracker<'a> {
    pub(super) fn new(follow: &'a Follow<'a>, tangled: &'a BTreeSet<Box<[u8]>>) -> Self {
        let numbered = tangled.iter().zip(0_u32..);
        Self {
            follow,
            paths: numbered.map(|(path, number)| (&**path, number)).collect(),
            ids: HashMap::new(),
            states: vec![None; follow.commits.len()],
            fresh: vec![false; follow.commits.len()],
            stories: Vec::new(),
            joined: Vec::new(),
            apart: BTreeSet::new(),
            meetings: BTreeMap::new(),
        }
    }

    pub(super) fn run(mut self) -> (Vec<Story>, Vec<Meeting>) {
        if self.paths.is_empty() || self.states.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let mut state = State::new();
        for (path, held) in self.follow.tip {
            if let Some(number) = self.paths.get(&**path).copied() {
                let story = self.begin();
                self.stories[story].tip = Some(path.clone());
                state.insert(number, Claim::Held(story, self.id_number(*held)));
            }
        }
        self.states[0] = Some(Arc::new(state));
        self.fresh[0] = true;
        let mut next_row = 0;
        for commit in 0..self.follow.commits.len() {
            let first = next_row;
            let rows = self.follow.rows;
            while rows.get(next_row).is_some_and(|row| row.commit as usize == commit) {
                next_row += 1;
            }
            self.step(commit, first..next_row);
        }
        self.finish()
    }

    fn begin(&mut self) -> usize {
        self.stories.push(Story { rows: Vec::new(), tip: None, cuts: Vec::new() });
        self.joined.push(self.joined.len());
        self.joined.len() - 1
    }

    fn id_number(&mut self, held: Held) -> Option<u32> {
        let id = (self.follow.id)(held)?;
        let next = u32::try_from(self.ids.len()).expect("fewer ids than 2^32");
        Some(*self.ids.entry(id).or_insert(next))
    }

    /// Takes the state of one commit over to its parents.
    fn step(&mut self, commit: usize, rows: Range<usize>) {
        let mut state = self.states[commit].take().unwrap_or_default();
        let place = u32::try_from(commit).expect("fewer commits than 2^32");
        let mut moved: Vec<(usize, u32, Claim)> = Vec::new();
        let mut freed: Vec<u32> = Vec::new();
        for at in rows {
            let row = &self.follow.rows[at];
            let Some(path) = self.paths.get(&*row.path).copied() else { continue };
            let claim = state.get(&path).copied();
            let story = self.story_of(row, claim);
            if let (Some(held), false) = (row.new, matches!(claim, Some(Claim::Held(..)))) {
                let claim = Claim::Held(story, self.id_number(held));
                Arc::make_mut(&mut state).insert(path, claim);
                self.fresh[commit] = true;
            }
            self.stories[story].rows.push(at);
            freed.push(path);
            for (parent, side) in row.sides.iter().enumerate() {
                let before = self.claim_before(side, story);
                moved.push((parent, self.path_before(row, side), before));
            }
        }
        self.note_cut(place, &state);
        if self.fresh[commit] {
            self.note_meetings(place, &state);
        }
        if !freed.is_empty() {
            let state = Arc::make_mut(&mut state);
            for path in freed {
                state.remove(&path);
            }
        }
        for (side, parent) in self.follow.commits[commit].parents.iter().enumerate() {
            let mut before = Arc::clone(&state);
            let merge = self.follow.merges.get(&(place, u32::try_from(side).unwrap_or(u32::MAX)));
            if let Some(merge) = merge {
                self.forget_not_before(merge, Arc::make_mut(&mut before));
            }
            // What stands there comes after what begins there, so that it wins.
            let mut here: Vec<_> = moved.iter().filter(|(at, ..)| *at == side).collect();
            here.sort_by_key(|(_, _, claim)| matches!(claim, Claim::Held(..)));
            if !here.is_empty() {
                let before = Arc::make_mut(&mut before);
                before.extend(here.iter().map(|(_, path, claim)| (*path, *claim)));
            }
            if let Some(merge) = merge {
                self.begin_not_after(merge, Arc::make_mut(&mut before));
            }
            self.fresh[*parent as usize] |= !here.is_empty() || merge.is_some();
            self.pass_on(*parent as usize, before);
        }
    }

    /// Notes ids that two files bear in this commit; their stories will not be joined.
    fn note_meetings(&mut self, commit: u32, state: &State) {
        let mut first: HashMap<u32, (u32, usize)> = HashMap::new();
        for (path, claim) in state {
            let Claim::Held(story, Some(id)) = *claim else { continue };
            let (other_path, other) = *first.entry(id).or_insert((*path, story));
            if other_path != *path {
                self.apart.insert((other.min(story), other.max(story)));
                let name = |number: u32| {
                    let named = self.paths.iter().find(|(_, at)| **at == number);
                    named.map(|(path, _)| Box::from(*path)).unwrap_or_default()
                };
                let mut paths = [name(other_path), name(*path)];
                paths.sort();
                let id = self.ids.iter().find(|(_, at)| **at == id).map(|(id, _)| id.clone());
                self.meetings.entry((id.unwrap_or_default(), paths)).or_insert(commit);
            }
        }
    }

    /// The story that a row continues, going back.
    fn story_of(&mut self, row: &Row, claim: Option<Claim>) -> usize {
        match claim {
            Some(Claim::Held(story, _)) if row.new.is_some() => story,
            Some(Claim::Begun(story)) if row.new.is_none() && self.may_continue(story, row) => {
                story
            }
            _ => self.begin(),
        }
    }

    /// True unless the removed file bore another id than the file that came later.
    fn may_continue(&self, story: usize, row: &Row) -> bool {
        let id = |row: &Row| {
            let held = row.new.or_else(|| row.sides.first()?.held);
            held.and_then(|held| (self.follow.id)(held))
        };
        let later = self.stories[story].rows.last().and_then(|at| id(&self.follow.rows[*at]));
        match (later, id(row)) {
            (Some(later), Some(earlier)) => later == earlier,
            _ => true,
        }
    }

    fn claim_before(&mut self, side: &Side, story: usize) -> Claim {
        match (side.change, side.held) {
            (Change::Added, _) | (_, None) => Claim::Begun(story),
            (_, Some(held)) => Claim::Held(story, self.id_number(held)),
        }
    }

    fn path_before(&self, row: &Row, side: &Side) -> u32 {
        let path = side.path.as_ref().unwrap_or(&row.path);
        *self.paths.get(&**path).expect("both ends of a move are tracked")
    }

    /// Drops claims to files that the parent of a merge does not hold.
    fn forget_not_before(&self, merge: &MergeSide, state: &mut State) {
        for path in &merge.not_before {
            if let Some(number) = self.paths.get(&**path)
                && matches!(state.get(number), Some(Claim::Held(..)))
            {
                state.remove(number);
            }
        }
    }

    /// Begins stories of files that only the parent of a merge holds.
    fn begin_not_after(&mut self, merge: &MergeSide, state: &mut State) {
        for (path, held) in &merge.not_after {
            if let Some(number) = self.paths.get(&**path).copied()
                && !matches!(state.get(&number), Some(Claim::Held(..)))
            {
                let story = self.begin();
                let claim = Claim::Held(story, self.id_number(*held));
                state.insert(number, claim);
            }
        }
    }

    fn pass_on(&mut self, parent: usize, state: Arc<State>) {
        let Some(mut known) = self.states[parent].take() else {
            self.states[parent] = Some(state);
            return;
        };
        if !Arc::ptr_eq(&known, &state) {
            self.fresh[parent] = true;
            for (path, claim) in state.iter() {
                match (known.get(path).copied(), *claim) {
                    (Some(Claim::Held(a, _)), Claim::Held(b, _)) => {
                        // One file became two: the one that stayed at its path keeps the past.
                        if !self.join(a, b) && self.stays_at(b, *path) {
                            Arc::make_mut(&mut known).insert(*path, *claim);
                        }
                    }
                    (Some(Claim::Held(..) | Claim::Begun(_)), Claim::Begun(_)) => {}
                    (None, _) | (Some(Claim::Begun(_)), Claim::Held(..)) => {
                        Arc::make_mut(&mut known).insert(*path, *claim);
                    }
                }
            }
        }
        self.states[parent] = Some(known);
    }

    fn note_cut(&mut self, commit: u32, state: &State) {
        let Some(paths) = self.follow.at_cuts.get(&commit) else { return };
        for path in paths {
            let claim = self.paths.get(&**path).and_then(|number| state.get(number));
            if let Some(Claim::Held(story, _)) = claim {
                self.stories[*story].cuts.push((commit, path.clone()));
            }
        }
    }

    /// True when the story stands at the tip where it stands here.
    fn stays_at(&self, story: usize, path: u32) -> bool {
        let tip = self.stories[self.root(story)].tip.as_deref();
        tip.and_then(|tip| self.paths.get(tip)) == Some(&path)
    }

    fn root(&self, mut story: usize) -> usize {
        while self.joined[story] != story {
            story = self.joined[story];
        }
        story
    }

    /// Makes two stories one, unless both stand at the tip or were met as two files.
    fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return true;
        }
        // The lower number is nearer to the tip; paths of joins stay short in practice.
        let (whole, part) = (a.min(b), a.max(b));
        let two_tips = self.stories[whole].tip.is_some() && self.stories[part].tip.is_some();
        let met = |(x, y): &(usize, usize)| {
            let (x, y) = (self.root(*x), self.root(*y));
            (x.min(y), x.max(y)) == (whole, part)
        };
        if two_tips || self.apart.iter().any(met) {
            return false;
        }
        let tip = self.stories[part].tip.take();
        let whole_tip = &mut self.stories[whole].tip;
        *whole_tip = whole_tip.take().or(tip);
        self.joined[part] = whole;
        true
    }

    fn finish(mut self) -> (Vec<Story>, Vec<Meeting>) {
        for story in (0..self.stories.len()).rev() {
            let root = self.root(story);
            if root != story {
                let rows = std::mem::take(&mut self.stories[story].rows);
                let cuts = std::mem::take(&mut self.stories[story].cuts);
                self.stories[root].rows.extend(rows);
                self.stories[root].cuts.extend(cuts);
            }
        }
        let mut stories = self.stories;
        stories.retain(|story| !story.rows.is_empty() || story.tip.is_some());
        for story in &mut stories {
            story.rows.sort_unstable();
            story.cuts.sort();
            story.cuts.dedup();
        }
        let meetings = self.meetings.into_iter();
        let meetings = meetings.map(|((id, paths), commit)| Meeting { id, commit, paths });
        (stories, meetings.collect())
    }
}
