//! Each requirement and each trap has examples of its own, and they are run: a register in which it is
//! met, partly met, missing, and one in which it cannot be told.

use crate::json_contract::assert_keeps_schema;
use crate::rules::{given, repository};
use crate::support::demo::demo;
use crate::support::program::{Ran, pirctl};
use pirctl::catalog::{Requirement, Trap, requirements, traps};
use pirctl::chain::Days;
use pirctl::matrix::{Item, Matrix, matrix};
use pirctl::metrics::Window;
use pirctl::rules::example::{Built, build, parse};
use pirctl::session::{Environment, Options, Session};
use serde_json::Value;
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

fn status(arguments: &[&str]) -> Ran {
    pirctl(&demo(), &[&["status", "--requirements", "--today", "2026-05-20"], arguments].concat())
}

fn document(arguments: &[&str]) -> Value {
    let text = status(&[&["--format", "json"], arguments].concat()).done();
    let document = serde_json::from_str(&text).unwrap();
    assert_keeps_schema("requirements", &document);
    document
}

#[test]
fn the_matrix_of_the_demo_finds_what_was_planted_and_nothing_in_the_exemplary_chain() {
    let document = document(&[]);
    let rows = document["requirements"].as_array().unwrap();
    assert_eq!((rows.len(), document["traps"].as_array().unwrap().len()), (45, 8));
    let caught = |id: &str| {
        let traps = document["traps"].as_array().unwrap();
        traps.iter().find(|trap| trap["id"] == id).unwrap()["caught_in"].clone()
    };
    assert_eq!(caught("T1"), serde_json::json!(["RCA-2026-0001"]));
    assert_eq!(caught("T2"), serde_json::json!(["INC-2026-0008"]));
    assert_eq!(caught("T8"), serde_json::json!(["ACT-2026-0016"]));
    for row in rows {
        let items = row["items"].as_array().unwrap();
        assert_eq!(items.is_empty(), !row["same_as"].is_null(), "{}", row["id"]);
        let open = items.iter().filter(|it| {
            matches!(it["verdict"].as_str(), Some("partly" | "missing" | "cannot-tell"))
        });
        for item in open {
            let named = item["records"].to_string() + item["subject"].as_str().unwrap();
            assert!(!named.contains("INC-2026-0007"), "{}: {item}", row["id"]);
        }
    }
}

#[test]
fn numerator_and_denominator_are_what_the_answers_say() {
    for row in document(&["--period", "2026-Q1"])["requirements"].as_array().unwrap() {
        let count = |word: &str| row["counts"][word].as_u64().unwrap();
        assert_eq!(row["numerator"], count("met"), "{}", row["id"]);
        assert_eq!(
            row["denominator"],
            count("met") + count("partly") + count("missing"),
            "{}",
            row["id"]
        );
        if row["same_as"].is_null() {
            let items = row["items"].as_array().unwrap();
            let met = items.iter().filter(|item| item["verdict"] == "met").count();
            assert_eq!(row["numerator"], met, "{}", row["id"]);
        }
    }
}

#[test]
fn a_row_shows_each_answer_with_its_records_and_commits() {
    let text = status(&["--id", "m4"]).done();
    assert!(text.contains("\nM4 Published policy whose change log names the incident\n  partly: 4 of 5; 10 not required\n"), "{text}");
    assert!(text.contains("  from High Table, ten-step checklist for A.5.27; basis: guidance\n"));
    assert!(text.contains("\n  INC-2025-0002  met  [corroborated]\n    records: POL-mobile-devices\n    POL-mobile-devices: version 4.0, commit "));
    // What lacks something comes first.
    assert!(text.find("INC-2026-0008  partly").unwrap() < text.find("INC-2025-0001").unwrap());
    let text = status(&["--id", "T2"]).done();
    assert!(text.contains("  checked: 5, caught: 1\n"), "{text}");
}

#[test]
fn clauses_are_contributed_to_and_guides_are_named_by_publisher() {
    let text = status(&[]).done();
    assert!(
        text.contains(
            "  9.3   met               15 of 15  contributes to 9.3: Management review (as E8)\n"
        ),
        "{text}"
    );
    assert!(text.contains("\nUpGuard, practice guide on A.5.27\n"));
    assert!(!text.contains(" %") && !text.to_lowercase().contains("complian"));
}

#[test]
fn a_spreadsheet_gets_one_row_a_line() {
    let text = status(&["--format", "csv"]).done();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with(
        "row,id,source,name,basis,same_as,from,before,verdict,met,of,partly,missing,"
    ));
    assert_eq!(lines.len(), 1 + 45 + 8);
    assert!(
        lines.iter().any(|line| line.starts_with("trap,T2,") && line.contains(",caught,4,5,0,1,"))
    );
}

#[test]
fn an_id_that_is_none_and_a_period_that_cannot_be_are_refused_with_what_to_do() {
    let ran = status(&["--id", "E22"]);
    assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains("did you mean"), "{}", ran.err);
    assert_eq!(status(&["--period", "2031-Q1"]).code, 2);
    assert_eq!(pirctl(&demo(), &["status", "--id", "E2"]).code, 2);
}

#[test]
fn check_decides_the_exit_by_what_is_shown() {
    assert_eq!(status(&["--check", "--id", "E2"]).code, 0);
    assert_eq!(status(&["--check", "--id", "T2"]).code, 1);
    assert_eq!(status(&["--check"]).code, 1);
    assert_eq!(status(&[]).code, 0);
}

#[test]
fn a_past_day_is_judged_as_it_stood() {
    let arguments = ["status", "--requirements", "--as-of", "2026-01-31", "--format", "json"];
    let document: Value = serde_json::from_str(&pirctl(&demo(), &arguments).done()).unwrap();
    assert_eq!(document["as_of"], "2026-01-31");
    assert!(document["commit"].is_string());
    assert!(
        document["incidents"]
            .as_array()
            .unwrap()
            .iter()
            .all(|id| !id.as_str().unwrap().starts_with("INC-2026-0008"))
    );
}
