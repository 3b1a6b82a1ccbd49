//! The sample register: the same repository on every machine, sound and with a clean working tree.

use crate::support::git::{open, run_git};
use pirctl::deliver::{DemoError, build_demo};
use pirctl::git::GitError;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Weak};

/// The commit that the story ends with. It changes with `examples/` and with nothing else.
const HEAD: &str = "4122f981eb46e77ea43554ed67f87eb8e591fa80";

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = run_git(folder, 1_800_000_000, arguments, b"");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {errors}");
    assert_eq!(errors, "", "git {arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// A demo that the tests of this file only read; the folder above it is there no longer than they.
fn demo() -> (Arc<tempfile::TempDir>, PathBuf) {
    static SHARED: Mutex<Weak<tempfile::TempDir>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap();
    let root = shared.upgrade().unwrap_or_else(|| {
        let root = tempfile::tempdir().unwrap();
        build_demo(&root.path().join("some/where")).unwrap();
        Arc::new(root)
    });
    *shared = Arc::downgrade(&root);
    let folder = root.path().join("some/where");
    (root, folder)
}

/// Every file below `folder` but git's own.
fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = walk.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap();
        let path: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        (path.join("/"), std::fs::read(entry.path()).unwrap())
    });
    files.filter(|(path, _)| !path.starts_with(".git/")).collect()
}

#[test]
fn ids_are_equal_on_every_machine() {
    let root = tempfile::tempdir().unwrap();
    let made = build_demo(&root.path().join("demo")).unwrap();
    assert_eq!(made.head.hex(), HEAD);
    let folder = root.path().join("demo");
    assert_eq!(git(&folder, &["rev-parse", "main"]).trim(), HEAD);
    assert_eq!(git(&folder, &["symbolic-ref", "HEAD"]).trim(), "refs/heads/main");
    assert_eq!(git(&folder, &["rev-list", "--count", "main"]).trim(), made.commits.to_string());
}

#[test]
fn git_finds_nothing_wrong_and_nothing_to_commit() {
    let (_root, folder) = demo();
    assert_eq!(git(&folder, &["fsck", "--strict", "--full", "--no-dangling"]), "");
    // Before any command has refreshed the index: it knows size and times of the files.
    assert_eq!(git(&folder, &["diff-files", "--name-only"]), "");
    assert_eq!(git(&folder, &["status", "--porcelain", "--ignored"]), "");
    assert_eq!(git(&folder, &["diff-index", "--cached", "--name-only", "HEAD"]), "");
}

#[test]
fn the_last_tree_is_the_one_in_examples() {
    let (_root, folder) = demo();
    let mut expected =
        files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/register"));
    let log = ["log", "--format=%H", "--grep=^Access control policy 2.3"];
    let id = git(&folder, &log).trim()[..12].to_owned();
    for bytes in expected.values_mut() {
        let text = String::from_utf8(bytes.clone()).unwrap();
        *bytes = text.replace("{{commit:access-control-2.3}}", &id).into_bytes();
    }
    let made = files_below(&folder);
    let paths = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&made), paths(&expected));
    assert_eq!(made, expected);
}

#[test]
fn the_commit_that_an_action_names_changed_the_policy() {
    let (_root, folder) = demo();
    let action = std::fs::read_to_string(folder.join("actions/ACT-2026-0012.md")).unwrap();
    let id = action.split_once("{commit: \"").unwrap().1.split_once('"').unwrap().0;
    assert_eq!(id.len(), 12);
    let changed = git(&folder, &["show", "--format=", "--name-only", id]);
    assert_eq!(changed.trim(), "policies/POL-access-control.md");
    let diff = git(&folder, &["show", "--format=", id]);
    assert!(diff.contains("+version: \"2.3\"") && diff.contains("+who owns it"), "{diff}");
}

#[test]
fn authors_times_and_trailers_are_as_the_story_says() {
    let (_root, folder) = demo();
    let repository = open(&folder);
    let head = git(&folder, &["log", "-1", "--format=%an|%ae|%aI|%cn|%ce|%cI"]);
    let sara = "Sara Lind|s.lind@example.org|2026-05-20T09:30:00+02:00";
    assert_eq!(head.trim(), format!("{sara}|{sara}"));
    let id = pirctl::git::CommitId::parse(HEAD).unwrap();
    let commit = repository.commit(&id).unwrap();
    assert_eq!(commit.trailers, [("Incident".to_owned(), "INC-2026-0011".to_owned())]);
    let authors = git(&folder, &["log", "--format=%an"]);
    assert!(authors.contains("Jörg Weber") && authors.contains("Elif Yıldız"));
    assert_eq!(git(&folder, &["rev-list", "--count", "--merges", "main"]).trim(), "5");
}

#[test]
fn policies_are_moved_renamed_and_rewritten_as_the_story_says() {
    let (_root, folder) = demo();
    let log = ["log", "--format=", "--no-merges", "-M", "--name-status", "--diff-filter=RD"];
    let moves = git(&folder, &[&log[..], &["--", "policies", "handbook"]].concat());
    let moves: Vec<_> = moves.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        moves,
        [
            // Moved and rewritten at once: no similarity finds it again.
            "D\thandbook/POL-backup.md",
            "R100\thandbook/POL-supplier-security.md\tpolicies/POL-supplier-security.md",
            "R076\tpolicies/POL-laptops.md\tpolicies/POL-mobile-devices.md",
        ]
    );
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("mine"), "x").unwrap();
    let refused = build_demo(root.path()).unwrap_err();
    assert_eq!(refused, DemoError::NotEmpty { path: root.path().to_owned() });
    assert_eq!(files_below(root.path()).len(), 1);
    assert!(!root.path().join(".git").exists());
    let file = build_demo(&root.path().join("mine")).unwrap_err();
    assert!(matches!(file, DemoError::Unusable { .. }), "{file}");
}

#[test]
fn an_empty_folder_is_used() {
    let root = tempfile::tempdir().unwrap();
    build_demo(root.path()).unwrap();
    assert!(root.path().join("README.md").is_file());
}

#[test]
fn the_command_prints_the_folder_and_says_what_to_try() {
    let root = tempfile::tempdir().unwrap();
    let pirctl = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("pirctl").unwrap();
        command.current_dir(root.path()).args(arguments).assert()
    };
    let made = pirctl(&["demo"]).success().stdout("pirctl-demo\n").get_output().clone();
    assert!(String::from_utf8(made.stderr).unwrap().contains("lint --rev HEAD"));
    assert_eq!(git(&root.path().join("pirctl-demo"), &["rev-parse", "HEAD"]).trim(), HEAD);
    let again = pirctl(&["demo"]).code(2).stdout("").get_output().clone();
    assert!(String::from_utf8(again.stderr).unwrap().contains("not empty"));
    pirctl(&["-C", "missing", "demo"]).code(2).stdout("");
    assert!(!root.path().join("missing").exists());
}

#[test]
fn a_disk_that_cannot_be_written_is_a_failure_with_a_hint() {
    let error = GitError::NotWritten { what: "a commit".into(), reason: "no space".into() };
    assert_eq!(error.to_string(), "a commit could not be written: no space");
    assert!(error.hint().contains("disk"));
}
