//! `--allowed-signers` and `--keyring` on the command line.

use super::has;
use crate::support::git::Scratch;
use crate::support::program::{Ran, pirctl};

pub(super) const INCIDENT: &str =
    include_str!("../../../examples/rules/given/incident/incidents/INC-2026-0001.md");

/// A register with one signed commit after an unsigned one; the key beside it.
fn register() -> Scratch {
    let mut scratch = Scratch::new();
    scratch.write("policies/notes.txt", "one\n");
    scratch.commit("Unsigned");
    scratch.write("incidents/INC-2026-0001.md", INCIDENT);
    scratch.git(&["add", "-A"]);
    for name in ["key", "other"] {
        let file = scratch.beside(name);
        let made = std::process::Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"])
            .arg(&file)
            .output();
        assert!(made.unwrap().status.success());
        let key = std::fs::read_to_string(scratch.beside(&format!("{name}.pub"))).unwrap();
        std::fs::write(scratch.beside(&format!("{name}.signers")), format!("* {key}")).unwrap();
    }
    let key = format!("user.signingkey={}", scratch.beside("key").display());
    scratch.git(&["-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "Signed"]);
    scratch
}

fn history(scratch: &Scratch, options: &[&str]) -> serde_json::Value {
    let ran = pirctl(&scratch.path(), &[&["history", ".", "--format", "json"], options].concat());
    let page: serde_json::Value = serde_json::from_str(&ran.done()).unwrap();
    crate::json_contract::assert_keeps_schema("history", &page);
    page
}

/// Presence and seal of the newest revision of the incident, and of the file beside it.
fn seals(page: &serde_json::Value) -> Vec<String> {
    let documents = page["documents"].as_array().unwrap().iter();
    let words = documents.map(|document| {
        let newest = &document["revisions"][0];
        format!("{} {}", newest["signature"].as_str().unwrap(), newest["seal"].as_str().unwrap())
    });
    words.collect()
}

#[test]
fn history_says_whether_a_commit_is_signed_and_checks_on_request() {
    if !has("ssh-keygen", "-?") {
        return;
    }
    let scratch = register();
    let signers = |name: &str| scratch.beside(name).to_str().unwrap().to_owned();
    let (key, other) = (signers("key.signers"), signers("other.signers"));
    assert_eq!(seals(&history(&scratch, &[])), ["unchecked unchecked", "unsigned unsigned"]);
    let checked = history(&scratch, &["--allowed-signers", &key]);
    assert_eq!(seals(&checked), ["unchecked good", "unsigned unsigned"]);
    let checked = history(&scratch, &["--allowed-signers", &other]);
    assert_eq!(seals(&checked), ["unchecked unknown-key", "unsigned unsigned"]);
    let text = pirctl(&scratch.path(), &["history", "incidents", "--allowed-signers", &other]);
    assert!(text.done().contains("  unknown key\n"));
}

#[test]
fn trace_lint_and_report_use_the_keys_too() {
    if !has("ssh-keygen", "-?") {
        return;
    }
    let scratch = register();
    let other = scratch.beside("other.signers").to_str().unwrap().to_owned();
    let run = |arguments: &[&str]| {
        pirctl(&scratch.path(), &[arguments, &["--allowed-signers", &other]].concat())
    };
    assert!(run(&["trace", "INC-2026-0001"]).done().contains("unknown-key"));
    let found = run(&["lint", "--format", "concise", "--fail-on", "never"]).done();
    assert!(found.contains("GIT013"), "{found}");
    let without = pirctl(&scratch.path(), &["lint", "--format", "concise", "--fail-on", "never"]);
    assert!(!without.done().contains("GIT013"));
    let site = scratch.beside("site");
    let ran = run(&["report", "--out", site.to_str().unwrap()]);
    ran.done();
    let page = std::fs::read_to_string(site.join("incidents/INC-2026-0001.html")).unwrap();
    assert!(page.contains("unknown key"));
}

fn refused(ran: &Ran, says: &str) {
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains(says), "{}", ran.err);
    assert_eq!(ran.out, "");
}

#[test]
fn keys_in_the_repository_are_refused_however_they_are_named() {
    let mut scratch = Scratch::new();
    scratch.write("incidents/INC-2026-0001.md", INCIDENT);
    scratch.write("keys/signers", "* ssh-ed25519 AAAA\n");
    scratch.commit("One");
    let outside = scratch.beside("outside");
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("signers"), "* ssh-ed25519 AAAA\n").unwrap();
    let top = scratch.path();
    std::fs::write(top.join(".git/signers"), "x").unwrap();
    let mut names = vec![
        "keys/signers".to_owned(),
        ".git/signers".to_owned(),
        "../repo/keys/signers".to_owned(),
        top.join("keys/../keys/signers").to_str().unwrap().to_owned(),
    ];
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(outside.join("signers"), top.join("link")).unwrap();
        symlink(&outside, top.join("folder")).unwrap();
        symlink(top.join("keys/signers"), outside.join("back")).unwrap();
        names.extend(["link".to_owned(), "folder/signers".to_owned()]);
        names.push(outside.join("back").to_str().unwrap().to_owned());
    }
    let says = "lies in the repository under audit, which must not choose the keys";
    let site = scratch.beside("site").to_str().unwrap().to_owned();
    for name in &names {
        for option in ["--allowed-signers", "--keyring"] {
            refused(&pirctl(&top, &["history", "incidents", option, name]), says);
        }
        refused(&pirctl(&top, &["lint", "--allowed-signers", name]), says);
        refused(&pirctl(&top, &["trace", "INC-2026-0001", "--keyring", name]), says);
        refused(&pirctl(&top, &["report", "--out", &site, "--allowed-signers", name]), says);
    }
    for (name, says) in [
        ("../nothing", "cannot be read"),
        ("../outside", "it is no file"),
        ("../outside/signers", "is no file of allowed signers: line 1: there is no key"),
    ] {
        refused(&pirctl(&top, &["lint", "--allowed-signers", name]), says);
    }
}

