//! Random repositories from a seed: renames, merges, swaps, removals, several roots.

use super::dice::Dice;
use super::git::Scratch;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The files of one commit: mode and text by path.
pub(crate) type Files = BTreeMap<String, (&'static str, String)>;

/// How a repository is made.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// Commits, about.
    pub(crate) commits: usize,
    /// Whether each file carries a line `id: ...` that moves with it.
    pub(crate) ids: bool,
    /// Whether similarity may lie anywhere, not only at 70 per cent and above or 30 and below.
    pub(crate) any_similarity: bool,
}

/// A commit as it was made.
pub(crate) struct Made {
    /// Its full id.
    pub(crate) id: String,
    /// All its files.
    pub(crate) files: Files,
    /// Places of its parents in the list.
    pub(crate) parents: Vec<usize>,
}

/// A repository whose branch `main` is the tip.
pub(crate) fn random_repository(seed: u64, plan: Plan) -> Scratch {
    random_history(seed, plan).0
}

/// The same with all its commits, parents before children.
pub(crate) fn random_history(seed: u64, plan: Plan) -> (Scratch, Vec<Made>) {
    let mut maker = Maker {
        dice: Dice::new(seed),
        plan,
        script: String::new(),
        commits: Vec::new(),
        parents: Vec::new(),
        names: 0,
        ids: 0,
    };
    maker.make();
    let scratch = Scratch::new();
    scratch.git_with_input(&["fast-import", "--quiet", "--force"], maker.script.as_bytes());
    let list = scratch.git(&["for-each-ref", "--format=%(refname:short) %(objectname)"]);
    let id = |at: usize| {
        let branch = format!("b{at} ");
        list.lines().find_map(|line| line.strip_prefix(&branch)).unwrap().to_owned()
    };
    let made = maker.commits.into_iter().zip(maker.parents).enumerate();
    let made = made.map(|(at, (files, parents))| Made { id: id(at), files, parents }).collect();
    (scratch, made)
}

struct Maker {
    dice: Dice,
    plan: Plan,
    script: String,
    commits: Vec<Files>,
    parents: Vec<Vec<usize>>,
    names: usize,
    ids: usize,
}

const FOLDERS: [&str; 5] = ["", "policies/", "docs/", "docs/deep/", "records/"];

impl Maker {
    fn make(&mut self) {
        let first = self.files(5);
        let mut heads = vec![self.commit(first, &[])];
        while self.commits.len() < self.plan.commits {
            let at = self.dice.below(heads.len());
            match self.dice.below(100) {
                0..=11 if heads.len() < 4 => heads.push(heads[at]),
                12..=14 if heads.len() < 4 => {
                    let files = self.files(2);
                    heads.push(self.commit(files, &[]));
                }
                15..=34 if heads.len() > 1 => {
                    let others: Vec<usize> =
                        (0..heads.len()).filter(|other| *other != at).collect();
                    let count = if self.dice.chance(15) { others.len() } else { 1 };
                    let mut parents = vec![heads[at]];
                    parents.extend(others.iter().take(count).map(|other| heads[*other]));
                    parents.dedup();
                    if parents.len() > 1 {
                        heads[at] = self.merge(&parents);
                        if self.dice.chance(50) {
                            heads.remove(others[0]);
                        }
                    }
                }
                35..=37 => heads[at] = self.commit(self.commits[heads[at]].clone(), &[heads[at]]),
                _ => {
                    let mut files = self.commits[heads[at]].clone();
                    for _ in 0..=self.dice.below(3) {
                        self.change(&mut files);
                    }
                    heads[at] = self.commit(files, &[heads[at]]);
                }
            }
        }
        while heads.len() > 1 {
            let other = heads.pop().unwrap();
            if heads[0] != other {
                heads[0] = self.merge(&[heads[0], other]);
            }
        }
        writeln!(self.script, "reset refs/heads/main\nfrom :{}\n", heads[0] + 1).unwrap();
    }

    fn files(&mut self, count: usize) -> Files {
        let mut files = Files::new();
        for _ in 0..count {
            self.add(&mut files);
        }
        files
    }

    fn new_path(&mut self) -> String {
        // Few names, so that paths are used again and names are shared between folders.
        self.names += 1;
        let name = if self.dice.chance(60) { self.names % 7 } else { self.names };
        format!("{}f{name}.md", self.dice.pick(&FOLDERS))
    }

    fn new_text(&mut self) -> String {
        self.ids += 1;
        let mut text =
            if self.plan.ids { format!("id: DOC-{}\n", self.ids) } else { String::new() };
        for _ in 0..10 + self.dice.below(20) {
            writeln!(text, "{:x} {:x} line", self.dice.below(1 << 30), self.dice.below(1 << 30))
                .unwrap();
        }
        text
    }

