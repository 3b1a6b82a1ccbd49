//! `pirctl init`: what it writes, what it keeps; `pirctl completions`.

use crate::support::git::Scratch;
use crate::support::program::pirctl;
use std::path::Path;

#[test]
fn a_new_register_lints_clean() {
    for profile in ["small", "standard", "group"] {
        let scratch = Scratch::new();
        let at = scratch.path();
        let ran = pirctl(&at, &["init", "--profile", profile]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.starts_with("pirctl.yaml\npeople.yaml\nREADME.md\n"), "{}", ran.out);
        assert!(ran.out.lines().all(|path| at.join(path).is_file()), "{}", ran.out);
        let lint = pirctl(&at, &["lint", "--fail-on", "warning"]);
        assert_eq!(lint.code, 0, "{}{}", lint.out, lint.err);
        assert!(lint.out.contains("1 record checked"), "{}", lint.out);
    }
}

#[test]
fn what_is_there_is_kept_and_named() {
    let scratch = Scratch::new();
    let at = scratch.path();
    scratch.write("README.md", "ours\n");
    scratch.write("policies/POL-incident-management.md", "ours too\n");
    let ran = pirctl(&at, &["init"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("kept README.md: it is there already\n"), "{}", ran.err);
    assert!(!ran.out.contains("\nREADME.md\n"), "{}", ran.out);
    assert_eq!(read(&at.join("README.md")), "ours\n");
    assert_eq!(read(&at.join("policies/POL-incident-management.md")), "ours too\n");
    let again = pirctl(&at, &["init"]);
    assert_eq!((again.code, again.out.as_str()), (0, ""), "{}", again.err);
    assert!(again.err.contains("wrote 0 of "), "{}", again.err);
}

#[test]
fn the_first_person_is_the_user_of_git() {
    let scratch = Scratch::new();
    let at = scratch.path();
    scratch.git(&["config", "user.email", "sara.lind@example.org"]);
    pirctl(&at, &["init", "register"]).done();
    let people = read(&at.join("register/people.yaml"));
    assert!(people.contains("\nsara.lind:\n  name: Sara Lind\n"), "{people}");
    assert!(people.contains("emails: [sara.lind@example.org]\n"), "{people}");
    let made = pirctl(&at.join("register"), &["new", "vendor", "--title", "One"]);
    assert_eq!(made.done(), "vendors/VND-one.md\n");
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_it_would() {
    let scratch = Scratch::new();
    let at = scratch.path();
    let ran = pirctl(&at, &["init", "deep/down", "--dry-run"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("deep/down/pirctl.yaml\n"), "{}", ran.out);
    assert!(!at.join("deep").exists());
    scratch.write("pirctl.yaml", "");
    let ran = pirctl(&at, &["init", "--dry-run"]);
    assert!(ran.err.contains("kept pirctl.yaml"), "{}", ran.err);
    assert!(!at.join("people.yaml").exists());
}

#[test]
fn a_link_in_the_place_of_a_folder_is_not_followed() {
    let scratch = Scratch::new();
    let at = scratch.path();
    let outside = scratch.beside("outside");
    std::fs::create_dir(&outside).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&outside, at.join("policies")).unwrap();
        let ran = pirctl(&at, &["init"]);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains("symbolic link"), "{}", ran.err);
    }
    assert_eq!(std::fs::read_dir(&outside).unwrap().count(), 0);
}

#[test]
fn every_shell_gets_its_completions() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = pirctl(folder.path(), &["completions", shell]).done();
        assert!(script.contains("pirctl") && script.contains("dry-run"), "{shell}");
    }
    assert_eq!(pirctl(folder.path(), &["completions", "cmd"]).code, 2);
}

#[test]
fn help_shows_two_examples() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["new", "init", "completions"] {
        for flag in ["-h", "--help"] {
            let help = pirctl(folder.path(), &[command, flag]).done();
            let examples = help.split("Examples:\n").nth(1).unwrap_or_default();
            let shown = examples.matches(&format!("pirctl {command}")).count();
            assert!(shown >= 2, "{command} {flag}\n{help}");
        }
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
