//! `pirctl waive` from outside: the entry in the record, and what is refused.

use crate::support::program::{Ran, pirctl};
use pirctl::deliver::build_demo;
use std::path::{Path, PathBuf};

struct Register {
    folder: PathBuf,
    _beside: tempfile::TempDir,
}

fn register() -> Register {
    let beside = tempfile::tempdir().unwrap();
    let folder = beside.path().join("demo");
    build_demo(&folder).unwrap();
    Register { folder, _beside: beside }
}

const TODAY: [&str; 2] = ["--today", "2026-05-20"];

/// A finding of the demo on an action that is not closed.
fn finding(folder: &Path) -> (String, String, String) {
    let text =
        pirctl(folder, &[&["lint", "--format", "json", "--fail-on", "never"][..], &TODAY].concat())
            .done();
    let found: serde_json::Value = serde_json::from_str(&text).unwrap();
    let overdue = found["findings"].as_array().unwrap().iter().find(|f| f["code"] == "ACT002");
    let overdue = overdue.expect("the demo has an overdue action");
    let text = |key: &str| overdue[key].as_str().unwrap().to_owned();
    (text("record"), text("path"), text("code"))
}

fn waive(folder: &Path, id: &str, rule: &str, more: &[&str]) -> Ran {
    let usual = [
        "waive",
        id,
        rule,
        "--reason",
        "Supplier: delivers in July",
        "--approved-by",
        "a.novak",
        "--expires",
        "2026-08-31",
    ];
    let mut arguments = usual.to_vec();
    for pair in more.chunks(2) {
        match arguments.iter().position(|word| word == &pair[0]) {
            Some(at) => arguments[at + 1] = pair[1],
            None => arguments.extend(pair),
        }
    }
    pirctl(folder, &[&arguments[..], &TODAY].concat())
}

#[test]
fn a_waived_finding_is_listed_as_waived_and_nothing_else_changes() {
    let register = register();
    let (id, path, code) = finding(&register.folder);
    let file = register.folder.join(&path);
    let before = std::fs::read_to_string(&file).unwrap();
    let ran = waive(&register.folder, &id, "overdue", &["--dry-run"]);
    assert!(ran.out.contains("+  - rule: ACT002"), "{} {}", ran.out, ran.err);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
    let ran = waive(&register.folder, &id, &code, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    let entry = "waivers:\n  - rule: ACT002\n    reason: \"Supplier: delivers in July\"\n    approved_by: a.novak\n    expires: 2026-08-31\n";
    let after = std::fs::read_to_string(&file).unwrap();
    assert_eq!(after.replace(entry, ""), before);
    let lint = pirctl(
        &register.folder,
        &["lint", "--format", "json", "--fail-on", "never", "--today", "2026-05-20"],
    )
    .done();
    let found: serde_json::Value = serde_json::from_str(&lint).unwrap();
    let is_it = |f: &&serde_json::Value| f["code"] == "ACT002" && f["record"] == id.as_str();
    assert_eq!(found["findings"].as_array().unwrap().iter().filter(is_it).count(), 0);
    assert_eq!(found["waived"].as_array().unwrap().iter().filter(is_it).count(), 1);
    assert!(
        !lint.contains("GIT005") || lint.matches("GIT005").count() == before_count(&register),
        "{lint}"
    );
    let again = waive(&register.folder, &id, &code, &[]);
    assert!(
        again.code == 2 && again.err.contains("is waived already until 2026-08-31"),
        "{}",
        again.err
    );
}

/// How often the untouched demo is told of GIT005.
fn before_count(register: &Register) -> usize {
    let text = pirctl(
        &register.folder,
        &[
            "lint",
            "--rev",
            "HEAD",
            "--format",
            "json",
            "--fail-on",
            "never",
            "--today",
            "2026-05-20",
        ],
    )
    .done();
    text.matches("GIT005").count()
}

#[test]
fn a_waiver_that_would_not_hold_is_refused() {
    let register = register();
    let (id, path, code) = finding(&register.folder);
    let file = register.folder.join(&path);
    let before = std::fs::read_to_string(&file).unwrap();
    let owner = before.lines().find_map(|line| line.strip_prefix("owner: ")).unwrap();
    for (rule, more, said) in [
        ("ACT0002", &[][..], "did you mean `ACT002`?"),
        ("REC001", &[], "finds nothing in"),
        (&*code, &["--reason", " "], "needs a reason"),
        (&*code, &["--approved-by", owner], "cannot approve its waiver"),
        (&*code, &["--approved-by", "a.nowak"], "did you mean `a.novak`?"),
        (&*code, &["--expires", "2026-05-20"], "does not hold any more"),
        (&*code, &["--expires", "2027-05-21"], "more than a year ahead"),
        (&*code, &["--expires", "soon"], "is no day"),
    ] {
        let ran = waive(&register.folder, &id, rule, more);
        assert!(ran.code == 2 && ran.err.contains(said), "{rule} {more:?}: {}", ran.err);
    }
    let ran = waive(&register.folder, "ACT-2026-0999", &code, &[]);
    assert!(ran.code == 2 && ran.err.contains("there is no record"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
    let ran = waive(&register.folder, &id, "REC001", &["--expires", "2027-06-30", "--force"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}
