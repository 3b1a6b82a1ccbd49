//! All commits that a tip descends from, in one fixed order.
//!
//! Links and times come from the commit-graph file where there is one, else from the commits.

use super::object::ObjectReader;
use super::{CommitId, GitError, Repository, TreeId};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// A commit in the walk.
#[derive(Clone, Debug)]
pub struct Ancestor {
    /// Its id.
    pub id: CommitId,
    /// The folder it records.
    pub tree: TreeId,
    /// The committer's time in seconds since 1970, as committed.
    pub time: i64,
    /// The parents that are here, as places in the list.
    pub parents: Vec<u32>,
    /// Why parents that it names are not here.
    pub cut: Option<GitError>,
}

/// Links of one commit.
struct Links {
    tree: TreeId,
    time: i64,
    parents: Vec<gix::ObjectId>,
}

impl Repository {
    /// Every commit reachable from `tip`: children before parents, else the younger first.
    pub fn ancestry(&self, tip: &CommitId) -> Result<Vec<Ancestor>, GitError> {
        let objects = self.objects();
        let boundary = self.boundary()?;
        // Git leaves the file aside where history is cut: it may know parents that are not here.
        let graph = if boundary.is_empty() { objects.repo.commit_graph().ok() } else { None };
        let mut found = Discovery {
            objects: &objects,
            graph,
            boundary,
            places: HashMap::new(),
            list: Vec::new(),
        };
        found.add(tip.0)?;
        let mut next = 0;
        while next < found.list.len() {
            found.expand(next, self.is_partial())?;
            next += 1;
        }
        Ok(sort(found.list.into_iter().map(|(ancestor, _)| ancestor).collect()))
    }
}

struct Discovery<'r> {
    objects: &'r ObjectReader,
    graph: Option<gix::commitgraph::Graph>,
    boundary: HashSet<CommitId>,
    places: HashMap<gix::ObjectId, u32>,
    list: Vec<(Ancestor, Vec<gix::ObjectId>)>,
}

impl Discovery<'_> {
    /// The place of `id`, which is read when it is met first.
    fn add(&mut self, id: gix::ObjectId) -> Result<u32, GitError> {
        if let Some(place) = self.places.get(&id) {
            return Ok(*place);
        }
        let links = self.read(id)?;
        let place = u32::try_from(self.list.len()).expect("fewer commits than 2^32");
        self.places.insert(id, place);
        let Links { tree, time, parents } = links;
        let ancestor = Ancestor { id: CommitId(id), tree, time, parents: Vec::new(), cut: None };
        self.list.push((ancestor, parents));
        Ok(place)
    }

    fn expand(&mut self, at: usize, partial: bool) -> Result<(), GitError> {
        let id = self.list[at].0.id;
        let parents = std::mem::take(&mut self.list[at].1);
        if self.boundary.contains(&id) && !parents.is_empty() {
            self.list[at].0.cut = Some(GitError::Shallow { commit: id.short() });
            return Ok(());
        }
        for parent in parents {
            match self.add(parent) {
                Ok(place) => self.list[at].0.parents.push(place),
                Err(GitError::Missing { kind, id, .. }) => {
                    self.list[at].0.cut = Some(GitError::Missing { kind, id, partial });
                }
                Err(damage @ GitError::Damaged { .. }) => self.list[at].0.cut = Some(damage),
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    fn read(&self, id: gix::ObjectId) -> Result<Links, GitError> {
        if let Some(commit) = self.graph.as_ref().and_then(|graph| graph.commit_by_id(id)) {
            let graph = self.graph.as_ref().expect("it gave a commit");
            let parents: Result<Vec<_>, _> = commit.iter_parents().collect();
            if let Ok(parents) = parents {
                return Ok(Links {
                    tree: TreeId(commit.root_tree_id().to_owned()),
                    time: i64::try_from(commit.committer_timestamp()).unwrap_or(i64::MAX),
                    parents: parents.into_iter().map(|at| graph.id_at(at).to_owned()).collect(),
                });
            }
        }
        let what = || format!("commit {id}");
        let found = self.objects.read(&id).map_err(|e| GitError::damaged(what(), e))?;
        let missing = || GitError::Missing { kind: "commit", id: id.to_string(), partial: false };
        let (_, bytes) = found.ok_or_else(missing)?;
        parse_links(&bytes).ok_or_else(|| GitError::damaged(what(), "it names no tree"))
    }
}

/// Tree, parents and committer time of a commit's bytes.
fn parse_links(data: &[u8]) -> Option<Links> {
    let object = |hex: &[u8]| gix::ObjectId::from_hex(hex).ok();
    let mut lines = data.split(|&b| b == b'\n').take_while(|line| !line.is_empty());
    let tree = lines.next()?.strip_prefix(b"tree ").and_then(object).map(TreeId)?;
    let (mut parents, mut time) = (Vec::new(), 0);
    for line in lines {
        if let Some(hex) = line.strip_prefix(b"parent ") {
            parents.extend(object(hex));
        } else if let Some(person) = line.strip_prefix(b"committer ") {
            let after = person.rsplit(|&b| b == b'>').next().unwrap_or_default();
            let text = std::str::from_utf8(after).unwrap_or_default();
            time = text.split_ascii_whitespace().next().and_then(|s| s.parse().ok()).unwrap_or(0);
            break;
        }
    }
    Some(Links { tree, time, parents })
}

/// Children before parents; among those that are free the younger first, then as discovered.
fn sort(list: Vec<Ancestor>) -> Vec<Ancestor> {
    let mut children = vec![0_u32; list.len()];
    for ancestor in &list {
        for parent in &ancestor.parents {
            children[*parent as usize] += 1;
        }
    }
    let mut heap = BinaryHeap::new();
    heap.extend(list.first().map(|tip| (tip.time, Reverse(0_u32))));
    let mut new_place = vec![0_u32; list.len()];
    let mut order = Vec::with_capacity(list.len());
    while let Some((_, Reverse(at))) = heap.pop() {
        new_place[at as usize] = u32::try_from(order.len()).expect("as many as before");
        order.push(at);
        for parent in &list[at as usize].parents {
            let left = &mut children[*parent as usize];
            *left -= 1;
            if *left == 0 {
                heap.push((list[*parent as usize].time, Reverse(*parent)));
            }
        }
    }
    let mut list: Vec<Option<Ancestor>> = list.into_iter().map(Some).collect();
    let moved = order.iter().map(|at| list[*at as usize].take().expect("each is met once"));
    let mut sorted: Vec<Ancestor> = moved.collect();
    for ancestor in &mut sorted {
        for parent in &mut ancestor.parents {
            *parent = new_place[*parent as usize];
        }
    }
    sorted
}
