//! `lint --staged` as a pre-commit hook: it sees what git is about to commit, nothing else.

use crate::support::git::Scratch;
use std::path::Path;

const GOOD: &str = "---\nid: INC-2026-0001\nkind: incident\ntitle: Lost badge\nstatus: reported\nowner: s.lind\nseverity: low\ndetected_at: 2026-05-02\nreported_at: 2026-05-02\n---\n";

/// A record whose severity is no severity.
fn bad() -> String {
    GOOD.replace("severity: low", "severity: lwo")
}

fn second(text: &str) -> String {
    text.replace("INC-2026-0001", "INC-2026-0002")
}

/// A repository whose first commit holds one good incident, with the hook installed.
fn with_hook() -> Scratch {
    let mut scratch = Scratch::new();
    scratch.write("incidents/INC-2026-0001.md", GOOD);
    scratch.write("notes/readme.txt", "x");
    scratch.commit("Begin");
    let program = env!("CARGO_BIN_EXE_pirctl");
    let hook =
        format!("#!/bin/sh\nexec '{program}' lint --staged --format concise --today 2026-05-20\n");
    scratch.write(".git/hooks/pre-commit", hook);
    make_executable(&scratch.path().join(".git/hooks/pre-commit"));
    scratch
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Whether `git commit` with these arguments, in this folder, got past the hook.
fn passes(scratch: &Scratch, folder: &Path, arguments: &[&str]) -> bool {
    let output =
        scratch.try_git(folder, &[&["commit", "-q", "-m", "Try"], arguments].concat(), b"");
    let said = String::from_utf8_lossy(&output.stderr).into_owned()
        + &String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() || said.contains("REC002"),
        "blocked for another reason: {said}"
    );
    output.status.success()
}

#[test]
fn a_staged_mistake_is_blocked_and_its_correction_passes() {
    let scratch = with_hook();
    scratch.write("incidents/INC-2026-0001.md", bad());
    scratch.git(&["add", "-A"]);
    assert!(!passes(&scratch, &scratch.path(), &[]));
    scratch.write("incidents/INC-2026-0001.md", GOOD.replace("Lost", "Found"));
    scratch.git(&["add", "-A"]);
    assert!(passes(&scratch, &scratch.path(), &[]));
}

#[test]
fn what_is_not_staged_does_not_block_until_it_is_committed_with_a() {
    let scratch = with_hook();
    scratch.write("incidents/INC-2026-0002.md", second(GOOD));
    scratch.git(&["add", "-A"]);
    scratch.write("incidents/INC-2026-0001.md", bad());
    assert!(passes(&scratch, &scratch.path(), &[]));
    assert!(!passes(&scratch, &scratch.path(), &["-a"]));
}

#[test]
fn a_mistake_that_is_staged_but_mended_in_the_working_tree_is_blocked() {
    let scratch = with_hook();
    scratch.write("incidents/INC-2026-0001.md", bad());
    scratch.git(&["add", "-A"]);
    scratch.write("incidents/INC-2026-0001.md", GOOD.replace("Lost", "Found"));
    assert!(!passes(&scratch, &scratch.path(), &[]));
    assert!(passes(&scratch, &scratch.path(), &["-a"]));
}

#[test]
fn a_commit_of_one_path_is_judged_by_that_path() {
    let scratch = with_hook();
    scratch.write("incidents/INC-2026-0001.md", bad());
    scratch.write("incidents/INC-2026-0002.md", second(GOOD));
    scratch.git(&["add", "-A"]);
    assert!(passes(&scratch, &scratch.path(), &["--", "incidents/INC-2026-0002.md"]));
    assert!(!passes(&scratch, &scratch.path(), &["--", "incidents/INC-2026-0001.md"]));
}

#[test]
fn a_subfolder_and_a_linked_worktree_see_the_same() {
    let scratch = with_hook();
    scratch.write("incidents/INC-2026-0001.md", bad());
    scratch.git(&["add", "-A"]);
    assert!(!passes(&scratch, &scratch.path().join("notes"), &[]));
    let linked = scratch.beside("linked ünd far");
    scratch.git(&["worktree", "add", "-q", "-b", "side", linked.to_str().unwrap(), "HEAD"]);
    std::fs::write(linked.join("incidents/INC-2026-0001.md"), GOOD.replace("Lost", "Found"))
        .unwrap();
    assert!(passes(&scratch, &linked, &["-a"]));
    std::fs::write(linked.join("incidents/INC-2026-0001.md"), bad()).unwrap();
    assert!(!passes(&scratch, &linked, &["-a"]));
}

