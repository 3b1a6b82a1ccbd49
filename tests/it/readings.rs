//! One figure, one answer: what several commands tell of the same thing agrees, and the same thing has
//! the same name in every document.

use crate::json_contract::assert_keeps_schema;
use crate::support::demo::demo;
use crate::support::program::pirctl;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// A day on which one follow-up of the demo is in its month of grace, and others are past theirs.
const IN_GRACE: &str = "2026-11-22";

fn read(today: &str, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--today", today, "--format", "json"]].concat();
    serde_json::from_str(&pirctl(&demo(), &arguments).done()).unwrap()
}

/// How many there are: of a list, or as a number says.
fn count(of: &Value) -> usize {
    of.as_array().map_or_else(|| of.to_string().parse().unwrap(), Vec::len)
}

fn tickets() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("tickets.csv"), "id,title\nT-1,x\n").unwrap();
    folder
}

#[test]
fn every_reading_of_a_period_counts_the_same_incidents() {
    let tickets = tickets();
    let list = tickets.path().join("tickets.csv");
    let list = list.to_str().unwrap();
    for (period, incidents) in [("2025-Q4", 3), ("2026-Q1", 9), ("2026-Q2", 2)] {
        let told = |arguments: &[&str]| {
            let arguments = [arguments, &["--period", period]].concat();
            read("2026-05-20", &arguments)
        };
        let held = told(&["reconcile", "--from", list]);
        let sides = ["both", "only_here", "without_reference"];
        let held: usize = sides.iter().map(|side| count(&held[*side])).sum();
        let counts = [
            count(&told(&["status"])["summary"]["incidents"]),
            count(&told(&["population"])["incidents"]),
            count(
                &told(&["trends"])["all"]["quarters"].as_array().unwrap().last().unwrap()["records"],
            ),
            count(&told(&["roles"])["summary"]["incidents"]),
            count(&told(&["sample", "--seed", "1"])["population"]["incidents"]),
            count(&told(&["export", "incidents"])["registers"][0]["rows"]),
            held,
        ];
        assert_eq!(counts, [incidents; 7], "{period}");
    }
}

#[test]
fn status_and_due_tell_one_day_and_one_state_of_a_follow_up() {
    let due = read(IN_GRACE, &["due", "--kind", "follow-up"]);
    let due: BTreeMap<String, (Value, Value, bool)> = due["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let late = it["state"] == "late";
            let subject = it["subject"].as_str().unwrap().to_owned();
            (subject, (it["due"].clone(), it["days_left"].clone(), late))
        })
        .collect();
    let status = read(IN_GRACE, &["status"]);
    let mut told = BTreeMap::new();
    for incident in status["incidents"].as_array().unwrap() {
        let open = incident["open"].as_array().unwrap().iter();
        // One that was performed has stopped the clock, whatever it found, and is due no more.
        let open = open.filter(|it| it["stage"] == "followup" && !it["due"].is_null());
        for stage in open {
            let late = stage["verdict"] == "missing";
            let id = incident["id"].as_str().unwrap().to_owned();
            told.insert(id, (stage["due"].clone(), stage["days"].clone(), late));
        }
    }
    assert!(told.values().any(|(.., late)| *late) && told.values().any(|(.., late)| !late));
    assert_eq!(told, due);
}

#[test]
fn a_month_of_grace_is_called_so() {
    let ran = pirctl(&demo(), &["due", "--today", IN_GRACE, "--kind", "follow-up"]).done();
    assert!(ran.contains("2026-11-06  16 d ago, in grace  s.lind  INC-2026-0010"), "{ran}");
    assert!(ran.contains("grace to 2026-12-07"), "{ran}");
    assert!(!ran.contains("in -"), "{ran}");
}

#[test]
fn overdue_actions_are_the_same_in_due_metrics_and_the_register() {
    let today = "2026-05-20";
    let due = read(today, &["due", "--kind", "action"]);
    let late = due["entries"].as_array().unwrap().iter().filter(|it| it["state"] == "late");
    let late: Vec<&str> = late.map(|it| it["subject"].as_str().unwrap()).collect();
    let metrics = read(today, &["metrics"]);
    let metrics = metrics["metrics"].as_array().unwrap();
    let overdue = metrics.iter().find(|it| it["name"] == "overdue-actions").unwrap();
    let export = read(today, &["export", "actions"]);
    let rows = export["registers"][0]["rows"].as_array().unwrap().iter();
    let rows: Vec<&str> = rows
        .filter(|row| !row["days_overdue"].is_null())
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!((late.as_slice(), rows.as_slice()), (["ACT-2026-0010"].as_slice(), late.as_slice()));
    assert_eq!(overdue["numerator"], serde_json::json!(late));
}

#[test]
fn every_reading_of_a_period_names_period_and_day_alike() {
    let tickets = tickets();
    let list = tickets.path().join("tickets.csv");
    let readings: [(&str, &[&str]); 9] = [
        ("status", &["status"]),
        ("requirements", &["status", "--requirements"]),
        ("metrics", &["metrics"]),
        ("trends", &["trends"]),
        ("population", &["population"]),
        ("roles", &["roles"]),
        ("sample", &["sample", "--seed", "1"]),
        ("export", &["export", "actions"]),
        ("reconcile", &["reconcile", "--from", list.to_str().unwrap()]),
    ];
    for (name, arguments) in readings {
        let document = read("2026-05-20", &[arguments, &["--period", "2026-Q1"]].concat());
        assert_keeps_schema(name, &document);
        let period = serde_json::json!({
            "from": "2026-01-01", "before": "2026-04-01", "quarter": "2026-Q1"
        });
        assert_eq!(document["period"], period, "{name}");
        assert_eq!(document["as_of"], "2026-05-20", "{name}");
        assert_eq!(document["timezone"], "Europe/Berlin", "{name}");
    }
}