    /// `text` with about `percent` of its lines kept; the id line always is.
    fn edit(&mut self, text: &str, percent: usize) -> String {
        let mut edited = String::new();
        for line in text.lines() {
            if line.starts_with("id: ") || self.dice.chance(percent) {
                writeln!(edited, "{line}").unwrap();
            } else {
                writeln!(
                    edited,
                    "{:x} {:x} line",
                    self.dice.below(1 << 30),
                    self.dice.below(1 << 30)
                )
                .unwrap();
            }
        }
        edited
    }

    fn kept(&mut self) -> usize {
        match self.dice.below(3) {
            _ if self.plan.any_similarity => self.dice.below(101),
            0 => 100,
            1 => 85,
            _ => 15,
        }
    }

    fn add(&mut self, files: &mut Files) {
        let (path, text) = (self.new_path(), self.new_text());
        if !in_the_way(files, &path) {
            files.insert(path, ("100644", text));
        }
    }

    fn some_path(&mut self, files: &Files) -> Option<String> {
        let paths: Vec<&String> = files.keys().collect();
        if paths.is_empty() { None } else { Some((*self.dice.pick(&paths)).clone()) }
    }

    fn change(&mut self, files: &mut Files) {
        let Some(path) = self.some_path(files) else { return self.add(files) };
        match self.dice.below(12) {
            0..=3 => {
                let kept = 60 + self.dice.below(40);
                let text = self.edit(&files[&path].1, kept);
                files.get_mut(&path).unwrap().1 = text;
            }
            4..=6 => {
                let to = self.new_path();
                if !in_the_way(files, &to) {
                    let (mode, text) = files.remove(&path).unwrap();
                    let kept = self.kept();
                    let text = self.edit(&text, kept);
                    files.insert(to, (mode, text));
                }
            }
            7 => drop(files.remove(&path)),
            8 => {
                let other = self.some_path(files).unwrap();
                let (a, b) = (files[&path].clone(), files[&other].clone());
                files.insert(path, b);
                files.insert(other, a);
            }
            9 => {
                let file = files.get_mut(&path).unwrap();
                file.0 = if file.0 == "100644" { "100755" } else { "100644" };
            }
            10 if self.dice.chance(30) => {
                let text = files[&path].1.clone();
                let copy = self.new_path();
                files.entry(copy).or_insert(("100644", text));
            }
            _ => self.add(files),
        }
    }

    /// A merge of `parents`, file by file; where both changed one side, the other or a mix wins.
    fn merge(&mut self, parents: &[usize]) -> usize {
        let sides: Vec<Files> = parents.iter().map(|at| self.commits[*at].clone()).collect();
        let mut files = sides[0].clone();
        for side in &sides[1..] {
            for (path, theirs) in side {
                let take = self.dice.below(10);
                match files.get(path).cloned() {
                    None if take < 7 => drop(files.insert(path.clone(), theirs.clone())),
                    Some(ours) if ours != *theirs && take < 3 => {
                        drop(files.insert(path.clone(), theirs.clone()));
                    }
                    Some(ours) if ours != *theirs && take < 6 => {
                        let mixed = mix(&ours.1, &theirs.1);
                        files.insert(path.clone(), (ours.0, mixed));
                    }
                    _ => {}
                }
            }
            let gone: Vec<String> =
                files.keys().filter(|path| !side.contains_key(*path)).cloned().collect();
            for path in gone {
                if self.dice.chance(30) {
                    files.remove(&path);
                }
            }
        }
        if self.dice.chance(25) {
            self.change(&mut files);
        }
        self.commit(files, parents)
    }

    fn commit(&mut self, files: Files, parents: &[usize]) -> usize {
        let number = self.commits.len();
        let when = 1_700_000_000 + number * 3600;
        let mark = number + 1;
        writeln!(self.script, "commit refs/heads/b{number}\nmark :{mark}").unwrap();
        writeln!(self.script, "author A <a@example.org> {when} +0200").unwrap();
        writeln!(self.script, "committer C <c@example.org> {when} +0200\ndata 2\nm\n").unwrap();
        for (nth, parent) in parents.iter().enumerate() {
            let word = if nth == 0 { "from" } else { "merge" };
            writeln!(self.script, "{word} :{}", parent + 1).unwrap();
        }
        writeln!(self.script, "deleteall").unwrap();
        for (path, (mode, text)) in &files {
            writeln!(self.script, "M {mode} inline {path}\ndata {}\n{text}", text.len()).unwrap();
        }
        writeln!(self.script).unwrap();
        self.commits.push(files);
        self.parents.push(parents.to_vec());
        number
    }
}

fn in_the_way(files: &Files, path: &str) -> bool {
    files.contains_key(path)
}

/// The first half of one text and the second half of the other.
fn mix(a: &str, b: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.lines().collect(), b.lines().collect());
    let lines = a[..a.len() / 2].iter().chain(&b[b.len() / 2..]);
    lines.fold(String::new(), |all, line| all + line + "\n")
}
