//! On a clone whose history is cut, a rule answers as on the whole one or says that it cannot tell.
#![expect(clippy::unwrap_used, reason = "a test that cannot look fails")]

use crate::support::git::run_git;
use crate::support::program::pirctl;
use pirctl::deliver::build_demo;
use pirctl::rules::RULES;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Findings as (code, record, field, message), and what cannot be told as (code, record).
struct Told {
    findings: BTreeSet<(String, String, String)>,
    unknown: BTreeSet<(String, String)>,
    remedies: BTreeSet<String>,
}

fn lint(folder: &Path) -> Told {
    let output =
        pirctl(folder, &["lint", "--rev", "HEAD", "--format", "json", "--fail-on", "never"]);
    let document: Value =
        serde_json::from_str(&output.out).unwrap_or_else(|e| panic!("{e}: {}", output.err));
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let asks_git =
        |code: &str| RULES.iter().any(|rule| rule.code == code && rule.check.reach() == "history");
    let list = |key: &str| document[key].as_array().unwrap().clone();
    let findings = list("findings").into_iter();
    let unknown = list("unknown");
    Told {
        findings: findings
            .map(|f| (text(&f, "code"), text(&f, "record"), text(&f, "message")))
            .filter(|(code, ..)| asks_git(code) && code != "GIT008")
            .collect(),
        unknown: unknown.iter().map(|u| (text(u, "code"), text(u, "record"))).collect(),
        remedies: unknown.iter().map(|u| text(u, "remedy")).collect(),
    }
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = run_git(folder, 1_767_225_600, arguments, b"");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The sample register, in a folder of its own from which parts can be fetched.
fn source(beside: &Path) -> PathBuf {
    let folder = beside.join("source");
    build_demo(&folder).unwrap();
    for permit in ["uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"] {
        git(&folder, &["config", permit, "true"]);
    }
    folder
}

/// A clone of the sample register made with more arguments to `git clone`.
fn clone(source: &Path, into: &Path, arguments: &[&str]) -> PathBuf {
    let url = format!("file://{}", source.display());
    git(source, &[&["clone", "-q"], arguments, &[&url, into.to_str().unwrap()]].concat());
    into.to_owned()
}

/// Nothing is told that the whole clone does not tell, and what is missing cannot be told.
fn assert_no_other_verdict(whole: &Told, cut: &Told, name: &str) {
    let invented: Vec<_> = cut.findings.difference(&whole.findings).collect();
    assert!(invented.is_empty(), "{name}: {invented:?}");
    let silent = |(code, record, _): &&(String, String, String)| {
        let said = |about: &str| cut.unknown.contains(&(code.clone(), about.to_owned()));
        !said("") && !said(record)
    };
    let lost: Vec<_> = whole.findings.difference(&cut.findings).filter(silent).collect();
    assert!(lost.is_empty(), "{name}: {lost:?}\n{:?}", cut.unknown);
}

#[test]
fn a_cut_clone_gives_the_verdict_of_the_whole_one_or_none() {
    let beside = tempfile::tempdir().unwrap();
    let source = source(beside.path());
    let whole = lint(&source);
    assert!(whole.unknown.is_empty(), "{:?}", whole.unknown);
    assert!(whole.findings.len() > 5, "{:?}", whole.findings);
    for (name, arguments) in [
        ("depth-1", &["--depth", "1"][..]),
        ("depth-50", &["--depth", "50"]),
        ("without-blobs", &["--filter=blob:none"]),
        ("one-branch", &["--single-branch", "--no-tags"]),
    ] {
        let cut = lint(&clone(&source, &beside.path().join(name), arguments));
        assert_no_other_verdict(&whole, &cut, name);
        if name != "one-branch" {
            assert!(!cut.unknown.is_empty(), "{name}");
            assert!(
                cut.remedies.iter().all(|remedy| remedy.contains("git fetch")),
                "{:?}",
                cut.remedies
            );
        }
    }
}

#[test]
fn a_fetch_without_refs_as_ci_makes_it_is_judged_by_its_commit() {
    let beside = tempfile::tempdir().unwrap();
    let source = source(beside.path());
    let folder = beside.path().join("ci");
    std::fs::create_dir(&folder).unwrap();
    let url = format!("file://{}", source.display());
    git(&folder, &["init", "-q", "-b", "main"]);
    git(&folder, &["fetch", "-q", "--no-tags", "--depth", "1", &url, "HEAD"]);
    git(&folder, &["checkout", "-q", "--detach", "FETCH_HEAD"]);
    let (whole, cut) = (lint(&source), lint(&folder));
    assert_no_other_verdict(&whole, &cut, "fetch without refs");
    assert!(!cut.unknown.is_empty());
    let strict =
        pirctl(&folder, &["lint", "--rev", "HEAD", "--fail-on", "never", "--require-history"]);
    assert_eq!(strict.code, 1, "{}", strict.err);
}
