//! `lint --base`: what a change introduces and resolves, and nothing that was there before.

use crate::lint::pirctl;
use crate::support::dice::Dice;
use crate::support::git::Scratch;
use pirctl::diag::Finding;
use pirctl::rules::Selection;
use pirctl::session::{Environment, Face, Options, Session};
use pirctl::term::parse_day;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Exit status and standard output, and standard error behind it.
fn lint(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let fixed = ["lint", "--today", "2026-05-20", "--format", "concise", "--fail-on", "note"];
    let output = pirctl(folder, &[&fixed, arguments].concat());
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(said).unwrap())
}

/// The codes that `lint --base REV` prints, and the whole text.
fn base(scratch: &Scratch, rev: &str) -> (Vec<String>, String) {
    let (_, said) = lint(&scratch.path(), &["--base", rev]);
    let code = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    (said.lines().filter_map(code).collect(), said)
}

fn given(scratch: &Scratch, below: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules/given/chain");
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                let name = entry.strip_prefix(&root).unwrap().to_str().unwrap();
                scratch.write(&format!("{below}{name}"), std::fs::read(&entry).unwrap());
            }
        }
    }
}

/// A committed register with one whole chain.
fn chain() -> Scratch {
    let mut scratch = Scratch::new();
    given(&scratch, "");
    scratch.commit("Begin");
    scratch
}

fn edit(scratch: &Scratch, path: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(scratch.path().join(path)).unwrap();
    assert!(text.contains(from), "{path} has no {from}");
    scratch.write(path, text.replacen(from, to, 1));
}

fn incident(number: usize, more: &str) -> String {
    format!(
        "---\nid: INC-2025-{number:04}\nkind: incident\ntitle: Lost badge {number}\nstatus: reported\n\
         owner: s.lind\nseverity: low\ndetected_at: 2025-12-02\nreported_at: 2025-12-02\n{more}---\n"
    )
}

fn overdue(status: &str) -> String {
    format!(
        "---\nid: ACT-2026-0002\nkind: action\ntitle: Ask for exemptions\nstatus: {status}\n\
         incidents: [INC-2026-0001]\naddresses: [RCA-2026-0001#C1]\nowner: k.brandt\n\
         due: 2026-03-31\npriority: low\ntype: procedure-update\nblocked_reason: too much else\n---\n"
    )
}

#[test]
fn among_five_hundred_old_findings_exactly_the_new_one_is_printed() {
    let mut scratch = chain();
    for number in 1..=250 {
        // Two findings each: a broken link, and a key that nobody knows.
        let text = incident(number, "similar_to: [INC-1999-0001]\nreviewer: x\n");
        scratch.write(&format!("incidents/INC-2025-{number:04}.md"), text);
    }
    let before = scratch.commit("Old findings");
    assert!(lint(&scratch.path(), &[]).1.matches("LNK001").count() >= 250);
    assert_eq!(base(&scratch, "HEAD").0, [""; 0]);
    scratch.git(&["checkout", "-q", "-b", "side"]);
    edit(&scratch, "rcas/RCA-2026-0001.md", "INC-2026-0001", "INC-2026-0100");
    // Lines move, words are quoted, lists wrapped, files renamed: all known.
    for number in 1..=40 {
        let path = format!("incidents/INC-2025-{number:04}.md");
        edit(&scratch, &path, "title", "# a line\n\n# and one more\ntitle");
        edit(&scratch, &path, "[INC-1999-0001]", "\n  - \"INC-1999-0001\"");
    }
    std::fs::create_dir(scratch.path().join("incidents/badges")).unwrap();
    scratch.git(&["mv", "incidents/INC-2025-0100.md", "incidents/badges/INC-2025-0100.md"]);
    let (mut new, said) = base(&scratch, "main");
    // The evidence is not committed yet, which is a matter of its own.
    new.retain(|code| code != "GIT012");
    let after = scratch.commit("Break the chain");
    let (committed, _) = base(&scratch, "main");
    assert_eq!(new, committed, "{said}");
    assert!(new.contains(&"LNK001".to_owned()), "{said}");
    assert!(!said.contains("INC-2025-") && said.contains("RCA-2026-0001"), "{said}");
    assert!(said.contains(&format!("new since {}", &before[..12])), "{said}");
    // In files that the change did not touch, too: the old incident lost its cause.
    assert!(said.lines().any(|line| line.starts_with("incidents/INC-2026-0001.md")), "{said}");
    assert_eq!(base(&scratch, &after).0, [""; 0]);
    edit(&scratch, "rcas/RCA-2026-0001.md", "INC-2026-0100", "INC-2026-0001");
    scratch.commit("Mend it");
    let (new, said) = base(&scratch, &after);
    assert!(!new.contains(&"LNK001".to_owned()) && !said.contains(" 0 resolved"), "{said}");
}

