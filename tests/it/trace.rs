//! `pirctl trace` from outside, on the demo: the sentence, the tree, the contract, exit statuses.

use crate::json_contract::assert_keeps_schema;
use crate::lint::pirctl;
use crate::support::demo::demo;
use crate::support::git::Scratch;
use std::process::Output;

fn trace(arguments: &[&str]) -> Output {
    pirctl(&demo(), &[&["trace", "--rev", "HEAD"], arguments].concat())
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("results are UTF-8")
}

#[test]
fn the_sentence_can_be_quoted() {
    let output = trace(&["INC-2026-0007"]);
    assert_eq!(output.status.code(), Some(0));
    let text = stdout(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    for clause in [
        "INC-2026-0007 occurred; the root causes found were that sign-in exemptions are granted without owner, end \
         date or review (A.8.5)",
        "the change log of POL-access-control attributes version 2.3 (before: 2.2) to it, commit ",
        "dated 2026-04-08 by the committer's clock; RISK-0003 went from 8 to 16 and then to 8; the fix was tested by \
         j.weber on 2026-04-14, result pass",
    ] {
        assert!(text.contains(clause), "`{clause}` is not in\n{text}");
    }
    assert!(text.contains("policy updated met [corroborated, unsigned]"), "{text}");
    assert!(text.contains("followed up in time so far, due 2026-10-09"), "{text}");
}

#[test]
fn what_is_missing_is_said_in_words_with_its_rule() {
    let text = stdout(&trace(&["INC-2026-0008"]));
    assert!(text.contains("MISSING: POL-acceptable-use"), "{text}");
    assert!(text.contains("(POL001)") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn check_decides_the_exit() {
    assert_eq!(trace(&["INC-2026-0008", "--check"]).status.code(), Some(1));
    assert_eq!(trace(&["INC-2026-0007", "--check"]).status.code(), Some(0));
}

#[test]
fn an_unknown_id_says_what_was_meant() {
    let output = trace(&["INC-2026-0070"]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""));
    assert!(errors.contains("there is no incident `INC-2026-0070`"), "{errors}");
    assert!(errors.contains("did you mean `INC-2026-0007`?"), "{errors}");
    let output = trace(&["PIR-2026-0007"]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(errors.contains("`PIR-2026-0007` is no incident"), "{errors}");
    assert!(errors.contains("it belongs to `INC-2026-0007`"), "{errors}");
}

#[test]
fn json_keeps_its_contract() {
    let output = trace(&["INC-2026-0007", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_keeps_schema("trace", &document);
    assert_eq!(document["stages"].as_array().unwrap().len(), 11);
    assert_eq!(document["stages"][10]["due"], "2026-10-09");
}

#[test]
fn a_narrow_terminal_is_not_overrun_by_words() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_pirctl"))
        .current_dir(demo())
        .args(["trace", "INC-2026-0007", "--rev", "HEAD"])
        .env_clear()
        .env("COLUMNS", "60")
        .env("LANG", "C")
        .output()
        .unwrap();
    let text = stdout(&output);
    // The head of a stage stands on one line; everything below it is wrapped.
    let wide: Vec<_> = text.lines().filter(|line| line.chars().count() > 74).collect();
    assert_eq!(wide, Vec::<&str>::new());
    assert!(text.is_ascii(), "without UTF-8 the tree is drawn in ASCII");
}

/// A register with two incidents and a review of the first, of which the last commit changes the review
/// and takes away an action of the second.
fn changed() -> Scratch {
    let mut scratch = Scratch::new();
    let record =
        |id: &str, kind: &str, rest: &str| format!("---\nid: {id}\nkind: {kind}\n{rest}---\n");
    for number in 1..=3 {
        let id = format!("INC-2026-000{number}");
        scratch.write(&format!("incidents/{id}.md"), record(&id, "incident", "status: reported\n"));
    }
    let review = record("PIR-2026-0001", "pir", "incidents: [INC-2026-0001]\n");
    let action = record("ACT-2026-0001", "action", "incidents: [INC-2026-0002]\n");
    scratch.write("reviews/PIR-2026-0001.md", &review);
    scratch.write("actions/ACT-2026-0001.md", action);
    scratch.commit("Begin");
    scratch.write("reviews/PIR-2026-0001.md", review + "\n## Timeline\n");
    std::fs::remove_file(scratch.path().join("actions/ACT-2026-0001.md")).unwrap();
    scratch.commit("Change");
    scratch
}

#[test]
fn a_change_shows_the_chains_that_it_touches_and_no_other() {
    let scratch = changed();
    let run = |format: &str| {
        let arguments = ["trace", "--base", "HEAD~1", "--rev", "HEAD", "--format", format];
        String::from_utf8(pirctl(&scratch.path(), &arguments).stdout).unwrap()
    };
    let document: serde_json::Value = serde_json::from_str(&run("json")).unwrap();
    assert_keeps_schema("traces", &document);
    let traces = document["traces"].as_array().unwrap();
    for trace in traces {
        assert_keeps_schema("trace", trace);
    }
    let ids: Vec<_> = traces.iter().map(|trace| trace["incident"].as_str().unwrap()).collect();
    assert_eq!(ids, ["INC-2026-0001", "INC-2026-0002"]);
    let table = run("markdown");
    assert_eq!(table.matches("| INC-2026-000").count(), 2, "{table}");
}

#[test]
fn a_change_that_touches_no_chain_says_so() {
    let scratch = changed();
    let output = pirctl(&scratch.path(), &["trace", "--base", "HEAD", "--rev", "HEAD"]);
    assert_eq!(stdout(&output), "No incident's chain is touched.\n");
    let output = pirctl(&scratch.path(), &["trace", "--base", "nowhere"]);
    assert_eq!(output.status.code(), Some(2));
    let output = pirctl(&scratch.path(), &["trace"]);
    assert_eq!(output.status.code(), Some(2));
}
