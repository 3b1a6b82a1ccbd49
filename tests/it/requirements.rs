//! Each requirement and each trap has examples of its own, and they are run: a register in which it is
//! met, partly met, missing, and one in which it cannot be told.

use crate::rules::{given, repository};
use pirctl::catalog::{Requirement, Trap, requirements, traps};
use pirctl::chain::Days;
use pirctl::matrix::{Item, Matrix, matrix};
use pirctl::metrics::Window;
use pirctl::rules::example::{Built, build, parse};
use pirctl::session::{Environment, Options, Session};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A case of an example: the verdict that it shows, and its steps after those of the story.
#[derive(Debug)]
struct Case {
    verdict: String,
    text: String,
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/requirements")
}

/// The cases of a requirement or trap: `# VERDICT` lines, each with a title and steps below it.
fn cases(id: &str) -> Vec<Case> {
    let path = root().join(format!("{id}.txt"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut found: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(verdict) = line.strip_prefix("# ") {
            found.push(Case { verdict: verdict.trim().to_owned(), text: String::new() });
        } else {
            let case = found.last_mut().unwrap_or_else(|| panic!("{id} begins with no verdict"));
            writeln!(case.text, "{line}").unwrap();
        }
    }
    found
}

/// The matrix of a case; made once for all that differ in their title only.
fn matrix_of(id: &str, case: &Case) -> Arc<Matrix> {
    static MADE: Mutex<BTreeMap<String, Arc<Matrix>>> = Mutex::new(BTreeMap::new());
    let steps = case.text.split_once('\n').unwrap().1.trim().to_owned();
    let known = MADE.lock().unwrap().get(&steps).cloned();
    known.unwrap_or_else(|| {
        let made = Arc::new(make(id, case));
        MADE.lock().unwrap().insert(steps, made.clone());
        made
    })
}

/// The matrix of the story and then a case's own steps, over the year up to its day.
fn make(id: &str, case: &Case) -> Matrix {
    let story = std::fs::read_to_string(root().join("story.txt")).unwrap();
    let (title, steps) = case.text.split_once('\n').unwrap();
    // A case that says `alone` has nothing but its own steps.
    let is_alone = steps.lines().any(|line| line == "alone");
    let steps = steps.replace("alone\n", "");
    let story = if is_alone { String::new() } else { story };
    let text = format!("{title}\ntoday 2026-05-20\n{story}\n{steps}");
    let name = format!("{id} {}: {title}", case.verdict);
    let script = parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let Built { files, history, .. } =
        build(&script, given).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (folder, ..) = repository(&history, &files, &script.repository);
    let options =
        Options { folder: folder.path().into(), today: Some(script.today), ..Options::default() };
    let session = Session::open(&options, &Environment::default()).unwrap();
    let window = Window::year_to(script.today);
    matrix(session.evidence(), Days { first: window.first, end: window.end })
}

fn answers(items: &[Item]) -> String {
    let told =
        |it: &Item| format!("    {} {:?} {:?} {:?}\n", it.subject, it.verdict, it.says, it.cut);
    items.iter().map(told).collect()
}

fn told(matrix: &Matrix, id: &str) -> (String, String) {
    if let Some(row) = matrix.rows.iter().find(|row| row.requirement.id == id) {
        return (row.verdict.word().to_owned(), answers(&row.items));
    }
    let caught = matrix.traps.iter().find(|caught| caught.trap.id == id).unwrap();
    let unknown = caught.tally.count(pirctl::verdict::Verdict::CannotTell);
    let word = match (caught.checked(), caught.caught(), unknown) {
        (_, 0, 1..) => "cannot-tell",
        (0, ..) => "nothing-checked",
        (_, 0, 0) => "not-caught",
        _ => "caught",
    };
    (word.to_owned(), answers(&caught.items))
}

fn run_all(id: &str, wanted: &[&str], wrong: &mut String) {
    let cases = cases(id);
    for verdict in wanted {
        if !cases.iter().any(|case| case.verdict == *verdict) {
            writeln!(wrong, "{id} has no example `{verdict}`").unwrap();
        }
    }
    for case in &cases {
        let (found, items) = told(&matrix_of(id, case), id);
        if found != case.verdict {
            let title = case.text.lines().next().unwrap_or_default();
            writeln!(wrong, "{id} {}: {title}\n  is {found}\n{items}", case.verdict).unwrap();
        }
    }
}

fn own() -> impl Iterator<Item = &'static Requirement> {
    requirements().iter().filter(|row| row.same_as.is_none())
}

#[test]
fn every_requirement_is_met_partly_missing_and_cannot_be_told_in_an_example() {
    let mut wrong = String::new();
    for row in own() {
        run_all(row.id, &["met", "partly", "missing", "cannot-tell"], &mut wrong);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_trap_catches_spares_and_cannot_tell_in_an_example() {
    let mut wrong = String::new();
    for trap in traps() {
        run_all(trap.id, &["not-caught", "caught", "cannot-tell"], &mut wrong);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_example_belongs_to_a_row_or_a_trap() {
    let ids = own().map(|row| row.id).chain(traps().iter().map(|trap: &Trap| trap.id));
    let known: BTreeSet<String> = ids.map(|id| format!("{id}.txt")).collect();
    for file in std::fs::read_dir(root()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&name) || name == "story.txt", "{name} is run by no test");
    }
}
