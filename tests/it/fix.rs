//! `lint --fix`, `--unsafe-fixes` and `--diff` from outside: what changes, what never does.

use crate::support::dice::Dice;
use crate::support::program::{Ran, pirctl};
use pirctl::deliver::build_demo;
use pirctl::rules::RULES;
use pirctl::rules::fix::FIXES;
use std::collections::BTreeMap;
use std::path::Path;

/// Every file of the folder but git's own.
fn state(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    files
        .filter(|entry| {
            entry.file_type().is_file()
                && !entry.path().components().any(|c| c.as_os_str() == ".git")
        })
        .map(|entry| {
            (
                entry.path().strip_prefix(folder).unwrap().display().to_string(),
                std::fs::read(entry.path()).unwrap(),
            )
        })
        .collect()
}

fn lint(folder: &Path, arguments: &[&str]) -> Ran {
    pirctl(folder, &[&["lint", "--today", "2026-05-20", "--fail-on", "never"], arguments].concat())
}

const INCIDENT: &str = "---\r\nid: INC-2026-0001 # first\r\nkind: incident\r\ntitle: 'x'\r\nstatus: Reported\r\nowner: a.b\r\nseverity: \"HIGH\"\r\norigin: incidnet\r\ndetected_at: 2026/3/2\r\nreported_at: 2026-03-02\r\nhuman_factor: True\r\nrecords_affected: '12'\r\ntags: mail\r\nsimliar_to: [INC-2025-0001]\r\n---\r\n\r\n## Summary\r\nstatus: Reported\r\n";

fn small() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("pirctl.yaml", "schema: 1\n");
    write("incidents/INC-2026-0001.md", INCIDENT);
    write(
        "reviews/PIR-2026-0001.md",
        "\u{feff}---\nid: PIR-2026-0001\nkind: pir\ntitle: r\nstatus: scheduled\nfacilitator: c.d\nincidents: inc-2026-0001\r\nscheduled_at: 2026-03-05\n---\n",
    );
    write(
        "actions/first.md",
        "---\nid: ACT-2026-0001\nkind: action\ntitle: a\nstatus: proposed\nincidents: [INC-2026-001]\n---\n",
    );
    folder
}

#[test]
fn safe_fixes_change_exactly_their_values() {
    let folder = small();
    let ran = lint(folder.path(), &["--fix"]);
    assert!(ran.err.contains("fixed 10 findings in 2 files"), "{}", ran.err);
    let files = state(folder.path());
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    let wanted = INCIDENT
        .replacen("status: Reported", "status: reported", 1)
        .replace("\"HIGH\"", "\"high\"")
        .replace("2026/3/2", "2026-03-02")
        .replace("True", "true")
        .replace("'12'", "12")
        .replace("tags: mail", "tags: [mail]");
    assert_eq!(text("incidents/INC-2026-0001.md"), wanted);
    assert_eq!(
        text("reviews/PIR-2026-0001.md"),
        "---\nid: PIR-2026-0001\nkind: pir\ntitle: r\nstatus: scheduled\nlead: c.d\nincidents: [INC-2026-0001]\nscheduled_at: 2026-03-05\n---\n"
    );
    let again = lint(folder.path(), &["--fix"]);
    assert!(!again.err.contains("fixed"), "{}", again.err);
    assert_eq!(state(folder.path()), files);
}

#[test]
fn unsafe_fixes_are_made_on_request_only() {
    let folder = small();
    let before = state(folder.path());
    let shown = lint(folder.path(), &["--diff", "--unsafe-fixes"]);
    assert_eq!(shown.code, 1);
    assert!(
        shown.out.contains("rename from actions/first.md\nrename to actions/ACT-2026-0001.md"),
        "{}",
        shown.out
    );
    assert!(shown.out.contains("-origin: incidnet\\u{d}\n"), "{}", shown.out);
    assert_eq!(state(folder.path()), before);
    let ran = lint(folder.path(), &["--fix", "--unsafe-fixes"]);
    assert!(ran.err.contains("in 3 files"), "{}", ran.err);
    let files = state(folder.path());
    let action = String::from_utf8(files["actions/ACT-2026-0001.md"].clone()).unwrap();
    assert!(
        action.contains("incidents: [INC-2026-0001]") && !files.contains_key("actions/first.md")
    );
    let incident = String::from_utf8(files["incidents/INC-2026-0001.md"].clone()).unwrap();
    assert!(
        incident.contains("origin: incident\r\n")
            && incident.contains("similar_to: [INC-2025-0001]"),
        "{incident}"
    );
    assert_eq!(lint(folder.path(), &["--fix", "--unsafe-fixes"]).err.matches("fixed").count(), 0);
    assert_eq!(state(folder.path()), files);
    let clean = lint(folder.path(), &["--diff", "--unsafe-fixes"]);
    assert_eq!((clean.code, clean.out.as_str()), (0, ""));
}