#[cfg(unix)]
#[test]
fn nothing_that_the_repository_names_is_run_or_read() {
    use std::os::unix::fs::PermissionsExt;
    if !has("ssh-keygen", "-?") {
        return;
    }
    let scratch = register();
    let ran = scratch.beside("ran");
    let program = scratch.beside("program");
    std::fs::write(&program, format!("#!/bin/sh\ntouch {}\nexit 0\n", ran.display())).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let (program, signers) = (program.to_str().unwrap(), scratch.beside("key.signers"));
    let included = scratch.beside("included");
    std::fs::write(&included, format!("[gpg]\n\tprogram = {program}\n")).unwrap();
    for (name, value) in [
        ("gpg.program", program),
        ("gpg.openpgp.program", program),
        ("gpg.ssh.program", program),
        ("gpg.ssh.defaultKeyCommand", program),
        ("gpg.x509.program", program),
        ("gpg.ssh.allowedSignersFile", signers.to_str().unwrap()),
        ("user.signingkey", program),
        ("core.hooksPath", scratch.path().to_str().unwrap()),
        ("include.path", included.to_str().unwrap()),
    ] {
        scratch.git(&["config", name, value]);
    }
    let other = scratch.beside("other.signers").to_str().unwrap().to_owned();
    let keys = scratch.beside("keys.gpg");
    std::fs::write(&keys, b"\x99\x00\x01\xff").unwrap();
    let keys = keys.to_str().unwrap();
    let options = ["--allowed-signers", &other, "--keyring", keys];
    let checked = history(&scratch, &options);
    assert_eq!(seals(&checked), ["unchecked unknown-key", "unsigned unsigned"]);
    for command in [&["lint", "--fail-on", "never"][..], &["trace", "INC-2026-0001"]] {
        pirctl(&scratch.path(), &[command, &options].concat()).done();
    }
    assert!(!ran.exists(), "a program was run");
}
