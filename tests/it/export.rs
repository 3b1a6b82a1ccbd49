//! `pirctl export` from outside: rows, formats, what a spreadsheet gets, what is withheld and refused.

use crate::json_contract::assert_keeps_schema;
use crate::support::demo::demo;
use crate::support::git::Scratch;
use crate::support::program::{Ran, pirctl};
use serde_json::{Value, json};

fn export(arguments: &[&str]) -> Ran {
    pirctl(&demo(), &[&["export", "--today", "2026-05-20"], arguments].concat())
}

/// The rows of one register.
fn rows(arguments: &[&str]) -> Vec<Value> {
    let text = export(&[arguments, &["--format", "json"]].concat()).done();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_keeps_schema("export", &document);
    document["registers"][0]["rows"].as_array().unwrap().clone()
}

fn row(register: &str, id: &str) -> Value {
    let rows = rows(&[register]);
    rows.into_iter().find(|row| row["id"] == id).unwrap()
}

/// A reader by the letter of RFC 4180 that forgives nothing: CR LF between records, quotes doubled.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if field.is_empty() => loop {
                match chars.next().expect("a quoted field ends") {
                    '"' if chars.peek() == Some(&'"') => field.extend(chars.next()),
                    '"' => {
                        assert!(matches!(chars.peek(), Some(',' | '\r')), "after {field:?}");
                        break;
                    }
                    inner => field.push(inner),
                }
            },
            ',' => record.push(std::mem::take(&mut field)),
            '\r' => {
                assert_eq!(chars.next(), Some('\n'));
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            '"' | '\n' => panic!("{c:?} stands bare after {field:?}"),
            plain => field.push(plain),
        }
    }
    assert!(record.is_empty() && field.is_empty(), "the last line ends");
    records
}

#[test]
fn a_lesson_is_a_row_with_cause_action_owner_and_deadline() {
    let lesson = row("lessons", "PIR-2026-0007#L1");
    assert_eq!(lesson["incidents"], json!(["INC-2026-0007"]));
    assert_eq!(lesson["causes"], json!(["RCA-2026-0007#C1", "RCA-2026-0007#C2"]));
    assert_eq!(lesson["actions"], json!(["ACT-2026-0012"]));
    assert_eq!(lesson["action_owners"], json!(["k.brandt"]));
    assert_eq!((&lesson["answered"], &lesson["strength"]), (&json!("yes"), &json!("recorded")));
    // An incident that was reviewed in its own record has its lessons there.
    let own = row("lessons-learned", "INC-2026-0009#L1");
    assert_eq!((&own["answered"], &own["actions"]), (&json!("reason stated"), &Value::Null));
    assert!(own["held_at"].as_str().unwrap().starts_with("2026-03-20T09:00"), "as written: {own}");
}

#[test]
fn an_action_shows_who_verified_it_and_what_git_bears_out() {
    let own = row("actions", "ACT-2026-0016");
    assert_eq!((&own["verified_by_owner"], &own["due_moved"]), (&json!("yes"), &json!("no")));
    let rows = rows(&["corrective-action-log"]);
    assert_eq!(rows.len(), 18);
    let weak: Vec<_> = rows.iter().filter(|row| row["strength"] == "contradicted").collect();
    assert_eq!((weak.len(), &weak[0]["weakest_claims"]), (1, &json!(["changes"])));
    for row in &rows {
        assert_eq!(row["commit"].as_str().map(str::len), Some(40), "{row}");
        assert_eq!(row["seal"], "unsigned");
    }
}

#[test]
fn a_risk_shows_its_score_before_and_after() {
    let risk = row("risks", "RISK-0003");
    let steps: Vec<_> = risk["score_steps"].as_array().unwrap().iter().collect();
    assert!(steps.len() > 1, "{risk}");
    let now = format!("{} = ", risk["score"].as_str().unwrap());
    assert!(steps[0].as_str().unwrap().starts_with(&now), "{risk}");
    let before = format!("{} = ", risk["score_before"].as_str().unwrap());
    assert!(steps[1].as_str().unwrap().starts_with(&before), "{risk}");
}

#[test]
fn an_incident_shows_its_chain_and_a_policy_entry_its_commit() {
    let incident = row("incidents", "INC-2026-0007");
    assert_eq!(incident["learning"], "in time so far", "the follow-up is still ahead");
    assert!(incident["chain"].as_str().unwrap().contains("POL-access-control"), "{incident}");
    let entry = row("policy-changes", "POL-access-control 2.3");
    assert_eq!(entry["incidents"], json!(["INC-2026-0007"]));
    assert_eq!(entry["text_changed_with_version"], "yes");
}

#[test]
fn every_register_keeps_the_contract_in_each_format() {
    let text = export(&["all", "--format", "json"]).done();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_keeps_schema("export", &document);
    let registers = document["registers"].as_array().unwrap();
    assert!(registers.iter().all(|register| register["count"] != 0), "the demo has them all");
    let lines = export(&["all", "--format", "json-lines"]).done();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &lines {
        assert_keeps_schema("export-lines", line);
    }
    let counted: u64 = registers.iter().map(|it| it["count"].as_u64().unwrap()).sum();
    assert_eq!(lines.len() as u64, counted + 1);
    for register in registers {
        let csv = read_csv(&export(&[register["name"].as_str().unwrap()]).done());
        assert_eq!(json!(csv[0]), register["columns"]);
        assert_eq!(csv.len() as u64, register["count"].as_u64().unwrap() + 1);
        assert!(csv.iter().all(|record| record.len() == csv[0].len()));
    }
}

