//! `pirctl export oscal-...` from outside: OSCAL is never told more than the evidence matrix says.

use crate::support::demo::demo;
use crate::support::git::{Scratch, run_git};
use crate::support::program::pirctl;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const RESULTS: &str = "oscal-assessment-results";

fn document(register: &Path, what: &str, more: &[&str]) -> Value {
    let text = pirctl(register, &[&["export", what], more].concat()).done();
    serde_json::from_str(&text).unwrap()
}

/// The verdict of each requirement with its counts, as the matrix tells them.
fn matrix(register: &Path, more: &[&str]) -> BTreeMap<String, Value> {
    let arguments = ["status", "--requirements", "--rev", "HEAD", "--format", "json"];
    let text = pirctl(register, &[&arguments, more].concat()).done();
    let document: Value = serde_json::from_str(&text).unwrap();
    let rows = document["requirements"].as_array().unwrap().iter();
    rows.map(|row| (row["id"].as_str().unwrap().to_owned(), row.clone())).collect()
}

/// The state of the objective of each requirement that has a finding.
fn states(document: &Value) -> BTreeMap<String, String> {
    let findings = document["assessment-results"]["results"][0]["findings"].as_array();
    let findings = findings.into_iter().flatten();
    let state = |finding: &Value| {
        let id = finding["title"].as_str().unwrap().split(' ').next().unwrap().to_owned();
        (id, finding["target"]["status"]["state"].as_str().unwrap().to_owned())
    };
    findings.map(state).collect()
}

/// Holds the document against the matrix, and gives how many objectives are satisfied, are not, and have no state.
fn assert_says_no_more(register: &Path, more: &[&str]) -> (usize, usize, usize) {
    let (states, matrix) = (states(&document(register, RESULTS, more)), matrix(register, more));
    let (mut satisfied, mut not, mut neither) = (0, 0, 0);
    for (id, row) in &matrix {
        let verdict = row["verdict"].as_str().unwrap();
        let count = |name: &str| row["counts"][name].as_u64().unwrap_or(0);
        let unsure = count("cannot-tell") + count("withheld") + count("in-time-so-far");
        match states.get(id).map(String::as_str) {
            Some("satisfied") => {
                assert_eq!((verdict, unsure), ("met", 0), "{id}: {row}");
                assert!(!id.starts_with(char::is_numeric), "clause {id} is satisfied");
                satisfied += 1;
            }
            Some(_) => {
                assert!(matches!(verdict, "partly" | "missing"), "{id}: {verdict}");
                not += 1;
            }
            None => {
                assert!(!matches!(verdict, "partly" | "missing"), "{id}: {verdict}");
                neither += 1;
            }
        }
    }
    (satisfied, not, neither)
}

fn incident(id: &str, more: &str) -> String {
    format!(
        "---\nid: {id}\nkind: incident\ntitle: T\nstatus: closed\nseverity: high\nowner: a\ndetected_at: 2025-12-01\n\
         reported_at: 2025-12-01\nclosed_at: 2025-12-02\n{more}---\n"
    )
}

#[test]
fn the_sample_register_has_all_three_answers() {
    let (satisfied, not, neither) = assert_says_no_more(&demo(), &[]);
    assert!(satisfied > 10 && not > 5 && neither > 1, "{satisfied} {not} {neither}");
}

#[test]
fn where_history_is_cut_nothing_that_rests_on_it_is_satisfied() {
    let beside = tempfile::tempdir().unwrap();
    let clone = beside.path().join("clone");
    let (url, to) = (format!("file://{}", demo().display()), clone.to_str().unwrap());
    let made = run_git(&demo(), 1_767_225_600, &["clone", "-q", "--depth", "1", &url, to], b"");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let (satisfied, ..) = assert_says_no_more(&clone, &[]);
    let (whole, ..) = assert_says_no_more(&demo(), &[]);
    assert!(satisfied < whole, "{satisfied} of {whole}");
    let document = document(&clone, RESULTS, &[]);
    let observations = document["assessment-results"]["results"][0]["observations"].clone();
    let is_cut = |it: &&Value| it["remarks"].as_str().is_some_and(|it| it.contains("cannot tell"));
    assert!(observations.as_array().unwrap().iter().filter(is_cut).count() > 10);
}

