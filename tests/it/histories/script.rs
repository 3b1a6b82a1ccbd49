//! How a history is written.
//!
//! ```text
//! == The review is written down in the week in which it was held
//! today 2026-06-01
//! commit begin 2026-01-12
//! add review
//! set review held_at: 2026-03-06
//! trailer Approved-by: c.moreau
//! commit held 2026-03-08T12:00:00+01:00 by a.novak authored 2026-03-07 author m.castro
//! finds warning GIT001 PIR-2026-0001 held_at @held
//! ```
//!
//! A commit has a label, the committer's clock and, where it is not the committer's own work, an
//! author with another clock. Files are named by what they were added as: `review`, or by the id that
//! was given (`add review PIR-2026-0002`). Texts stand on one line, with `\n` for a line end.
//!
//! `tag NAME LABEL 2026-03-09 by s.lind` puts an annotated tag on a commit.
//!
//! `sign LABEL by s.lind` signs a commit, or the tag of that name, with the key of s.lind, which is the
//! same in every history; `spoil LABEL` changes its words afterwards. `signer s.lind@example.org s.lind`
//! is a line of the file of allowed signers: principals, whose key, options. `broken-tag LABEL` puts
//! a tag beside the history that leads nowhere.
//!
//! `on side` goes to a branch and begins it where one stands; `merge side` joins it as git merges,
//! and the next commit has two parents; `merge side ours` takes nothing of it; `squash side` takes all
//! of it with one parent; `rebase main 2026-04-01` makes the commits of the branch anew on `main`.
//! `<label>` in a text is the id of an earlier commit.
//! `finds`, `untold` and `shows` are all that is told; see the head of `mod.rs`.

use super::signed::Signing;
use super::tree::Tree;
use crate::support::stream::{Hand, Planned};
use chrono::{DateTime, FixedOffset};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A history, its commits planned.
pub(super) struct Script {
    pub(super) title: String,
    pub(super) today: String,
    pub(super) commits: Vec<Planned>,
    pub(super) labels: BTreeMap<String, usize>,
    pub(super) tip: usize,
    pub(super) expected: Vec<String>,
    pub(super) signing: Signing,
    unusual: Vec<(String, String)>,
}

/// Reads the histories of a file; `given` holds the texts that `add` names.
pub(super) fn parse(text: &str, given: &Path) -> Vec<Script> {
    let mut all = Vec::new();
    for part in text.split("\n== ").skip(1) {
        let (title, steps) = part.split_once('\n').unwrap();
        let mut maker = Maker::new(given);
        for line in steps.lines().map(str::trim) {
            if !line.is_empty() && !line.starts_with('#') {
                maker.step(line).unwrap_or_else(|| panic!("{title}: `{line}` cannot be done"));
            }
        }
        all.push(maker.script(title));
    }
    all
}

/// Takes the steps one by one.
struct Maker<'g> {
    given: &'g Path,
    today: String,
    tree: Tree,
    /// The files of each commit.
    trees: Vec<Tree>,
    commits: Vec<Planned>,
    labels: BTreeMap<String, usize>,
    branches: BTreeMap<String, usize>,
    branch: String,
    /// The other parent of the next commit.
    joined: Option<usize>,
    trailers: String,
    expected: Vec<String>,
    signing: Signing,
    unusual: Vec<(String, String)>,
}

impl<'g> Maker<'g> {
    fn new(given: &'g Path) -> Self {
        let mut tree = Tree::default();
        tree.put("pirctl.yaml", "schema: 1\n".into());
        tree.put("people.yaml", std::fs::read_to_string(given.join("people.yaml")).unwrap());
        Self {
            given,
            today: "2026-06-01".into(),
            tree,
            trees: Vec::new(),
            commits: Vec::new(),
            labels: BTreeMap::new(),
            branches: BTreeMap::new(),
            branch: "main".into(),
            joined: None,
            trailers: String::new(),
            expected: Vec::new(),
            signing: Signing::default(),
            unusual: Vec::new(),
        }
    }

    fn script(self, title: &str) -> Script {
        Script {
            title: title.to_owned(),
            today: self.today,
            tip: self.branches[&self.branch],
            commits: self.commits,
            labels: self.labels,
            expected: self.expected,
            signing: self.signing,
            unusual: self.unusual,
        }
    }

    /// Does what a line says; `None` when it is no step.
    fn step(&mut self, line: &str) -> Option<()> {
        let (word, rest) = line.split_once(' ')?;
        let words: Vec<&str> = rest.split_whitespace().collect();
        match (word, words.as_slice()) {
            ("finds" | "untold" | "shows", _) => self.expected.push(line.to_owned()),
            ("today", [day]) => (*day).clone_into(&mut self.today),
            ("trailer", _) => self.trailers.extend([rest, "\n"]),
            ("commit", [label, at, more @ ..]) => self.commit(label, at, more)?,
            ("tag", [name, label, at, "by", who]) => {
                let hand = Hand { who: (*who).to_owned(), at: time(at)? };
                let tagged = &mut self.commits[*self.labels.get(*label)?];
                tagged.tags.push(((*name).to_owned(), hand));
            }
            ("on", [branch]) => self.go(branch),
            ("merge", [branch]) => self.merge(branch, true)?,
            ("merge", [branch, "ours"]) => self.joined = Some(*self.branches.get(*branch)?),
            ("squash", [branch]) => self.merge(branch, false)?,
            ("rebase", [branch, at]) => self.rebase(branch, at)?,
            ("restore", [name, label]) => {
                self.tree.restore(name, &self.trees[*self.labels.get(*label)?]);
            }
            ("sign" | "spoil" | "signer", words) => self.signing.step(word, words)?,
            ("shallow" | "replaced" | "grafted" | "broken-tag", [label]) => {
                self.unusual.push((word.to_owned(), (*label).to_owned()));
            }
            _ => self.tree.step(word, rest, self.given)?,
        }
        Some(())
    }