#[test]
fn a_period_takes_rows_by_the_date_of_the_register() {
    let all = rows(&["incidents"]).len();
    let parts: usize = ["2025-01-01..2026-01-01", "2026-Q1", "2026-Q2"]
        .iter()
        .map(|period| rows(&["incidents", "--period", period]).len())
        .sum();
    assert_eq!(parts, all);
    assert!(rows(&["actions", "--period", "2026-Q1"]).iter().all(|row| {
        row["opened_at"].as_str().is_none_or(|day| ("2026-01-01".."2026-04-01").contains(&day))
    }));
    let signed_in = rows(&["actions", "--framework", "nist-800-53:IA-6"]);
    assert_eq!((signed_in.len(), &signed_in[0]["id"]), (1, &json!("ACT-2026-0012")));
}

fn odd() -> Scratch {
    let scratch = Scratch::new();
    let incident = |n: u8, more: &str| {
        scratch.write(
            &format!("incidents/INC-2026-000{n}.md"),
            format!("---\nid: INC-2026-000{n}\nkind: incident\nstatus: reported\nowner: s\nseverity: high\n{more}---\n"),
        );
    };
    incident(1, "title: \"=1+1, \\\"Grüße\\\"\\nzweite \\r Zeile\"\ndetected_at: 2026-01-12\n");
    incident(
        2,
        "title: confidential matter\ndetected_at: 2026-01-13\nclassification: confidential\n",
    );
    incident(3, "title: privileged matter\nprivilege: {claimed_by: x, basis: b, custodian: c}\n");
    scratch.write(
        "reviews/PIR-2026-0001.md",
        "---\nid: PIR-2026-0001\nkind: pir\ntitle: t\nstatus: held\nlead: s\nincidents: [INC-2026-0002, INC-9]\nlessons: [{id: L1, text: one}, {text: no id}, bare]\n---\n",
    );
    scratch
}

#[test]
fn a_spreadsheet_gets_every_text_whole_and_no_formula() {
    let scratch = odd();
    let ran = pirctl(&scratch.path(), &["export", "incidents", "--mask", "never"]);
    let csv = read_csv(&ran.done());
    assert_eq!(csv[1][..2], ["INC-2026-0001", "'=1+1, \"Grüße\"\nzweite \r Zeile"]);
    assert!(csv.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    let ran = pirctl(&scratch.path(), &["export", "lessons", "--mask", "never"]);
    let csv = read_csv(&ran.done());
    let ids: Vec<_> = csv.iter().skip(1).map(|record| record[0].as_str()).collect();
    assert_eq!(ids, ["PIR-2026-0001#L1", "PIR-2026-0001#(2)", "PIR-2026-0001#(3)"]);
}

#[test]
fn confidential_text_is_withheld_unless_asked_for_and_privileged_text_always() {
    let scratch = odd();
    for register in ["incidents", "lessons"] {
        for (mask, told) in [("auto", false), ("always", false), ("never", true)] {
            let ran = pirctl(&scratch.path(), &["export", register, "--mask", mask]);
            assert_eq!(ran.out.contains("confidential matter"), told, "{register} {mask}");
            assert!(!ran.out.contains("privileged matter"), "{register} {mask}");
        }
    }
    let ran = pirctl(&scratch.path(), &["export", "incidents"]);
    assert!(ran.err.contains("2 of the rows tell only id, status and commit"), "{}", ran.err);
}

#[test]
fn what_states_no_date_is_said_and_not_counted_away() {
    let ran =
        pirctl(&odd().path(), &["export", "incidents", "--period", "2026-Q1", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["registers"][0]["count"], 2);
    assert_eq!(document["registers"][0]["undated"], json!(["INC-2026-0003"]));
    assert!(
        ran.err.contains("no date says whether they belong") && ran.err.contains("INC-2026-0003")
    );
}

#[test]
fn without_git_nothing_is_told_of_commits() {
    let ran =
        pirctl(&odd().path(), &["export", "incidents", "--format", "json", "--mask", "never"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_keeps_schema("export", &document);
    let row = &document["registers"][0]["rows"][0];
    assert_eq!((&row["strength"], &row["commit"]), (&json!("cannot-tell"), &Value::Null));
    assert!(row["cannot_tell"].is_string(), "{row}");
}

#[test]
fn all_registers_go_to_a_folder_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("registers");
    let out = out.to_str().unwrap();
    export(&["all", "--output-dir", out]).done();
    let files = std::fs::read_dir(out).unwrap().count();
    assert_eq!(files, 18);
    let again = export(&["all", "--output-dir", out]);
    assert!(again.code == 2 && again.err.contains("not an empty folder"), "{}", again.err);
    let file = folder.path().join("a.csv");
    let one = export(&["actions", "--output-file", file.to_str().unwrap()]);
    assert_eq!((one.code, one.out.as_str()), (0, ""));
    assert_eq!(std::fs::read_to_string(file).unwrap(), export(&["actions"]).out);
}

#[test]
fn what_cannot_be_exported_is_refused_with_what_to_do() {
    for (arguments, said) in [
        (&["lesons"][..], "did you mean `lessons`?"),
        (&["banana"], "use all, or one of incidents, reviews"),
        (&["all"], "--output-dir DIR"),
        (&["all", "--format", "json", "--output-dir", "x"], "--output-file FILE"),
        (&["actions", "--period", "2026-Q9"], "write a quarter as 2026-Q3"),
        (&["actions", "--framework", "sco2"], "did you mean `soc2`?"),
    ] {
        let ran = export(arguments);
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(said), "{}", ran.err);
    }
}
