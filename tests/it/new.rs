//! `pirctl new`: what it writes, where, under which id, and what it asks for.

use crate::support::git::Scratch;
use crate::support::program::{command, pirctl};
use std::collections::BTreeSet;
use std::path::Path;

const TODAY: [&str; 2] = ["--today", "2026-04-20"];

/// A register whose user is known to git and to the list of people.
fn register() -> Scratch {
    let mut scratch = Scratch::new();
    scratch.git(&["config", "user.email", "Sara@example.org"]);
    pirctl(&scratch.path(), &["init", "--today", "2026-01-01"]).done();
    let people = "s.lind: {name: Sara Lind, function: security, emails: [sara@example.org]}\n";
    scratch.write("people.yaml", people);
    let policy = std::fs::read_to_string(scratch.path().join(POLICY)).unwrap();
    scratch.write(POLICY, policy.replace("owner: sara\n", "owner: s.lind\n"));
    scratch.commit("begin");
    scratch
}

const POLICY: &str = "policies/POL-incident-management.md";

fn new(folder: &Path, arguments: &[&str]) -> String {
    pirctl(folder, &[&["new"], arguments, &TODAY].concat()).done()
}

fn files(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_fresh_record_of_every_kind_lints_clean() {
    let register = register();
    let at = register.path();
    let calls: [&[&str]; 16] = [
        &["incident", "--title", "Phishing: \"mail\"", "--set", "severity=high"],
        &["incident", "--title", "Badge lost", "--set", "severity=low", "--light"],
        &["pir", "--from", "INC-2026-0001"],
        &["rca", "--from", "PIR-2026-0001"],
        &["action", "--from", "INC-2026-0001", "--title", "End every exemption"],
        &["control", "--set", "id=A.8.5"],
        &[
            "risk",
            "--from",
            "INC-2026-0001",
            "--title",
            "Account taken over",
            "--set",
            "likelihood=2",
            "--set",
            "impact=4",
        ],
        &["policy", "--title", "Zugriffsschutz für Büros"],
        &["training", "--from", "INC-2026-0001", "--title", "A copied page"],
        &["bulletin", "--from", "INC-2026-0001", "--title", "A copied page"],
        &["management-review"],
        &["trend-report", "--period", "2026-Q1"],
        &["effectiveness-audit", "--from", "ACT-2026-0001", "--set", "due=2026-12-01"],
        &["period-statement", "--period", "2026-Q1"],
        &["vendor", "--title", "Mailer Ltd"],
        &["vendor-assessment", "--from", "VND-mailer-ltd"],
    ];
    for call in calls {
        let path = new(&at, call);
        let path = path.strip_suffix('\n').unwrap();
        assert!(!path.contains('\n') && at.join(path).is_file(), "{call:?} {path}");
        let lint = pirctl(&at, &["lint", "--fail-on", "warning", "--today", "2026-04-20"]);
        assert_eq!(lint.code, 0, "{call:?}\n{}{}", lint.out, lint.err);
    }
    assert!(at.join("policies/POL-zugriffsschutz-fuer-bueros.md").is_file());
}

#[test]
fn only_the_path_goes_to_standard_output_as_seen_from_here() {
    let register = register();
    let top = register.path();
    let call = ["vendor", "--title", "One"];
    let ran = pirctl(&top, &[&["new"][..], &call, &TODAY].concat());
    assert_eq!(ran.out, "vendors/VND-one.md\n");
    assert_eq!(ran.err, "created VND-one (vendor)\n");
    assert_eq!(
        new(&top.join("incidents"), &["vendor", "--title", "Two"]),
        "../vendors/VND-two.md\n"
    );
    assert_eq!(new(&top.join("vendors"), &["vendor", "--title", "Three"]), "VND-three.md\n");
    let beside = register.beside("");
    assert_eq!(
        new(&beside, &["vendor", "--title", "Four", "-C", "repo"]),
        "repo/vendors/VND-four.md\n"
    );
    let quiet = pirctl(&top, &["new", "vendor", "--title", "Five", "-q"]);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("vendors/VND-five.md\n", ""));
}

#[test]
fn the_next_number_counts_local_and_remote_branches() {
    let mut register = register();
    let at = register.path();
    let incident = ["incident", "--title", "x", "--set", "severity=low"];
    register.git(&["switch", "-q", "-c", "side"]);
    register.write("elsewhere/INC-2026-0007.md", "moved\n");
    register.write("incidents/INC-2025-0050.md", "last year\n");
    register.commit("side");
    register.git(&["switch", "-q", "main"]);
    assert_eq!(new(&at, &incident), "incidents/INC-2026-0008.md\n");
    register.git(&["switch", "-q", "-c", "far"]);
    register.write("incidents/INC-2026-0011.md", "far\n");
    let far = register.commit("far");
    register.git(&["switch", "-q", "main"]);
    register.git(&["branch", "-q", "-D", "far"]);
    register.git(&["update-ref", "refs/remotes/origin/far", &far]);
    assert_eq!(new(&at, &incident), "incidents/INC-2026-0012.md\n");
    register.write("pirctl.yaml", "ids: {refs: [side]}\n");
    std::fs::remove_file(at.join("incidents/INC-2026-0012.md")).unwrap();
    assert_eq!(new(&at, &incident), "incidents/INC-2026-0008.md\n");
}

