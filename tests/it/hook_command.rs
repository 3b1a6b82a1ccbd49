//! `pirctl hook`: writes a plain git hook, knows its own again, and never touches another's.

use crate::support::git::Scratch;
use crate::support::program::{Ran, pirctl};
use std::path::Path;
use std::process::Output;

const GOOD: &str = "---\nid: INC-2026-0001\nkind: incident\ntitle: Lost badge\nstatus: reported\nowner: s.lind\nseverity: low\ndetected_at: 2025-12-02\nreported_at: 2025-12-02\n---\n";

fn hook(folder: &Path, arguments: &[&str]) -> Ran {
    pirctl(folder, &[&["hook"], arguments].concat())
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// `git commit` in `folder`, with the program under test on the search path.
fn commit(scratch: &Scratch, folder: &Path, arguments: &[&str]) -> Output {
    let bin = Path::new(env!("CARGO_BIN_EXE_pirctl")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths(
        std::iter::once(bin.to_path_buf()).chain(std::env::split_paths(&path)),
    );
    let mut command = scratch.command(folder);
    // The end of 2025: no quarter is over for which a report would be owed.
    command.env("SOURCE_DATE_EPOCH", "1767139200");
    command.env("PATH", path.unwrap()).args(["commit", "-q", "-m", "Try"]).args(arguments);
    command.output().unwrap()
}

#[test]
fn the_installed_hook_blocks_a_mistake_and_lets_its_correction_pass() {
    let scratch = Scratch::new();
    let installed = hook(&scratch.path(), &["install"]);
    assert_eq!(installed.code, 0, "{}", installed.err);
    scratch.write("incidents/INC-2026-0001.md", GOOD.replace("low", "lwo"));
    scratch.git(&["add", "-A"]);
    let blocked = commit(&scratch, &scratch.path(), &[]);
    assert!(!blocked.status.success() && said(&blocked).contains("REC002"), "{}", said(&blocked));
    scratch.write("incidents/INC-2026-0001.md", GOOD);
    scratch.git(&["add", "-A"]);
    let passed = commit(&scratch, &scratch.path(), &[]);
    assert!(passed.status.success(), "{}", said(&passed));
}

#[test]
fn a_register_in_a_subfolder_is_checked_from_any_folder_also_with_commit_all() {
    let scratch = Scratch::new();
    scratch.write("my register/incidents/INC-2026-0001.md", GOOD);
    scratch.write("code/main.c", "int main;\n");
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-q", "-m", "Begin"]);
    let register = scratch.path().join("my register");
    assert_eq!(hook(&register, &["install"]).code, 0);
    scratch.write("my register/incidents/INC-2026-0001.md", GOOD.replace("low", "lwo"));
    for folder in ["", "my register", "code"] {
        let blocked = commit(&scratch, &scratch.path().join(folder), &["-a"]);
        assert!(said(&blocked).contains("REC002"), "from `{folder}`: {}", said(&blocked));
    }
}

#[test]
fn a_linked_worktree_shares_the_hook_and_judges_its_own_index() {
    let scratch = Scratch::new();
    scratch.write("incidents/INC-2026-0001.md", GOOD);
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-q", "-m", "Begin"]);
    let linked = scratch.path().join("linked tree");
    scratch.git(&["worktree", "add", "-q", "-b", "linked", linked.to_str().unwrap()]);
    assert_eq!(hook(&linked, &["install"]).code, 0);
    std::fs::write(linked.join("incidents/INC-2026-0001.md"), GOOD.replace("low", "lwo")).unwrap();
    let blocked = commit(&scratch, &linked, &["-a"]);
    assert!(said(&blocked).contains("REC002"), "{}", said(&blocked));
    assert_eq!(hook(&scratch.path(), &["status"]).code, 0);
}

#[test]
fn a_hook_of_somebody_else_is_never_touched() {
    let scratch = Scratch::new();
    let foreign = "#!/bin/sh\necho mine\n";
    scratch.write(".git/hooks/pre-commit", foreign);
    for (action, expected) in [("install", 2), ("status", 1), ("uninstall", 2)] {
        let output = hook(&scratch.path(), &[action]);
        assert_eq!(output.code, expected, "{action}: {}", output.err);
        assert!((output.out + &output.err).contains("not ours"), "{action}");
    }
    assert_eq!(
        std::fs::read_to_string(scratch.path().join(".git/hooks/pre-commit")).unwrap(),
        foreign
    );
}

#[test]
fn install_says_when_it_is_there_already_and_uninstall_takes_only_its_own_away() {
    let scratch = Scratch::new();
    let file = scratch.path().join(".git/hooks/pre-commit");
    assert_eq!(hook(&scratch.path(), &["install", "--dry-run"]).code, 0);
    assert!(!file.exists());
    assert_eq!(hook(&scratch.path(), &["status"]).code, 1);
    assert_eq!(hook(&scratch.path(), &["install"]).code, 0);
    assert!(hook(&scratch.path(), &["install"]).err.contains("already"));
    assert_eq!(hook(&scratch.path(), &["uninstall"]).code, 0);
    assert!(!file.exists());
    assert!(hook(&scratch.path(), &["uninstall"]).err.contains("nothing to remove"));
}

#[test]
fn a_configured_hooks_folder_is_left_to_whoever_keeps_it() {
    let scratch = Scratch::new();
    scratch.git(&["config", "core.hooksPath", ".husky/_"]);
    let output = hook(&scratch.path(), &["install"]);
    assert_eq!(output.code, 2);
    assert!(output.err.contains(".husky/_") && output.err.contains("pirctl lint --staged"));
    let printed = hook(&scratch.path(), &["install", "--print", "husky"]);
    assert_eq!(printed.done(), "# .husky/pre-commit\npirctl lint --staged\n");
}

#[test]
fn outside_of_a_working_tree_there_is_nothing_to_hook_into() {
    let folder = tempfile::tempdir().unwrap();
    let output = hook(folder.path(), &["install"]);
    assert_eq!(output.code, 2);
    assert!(output.err.contains("git init"), "{}", output.err);
}
