//! Documents with ids are followed by them, on random repositories, against a simple model.
#![expect(clippy::unwrap_used, reason = "a test that cannot look fails")]

use crate::support::random::{Made, Plan, random_history};
use pirctl::git::Repository;
use pirctl::history::{
    Change, Document, DocumentReader, FollowedBy, History, Question, Seen, read_history,
};
use pirctl::term::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

/// Reads `id: X` in the first line and `was: PATH` in the second.
pub(crate) struct FirstLines;

impl DocumentReader for FirstLines {
    type Facts = usize;

    fn wants(&self, path: &RepoPath) -> bool {
        path.file_name().rsplit_once('.').is_some_and(|(_, ending)| ending == "md")
    }

    fn read(&self, _: &RepoPath, content: &[u8]) -> Option<Seen<usize>> {
        let text = std::str::from_utf8(content).ok()?;
        let value = |key: &str| text.lines().take(2).find_map(|line| line.strip_prefix(key));
        let previous_paths = value("was: ").into_iter().map(RepoPath::new).collect();
        Some(Seen { id: value("id: ").map(str::to_owned), previous_paths, facts: text.len() })
    }
}

/// Path and text of each id at one commit; ids that two files share are in the second.
fn places(made: &Made) -> (BTreeMap<&str, (&str, &str)>, BTreeSet<&str>) {
    let (mut places, mut shared) = (BTreeMap::new(), BTreeSet::new());
    for (path, (_, text)) in &made.files {
        let id = text.lines().next().unwrap().strip_prefix("id: ").unwrap();
        if places.insert(id, (path.as_str(), text.as_str())).is_some() {
            shared.insert(id);
        }
    }
    (places, shared)
}

/// Commit, path, text (none when removed), and change with path for each parent.
type Told = (String, String, Option<String>, Vec<(Change, String)>);

/// The revisions of `id` by the definition: the pair differs from the pair in every parent.
///
/// `None` when a merge drops a file that its parents hold at different paths.
fn expected(list: &[Made], reachable: &BTreeSet<usize>, id: &str) -> Option<BTreeSet<Told>> {
    let mut all = BTreeSet::new();
    for at in reachable {
        let made = &list[*at];
        let now = places(made).0.get(id).copied();
        let before: Vec<_> =
            made.parents.iter().map(|p| places(&list[*p]).0.get(id).copied()).collect();
        let unchanged = before.contains(&now) || (before.is_empty() && now.is_none());
        if unchanged {
            continue;
        }
        let path = now.or_else(|| before[0]).unwrap().0;
        if now.is_none() && before.iter().any(|old| old.unwrap().0 != path) {
            return None;
        }
        let side = |old: &Option<(&str, &str)>| match (old, now) {
            (None, _) => (Change::Added, path.to_owned()),
            (Some(_), None) => (Change::Removed, path.to_owned()),
            (Some((old, _)), Some(_)) if *old == path => (Change::Modified, path.to_owned()),
            (Some((old, _)), Some(_)) => (Change::Renamed, (*old).to_owned()),
        };
        let sides = before.iter().map(side).collect();
        all.insert((made.id.clone(), path.to_owned(), now.map(|(_, text)| text.to_owned()), sides));
    }
    Some(all)
}

fn told(repo: &Repository, document: &Document<usize>) -> BTreeSet<Told> {
    let blobs = repo.blobs();
    let revisions = document.revisions.iter().map(|revision| {
        let path = revision.path.to_string();
        let text = revision.blob.map(|blob| String::from_utf8(blobs.read(&blob).unwrap()).unwrap());
        let sides = revision.parents.iter().map(|side| {
            let old = side.previous_path.as_ref().map_or(path.clone(), ToString::to_string);
            (side.change, old)
        });
        let sides = sides.collect();
        (revision.commit.id.hex(), path, text, sides)
    });
    revisions.collect()
}

pub(crate) fn whole_history(repo: &Repository) -> History<usize> {
    let tip = repo.resolve("main").unwrap();
    let question =
        Question { tip, paths: vec![String::new()], ids: Vec::new(), count_lines: false };
    read_history(repo, &question, &FirstLines).unwrap()
}

fn check(seed: u64) -> usize {
    let plan = Plan { commits: 30, ids: true, any_similarity: true };
    let (scratch, list) = random_history(seed, plan);
    let repo = scratch.open();
    let history = whole_history(&repo);
    let tip = list.iter().position(|made| made.id == history.tip.hex()).unwrap();
    let (mut reachable, mut todo) = (BTreeSet::new(), vec![tip]);
    while let Some(at) = todo.pop() {
        if reachable.insert(at) {
            todo.extend(&list[at].parents);
        }
    }
    let shared: BTreeSet<&str> = reachable.iter().flat_map(|at| places(&list[*at]).1).collect();
    let ids: BTreeSet<&str> =
        reachable.iter().flat_map(|at| places(&list[*at]).0.into_keys()).collect();
    let clashing: BTreeSet<&str> = history.clashes.iter().map(|clash| clash.id.as_str()).collect();
    let mut checked = 0;
    for id in ids {
        if shared.contains(id) {
            assert!(clashing.contains(id), "seed {seed}: {id} is shared and not reported");
            continue;
        }
        let Some(expected) = expected(&list, &reachable, id) else { continue };
        let documents: Vec<_> =
            history.documents.iter().filter(|d| d.id.as_deref() == Some(id)).collect();
        let own: BTreeSet<Told> =
            documents.iter().flat_map(|document| told(&repo, document)).collect();
        let only_model: Vec<_> = expected.difference(&own).collect();
        let only_own: Vec<_> = own.difference(&expected).collect();
        assert!(
            documents.len() == 1 && own == expected,
            "seed {seed}: {id} in {} documents\nonly model: {only_model:#?}\nonly own: {only_own:#?}",
            documents.len()
        );
        assert_eq!(documents[0].followed_by, FollowedBy::Id, "seed {seed}: {id}");
        checked += 1;
    }
    checked
}

#[test]
fn documents_with_unique_ids_are_followed_by_them_alone() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let first = number("PIRCTL_FIRST_SEED").unwrap_or(0);
    let checked: usize = (first..first + number("PIRCTL_SEEDS").unwrap_or(8)).map(check).sum();
    assert!(checked > 40, "{checked}");
}