#[test]
fn the_owner_is_given_or_known_by_address_or_asked_for() {
    let register = register();
    let at = register.path();
    let path = new(&at, &["vendor", "--title", "One"]);
    let text = std::fs::read_to_string(at.join(path.trim_end())).unwrap();
    assert!(text.contains("\nowner: s.lind\n"), "{text}");
    register.git(&["config", "user.email", "nobody@example.org"]);
    let asked = pirctl(&at, &["new", "vendor", "--title", "Two"]);
    assert_eq!((asked.code, asked.out.as_str()), (2, ""));
    assert_eq!(
        asked.err,
        "error: a new vendor needs --owner HANDLE\n  help: nobody in people.yaml has the address nobody@example.org\n"
    );
    let given = pirctl(&at, &["new", "vendor", "--title", "Two", "--owner", "s.lnid"]);
    assert!(given.err.contains("note: s.lnid is not in people.yaml; did you mean s.lind?"));
    assert_eq!(given.code, 0);
}

#[test]
fn asking_first_writes_nothing() {
    let register = register();
    let at = register.path();
    let before = files(&at.join("vendors"));
    let dry = pirctl(&at, &["new", "vendor", "--title", "One", "--dry-run"]);
    assert_eq!(dry.out, "vendors/VND-one.md\n");
    assert_eq!(dry.err, "would create VND-one (vendor)\n");
    let shown = pirctl(&at, &["new", "vendor", "--title", "One", "--stdout"]);
    assert!(shown.out.starts_with("---\nid: VND-one\nkind: vendor\n"), "{}", shown.out);
    for wrong in [
        &["incident", "--title", "x"][..],
        &["incident", "--title", "x", "--set", "severity=hihg"],
        &["incident", "--title", "x", "--set", "severity"],
        &["incident", "--title", "x", "--set", "severity=low", "--from", "INC-2026-0404"],
        &["vendor", "--title", "x", "--light"],
        &["vendor", "--title", "x", "--period", "2026-Q1"],
        &["vendro", "--title", "x"],
    ] {
        let ran = pirctl(&at, &[&["new"], wrong].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong:?} {}", ran.err);
    }
    assert_eq!(files(&at.join("vendors")), before);
    assert_eq!(files(&at.join("incidents")), BTreeSet::from(["README.md".to_owned()]));
}

#[test]
fn a_chosen_id_is_never_written_over() {
    let register = register();
    let at = register.path();
    new(&at, &["vendor", "--title", "One"]);
    let text = std::fs::read(at.join("vendors/VND-one.md")).unwrap();
    let again = pirctl(&at, &["new", "vendor", "--title", "One", "--set", "x-note=other"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("VND-one exists already, in vendors/VND-one.md"), "{}", again.err);
    assert_eq!(std::fs::read(at.join("vendors/VND-one.md")).unwrap(), text);
}

#[test]
fn people_who_ask_at_once_get_numbers_of_their_own() {
    let register = register();
    let at = register.path();
    let call = ["new", "incident", "--title", "x", "--set", "severity=low"];
    let running: Vec<_> = (0..6)
        .map(|_| {
            let mut call = command(&at, &call);
            call.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
            call.spawn().unwrap()
        })
        .collect();
    let paths: BTreeSet<_> = running
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        })
        .collect();
    assert_eq!(paths.len(), 6, "{paths:?}");
    assert_eq!(files(&at.join("incidents")).len(), 7, "six records, one README");
}

#[test]
fn a_folder_without_git_will_do() {
    let folder = tempfile::tempdir().unwrap();
    let call = ["new", "incident", "--title", "x", "--set", "severity=low"];
    let asked = pirctl(folder.path(), &call);
    assert_eq!(asked.code, 2);
    assert!(asked.err.contains("--owner HANDLE"), "{}", asked.err);
    let made = pirctl(folder.path(), &[&call[..], &["--owner", "a.b"], &TODAY].concat());
    assert_eq!(made.done(), "incidents/INC-2026-0001.md\n");
    let lint = pirctl(folder.path(), &["lint", "--fail-on", "warning", "--today", "2026-04-20"]);
    assert_eq!(lint.code, 0, "{}", lint.out);
}

#[test]
fn a_register_in_a_subfolder_keeps_its_records_there() {
    let register = Scratch::new();
    let at = register.path();
    pirctl(&at, &["init", "isms"]).done();
    let call = ["vendor", "--title", "One", "--owner", "security.lead", "-C", "isms/policies"];
    assert_eq!(new(&at, &call), "isms/policies/../vendors/VND-one.md\n");
    assert!(at.join("isms/vendors/VND-one.md").is_file());
}
