//! The story told commit by commit: which files each holds and which parents it has.

use super::story::{Commit, FileStep, MAIN, Step};
use super::text::past_state;
use super::{Identity, Shelf, Story, StoryError};
use crate::term::RepoPath;
use chrono::{DateTime, FixedOffset};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// Every file of a commit with its text.
pub type Files = BTreeMap<RepoPath, String>;

/// A commit that is to be made.
#[derive(Clone, Debug)]
pub struct PlannedCommit<'s, Id> {
    /// Every file that it holds.
    pub files: &'s Files,
    /// Its parents; none for the first commit.
    pub parents: Vec<Id>,
    /// Author and committer.
    pub by: &'s Identity,
    /// When it was written.
    pub at: DateTime<FixedOffset>,
    /// When it was committed.
    pub committed_at: DateTime<FixedOffset>,
    /// The whole message.
    pub message: &'s str,
}

/// Whoever makes the commits and says which ids they have.
pub trait Scribe {
    /// How a commit is named; shown in full by `Display`.
    type Id: Clone + Display;
    /// Why a commit could not be made.
    type Error;

    /// Makes a commit.
    fn commit(&mut self, commit: &PlannedCommit<'_, Self::Id>) -> Result<Self::Id, Self::Error>;
}

/// Why a story was not told to its end.
#[derive(Debug)]
pub enum ReplayError<E> {
    /// The story is at fault.
    Story(StoryError),
    /// The scribe could not go on.
    Scribe(E),
}

impl<E> From<StoryError> for ReplayError<E> {
    fn from(error: StoryError) -> Self {
        Self::Story(error)
    }
}

/// Tells the whole story to `scribe`; gives the last commit of `main` with its files.
pub fn replay<S: Scribe>(
    story: &Story,
    shelf: &Shelf,
    scribe: &mut S,
) -> Result<(S::Id, Files), ReplayError<S::Error>> {
    let main = Branch { tip: None, files: Files::new(), left: Files::new() };
    let branches = BTreeMap::from([(MAIN.to_owned(), main)]);
    let mut telling = Telling { story, shelf, branches, labels: BTreeMap::new() };
    for step in &story.steps {
        match step {
            Step::Branch { name, from } => telling.start_branch(name, from)?,
            Step::Commit(commit) => telling.commit(commit, scribe)?,
        }
    }
    let main = telling.branches.remove(MAIN).expect("main is there from the start");
    let tip = main.tip.ok_or_else(|| StoryError::Form("nothing is committed on main".into()))?;
    Ok((tip, main.files))
}

/// A branch while the story is told.
struct Branch<Id> {
    tip: Option<Id>,
    files: Files,
    /// The files that it had when it left the branch it came from.
    left: Files,
}

/// How far the story has been told.
struct Telling<'s, Id> {
    story: &'s Story,
    shelf: &'s Shelf,
    branches: BTreeMap<String, Branch<Id>>,
    labels: BTreeMap<String, String>,
}

