//! `pirctl status` from outside: the picture, its three formats, what is late, and nothing at all.

use crate::json_contract::assert_keeps_schema;
use crate::support::demo::demo;
use crate::support::program::{Ran, pirctl};
use serde_json::Value;
use std::path::Path;

fn status(arguments: &[&str]) -> Ran {
    pirctl(&demo(), &[&["status", "--today", "2026-05-20"], arguments].concat())
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let arguments = [&["status", "--today", "2026-05-20", "--format", "json"], arguments].concat();
    let document = serde_json::from_str(&pirctl(folder, &arguments).done()).unwrap();
    assert_keeps_schema("status", &document);
    document
}

#[test]
fn the_counts_come_first_and_then_what_is_late() {
    let text = status(&[]).done();
    let head: Vec<&str> = text.lines().take(8).collect();
    assert_eq!(
        head,
        [
            "As of 2026-05-20 (Europe/Berlin)",
            "",
            "16 incidents: 6 learning complete, 6 in time so far, 4 late",
            "Status: 1 responding, 15 closed",
            "",
            "Late",
            "  INC-2025-0001  s.lind  followed up partly",
            "  INC-2026-0010  s.lind  verified partly",
        ]
    );
    assert!(text.contains("INC-2026-0008  s.lind  policy updated partly (54 d), "), "{text}");
}

#[test]
fn complete_in_time_and_late_are_counted_apart_and_add_up() {
    let document = json(&demo(), &[]);
    let summary = &document["summary"];
    let count = |name: &str| summary[name].as_u64().unwrap();
    let parts =
        ["learning_complete", "in_time_so_far", "late", "cannot_tell", "withheld", "not_asked"];
    assert_eq!(parts.map(count).iter().sum::<u64>(), count("incidents"));
    let incidents = document["incidents"].as_array().unwrap();
    assert_eq!(incidents.len() as u64, count("incidents"));
    let owned: u64 = document["owners"]
        .as_array()
        .unwrap()
        .iter()
        .map(|owner| owner["incidents"].as_u64().unwrap())
        .sum();
    assert_eq!(owned, count("incidents"));
    for stage in document["stages"].as_array().unwrap() {
        let counts = stage["counts"].as_object().unwrap();
        let all: u64 = counts.values().map(|count| count.as_u64().unwrap()).sum();
        assert_eq!(all, count("incidents"), "{stage}");
    }
}

#[test]
fn what_status_says_of_an_incident_is_what_trace_says() {
    let document = json(&demo(), &[]);
    for incident in document["incidents"].as_array().unwrap() {
        let id = incident["id"].as_str().unwrap();
        let trace = pirctl(&demo(), &["trace", id, "--today", "2026-05-20", "--format", "json"]);
        let trace: Value = serde_json::from_str(&trace.done()).unwrap();
        for stage in trace["stages"].as_array().unwrap() {
            let name = stage["stage"].as_str().unwrap();
            assert_eq!(incident["stages"][name], stage["verdict"], "{id} {name}");
        }
        assert_eq!(trace["learning_complete"], Value::from(incident["learning"] == "met"), "{id}");
    }
}

#[test]
fn a_near_deadline_is_told_apart_by_the_days_that_are_asked() {
    let soon = |within: &str| json(&demo(), &["--within", within])["summary"]["due_soon"].clone();
    assert_eq!((soon("14d"), soon("400d")), (0.into(), 5.into()));
    assert!(status(&["--within", "400d"]).done().contains("\nDue within 400 days\n  INC-"));
    let ran = status(&["--within", "soon"]);
    assert!(ran.code == 2 && ran.err.contains("write it as 14d"), "{}", ran.err);
}

#[test]
fn one_owner_and_one_period_leave_the_others_out() {
    let document = json(&demo(), &["--owner", "S.LIND"]);
    assert_eq!(document["summary"]["incidents"], 10);
    let document = json(&demo(), &["--period", "2026-Q1"]);
    assert!(document["incidents"].as_array().unwrap().iter().all(|it| it["id"] != "INC-2025-0001"));
    assert_eq!(status(&["--period", "2026-Q7"]).code, 2);
    assert_eq!(status(&["--period", "2026-04-01..2026-01-01"]).code, 2);
}

#[test]
fn check_decides_the_exit_when_something_is_late() {
    assert_eq!(status(&[]).code, 0);
    assert_eq!(status(&["--check"]).code, 1);
    assert_eq!(status(&["--check", "--owner", "l.haas"]).code, 0);
}

#[test]
fn a_spreadsheet_gets_one_incident_a_line() {
    let text = status(&["--format", "csv"]).done();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with(
        "incident,title,severity,status,owner,learning,due_soon,next_due,reported,review,"
    ));
    assert_eq!(lines.len(), 17);
    assert!(
        lines.iter().any(|line| line.starts_with("INC-2026-0008,")
            && line.contains(",missing,no,2026-03-27,met,"))
    );
}

/// A folder outside git with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("pirctl.yaml"), "schema: 1\n").unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

const STATEMENT: &str = "---\nid: PST-2026-Q1\nkind: period-statement\ntitle: Quiet\nstatus: declared\n\
    period: 2026-Q1\ndeclared_by: a.b\nassessed: 0\npromoted: 0\n---\n";

#[test]
fn no_incident_is_none_in_scope_only_where_a_statement_says_so() {
    let empty = |files: &[(&str, &str)]| json(folder(files).path(), &[])["empty"].clone();
    let unknown = empty(&[]);
    assert_eq!(unknown["verdict"], "cannot-tell");
    assert_eq!(unknown["cut"]["remedy"], "pirctl new period-statement --period 2026-Q1");
    let stated = empty(&[("statements/PST-2026-Q1.md", STATEMENT)]);
    assert_eq!(
        (&stated["verdict"], &stated["statements"][0]),
        (&"none-in-scope".into(), &"PST-2026-Q1".into())
    );
    let promoted = STATEMENT.replace("promoted: 0", "promoted: 2");
    assert_eq!(empty(&[("statements/PST-2026-Q1.md", &promoted)])["verdict"], "cannot-tell");
}

#[test]
fn owners_that_differ_in_letter_case_are_one_and_that_is_said() {
    let incident = |id: &str, owner: &str| {
        format!(
            "---\nid: {id}\nkind: incident\ntitle: t\nstatus: reported\nowner: {owner}\nseverity: low\n\
            detected_at: 2026-05-01\nreported_at: 2026-05-01\n---\n"
        )
    };
    let files = [
        ("incidents/INC-2026-0001.md", incident("INC-2026-0001", "a.b")),
        ("incidents/INC-2026-0002.md", incident("INC-2026-0002", "A.B")),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let document = json(folder(&files).path(), &[]);
    assert_eq!(document["owners"].as_array().unwrap().len(), 1);
    assert_eq!(document["remarks"][0], "counted as one owner: A.B, a.b");
}
