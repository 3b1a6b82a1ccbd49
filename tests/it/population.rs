//! `pirctl population` and `pirctl reconcile`: what there was, what was declared, what has no number,
//! and the register against lists of tickets that are good, odd and broken.

use crate::json_contract::assert_keeps_schema;
use crate::rules::every_register;
use crate::support::demo::demo;
use crate::support::git::Scratch;
use crate::support::program::{Ran, pirctl};
use pirctl::metrics::Window;
use pirctl::population::{GapReason, gaps};
use pirctl::term::parse_day;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let text = pirctl(folder, &[arguments, &["--format", "json"]].concat()).done();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_keeps_schema(arguments[0], &document);
    document
}

fn population(folder: &Path, period: &str) -> Value {
    json(folder, &["population", "--today", "2026-05-20", "--period", period])
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect()
}

fn incident(id: &str, more: &str) -> String {
    format!(
        "---\nid: {id}\nkind: incident\ntitle: T {id}\nstatus: responding\nowner: s.lind\n{more}\n---\n## Summary\nText of {id}, which is long enough to be told from others.\n"
    )
}

#[test]
fn a_removed_number_is_explained_by_its_commit() {
    let document = population(&demo(), "2025-Q4");
    assert_eq!(document["incidents"].as_array().unwrap().len(), 3);
    assert_eq!(document["quarters"][0]["population"], "incidents");
    assert_eq!(document["quarters"][0]["statement"]["events_total"], 165);
    let gap = &document["gaps"][0];
    assert_eq!((&gap["first"], &gap["reason"]), (&"INC-2025-0003".into(), &"removed".into()));
    assert_eq!(gap["commit"]["summary"], "Tidy up before the end of the year");
}

#[test]
fn what_did_not_happen_stands_apart_and_what_does_not_count_says_why() {
    let mut repo = Scratch::new();
    let at = "detected_at: 2026-02-02";
    for (nth, more) in [
        at.to_owned(),
        format!("{at}\norigin: exercise"),
        format!("{at}\ncertainty: near-miss"),
        "origin: incident".to_owned(),
        format!("{at}\nprivilege: {{claimed_by: c.moreau}}"),
        "detected_at: 2025-11-02".to_owned(),
    ]
    .iter()
    .enumerate()
    {
        let id = format!("INC-2026-{:04}", nth + 1);
        repo.write(&format!("incidents/{id}.md"), incident(&id, more));
    }
    let rejected = incident("INC-2026-0009", at).replace("status: responding", "status: rejected");
    repo.write("incidents/INC-2026-0009.md", rejected);
    repo.commit("all of it");
    let document = population(&repo.path(), "2026-Q1");
    assert_eq!(ids(&document["incidents"]), ["INC-2026-0001"]);
    assert_eq!(ids(&document["apart"]), ["INC-2026-0002", "INC-2026-0003"]);
    let why: Vec<_> =
        document["left_out"].as_array().unwrap().iter().map(|it| &it["why"]).collect();
    assert_eq!(why, ["no date says when it happened", "privileged", "status rejected"]);
    let gap = &document["gaps"][0];
    assert_eq!((&gap["first"], &gap["last"]), (&"INC-2026-0007".into(), &"INC-2026-0008".into()));
    assert_eq!(gap["reason"], "unexplained");
}