#[test]
fn what_is_withheld_is_neither_satisfied_nor_told() {
    let mut scratch = Scratch::new();
    scratch.write("pirctl.yaml", "schema: 1\n");
    let text = incident("INC-2026-0001", "privilege: {basis: canary-1}\nunit: canary-2\n");
    scratch.write("incidents/INC-2026-0001.md", text);
    scratch.commit("an incident");
    let (satisfied, _, neither) = assert_says_no_more(&scratch.path(), &[]);
    assert!(satisfied == 0 && neither > 5, "{satisfied} {neither}");
    let told = document(&scratch.path(), RESULTS, &["--mask", "never"]).to_string();
    assert!(!told.contains("canary") && told.contains("\"withheld\""));
}

#[test]
fn a_period_without_incidents_satisfies_nothing_with_and_without_a_statement() {
    let mut scratch = Scratch::new();
    scratch.write("pirctl.yaml", "schema: 1\n");
    scratch.write("incidents/INC-2026-0001.md", incident("INC-2026-0001", ""));
    scratch.commit("an incident outside of the period");
    let quiet = ["--period", "2025-Q3"];
    let (without, _, _) = assert_says_no_more(&scratch.path(), &quiet);
    scratch.write(
        "statements/PST-2025-Q3.md",
        "---\nid: PST-2025-Q3\nkind: period-statement\ntitle: T\nstatus: declared\nperiod: 2025-Q3\ndeclared_by: a\n\
         events: [{channel: phone, count: 4}]\nassessed: 4\n---\n",
    );
    scratch.commit("a statement");
    let (with, _, neither) = assert_says_no_more(&scratch.path(), &quiet);
    assert_eq!((without, with), (0, 0));
    let verdicts = matrix(&scratch.path(), &quiet);
    assert!(verdicts.values().any(|row| row["verdict"] == "none-in-scope") && neither > 10);
}

#[test]
fn the_plan_holds_what_is_not_closed_with_its_deadline() {
    let plan = document(&demo(), "oscal-poam", &[]);
    let plan = &plan["plan-of-action-and-milestones"];
    let items = plan["poam-items"].as_array().unwrap();
    let of = |id: &str| items.iter().find(|item| item["title"].as_str().unwrap().starts_with(id));
    let item = of("ACT-2026-0010 ").expect("an action in progress");
    let prop = |name: &str| {
        let mut all = item["props"].as_array().unwrap().iter();
        all.find(|prop| prop["name"] == name).map(|prop| prop["value"].clone())
    };
    assert_eq!(prop("overdue"), Some("yes".into()));
    assert!(of("ACT-2026-0012 ").is_none(), "a closed action is in the plan");
    let risks = plan["risks"].as_array().unwrap();
    let risk = risks.iter().find(|risk| risk["uuid"] == item["related-risks"][0]["risk-uuid"]);
    assert_eq!(risk.unwrap()["deadline"], "2026-03-31T23:59:59+02:00");
    let gap = of("F3 ").expect("a requirement with an open answer");
    let finding = &gap["related-findings"][0]["finding-uuid"];
    let findings = plan["findings"].as_array().unwrap();
    let found = findings.iter().find(|it| it["uuid"] == *finding).unwrap();
    assert_eq!(found["target"]["status"]["state"], "not-satisfied");
    assert!(findings.iter().all(|it| it["target"]["status"]["state"] == "not-satisfied"));
}

#[test]
fn an_action_without_a_due_day_is_not_called_in_time() {
    let mut scratch = Scratch::new();
    scratch.write("pirctl.yaml", "schema: 1\n");
    scratch.write(
        "actions/ACT-2026-0001.md",
        "---\nid: ACT-2026-0001\nkind: action\ntitle: T\nstatus: odd\n---\n",
    );
    scratch.commit("an action");
    let plan = document(&scratch.path(), "oscal-poam", &[]).to_string();
    assert!(plan.contains(r#""name":"overdue","ns":"urn:pirctl:oscal:1","value":"cannot tell""#));
    assert!(!plan.contains("\"deadline\""));
}

#[test]
fn what_has_no_meaning_is_refused_with_what_to_do() {
    for (arguments, said) in [
        (&["oscal-pom"][..], "did you mean `oscal-poam`?"),
        (&["oscal-poam", "--format", "csv"], "leave out --format"),
        (&["oscal-poam", "--framework", "dora"], "leave out --framework"),
        (&["oscal-poam", "--output-dir", "x"], "--output-file FILE"),
        (&["oscal-poam", "--period", "2026-Q9"], "write a quarter as 2026-Q3"),
    ] {
        let ran = pirctl(&demo(), &[&["export"], arguments].concat());
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(said), "{}", ran.err);
    }
    let outside = tempfile::tempdir().unwrap();
    let ran = pirctl(outside.path(), &["export", "oscal-poam"]);
    assert!(ran.code == 2 && ran.out.is_empty(), "{}", ran.err);
}