#[test]
fn a_deadline_that_ran_out_is_no_fault_of_the_change() {
    let mut scratch = chain();
    scratch.write("actions/ACT-2026-0002.md", overdue("open"));
    scratch.commit("An action");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write("notes.txt", "x");
    scratch.commit("Something else");
    assert!(lint(&scratch.path(), &[]).1.contains("ACT002"));
    assert_eq!(base(&scratch, "main").0, [""; 0]);
}

#[test]
fn the_configuration_of_the_head_judges_and_its_loosening_is_told() {
    let mut scratch = chain();
    scratch.write("actions/ACT-2026-0002.md", overdue("blocked"));
    scratch.commit("An action");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    let config = "schema: 1\nprofile: standard\nincident_policy: POL-incident-management\n";
    scratch.write("pirctl.yaml", format!("{config}rules: {{ACT002: off}}\nprofil: x\n"));
    let (new, said) = base(&scratch, "main");
    assert_eq!(new, ["GIT015", "CFG001"], "{said}");
    assert!(said.contains("the level of ACT002 was lowered") && said.contains("ACT-2026-0002"));
    scratch.commit("Lower it");
    assert_eq!(base(&scratch, "main").0, ["GIT015", "CFG001"]);
    // A stricter level for what was there before is nothing that the records introduced.
    scratch.write("pirctl.yaml", format!("{config}rules: {{LNK002: error}}\n"));
    assert_eq!(base(&scratch, "main").0, [""; 0]);
}

#[test]
fn what_is_not_committed_yet_is_decided_by_two_snapshots() {
    let scratch = chain();
    edit(&scratch, "incidents/INC-2026-0001.md", "status: closed", "status: triaged");
    edit(&scratch, "reviews/PIR-2026-0001.md", "lead: ", "form: written\nlead: x");
    std::fs::remove_file(scratch.path().join("actions/ACT-2026-0001.md")).unwrap();
    for arguments in [&["--base", "HEAD"][..], &["--base", "HEAD", "--staged"]] {
        scratch.git(&["add", "-A"]);
        let (code, said) = lint(&scratch.path(), arguments);
        assert_eq!(code, 1);
        for found in ["REC009", "GIT004", "GIT005"] {
            assert_eq!(said.matches(found).count(), 1, "{found}\n{said}");
        }
        assert!(said.contains("in this change"), "{said}");
    }
}