#[test]
fn none_in_scope_needs_a_statement_that_was_declared() {
    let folder = |status: &str| {
        let mut repo = Scratch::new();
        let text = format!(
            "---\nid: PST-2026-Q1\nkind: period-statement\ntitle: T\nstatus: {status}\nperiod: 2026-Q1\ndeclared_by: s.lind\nevents: [{{channel: phone, count: 4}}, {{channel: mail}}]\nassessed: 4\n---\n"
        );
        repo.write("statements/PST-2026-Q1.md", text);
        repo.commit("a statement");
        repo
    };
    let (declared, draft) = (folder("declared"), folder("draft"));
    let (yes, no) = (population(&declared.path(), "2026-Q1"), population(&draft.path(), "2026-Q1"));
    let (yes, no) = (&yes["quarters"][0], &no["quarters"][0]);
    assert_eq!((&yes["population"], &yes["incidents"]), (&"none-in-scope".into(), &0.into()));
    // A number that is not stated is not zero.
    assert_eq!(yes["statement"]["events_total"], Value::Null);
    assert_eq!(yes["statement"]["weaknesses"], Value::Null);
    assert_eq!((&no["population"], &no["statement"]), (&"no-statement".into(), &Value::Null));
    assert_eq!(no["others"], serde_json::json!(["PST-2026-Q1"]));
    let running = population(&draft.path(), "2026-Q2");
    assert_eq!(running["quarters"][0]["population"], "running");
    let part = population(&draft.path(), "2026-02-01..2026-03-01");
    assert_eq!(part["quarters"][0]["population"], "part-of-quarter");
}

#[test]
fn a_renumbered_record_says_what_it_is_now() {
    let mut repo = Scratch::new();
    let at = "detected_at: 2026-02-02";
    repo.write("incidents/INC-2026-0001.md", incident("INC-2026-0001", at));
    repo.commit("first");
    let moved = incident("INC-2026-0002", &format!("{at}\nprevious_ids: [INC-2026-0001]"));
    repo.git(&["mv", "incidents/INC-2026-0001.md", "incidents/INC-2026-0002.md"]);
    repo.write("incidents/INC-2026-0002.md", moved);
    let commit = repo.commit("another number");
    let gap = &population(&repo.path(), "2026-Q1")["gaps"][0];
    assert_eq!((&gap["reason"], &gap["now"]), (&"renumbered".into(), &"INC-2026-0002".into()));
    assert_eq!(gap["commit"]["id"], commit.trim());
}

#[test]
fn numbers_that_nothing_explains_are_those_that_the_rule_reports() {
    let mut met = 0;
    every_register(&[0], &mut |seen| {
        if !seen.has_history {
            return;
        }
        let day = |text| parse_day(text).unwrap();
        let window = Window { first: day("2000-01-01"), end: day("2100-01-01"), quarter: None };
        let ours: BTreeSet<_> = gaps(&seen.cx, &window, &[])
            .into_iter()
            .filter(|gap| gap.reason == GapReason::Unexplained)
            .map(|gap| [gap.first, gap.last])
            .collect();
        let theirs: BTreeSet<_> = seen
            .findings
            .iter()
            .filter(|finding| finding.code == "GIT007")
            .map(|finding| [finding.arguments[0].clone(), finding.arguments[1].clone()])
            .collect();
        met += theirs.len();
        assert!(theirs.is_subset(&ours), "{}: {theirs:?} against {ours:?}", seen.example);
    });
    assert!(met > 0);
}

#[test]
fn a_period_that_cannot_be_is_refused() {
    for (period, says) in [
        ("2026-04-01..2026-01-01", "name the earlier day first"),
        ("2031-Q1", "name a period that has begun"),
        ("spring", "write a quarter as 2026-Q3"),
    ] {
        let ran = pirctl(&demo(), &["population", "--today", "2026-05-20", "--period", period]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{period}");
        assert!(ran.err.contains(says), "{period}: {}", ran.err);
    }
    let csv = pirctl(
        &demo(),
        &["population", "--today", "2026-05-20", "--period", "2025-Q4", "--format", "csv"],
    );
    assert!(csv.done().contains("\ngap,INC-2025-0003,,,,removed,"));
}

/// Records with tickets, and a list beside them.
fn tickets(list: impl AsRef<[u8]>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("incidents")).unwrap();
    let reference =
        |id: &str| format!("detected_at: 2026-02-02\nexternal_ref: [{{system: jira, id: {id}}}]");
    for (id, more) in [
        ("INC-2026-0001", reference("T-1")),
        ("INC-2026-0002", reference("t-2")),
        ("INC-2026-0003", reference("T-9")),
        ("INC-2026-0004", "detected_at: 2025-02-02".into()),
    ] {
        let path = folder.path().join(format!("incidents/{id}.md"));
        std::fs::write(path, incident(id, &more)).unwrap();
    }
    std::fs::write(folder.path().join("tickets.csv"), list).unwrap();
    folder
}