#[test]
fn a_file_only_intended_to_be_added_is_not_judged() {
    let scratch = with_hook();
    scratch.write("incidents/INC-2026-0002.md", second(&bad()));
    scratch.git(&["add", "-N", "incidents/INC-2026-0002.md"]);
    scratch.write("notes/readme.txt", "y");
    scratch.git(&["add", "notes"]);
    assert!(passes(&scratch, &scratch.path(), &[]));
}

#[test]
fn an_unmerged_entry_is_one_finding() {
    let mut scratch = with_hook();
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write("incidents/INC-2026-0001.md", GOOD.replace("low", "high"));
    scratch.commit("Side");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write("incidents/INC-2026-0001.md", GOOD.replace("low", "medium"));
    scratch.commit("Main");
    assert!(!scratch.try_git(&scratch.path(), &["merge", "-q", "side"], b"").status.success());
    let output = crate::lint::pirctl(
        &scratch.path(),
        &["lint", "--staged", "--format", "concise", "--today", "2026-05-20"],
    );
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(said.matches("REC014").count(), 1, "{said}");
    assert_eq!(output.status.code(), Some(1), "{said}");
}

#[test]
fn the_first_commit_of_a_repository_is_judged_too() {
    let scratch = Scratch::new();
    let staged = || {
        let fixed = ["lint", "--staged", "--format", "concise", "--today", "2026-05-20"];
        let output = crate::lint::pirctl(&scratch.path(), &fixed);
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    scratch.write("incidents/INC-2026-0001.md", bad());
    assert!(staged().1.contains("0 records checked"), "nothing is staged yet");
    scratch.git(&["add", "-A"]);
    scratch.write("incidents/INC-2026-0001.md", GOOD);
    let (code, said) = staged();
    assert!(code == 1 && said.contains("REC002"), "{said}");
    scratch.git(&["add", "-A"]);
    assert_eq!(staged().0, 0);
}

#[test]
fn a_staged_removal_breaks_the_links_of_files_that_are_not_staged() {
    let mut scratch = with_hook();
    let naming =
        second(GOOD).replace("severity: low\n", "severity: low\nsimilar_to: [INC-2026-0001]\n");
    scratch.write("incidents/INC-2026-0002.md", naming);
    scratch.commit("Two");
    let staged = || {
        let fixed = ["lint", "--staged", "--format", "concise", "--today", "2026-05-20"];
        let output = crate::lint::pirctl(&scratch.path(), &fixed);
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(staged().0, 0);
    // A rename keeps the id, so nothing breaks.
    std::fs::create_dir(scratch.path().join("incidents/badges")).unwrap();
    let moved = "incidents/badges/INC-2026-0001.md";
    scratch.git(&["mv", "incidents/INC-2026-0001.md", moved]);
    assert_eq!(staged().0, 0, "{}", staged().1);
    scratch.git(&["rm", "-q", "--cached", moved]);
    let (code, said) = staged();
    assert_eq!(code, 1);
    assert!(said.contains("incidents/INC-2026-0002.md:8:14: error[LNK001]"), "{said}");
}

#[test]
fn part_of_a_file_is_judged_as_it_is_staged() {
    let mut scratch = with_hook();
    let wide = GOOD.replace("---\nid", "---\n# one\n# two\n# three\nid");
    scratch.write("incidents/INC-2026-0001.md", &wide);
    scratch.commit("Wide");
    let patch = wide.replace("severity: low", "severity: lwo");
    let both = patch.replace("# two", "# two, and more");
    scratch.write("incidents/INC-2026-0001.md", &patch);
    scratch.git(&["add", "-A"]);
    scratch.write("incidents/INC-2026-0001.md", both.replace("lwo", "low"));
    assert!(!passes(&scratch, &scratch.path(), &[]));
}