#[test]
fn a_folder_without_records_is_never_taken_for_one_with_nothing_to_do() {
    let empty = tempfile::tempdir().unwrap();
    let tickets = tickets();
    let list = tickets.path().join("tickets.csv");
    let readings: [&[&str]; 9] = [
        &["status"],
        &["status", "--requirements"],
        &["due"],
        &["metrics"],
        &["trends"],
        &["population"],
        &["roles"],
        &["export", "actions"],
        &["reconcile", "--from", list.to_str().unwrap()],
    ];
    for arguments in readings {
        let ran = pirctl(empty.path(), arguments);
        let asked = "no records were found; is this the folder of the register?";
        assert!(ran.err.contains(asked), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn an_owner_nobody_knows_and_a_reach_are_read_alike_by_status_and_due() {
    for command in ["status", "due"] {
        let ran = pirctl(&demo(), &[command, "--owner", "s.lindd"]);
        assert!(
            ran.code == 2 && ran.err.contains("did you mean `s.lind`?"),
            "{command}: {}",
            ran.err
        );
        for within in ["14d", "2w", "3m", "P14D"] {
            assert_eq!(
                pirctl(&demo(), &[command, "--within", within]).code,
                0,
                "{command} {within}"
            );
        }
        assert_eq!(pirctl(&demo(), &[command, "--within", "-3d"]).code, 2, "{command}");
    }
    let ran = pirctl(&demo(), &["status", "--requirements", "--within", "3d"]);
    assert!(ran.code == 2 && ran.err.contains("cannot be used with"), "{}", ran.err);
}

#[test]
fn a_framework_leaves_the_incidents_that_name_a_mapped_control() {
    let ids = |document: &Value| -> Vec<String> {
        let rows = document["incidents"].as_array().unwrap().iter();
        let mut ids: Vec<_> = rows.map(|it| it["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    };
    let today = "2026-05-20";
    let status = read(today, &["status", "--framework", "soc2"]);
    assert_eq!(status["framework"], "soc2");
    let listed = pirctl(&demo(), &["list", "incidents", "--framework", "soc2", "--format", "json"]);
    let listed: Value = serde_json::from_str(&listed.done()).unwrap();
    let mut wanted: Vec<_> = listed["records"].as_array().unwrap().iter().collect();
    wanted.sort_by_key(|it| it["id"].as_str().unwrap().to_owned());
    let wanted: Vec<_> = wanted.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids(&status), wanted);
    let trends =
        read(today, &["trends", "--period", "2025-01-01..2026-07-01", "--framework", "soc2"]);
    let quarters = trends["all"]["quarters"].as_array().unwrap();
    let counted: usize = quarters.iter().map(|it| count(&it["records"])).sum();
    let all = read(today, &["status"]);
    assert!(counted <= wanted.len() && wanted.len() < ids(&all).len(), "{counted} {wanted:?}");
    for command in ["status", "trends"] {
        let ran = pirctl(&demo(), &[command, "--framework", "sco2"]);
        assert!(
            ran.code == 2 && ran.err.contains("did you mean `soc2`?"),
            "{command}: {}",
            ran.err
        );
    }
}

/// A register in which one file cannot be read, and one incident was closed on a day without a time.
fn odd() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        fs::create_dir_all(folder.path().join("incidents")).unwrap();
        fs::write(folder.path().join("incidents").join(name), text).unwrap();
    };
    let head = "---\nid: INC-2026-0001\nkind: incident\ntitle: T\nstatus: closed\nseverity: high\n";
    let dates = "detected_at: 2026-04-20\nclosed_at: 2026-05-01\n";
    write("a.md", &format!("{head}{dates}owner: j.m\n---\n## Summary\nText\n"));
    write("b.md", "---\nid: INC-2026-0002\nkind: incident\n title: [broken\n");
    folder
}

#[test]
fn a_file_that_nobody_can_read_is_told_by_every_reading() {
    let folder = odd();
    let readings: [&[&str]; 8] = [
        &["status"],
        &["status", "--requirements"],
        &["due"],
        &["metrics"],
        &["trends"],
        &["population"],
        &["roles"],
        &["sample", "--seed", "1"],
    ];
    for arguments in readings {
        let ran = pirctl(folder.path(), &[arguments, &["--today", "2026-07-20"]].concat());
        assert!(ran.err.contains("1 file is not counted"), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn status_and_due_count_from_the_same_day_when_a_clock_ends_at_midnight() {
    let folder = odd();
    let told = |arguments: &[&str]| -> Value {
        let more = ["--today", "2026-07-20", "--format", "json"];
        let ran = pirctl(folder.path(), &[arguments, &more].concat());
        serde_json::from_str(&ran.done()).unwrap()
    };
    let due = told(&["due", "--kind", "cause"]);
    let status = told(&["status"]);
    let open = status["incidents"][0]["open"].as_array().unwrap();
    let cause = open.iter().find(|it| it["stage"] == "cause").unwrap();
    assert_eq!(cause["due"], "2026-05-15");
    assert_eq!(cause["due"], due["entries"][0]["due"]);
    assert_eq!(cause["days"], due["entries"][0]["days_left"]);
}
