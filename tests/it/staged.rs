//! `lint --staged` and history: the step that is about to be committed is judged, earlier ones are not.

use crate::support::git::Scratch;
use crate::support::program::pirctl;
use std::path::Path;

const PIR: &str = "reviews/PIR-2026-0001.md";
const ACT: &str = "actions/ACT-2026-0001.md";

fn review(status: &str, more: &str) -> String {
    format!(
        "---\nid: PIR-2026-0001\nkind: pir\ntitle: Review of the phishing\nstatus: {status}\n\
         held_at: 2026-01-01\n{more}---\n## Timeline\nIt came on Monday.\n"
    )
}

fn action(due: &str) -> String {
    format!(
        "---\nid: ACT-2026-0001\nkind: action\ntitle: Two factors\nstatus: open\nowner: s.lind\ndue: {due}\n---\n"
    )
}

/// A register with an approved review and an action, committed.
fn begun() -> Scratch {
    let mut scratch = Scratch::new();
    scratch.write("pirctl.yaml", "schema: 1\n");
    scratch.commit("Begin");
    scratch.write(PIR, review("approved", ""));
    scratch.write(ACT, action("2026-02-01"));
    scratch.commit("Review");
    scratch
}

/// Codes about history that a run has something to say to, sorted, and its last line.
fn told(folder: &Path, more: &[&str]) -> (Vec<String>, String) {
    let fixed = ["lint", "--format", "concise", "--today", "2026-05-20"];
    let ran = pirctl(folder, &[&fixed[..], more].concat());
    assert_ne!(ran.code, 2, "{}", ran.err);
    let of = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    let codes = ran.out.lines().filter_map(of);
    let about = |code: &String| code.starts_with("GIT") || ["REC009", "ACT009"].contains(&&**code);
    let mut codes: Vec<String> = codes.filter(about).collect();
    codes.sort();
    (codes, ran.out.lines().last().unwrap_or_default().to_owned())
}

fn staged(folder: &Path) -> Vec<String> {
    told(folder, &["--staged"]).0
}

#[test]
fn what_a_commit_would_do_to_final_records_is_told_before_it_is_made() {
    let scratch = begun();
    assert_eq!(staged(&scratch.path()), [""; 0]);
    scratch.write(PIR, review("approved", "").replace("Monday", "Tuesday"));
    assert_eq!(staged(&scratch.path()), [""; 0], "it is not staged yet");
    scratch.git(&["add", "-A"]);
    assert_eq!(staged(&scratch.path()), ["GIT004"]);
    scratch.git(&["rm", "-q", "-f", PIR]);
    assert_eq!(staged(&scratch.path()), ["GIT005"]);
    scratch.git(&["reset", "-q", "--hard"]);
    scratch.git(&["mv", PIR, "reviews/phishing.md"]);
    assert_eq!(staged(&scratch.path()), [""; 0], "a moved file is the same record");
    scratch.git(&["reset", "-q", "--hard"]);
    scratch.write(ACT, action("2026-08-01"));
    scratch.git(&["add", "-A"]);
    assert_eq!(staged(&scratch.path()), ["ACT009"]);
}

#[test]
fn earlier_commits_are_asked_about_only_on_request_and_it_is_said_how_many_rules_that_are() {
    let mut scratch = begun();
    scratch.write(PIR, review("approved", "").replace("Monday", "Tuesday"));
    scratch.commit("Changed after closing");
    let (codes, last) = told(&scratch.path(), &["--staged"]);
    assert_eq!(codes, [""; 0]);
    assert!(last.contains("25 rules about earlier commits not asked"), "{last}");
    let (codes, last) = told(&scratch.path(), &["--staged", "--select", "GIT"]);
    assert!(codes.contains(&"GIT004".into()) && !last.contains("not asked"), "{codes:?} {last}");
    let (codes, last) = told(&scratch.path(), &[]);
    assert!(codes.contains(&"GIT004".into()) && !last.contains("not asked"), "{codes:?} {last}");
    let json = pirctl(&scratch.path(), &["lint", "--staged", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let not_run = json["not_run"].as_object().unwrap();
    assert_eq!(not_run.len(), 25);
    assert!(not_run.contains_key("GIT002") && !not_run.contains_key("GIT004"));
}

#[test]
fn what_a_merge_brings_from_the_other_side_is_not_this_commits() {
    let mut scratch = begun();
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write(PIR, review("approved", "").replace("Monday", "Tuesday"));
    scratch.commit("Changed after closing");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write("notes.txt", "x");
    scratch.commit("Note");
    scratch.git(&["merge", "-q", "--no-commit", "--no-ff", "side"]);
    assert_eq!(staged(&scratch.path()), [""; 0]);
    scratch.write(PIR, review("approved", "").replace("Monday", "Wednesday"));
    scratch.git(&["add", "-A"]);
    assert_eq!(staged(&scratch.path()), ["GIT004"]);
}

#[test]
fn a_shallow_clone_and_one_without_a_commit_can_be_hooked() {
    let scratch = begun();
    let (from, to) = (format!("file://{}", scratch.path().display()), scratch.beside("shallow"));
    scratch.git(&["clone", "-q", "--depth", "1", &from, &to.to_string_lossy()]);
    std::fs::write(to.join(PIR), review("approved", "").replace("Monday", "Tuesday")).unwrap();
    let add = scratch.try_git(&to, &["add", "-A"], b"");
    assert!(add.status.success());
    assert_eq!(staged(&to), ["GIT004"]);
    let empty = Scratch::new();
    empty.write(PIR, review("approved", ""));
    empty.git(&["add", "-A"]);
    assert_eq!(staged(&empty.path()), [""; 0]);
}