#[test]
fn the_patch_is_one_that_git_takes() {
    let folder = small();
    let shown = lint(folder.path(), &["--diff", "reviews"])
        .out
        .replace("\\u{d}", "\r")
        .replace("\\u{feff}", "\u{feff}");
    let patch = folder.path().join("p.diff");
    std::fs::write(&patch, shown).unwrap();
    let run = crate::support::git::run_git(
        folder.path(),
        0,
        &["apply", "--whitespace=nowarn", "p.diff"],
        b"",
    );
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    std::fs::remove_file(patch).unwrap();
    let patched = state(folder.path());
    let other = small();
    lint(other.path(), &["--fix", "reviews"]);
    assert_eq!(state(other.path()), patched);
}

#[test]
fn json_says_the_fix_and_where() {
    let folder = small();
    let text = lint(folder.path(), &["--format", "json"]).out;
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    crate::json_contract::assert_keeps_schema("lint", &document);
    let findings = document["findings"].as_array().unwrap();
    let of = |code: &str, part: &str| {
        let it = |f: &&serde_json::Value| {
            f["code"] == code && f["message"].as_str().unwrap().contains(part)
        };
        findings.iter().find(it).unwrap_or_else(|| panic!("{code} {part}"))["fix"].clone()
    };
    let fix = of("REC002", "HIGH");
    assert_eq!((&fix["safe"], &fix["description"]), (&true.into(), &"write `high`".into()));
    assert_eq!(fix["edits"][0]["line"], 7);
    assert_eq!(
        (&fix["edits"][0]["column"], &fix["edits"][0]["text"]),
        (&12.into(), &"high".into())
    );
    assert_eq!(of("REC003", "first.md")["rename"], "actions/ACT-2026-0001.md");
    assert!(findings.iter().any(|finding| finding["fix"].is_null()));
}

#[test]
fn only_the_working_tree_is_fixed() {
    let folder = small();
    for (arguments, said) in [
        (&["--fix", "--rev", "HEAD"][..], "only the working tree"),
        (&["--diff", "--staged"], "only the working tree"),
        (&["--unsafe-fixes"], "add --diff to look at them"),
    ] {
        let ran = lint(folder.path(), arguments);
        assert!(ran.code == 2 && ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn every_rule_with_a_fix_is_a_rule_and_says_so() {
    let places: Vec<_> =
        FIXES.iter().map(|card| RULES.iter().position(|r| r.code == card.code)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    let text = pirctl(Path::new("/"), &["explain", "REC015"]).done();
    assert!(text.contains("Fix: Safe: the byte-order mark is removed"), "{text}");
}

/// One slip at a random place of a record; `None` where the file has nothing to slip on.
fn slip(text: &str, dice: &mut Dice) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let front = lines.iter().skip(1).position(|line| *line == "---\n")? + 1;
    let at = 1 + dice.below(front - 1);
    let line = lines[at];
    let (key, value) = line.trim_end().split_once(": ")?;
    let new = match dice.below(6) {
        0 => format!("{key}: {}\n", value.to_uppercase()),
        1 => format!("{}: {value}\n", &key[..key.len() - 1]),
        2 => format!("{key}: '{value}'\n"),
        3 => format!("{key}: {value}\r\n"),
        4 => format!("{key}: {}\n", value.trim_matches(['[', ']'])),
        _ => format!("{key}: {}\n", value.replacen("-0", "-", 1)),
    };
    let mut lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
    lines[at] = new;
    Some(lines.concat())
}

#[test]
fn random_slips_are_fixed_once_and_bodies_are_never_touched() {
    let beside = tempfile::tempdir().unwrap();
    let folder = beside.path().join("demo");
    build_demo(&folder).unwrap();
    let clean = state(&folder);
    let records: Vec<&String> = clean.keys().filter(|path| path.ends_with(".md")).collect();
    let mut dice = Dice::new(27);
    for path in &records {
        let mut text = String::from_utf8(clean[*path].clone()).unwrap();
        for _ in 0..dice.below(4) {
            text = slip(&text, &mut dice).unwrap_or(text);
        }
        std::fs::write(folder.join(path), text).unwrap();
    }
    let slipped = state(&folder);
    let ran = lint(&folder, &["--fix", "--unsafe-fixes"]);
    assert!(ran.err.contains("fixed"), "{}", ran.err);
    let fixed = state(&folder);
    let changed = slipped.iter().filter(|(path, text)| fixed.get(*path) != Some(text)).count();
    assert!(changed > 20, "only {changed}");
    for path in records.iter().filter(|path| fixed.contains_key(**path)) {
        let body = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).unwrap().replace("\r\n", "\n");
            text.splitn(3, "---\n").nth(2).unwrap_or_default().to_owned()
        };
        assert_eq!(body(&fixed[*path]), body(&slipped[*path]), "{path}");
    }
    lint(&folder, &["--fix", "--unsafe-fixes"]);
    assert_eq!(state(&folder), fixed, "a second run changes something");
}