impl<Id: Clone + Display> Telling<'_, Id> {
    fn start_branch(&mut self, name: &str, from: &str) -> Result<(), StoryError> {
        let at = |what: String| StoryError::Step { step: name.to_owned(), what };
        let from = self.branches.get(from).ok_or_else(|| at(no_branch(from)))?;
        let files = from.files.clone();
        let new = Branch { tip: from.tip.clone(), left: files.clone(), files };
        match self.branches.insert(name.to_owned(), new) {
            Some(_) => Err(at("the branch is there already".into())),
            None => Ok(()),
        }
    }

    fn commit<S: Scribe<Id = Id>>(
        &mut self,
        commit: &Commit,
        scribe: &mut S,
    ) -> Result<(), ReplayError<S::Error>> {
        let at = |what: String| StoryError::Step { step: commit.subject().to_owned(), what };
        let (files, parents) = self.plan(commit).map_err(at)?;
        let by = self.story.people.get(&commit.by);
        let by = by.ok_or_else(|| at(format!("`{}` is not among the people", commit.by)))?;
        let planned = PlannedCommit {
            files: &files,
            parents,
            by,
            at: commit.at,
            committed_at: commit.committed_at,
            message: &commit.message,
        };
        let id = scribe.commit(&planned).map_err(ReplayError::Scribe)?;
        if let Some(label) = &commit.label {
            self.labels.insert(label.clone(), id.to_string());
        }
        let branch = self.branches.get_mut(&commit.on).expect("the plan has found it");
        branch.tip = Some(id);
        branch.files = files;
        Ok(())
    }

    /// The files and the parents of a commit.
    fn plan(&self, commit: &Commit) -> Result<(Files, Vec<Id>), String> {
        let branch = self.branches.get(&commit.on).ok_or_else(|| no_branch(&commit.on))?;
        let mut files = branch.files.clone();
        let mut parents: Vec<Id> = branch.tip.iter().cloned().collect();
        if let Some(name) = &commit.merge {
            let other = self.branches.get(name).ok_or_else(|| no_branch(name))?;
            parents.extend(other.tip.iter().cloned());
            merge(&mut files, other, &commit.files)?;
        }
        for step in &commit.files {
            self.take_step(&mut files, step)?;
        }
        if files == branch.files && commit.merge.is_none() {
            return Err("nothing changes".into());
        }
        Ok((files, parents))
    }

    fn take_step(&self, files: &mut Files, step: &FileStep) -> Result<(), String> {
        if let Some(path) = &step.remove {
            return take(files, path).map(|_| ());
        }
        if let Some(moved) = &step.moved {
            let text = take(files, &moved.from)?;
            files.insert(RepoPath::new(&moved.to), text);
            return Ok(());
        }
        let path = step.path.as_ref().ok_or("a file without `path`, `move` or `remove`")?;
        let from = step.from.clone().unwrap_or_else(|| format!("register/{path}"));
        let text = self.shelf.get(&from).ok_or_else(|| format!("there is no text `{from}`"))?;
        let text = if step.changes_nothing() {
            text.clone()
        } else {
            past_state(text, step).map_err(|what| format!("{path}: {what}"))?
        };
        files.insert(RepoPath::new(path), self.name_commits(text)?);
        Ok(())
    }

    /// Puts ids in the place of `{{commit:LABEL}}`.
    fn name_commits(&self, mut text: String) -> Result<String, String> {
        while let Some(start) = text.find("{{commit:") {
            let label = &text[start + "{{commit:".len()..];
            let label = label.split_once("}}").ok_or("`{{commit:` is not closed")?.0;
            let id = self.labels.get(label);
            let id = id.ok_or_else(|| format!("no commit before has the label `{label}`"))?;
            let end = start + "{{commit:".len() + label.len() + "}}".len();
            let short: String = id.chars().take(12).collect();
            text.replace_range(start..end, &short);
        }
        Ok(text)
    }
}

impl FileStep {
    fn changes_nothing(&self) -> bool {
        self.set.is_empty()
            && self.drop.is_empty()
            && self.cut.is_empty()
            && self.section.is_empty()
            && self.replace.is_empty()
    }
}

/// Brings into `files` what `other` has changed since it left; both sides' changes need a word.
fn merge<Id>(files: &mut Files, other: &Branch<Id>, named: &[FileStep]) -> Result<(), String> {
    let paths: BTreeSet<_> = other.left.keys().chain(other.files.keys()).cloned().collect();
    for path in paths {
        let (before, after) = (other.left.get(&path), other.files.get(&path));
        if before == after {
            continue;
        }
        let answered = named.iter().any(|step| step.path.as_deref() == Some(path.as_str()));
        if files.get(&path) != before && !answered {
            return Err(format!("both sides have changed {path}"));
        }
        match after {
            Some(text) => files.insert(path, text.clone()),
            None => files.remove(&path),
        };
    }
    Ok(())
}

fn take(files: &mut Files, path: &str) -> Result<String, String> {
    files.remove(&RepoPath::new(path)).ok_or_else(|| format!("there is no file {path}"))
}

