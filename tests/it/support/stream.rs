//! Commits that are planned in memory and made by one `git fast-import`.

use super::git::Scratch;
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Who did something, and what the clock said.
#[derive(Clone, Debug)]
pub(crate) struct Hand {
    /// The part of the address before `@example.org`, and the name.
    pub(crate) who: String,
    pub(crate) at: DateTime<FixedOffset>,
}

/// A commit to be made.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    /// Places of its parents in the list, all before its own.
    pub(crate) parents: Vec<usize>,
    pub(crate) author: Hand,
    pub(crate) committer: Hand,
    pub(crate) message: String,
    /// All its files: text by path.
    pub(crate) files: BTreeMap<String, String>,
    /// Annotated tags of it, each with its tagger.
    pub(crate) tags: Vec<(String, Hand)>,
}

/// A repository with these commits, `main` at `tip`, and the full id of each commit.
pub(crate) fn make(commits: &[Planned], tip: usize) -> (Scratch, Vec<String>) {
    let mut script = String::new();
    write_commits(&mut script, commits, 0);
    write!(script, "reset refs/heads/main\nfrom :{}\n\n", tip + 1).unwrap();
    import(&script, commits.len())
}

/// A repository with several histories side by side, and the full ids of the commits of each. Only
/// the newest commit of the last one has a name.
pub(crate) fn make_all(histories: &[&[Planned]]) -> (Scratch, Vec<Vec<String>>) {
    let (mut script, mut first) = (String::new(), 0);
    for commits in histories {
        write_commits(&mut script, commits, first);
        first += commits.len();
    }
    let (scratch, ids) = import(&script, first);
    let mut ids = ids.into_iter();
    let of_each = histories.iter().map(|commits| ids.by_ref().take(commits.len()).collect());
    let of_each = of_each.collect();
    (scratch, of_each)
}

fn import(script: &str, commits: usize) -> (Scratch, Vec<String>) {
    let scratch = Scratch::new();
    let marks = scratch.beside("marks");
    let export = format!("--export-marks={}", marks.display());
    let script = format!("feature done\n{script}done\n");
    scratch.git_with_input(&["fast-import", "--quiet", "--force", &export], script.as_bytes());
    let mut ids = vec![String::new(); commits];
    for line in std::fs::read_to_string(&marks).unwrap().lines() {
        let (mark, id) = line.split_once(' ').unwrap();
        let mark: usize = mark.trim_start_matches(':').parse().unwrap();
        id.clone_into(&mut ids[mark - 1]);
    }
    (scratch, ids)
}

/// Writes commits whose places in the whole script begin with `first`.
fn write_commits(script: &mut String, commits: &[Planned], first: usize) {
    for (at, commit) in commits.iter().enumerate() {
        // Without this, a commit without parents would follow the one before it.
        let mark = first + at + 1;
        writeln!(script, "reset refs/heads/b\n\ncommit refs/heads/b\nmark :{mark}").unwrap();
        for (role, hand) in [("author", &commit.author), ("committer", &commit.committer)] {
            let (who, second, zone) = (&hand.who, hand.at.timestamp(), hand.at.format("%z"));
            writeln!(script, "{role} {who} <{who}@example.org> {second} {zone}").unwrap();
        }
        write!(script, "data {}\n{}\n", commit.message.len(), commit.message).unwrap();
        for (nth, parent) in commit.parents.iter().enumerate() {
            let word = if nth == 0 { "from" } else { "merge" };
            writeln!(script, "{word} :{}", first + parent + 1).unwrap();
        }
        writeln!(script, "deleteall").unwrap();
        for (path, text) in &commit.files {
            write!(script, "M 100644 inline {path}\ndata {}\n{text}\n", text.len()).unwrap();
        }
        writeln!(script).unwrap();
        for (name, Hand { who, at }) in &commit.tags {
            let (second, zone) = (at.timestamp(), at.format("%z"));
            writeln!(script, "tag {name}\nfrom :{mark}").unwrap();
            writeln!(
                script,
                "tagger {who} <{who}@example.org> {second} {zone}\ndata 9\nApproved\n"
            )
            .unwrap();
        }
    }
}