    fn head(&self) -> Option<usize> {
        self.branches.get(&self.branch).copied()
    }

    fn go(&mut self, branch: &str) {
        if let Some(at) = self.head() {
            let at = *self.branches.entry(branch.to_owned()).or_insert(at);
            self.tree = self.trees[at].clone();
        }
        branch.clone_into(&mut self.branch);
    }

    fn commit(&mut self, label: &str, at: &str, more: &[&str]) -> Option<()> {
        let mut committer = Hand { who: "s.lind".into(), at: time(at)? };
        let mut author: (Option<&str>, Option<&str>) = (None, None);
        for pair in more.chunks(2) {
            match pair {
                ["by", who] => (*who).clone_into(&mut committer.who),
                ["author", who] => author.0 = Some(who),
                ["authored", at] => author.1 = Some(at),
                _ => return None,
            }
        }
        let written = Hand {
            who: author.0.map_or_else(|| committer.who.clone(), str::to_owned),
            at: author.1.map_or(Some(committer.at), time)?,
        };
        let trailers = std::mem::take(&mut self.trailers);
        let message = format!("{label}\n\n{trailers}");
        let parents = self.head().into_iter().chain(self.joined.take()).collect();
        let files = self.tree.files();
        let tags = Vec::new();
        self.add(label, Planned { parents, author: written, committer, message, files, tags });
        Some(())
    }

    fn add(&mut self, label: &str, commit: Planned) {
        let at = self.commits.len();
        self.commits.push(commit);
        self.trees.push(self.tree.clone());
        self.branches.insert(self.branch.clone(), at);
        self.labels.insert(label.to_owned(), at);
    }

    fn merge(&mut self, branch: &str, joins: bool) -> Option<()> {
        let (ours, theirs) = (self.head()?, *self.branches.get(branch)?);
        let base = &self.trees[self.base(ours, theirs)?];
        self.tree = Tree::merged(base, &self.trees[ours], &self.trees[theirs]);
        self.joined = joins.then_some(theirs);
        Some(())
    }

    /// Makes the commits that only the current branch has anew on top of another.
    fn rebase(&mut self, onto: &str, at: &str) -> Option<()> {
        let (old, onto) = (self.head()?, *self.branches.get(onto)?);
        let kept = self.ancestors(onto);
        let anew: BTreeSet<usize> = self.ancestors(old).difference(&kept).copied().collect();
        let mut on = onto;
        for place in anew {
            let before = &self.trees[self.commits[place].parents[0]];
            self.tree = Tree::merged(before, &self.trees[on], &self.trees[place]);
            let label = self.labels.iter().find(|(_, at)| **at == place)?.0.clone();
            let mut commit = self.commits[place].clone();
            commit.parents = vec![on];
            commit.committer.at = time(at)?;
            commit.files = self.tree.files();
            self.add(&label, commit);
            on = self.commits.len() - 1;
        }
        Some(())
    }

    fn ancestors(&self, of: usize) -> BTreeSet<usize> {
        let (mut found, mut open) = (BTreeSet::new(), vec![of]);
        while let Some(at) = open.pop() {
            if found.insert(at) {
                open.extend(&self.commits[at].parents);
            }
        }
        found
    }

    fn base(&self, a: usize, b: usize) -> Option<usize> {
        self.ancestors(a).intersection(&self.ancestors(b)).max().copied()
    }
}

impl Script {
    /// True when the repository as a whole is another than git would make it, and when a tag would
    /// also stand on the same commit of another history.
    pub(super) fn is_unusual(&self) -> bool {
        let has_tags = |commit: &Planned| !commit.tags.is_empty();
        !self.unusual.is_empty()
            || !self.signing.is_empty()
            || self.commits.iter().any(has_tags)
            || self.names_commits()
    }

    fn names_commits(&self) -> bool {
        let mut texts = self.commits.iter().flat_map(|commit| commit.files.values());
        texts.any(|text| self.labels.keys().any(|label| text.contains(&format!("<{label}>"))))
    }

    /// The commits with ids in place of labels in their texts; the ids of those that are named are
    /// known once everything was made.
    pub(super) fn named(&self, ids: &[String]) -> Option<Vec<Planned>> {
        let mut commits = self.commits.clone();
        for text in commits.iter_mut().flat_map(|commit| commit.files.values_mut()) {
            for (label, at) in &self.labels {
                *text = text.replace(&format!("<{label}>"), &ids[*at]);
            }
        }
        self.names_commits().then_some(commits)
    }

    /// Makes of a whole repository the unusual one that the script asks for.
    pub(super) fn make_unusual(&self, git: &Path, ids: &[String]) {
        for (how, label) in &self.unusual {
            let id = &ids[self.labels[label]];
            let (folder, file) = match how.as_str() {
                "shallow" => (git.to_owned(), "shallow"),
                "broken-tag" => (git.join("refs/tags"), "broken"),
                "replaced" => (git.join("refs/replace"), id.as_str()),
                _ => (git.join("info"), "grafts"),
            };
            std::fs::create_dir_all(&folder).unwrap();
            // A name that leads to no object.
            let id = if how == "broken-tag" { &"1".repeat(id.len()) } else { id };
            std::fs::write(folder.join(file), format!("{id}\n")).unwrap();
        }
    }
}

/// A day is its noon in UTC.
fn time(text: &str) -> Option<DateTime<FixedOffset>> {
    let noon = if text.contains('T') { text.to_owned() } else { format!("{text}T12:00:00Z") };
    DateTime::parse_from_rfc3339(&noon).ok()
}