fn reconciled(list: impl AsRef<[u8]>, arguments: &[&str]) -> Ran {
    let folder = tickets(list);
    let call = ["reconcile", "--today", "2026-05-20", "--from", "tickets.csv"];
    pirctl(folder.path(), &[&call, arguments].concat())
}

#[test]
fn tickets_stand_in_both_only_there_or_only_here() {
    let folder =
        tickets("\u{feff}Issue key;Titel\r\nT-1;\"a; b\"\r\nT-2;x\r\nT-2;again\r\nT-3;y\r\n;z\r\n");
    let document = json(folder.path(), &["reconcile", "--from", "tickets.csv"]);
    let summary = serde_json::json!({
        "tickets": 3, "both": 2, "only_there": 1, "only_here": 1, "without_reference": 1
    });
    assert_eq!(document["summary"], summary);
    assert_eq!(document["both"][1]["lines"], serde_json::json!([3, 4]));
    assert_eq!(document["only_there"][0]["ticket"], "T-3");
    assert_eq!(document["only_here"][0]["record"]["id"], "INC-2026-0003");
    assert_eq!(document["lines_without_id"], serde_json::json!([6]));
    let period =
        ["reconcile", "--from", "tickets.csv", "--period", "2026-Q1", "--today", "2026-05-20"];
    assert_eq!(json(folder.path(), &period)["without_reference"], serde_json::json!([]));
    let other = pirctl(folder.path(), &["reconcile", "--from", "tickets.csv", "--system", "gira"]);
    assert!(other.err.contains("no record names `gira`; records name jira"), "{}", other.err);
}

#[test]
fn check_ends_with_one_when_the_two_differ() {
    assert_eq!(reconciled("id\nT-1\n", &["--check"]).code, 1);
    assert_eq!(reconciled("id\nT-1\n", &[]).code, 0);
    let all = "id\nT-1\nT-2\nT-9\n";
    assert_eq!(reconciled(all, &["--check", "--period", "2026-Q1"]).code, 0);
    let csv = reconciled("id\nT-1\n=1+1\n", &["--format", "csv"]).done();
    assert!(csv.contains("\nonly-there,'=1+1,3,,"), "{csv}");
}

#[test]
fn a_list_that_cannot_be_trusted_is_refused_with_its_line() {
    let good = "Ticket-Nr,x\nT-1,a\n";
    for (list, arguments, says) in [
        (b"".as_slice(), &[] as &[&str], "it is empty"),
        (b"\xef\xbb\xbf", &[], "it is empty"),
        (b"id\n", &[], "it names no tickets"),
        (b"id,x\nT-1,\"a\n", &[], "the quote that opens on line 2 is never closed"),
        (b"id,x\nT-1\n", &[], "line 2 has 1 cells, and the head has 2"),
        (b"id\nM\xfcll\n", &[], "save it as `CSV UTF-8`"),
        (b"\xff\xfei\0", &[], "it is in UTF-16"),
        (good.as_bytes(), &["--id-column", "Ticket-No"], "did you mean `Ticket-Nr`?"),
        (good.as_bytes(), &[], "its columns are Ticket-Nr, x"),
        (b"id\nT-1\n", &["--kind", "incidnt"], "did you mean `incident`?"),
        (b"id\nT-1\n", &["--kind", "all", "--period", "2026-Q1"], "only incidents belong"),
        (b"id\nT-1\n", &["--period", "2026-Q9"], "write a quarter as"),
    ] {
        let ran = reconciled(list, arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{says}");
        assert!(ran.err.contains(says), "{says}: {}", ran.err);
    }
    let missing = pirctl(&demo(), &["reconcile", "--from", "nowhere.csv"]);
    assert!(missing.code == 2 && missing.err.contains("nowhere.csv cannot be read"));
}
