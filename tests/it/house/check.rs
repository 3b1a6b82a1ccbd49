//! Holds source files to the plan: floors, doors and the small rules of each file.

use super::plan::Plan;
use super::tokens::{Facts, Named, read};
use std::collections::BTreeSet;

/// Most lines a file may have.
const MAX_LINES: usize = 600;

/// Names that say nothing about what lives there.
const EMPTY_NAMES: [&str; 7] = ["utils", "util", "helpers", "helper", "common", "misc", "prelude"];

/// Where such a word does say what lives there: the fields that are common to all kinds.
const MEANT: [(&str, &str); 1] = [("src/schema/kinds/mod.rs", "common")];

/// A file below `src/`: its path with `/`, from the repository's root, and its text.
pub(super) struct Source {
    pub(super) path: String,
    pub(super) text: String,
}

/// Every way in which `sources` break the house rules, as `file:line: sentence`, sorted.
pub(super) fn problems(plan: &Plan, sources: &[Source]) -> Vec<String> {
    let (read, mut found) = read_all(sources);
    let tests = test_modules(&read);
    for file in &read {
        let in_test_module = tests.contains(&file.module);
        found.extend(shape(file, in_test_module));
        for named in &file.facts.named {
            let in_test = named.test || in_test_module;
            found.extend(floor_problem(plan, file, named));
            found.extend(door_problem(plan, file, named, in_test));
            found.extend(glob_problem(file, named, in_test));
        }
    }
    found.extend(missing_rooms(plan, sources));
    found.sort();
    found.dedup();
    found.into_iter().map(|(path, line, text)| format!("{path}:{line}: {text}")).collect()
}

type Problem = (String, usize, String);

struct File<'a> {
    source: &'a Source,
    /// Module path below the crate root; empty for `lib.rs` and `main.rs`.
    module: Vec<String>,
    facts: Facts,
}

impl File<'_> {
    fn room(&self) -> &str {
        room(&self.source.path)
    }

    fn problem(&self, line: usize, text: String) -> Problem {
        (self.source.path.clone(), line, text)
    }
}

/// `src/git/walk.rs` and `src/git.rs` belong to `git`; `lib.rs` and `main.rs` to themselves.
fn room(path: &str) -> &str {
    let inner = path.trim_start_matches("src/");
    inner.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

fn read_all(sources: &[Source]) -> (Vec<File<'_>>, Vec<Problem>) {
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    for source in sources {
        match read(&source.text) {
            Ok(facts) => files.push(File { source, module: module_path(&source.path), facts }),
            Err(why) => unread.push((source.path.clone(), 1, why)),
        }
    }
    (files, unread)
}

/// `src/git/walk.rs` is `git::walk`, `src/git/mod.rs` is `git`.
fn module_path(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut parts: Vec<String> = inner.split('/').map(str::to_owned).collect();
    let root = parts.len() == 1 && matches!(parts[0].as_str(), "lib" | "main");
    if root || parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// Files that only tests compile: those of a `#[cfg(test)] mod name;` and those below them.
fn test_modules(files: &[File<'_>]) -> BTreeSet<Vec<String>> {
    let declared: Vec<Vec<String>> = files
        .iter()
        .flat_map(|file| {
            let only_tests = file.facts.modules.iter().filter(|module| module.test);
            only_tests.map(|module| [file.module.clone(), vec![module.name.clone()]].concat())
        })
        .collect();
    let below = |module: &Vec<String>| declared.iter().any(|root| module.starts_with(root));
    files.iter().map(|file| file.module.clone()).filter(below).collect()
}

fn shape(file: &File<'_>, in_test_module: bool) -> Vec<Problem> {
    let mut found = Vec::new();
    if !file.source.text.starts_with("//!") {
        let text = "opens without `//!`: say what lives here and what it must not do".to_owned();
        found.push(file.problem(1, text));
    }
    let lines = file.source.text.lines().count();
    if lines > MAX_LINES {
        let text = format!("has {lines} lines, more than {MAX_LINES}: is it still one job?");
        found.push(file.problem(MAX_LINES, text));
    }
    for module in file.facts.modules.iter().filter(|module| !(module.test || in_test_module)) {
        let meant = MEANT.contains(&(file.source.path.as_str(), module.name.as_str()));
        if EMPTY_NAMES.contains(&module.name.as_str()) && !meant {
            let text = format!("`{}` says nothing about what lives there", module.name);
            found.push(file.problem(module.line, text));
        }
    }
    found
}

/// The room that a path inside the crate leads to; nothing for paths that stay or lead outside.
fn target<'a>(file: &File<'_>, named: &'a Named) -> Option<&'a str> {
    let segments = &named.segments;
    match segments.first()?.as_str() {
        "crate" | "pirctl" => segments.get(1).map(String::as_str),
        "super" => {
            let ups = segments.iter().take_while(|part| *part == "super").count();
            let depth = file.module.len() + named.inside.len();
            (ups >= depth).then(|| segments.get(ups).map(String::as_str)).flatten()
        }
        _ => None,
    }
}

fn floor_problem(plan: &Plan, file: &File<'_>, named: &Named) -> Option<Problem> {
    let room = file.room();
    if matches!(room, "lib" | "main") {
        return None;
    }
    if !plan.knows(room) {
        let text = format!("room `{room}` has no row in the floor table of docs/architecture.md");
        return Some(file.problem(1, text));
    }
    let from_root = named.segments.first().is_some_and(|first| first == "crate");
    if from_root && named.segments.len() == 1 {
        return Some(
            file.problem(named.line, "imports the crate's root: name the room".to_owned()),
        );
    }
    let to = target(file, named)?;
    if !plan.knows(to) {
        let text = format!("`{}` names no room of the floor table", named.segments.join("::"));
        return Some(file.problem(named.line, text));
    }
    plan.objection(room, to).map(|text| file.problem(named.line, text))
}

fn door_problem(plan: &Plan, file: &File<'_>, named: &Named, in_test: bool) -> Option<Problem> {
    if in_test {
        return None;
    }
    let (name, door) = plan.door(&named.segments, named.glob)?;
    let room = file.room();
    if door.opens_for(room) {
        return None;
    }
    let text = format!("`{name}` is used in `{room}`; {}", door.place());
    Some(file.problem(named.line, text))
}

fn glob_problem(file: &File<'_>, named: &Named, in_test: bool) -> Option<Problem> {
    let only_up = named.segments.iter().all(|part| part == "super" || part == "crate");
    let text = "imports everything from above: name what is used".to_owned();
    (named.glob && only_up && !in_test).then(|| file.problem(named.line, text))
}

fn missing_rooms(plan: &Plan, sources: &[Source]) -> Vec<Problem> {
    let there: BTreeSet<&str> = sources.iter().map(|source| room(&source.path)).collect();
    let gone = plan.built().filter(|room| !there.contains(room));
    gone.map(|room| {
        let text = format!("`{room}` has a row and no code: mark it `later` or drop the row");
        ("docs/architecture.md".to_owned(), 1, text)
    })
    .collect()
}
