//! `pirctl show` from outside, on the demo: claims, strengths, both dates, the story, the contract.

use crate::json_contract::assert_keeps_schema;
use crate::support::demo::demo;
use crate::support::git::{Scratch, run_git};
use crate::support::program::{Ran, pirctl};
use pirctl::deliver::build_demo;
use std::path::Path;

fn show(arguments: &[&str]) -> Ran {
    pirctl(&demo(), &[&["show", "--rev", "HEAD"], arguments].concat())
}

/// The newest commit of a file, as it is shown.
fn last_commit(folder: &Path, path: &str) -> String {
    let log = run_git(folder, 1_767_225_600, &["log", "-1", "--format=%H", "--", path], b"");
    String::from_utf8(log.stdout).expect("an id is ASCII")[..12].to_owned()
}

/// The words of the line that begins with `field`, and the note below it.
fn claim<'t>(text: &'t str, field: &str) -> (Vec<&'t str>, &'t str) {
    let mut lines = text.lines().skip_while(|line| line.split_whitespace().next() != Some(field));
    let words = lines.next().expect("the field is shown").split_whitespace().collect();
    (words, lines.next().unwrap_or_default().trim())
}

#[test]
fn a_vendor_is_shown_with_its_assessments_and_what_came_of_its_incidents() {
    let text = show(&["VND-saldo-payroll"]).done();
    assert!(text.contains("high; the next assessment is due 2027-03-19 (VAS-2026-0001)"), "{text}");
    let json = show(&["VND-saldo-payroll", "--format", "json"]).done();
    let document: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_keeps_schema("show", &document);
    let vendor = &document["vendor"];
    assert_eq!(vendor["assessments"][0]["answered"].as_array().unwrap().len(), 3);
    assert_eq!(vendor["incidents"][0]["measures"][0]["id"], "ACT-2026-0004");
    assert_eq!(vendor["open_red_flags"], serde_json::json!([]));
    let other = show(&["PIR-2026-0005", "--format", "json"]).done();
    assert!(!other.contains("\"vendor\":"));
}

#[test]
fn a_review_written_down_late_is_claimed_with_the_days() {
    let text = show(&["PIR-2026-0005"]).done();
    let (words, note) = claim(&text, "held_at");
    assert_eq!(
        words[2..5],
        ["claimed", "unsigned", last_commit(&demo(), "reviews/PIR-2026-0005.md").as_str()]
    );
    assert_eq!(note, "note: recorded 97 days after the date it states");
    let (words, note) = claim(&text, "signoff.ism.name");
    assert_eq!((words[2], note), ("claimed", "note: no commit of that person"));
}

#[test]
fn a_policy_whose_text_changed_is_corroborated_and_its_story_is_told() {
    let text = show(&["POL-access-control"]).done();
    assert_eq!(claim(&text, "version").0[1..3], ["2.3", "corroborated"]);
    let (words, note) = claim(&text, "approved_by");
    assert_eq!((words[2], note), ("recorded", "note: by a trailer of the commit"));
    assert!(text.contains("status draft -> approved, version 2.2 -> 2.3, text changed"), "{text}");
    assert!(
        claim(&text, "status")
            .0
            .contains(&last_commit(&demo(), "policies/POL-access-control.md").as_str()),
        "since it was published again\n{text}"
    );
}

#[test]
fn what_an_action_names_is_held_against_git() {
    let text = show(&["ACT-2026-0012"]).done();
    let (words, note) = claim(&text, "evidence");
    let commit = words[1];
    assert_eq!(words[3..6], ["corroborated", "unsigned", commit]);
    assert_eq!(note, "note: the commit changes policies/POL-access-control.md");
    let (words, note) = claim(&text, "changes");
    assert_eq!(words[1..5], ["POL-access-control", "corroborated", "unsigned", commit]);
    assert_eq!(note, "note: text changed, version 2.3");
    assert_eq!(claim(&text, "verification.evidence").1, "note: as it was pinned");
    assert!(text.contains("note: the two filed copies differ; what runs is not seen"), "{text}");
    let text = show(&["ACT-2026-0012", "--format", "json"]).done();
    let page: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let claims = page["claims"].as_array().expect("a list").iter();
    let named: Vec<_> = claims.filter(|claim| claim["field"] == "evidence").collect();
    assert_eq!(named.len(), 3);
    assert_eq!(named[0]["commit"]["committed_at"], "2026-04-08T16:30:00+02:00");
}

#[test]
fn json_keeps_its_contract_for_every_kind() {
    for id in [
        "INC-2026-0007",
        "PIR-2026-0007",
        "RCA-2026-0006",
        "ACT-2026-0012",
        "RISK-0003",
        "POL-access-control",
        "A.8.5",
        "TRD-2026-Q1",
    ] {
        let text = show(&[id, "--format", "json"]).done();
        let document: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_keeps_schema("show", &document);
        assert_eq!((&document["id"], &document["complete"]), (&id.into(), &true.into()));
        assert!(!document["claims"].as_array().expect("a list").is_empty(), "{id}");
    }
}

#[test]
fn an_unknown_id_and_a_record_without_a_commit_are_said() {
    let ran = show(&["RISK-00003"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("did you mean `RISK-0003`?"), "{}", ran.err);
    let scratch = Scratch::new();
    scratch.write(
        "risks/RISK-0001.md",
        "---\nid: RISK-0001\nkind: risk\ntitle: \"a\\e[31mb\"\nstatus: open\nowner: x\nlikelihood: 2\nimpact: 4\nassessed_at: 2026-01-12\n---\n",
    );
    let ran = pirctl(&scratch.path(), &["show", "RISK-0001"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("without a commit"), "{}", ran.err);
    assert!(ran.out.contains("in no commit yet") && !ran.out.contains('\u{1b}'), "{}", ran.out);
}

#[test]
fn a_note_on_a_commit_shows_an_approval() {
    let beside = tempfile::tempdir().expect("a temporary folder");
    let folder = beside.path().join("demo");
    build_demo(&folder).expect("the demo is made");
    let approved = "Approved-by: Sara Lind <s.lind@example.org>";
    let commit = last_commit(&folder, "reviews/PIR-2026-0005.md");
    let note = ["notes", "--ref=pirctl", "add", "-m", approved, &commit];
    assert!(run_git(&folder, 1_767_225_600, &note, b"").status.success());
    let text = pirctl(&folder, &["show", "--rev", "HEAD", "PIR-2026-0005"]).done();
    let (words, remark) = claim(&text, "signoff.ism.name");
    assert_eq!((words[2], remark), ("recorded", "note: by a note on the commit"));
    let found = pirctl(&folder, &["lint", "--rev", "HEAD", "--format", "concise"]).out;
    let unmatched: Vec<_> = found.lines().filter(|line| line.contains("PIR016")).collect();
    assert!(unmatched.len() == 1 && unmatched[0].contains("j.weber"), "{unmatched:?}");
}