fn no_branch(name: &str) -> String {
    format!("there is no branch `{name}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Remembers what it is told; ids count up.
    #[derive(Default)]
    struct Listener(Vec<(Vec<String>, Files)>);

    impl Scribe for Listener {
        type Id = String;
        type Error = ();

        fn commit(&mut self, commit: &PlannedCommit<'_, String>) -> Result<String, ()> {
            self.0.push((commit.parents.clone(), commit.files.clone()));
            Ok(format!("{:040}", self.0.len()))
        }
    }

    fn tell(commits: &str) -> Result<Listener, String> {
        let shelf = ["a", "b", "c"].map(|n| (format!("register/{n}.md"), format!("{n}\n")));
        let mut shelf = Shelf::from(shelf);
        shelf.insert("was/names.md".into(), "see {{commit:first}}\n".into());
        let story =
            Story::read(&format!("people: {{x: \"X <x@example.org>\"}}\ncommits:\n{commits}"));
        let mut listener = Listener::default();
        match replay(&story.map_err(|e| e.to_string())?, &shelf, &mut listener) {
            Ok(_) => Ok(listener),
            Err(ReplayError::Story(error)) => Err(error.to_string()),
            Err(ReplayError::Scribe(())) => Err("scribe".into()),
        }
    }

    fn commit(more: &str) -> String {
        format!("  - {{by: x, at: 2026-01-01T10:00:00+01:00, message: m, {more}}}\n")
    }

    #[test]
    fn a_merge_takes_what_the_branch_changed_and_keeps_the_rest() {
        let story = [
            commit("files: [{path: a.md}, {path: b.md}]"),
            "  - branch: side\n".into(),
            commit("on: side, files: [{remove: a.md}, {move: {from: b.md, to: d/b.md}}]"),
            commit("files: [{path: c.md}]"),
            commit("merge: side"),
        ];
        let told = tell(&story.concat()).unwrap().0;
        let (parents, files) = told.last().unwrap();
        let ids: Vec<u32> = parents.iter().map(|id| id.parse().unwrap()).collect();
        assert_eq!(ids, [3, 2]);
        let paths: Vec<_> = files.keys().map(RepoPath::as_str).collect();
        assert_eq!(paths, ["c.md", "d/b.md"]);
    }

    #[test]
    fn a_change_on_both_sides_needs_a_word() {
        let story = [
            commit("files: [{path: a.md}]"),
            "  - branch: side\n".into(),
            commit("on: side, files: [{remove: a.md}]"),
            commit("files: [{path: a.md, from: register/b.md}]"),
        ];
        let story = story.concat();
        let told = tell(&(story.clone() + &commit("merge: side")));
        assert!(told.err().unwrap().contains("both sides have changed a.md"));
        let told = tell(&(story + &commit("merge: side, files: [{path: a.md}]"))).unwrap().0;
        assert_eq!(told.last().unwrap().1[&RepoPath::new("a.md")], "a\n");
    }

    #[test]
    fn a_text_can_name_an_earlier_commit_only() {
        let first = commit("label: first, files: [{path: a.md}]");
        let second = commit("files: [{path: n.md, from: was/names.md}]");
        let told = tell(&(first.clone() + &second)).unwrap().0;
        assert_eq!(told[1].1[&RepoPath::new("n.md")], "see 000000000000\n");
        assert!(tell(&(second + &first)).err().unwrap().contains("label `first`"));
    }

    #[test]
    fn a_story_that_asks_for_what_is_not_there_names_the_place() {
        for (more, word) in [
            ("files: [{path: z.md}]", "no text `register/z.md`"),
            ("files: [{remove: z.md}]", "no file z.md"),
            ("on: z, files: [{path: a.md}]", "no branch `z`"),
            ("files: []", "nothing changes"),
            ("files: [{pth: a.md}]", "unknown field"),
        ] {
            let error = tell(&commit(more)).err().unwrap();
            assert!(error.contains(word), "{more}: {error}");
        }
    }
}