#[test]
fn a_shallow_clone_with_its_base_decides_and_one_without_says_what_to_fetch() {
    let mut scratch = chain();
    scratch.git(&["checkout", "-q", "-b", "side"]);
    edit(&scratch, "incidents/INC-2026-0001.md", "status: closed", "status: triaged");
    scratch.commit("Back to triage");
    let clone = |scratch: &Scratch, name: &str, depth: &str| {
        let url = format!("file://{}", scratch.path().display());
        let to = scratch.beside(name);
        let arguments = [
            "clone",
            "-q",
            "--no-single-branch",
            "--depth",
            depth,
            "-b",
            "side",
            &url,
            to.to_str().unwrap(),
        ];
        assert!(scratch.try_git(&scratch.path(), &arguments, b"").status.success());
        to
    };
    let (code, said) = lint(&clone(&scratch, "two", "2"), &["--base", "origin/main"]);
    assert_eq!(code, 1);
    // Two versions can be seen, in history and in the snapshots: one finding.
    assert_eq!(said.matches("REC009").count(), 1, "{said}");
    edit(&scratch, "reviews/PIR-2026-0001.md", "lead: ", "form: written\nlead: x");
    scratch.commit("One more");
    let (code, said) = lint(&clone(&scratch, "one", "1"), &["--base", "origin/main"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("git fetch --unshallow"), "{said}");
}

#[test]
fn a_base_that_is_none_is_exit_2_and_a_tag_is_one() {
    let mut scratch = chain();
    scratch.git(&["tag", "-a", "-m", "audit", "audit-2026"]);
    scratch.write("notes.txt", "x");
    scratch.commit("More");
    for (rev, said) in [
        ("no-such-rev", "was not found"),
        ("origin/main", "did you mean main?"),
        ("origin/other", "git fetch origin other"),
        ("HEAD^{tree}", "names a tree"),
        ("HEAD:pirctl.yaml", "names a blob"),
        ("", "was not found"),
    ] {
        let (code, told) = lint(&scratch.path(), &["--base", rev]);
        assert!(code == 2 && told.contains(said), "{rev}: {told}");
    }
    assert_eq!(lint(&scratch.path(), &["--base", "audit-2026"]).0, 0);
    scratch.git(&["checkout", "-q", "--orphan", "island"]);
    let (code, told) = lint(&scratch.path(), &["--base", "main"]);
    assert!(code == 2 && told.contains("there is no commit yet"), "{told}");
    scratch.commit("Island");
    let (code, told) = lint(&scratch.path(), &["--base", "main"]);
    assert!(code == 2 && told.contains("share no history"), "{told}");
    let bare = tempfile::tempdir().unwrap();
    let (code, told) = lint(bare.path(), &["--base", "main"]);
    assert!(code == 2 && told.contains("not in a git repository"), "{told}");
}

#[test]
fn a_register_in_a_subfolder_and_one_that_is_new_are_held_against_their_own_past() {
    let mut scratch = Scratch::new();
    scratch.write("README.md", "x");
    scratch.write("incidents/INC-2025-0001.md", incident(1, "similar_to: [INC-1999-0001]\n"));
    scratch.commit("No register yet");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    given(&scratch, "isms/");
    scratch.write("isms/incidents/INC-2025-0002.md", incident(2, "similar_to: [INC-1999-0001]\n"));
    scratch.commit("Register");
    let inside = scratch.path().join("isms");
    let (_, full) = lint(&inside, &[]);
    let (code, said) = lint(&inside, &["--base", "main"]);
    assert!(code == 1 && said.contains("LNK001") && said.contains("0 resolved"), "{said}");
    let count = |text: &str| text.lines().filter(|line| line.contains('[')).count();
    assert_eq!(count(&said), count(&full), "everything is new\n{said}\n{full}");
    let (code, said) = lint(&inside, &["--base", "HEAD"]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn json_names_the_base_and_what_was_resolved() {
    let mut scratch = chain();
    scratch.write("incidents/INC-2025-0001.md", incident(1, "similar_to: [INC-1999-0001]\n"));
    let before = scratch.commit("Old");
    scratch.write("incidents/INC-2025-0001.md", incident(1, "reviewer: x\n"));
    let fixed = ["lint", "--today", "2026-05-20", "--format", "json", "--statistics"];
    let output = pirctl(&scratch.path(), &[&fixed[..], &["--base", "HEAD"]].concat());
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    crate::json_contract::assert_keeps_schema("lint", &document);
    assert_eq!(document["base"]["commit"], before);
    assert_eq!(document["base"]["resolved"][0]["code"], "LNK001");
    assert_eq!(document["base"]["resolved"][0]["line"], 10);
    assert_eq!(document["findings"][0]["code"], "REC012");
    assert_eq!(document["statistics"][0]["code"], "REC012");
}

/// Findings of a commit by fingerprint, each with its level.
fn judged(folder: &Path, rev: &str) -> Vec<Finding> {
    open(folder, rev).judge().findings
}

fn open(folder: &Path, rev: &str) -> Session {
    let face = Face::Revision(rev.to_owned());
    let today = parse_day("2026-05-20");
    let options = Options { folder: folder.into(), face, today, ..Options::default() };
    Session::open(&options, &Environment::default()).unwrap()
}

#[test]
fn a_base_says_what_two_full_runs_compared_say() {
    let mut scratch = chain();
    scratch.commit("A second one");
    let files = scratch.git(&["ls-files"]);
    let files: Vec<&str> = files.lines().filter(|file| file.ends_with(".md")).collect();
    let mut dice = Dice::new(7);
    let mut introduced = 0;
    for _ in 0..25 {
        for _ in 0..=dice.below(3) {
            mangle(&scratch, files[dice.below(files.len())], &mut dice);
        }
        scratch.commit("Change");
        let back = format!("HEAD~{}", 1 + dice.below(2));
        let (old, new) = (judged(&scratch.path(), &back), judged(&scratch.path(), "HEAD"));
        let known: BTreeMap<_, _> = old.iter().map(|f| (f.fingerprint(), f.level)).collect();
        let is_new = |f: &&Finding| known.get(&f.fingerprint()).is_none_or(|l| *l < f.level);
        let expected: Vec<_> = new.iter().filter(is_new).cloned().collect();
        let now: BTreeSet<_> = new.iter().map(Finding::fingerprint).collect();
        let gone: Vec<_> =
            old.iter().filter(|f| !now.contains(&f.fingerprint())).cloned().collect();
        let session = open(&scratch.path(), "HEAD");
        let change = session.since(&back, &Selection::default()).unwrap();
        let found = change.judgement.findings.into_iter().filter(|f| f.code != "GIT015");
        assert_eq!(found.collect::<Vec<_>>(), expected);
        assert_eq!(change.resolved, gone);
        introduced += expected.len();
    }
    assert!(introduced > 20, "{introduced}");
}

/// Takes a line out, doubles it, or writes another word into it.
fn mangle(scratch: &Scratch, path: &str, dice: &mut Dice) {
    let text = std::fs::read_to_string(scratch.path().join(path)).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = dice.below(lines.len());
    match dice.below(4) {
        0 if lines[at] != "---" => drop(lines.remove(at)),
        1 => lines[at] = lines[at].replace("0001", "0004"),
        2 => lines[at] = lines[at].replace("2026-0", "2026-1"),
        _ => lines.insert(at, lines[at].clone()),
    }
    scratch.write(path, lines.join("\n") + "\n");
}
