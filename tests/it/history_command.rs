//! `pirctl history` from outside: on records and on any other file, as text and as JSON.

use crate::json_contract::assert_keeps_schema;
use crate::lint::pirctl;
use crate::support::git::Scratch;

fn policy(version: &str, text: &str) -> String {
    format!(
        "---\nid: POL-access\nkind: policy\ntitle: Access\nstatus: published\nowner: s.lind\nversion: \"{version}\"\n\
         change_log:\n  - {{version: \"{version}\", date: 2026-01-01, incidents: [INC-2026-0001], sections: [all], summary: x}}\n---\n{text}\n"
    )
}

/// A policy that is moved and rewritten at once, and a file that is no record.
fn with_policy() -> Scratch {
    let mut scratch = Scratch::new();
    scratch.write("policies/access.md", policy("1.9", "Old words, all of them."));
    scratch.write("src/übung 1.txt", "a\nb\nc\n");
    scratch.commit("Begin");
    std::fs::remove_file(scratch.path().join("policies/access.md")).unwrap();
    scratch.write(
        "handbook/POL-access.md",
        policy("1.10", "Every sentence is new here.\nAnd one more."),
    );
    scratch.commit("Move and rewrite\n\nIncident: INC-2026-0001");
    scratch
}

fn json(scratch: &Scratch, what: &str) -> serde_json::Value {
    let output = pirctl(&scratch.path(), &["history", what, "--format", "json"]);
    let document = serde_json::from_slice(&output.stdout).unwrap();
    assert_keeps_schema("history", &document);
    document
}

#[test]
fn a_policy_moved_and_rewritten_at_once_is_one_story_by_its_id() {
    let scratch = with_policy();
    let page = json(&scratch, "POL-access");
    let document = &page["documents"][0];
    assert_eq!(
        (document["followed_by"].as_str(), document["complete"].as_bool()),
        (Some("id"), Some(true))
    );
    assert_eq!(document["revisions"].as_array().unwrap().len(), 2);
    assert_eq!(document["revisions"][0]["trailers"]["Incident"][0], "INC-2026-0001");
    let versions: Vec<_> = document["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["version"].as_str().unwrap())
        .collect();
    assert_eq!(versions, ["1.10", "1.9"]);
    assert_eq!(document["versions"][0]["text_changed"], true);
    let text = pirctl(&scratch.path(), &["history", "POL-access"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("version 1.9 -> 1.10") && text.contains("followed by its id"), "{text}");
    assert!(text.contains("\n1 document, 2 revisions in 2 commits up to "), "{text}");
}

#[test]
fn any_file_of_any_repository_has_a_history() {
    let scratch = with_policy();
    let page = json(&scratch, "src/übung 1.txt");
    assert_eq!(page["documents"][0]["revisions"][0]["added"], 3);
    assert_eq!(page["documents"][0]["id"], serde_json::Value::Null);
    let from_subfolder = pirctl(&scratch.path().join("src"), &["history", "."]);
    assert!(String::from_utf8(from_subfolder.stdout).unwrap().contains("übung 1.txt"));
    let gone = json(&scratch, "policies/access.md");
    assert_eq!(gone["documents"][0]["path"], "handbook/POL-access.md");
}

#[test]
fn what_is_nowhere_is_exit_2_with_what_to_do() {
    let scratch = with_policy();
    for (what, said) in [
        ("POL-none", "no commit holds a record with the id POL-none"),
        ("nowhere.md", "no commit holds anything at"),
        ("../x", "is not in this repository"),
    ] {
        let output = pirctl(&scratch.path(), &["history", what]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{what}");
        assert!(error.contains(said) && error.contains("help:"), "{error}");
    }
    let empty = Scratch::new();
    assert_eq!(pirctl(&empty.path(), &["history", "x"]).status.code(), Some(2));
}

#[test]
fn a_shallow_clone_says_that_the_story_is_cut() {
    let scratch = with_policy();
    let clone = scratch.beside("shallow");
    let source = format!("file://{}", scratch.path().display());
    scratch.git(&["clone", "-q", "--depth", "1", &source, clone.to_str().unwrap()]);
    let output = pirctl(&clone, &["history", "POL-access", "--format", "json"]);
    let page: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_keeps_schema("history", &page);
    assert_eq!(page["complete"], false);
    let text = String::from_utf8(pirctl(&clone, &["history", "POL-access"]).stdout).unwrap();
    assert!(
        text.contains("not the whole story") && text.contains("git fetch --unshallow"),
        "{text}"
    );
}

#[test]
fn scores_and_statuses_tell_the_story_of_a_record() {
    let demo = crate::support::demo::demo();
    let output = pirctl(&demo, &["history", "RISK-0003", "INC-2026-0006"]);
    let text = String::from_utf8(output.stdout).unwrap();
    for step in [
        "status reassessed -> treated  score 16 (4 x 4) -> 8 (2 x 4)",
        "status contained -> resolved  severity medium -> low",
        "added  +29 -0  status contained  severity medium",
    ] {
        assert!(text.contains(step), "`{step}` is not in\n{text}");
    }
    let output = pirctl(&demo, &["history", "RISK-0003", "--format", "json"]);
    let page: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_keeps_schema("history", &page);
    let scores: Vec<_> = page["documents"][0]["revisions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["likelihood"].as_i64(), row["impact"].as_i64()))
        .collect();
    assert_eq!(scores, [(Some(2), Some(4)), (Some(4), Some(4)), (Some(2), Some(4))]);
}

#[test]
fn a_version_is_new_where_no_version_it_was_made_from_states_it() {
    let mut scratch = Scratch::new();
    let text = "Words.\n\nMany more words stand between the two.\n\nThe end.";
    scratch.write("policies/access.md", policy("1.0", text));
    scratch.commit("Begin");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write("policies/access.md", policy("1.1", text));
    let raised = scratch.commit("Raise");
    scratch.git(&["checkout", "-q", "main"]);
    // By the clock this comes after the raise; it was not made from it.
    scratch.write("policies/access.md", policy("1.0", &text.replace("end", "very end")));
    scratch.commit("Edit");
    scratch.git(&["merge", "-q", "--no-edit", "side"]);
    let page = json(&scratch, "POL-access");
    let versions = page["documents"][0]["versions"].as_array().unwrap();
    let told: Vec<_> = versions.iter().map(|row| row["version"].as_str().unwrap()).collect();
    assert_eq!(told, ["1.1", "1.0"]);
    assert_eq!(versions[0]["commit"], raised);
}

#[test]
fn a_record_that_a_merge_lost_is_told_with_the_merge() {
    let mut scratch = with_policy();
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch
        .write("handbook/POL-other.md", policy("1.0", "Other.").replace("POL-access", "POL-other"));
    scratch.commit("Another policy");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "--no-edit", "--no-ff", "-s", "ours", "side"]);
    let merge = scratch.git(&["rev-parse", "HEAD"]);
    scratch.commit_staged(&["-m", "Later"]);
    let page = json(&scratch, "POL-other");
    assert_eq!(page["documents"][0]["dropped_by"], merge.trim());
    let text = pirctl(&scratch.path(), &["history", "POL-other"]).stdout;
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains(&format!("lost in the merge {}", &merge[..10])), "{text}");
    assert_eq!(json(&scratch, "POL-access")["documents"][0]["dropped_by"], serde_json::Value::Null);
}
