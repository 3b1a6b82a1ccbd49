//! `pirctl renumber` from outside: one record, two files of one id, and merges that stop.

use crate::support::git::Scratch;
use crate::support::program::{Ran, pirctl};
use pirctl::deliver::build_demo;
use std::path::Path;

fn incident(id: &str, title: &str) -> String {
    format!(
        "---\nid: {id}\nkind: incident\ntitle: {title}\nstatus: reported\nowner: s.lind\nseverity: high\ndetected_at: 2026-01-12T10:00:00Z\nreported_at: 2026-01-12T11:00:00Z\n---\n\n## Summary\n{title}, that is {id}.\n"
    )
}

fn action(id: &str, incident: &str, title: &str) -> String {
    format!(
        "---\nid: {id}\nkind: action\ntitle: {title}\nstatus: proposed\nincidents: [{incident}] # see {incident}\nowner: k.brandt\ndue: 2026-06-30\n---\n\n## What\nAfter {incident}.\n"
    )
}

const RISK: &str = "---\nid: RISK-0001\nkind: risk\ntitle: t\nstatus: open\nowner: s.lind\nlikelihood: 2\nimpact: 4\nassessed_at: 2026-01-12\nincidents:\n  - INC-2025-0001\n---\n";

fn codes(folder: &Path) -> Vec<String> {
    let text = pirctl(
        folder,
        &["lint", "--format", "json", "--fail-on", "never", "--today", "2026-01-13"],
    )
    .done();
    let found: serde_json::Value = serde_json::from_str(&text).unwrap();
    let wanted = ["REC003", "LNK001", "LNK008", "GIT006", "REC014", "REC001"];
    let all = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["code"].as_str().unwrap().to_owned());
    all.filter(|code| wanted.contains(&code.as_str())).collect()
}

fn read(scratch: &Scratch, path: &str) -> String {
    std::fs::read_to_string(scratch.path().join(path)).unwrap_or_default()
}

fn renumber(scratch: &Scratch, arguments: &[&str]) -> Ran {
    pirctl(&scratch.path(), &[&["renumber"], arguments].concat())
}

#[test]
fn a_record_moves_with_every_reference_and_every_other_byte_stays() {
    let beside = tempfile::tempdir().unwrap();
    let folder = beside.path().join("demo");
    build_demo(&folder).unwrap();
    let before = codes(&folder);
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).unwrap();
    let old = ["incidents/INC-2026-0007.md", "actions/ACT-2026-0012.md", "rcas/RCA-2026-0007.md"]
        .map(read);
    let ran = pirctl(&folder, &["renumber", "INC-2026-0007", "INC-2026-0107"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "incidents/INC-2026-0107.md\n"), "{}", ran.err);
    assert!(!folder.join("incidents/INC-2026-0007.md").exists());
    let moved = read("incidents/INC-2026-0107.md");
    let remembered = "previous_ids: [INC-2026-0007]\n";
    assert_eq!(
        moved.replace(remembered, ""),
        old[0]
            .replace("INC-2026-0007", "INC-2026-0107")
            .replace("evidence/INC-2026-0107", "evidence/INC-2026-0007")
    );
    let changed = old[1].replace("incidents: [INC-2026-0007]", "incidents: [INC-2026-0107]");
    assert_eq!(read("actions/ACT-2026-0012.md"), changed);
    assert_eq!(codes(&folder), before, "links hold, and the old id is remembered");
    let text = pirctl(&folder, &["renumber", "RCA-2026-0007", "next"]);
    assert_eq!(text.code, 0, "{}", text.err);
    assert!(read("actions/ACT-2026-0012.md").contains("#C"), "parts are kept");
    assert!(!read("actions/ACT-2026-0012.md").contains("RCA-2026-0007#"));
    assert_eq!(codes(&folder), before);
    let ran = pirctl(&folder, &["show", "INC-2026-0007"]);
    assert!(ran.code == 2 && !old[2].is_empty(), "{}", ran.err);
}

#[test]
fn only_references_move() {
    let mut scratch = Scratch::new();
    scratch.write("pirctl.yaml", "schema: 1\nwaivers:\n  - {rule: ACT002, record: INC-2026-0001, reason: x, approved_by: y, expires: 2026-12-31} # INC-2026-0001\nignore: [incidents/INC-2026-0001.md.bak]\n");
    scratch.write("incidents/INC-2026-0001.md", incident("INC-2026-0001", "a"));
    scratch.write(
        "actions/ACT-2026-0001.md",
        "---\r\nid: ACT-2026-0001\r\nkind: action\r\ntitle: \"INC-2026-0001: x\"\r\nstatus: proposed\r\nincidents:\r\n  - 'INC-2026-0001'\r\nexternal_ref: [{system: tool, id: INC-2026-0001}]\r\nevidence:\r\n  - {file: evidence/INC-2026-0001/a.txt}\r\n  - {file: incidents/INC-2026-0001.md}\r\n---\r\nSee INC-2026-0001, [it](../incidents/INC-2026-0001.md#summary) and (INC-2026-0001). Not INC-2026-00011,\r\n`INC-2026-0001`, https://x.example/INC-2026-0001 or XINC-2026-0001.\r\n",
    );
    scratch.commit("all");
    let ran = renumber(&scratch, &["INC-2026-0001", "next"]);
    assert_eq!(ran.out, "incidents/INC-2026-0002.md\n", "{}", ran.err);
    let wanted = "---\r\nid: ACT-2026-0001\r\nkind: action\r\ntitle: \"INC-2026-0002: x\"\r\nstatus: proposed\r\nincidents:\r\n  - 'INC-2026-0002'\r\nexternal_ref: [{system: tool, id: INC-2026-0001}]\r\nevidence:\r\n  - {file: evidence/INC-2026-0001/a.txt}\r\n  - {file: incidents/INC-2026-0002.md}\r\n---\r\nSee INC-2026-0002, [it](../incidents/INC-2026-0002.md#summary) and (INC-2026-0002). Not INC-2026-00011,\r\n`INC-2026-0001`, https://x.example/INC-2026-0001 or XINC-2026-0001.\r\n";
    assert_eq!(read(&scratch, "actions/ACT-2026-0001.md"), wanted);
    assert!(read(&scratch, "pirctl.yaml").contains("record: INC-2026-0002,"));
    assert!(
        ran.err.contains("actions/ACT-2026-0001.md:14:2: INC-2026-0001 stands in code"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("7 references follow"), "{}", ran.err);
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_written() {
    let mut scratch = Scratch::new();
    scratch.write("incidents/INC-2026-0001.md", incident("INC-2026-0001", "a"));
    scratch.write(
        "incidents/INC-2026-0002.md",
        incident("INC-2026-0002", "b")
            .replace("status: r", "previous_ids: [INC-2026-0009]\nstatus: r"),
    );
    scratch.write(
        "policies/POL-a.md",
        "---\nid: POL-a\nkind: policy\ntitle: a\nstatus: draft\nowner: x\nversion: \"0.1\"\n---\n",
    );
    scratch.commit("one");
    scratch.git(&["checkout", "-q", "-b", "other"]);
    scratch.write("incidents/INC-2026-0005.md", incident("INC-2026-0005", "c"));
    scratch.commit("two");
    scratch.git(&["checkout", "-q", "main"]);
    let before = scratch.git(&["status", "--porcelain"]);
    for (old, new, said) in [
        ("INC-2026-0001", "INC-2026-0002", "is the id of `incidents/INC-2026-0002.md`"),
        ("INC-2026-0001", "INC-2026-0009", "was the id of INC-2026-0002"),
        ("INC-2026-0001", "INC-2026-0005", "is taken"),
        ("INC-2026-0001", "PIR-2026-0001", "is an id of kind pir"),
        ("INC-2026-0001", "INC-26-1", "is no id of kind incident"),
        ("INC-2026-0001", "../x", "is no id of kind incident"),
        ("INC-2026-0003", "next", "there is no record"),
        ("INC-2026-0009", "next", "it is `INC-2026-0002` now"),
        ("incidents/nothing.md", "next", "does not exist"),
        ("POL-a", "next", "name the new id, like POL-some-name"),
    ] {
        let ran = renumber(&scratch, &[old, new]);
        assert!(ran.code == 2 && ran.err.contains(said), "{old} {new}: {}", ran.err);
    }
    let ran = renumber(&scratch, &["--theirs"]);
    assert!(ran.code == 2 && ran.err.contains("no merge is going on"), "{}", ran.err);
    assert_eq!(renumber(&scratch, &["INC-2026-0001"]).code, 2);
    assert_eq!(scratch.git(&["status", "--porcelain"]), before);
    let dry = renumber(&scratch, &["INC-2026-0001", "next", "--dry-run"]).done();
    assert!(dry.contains("rename to incidents/INC-2026-0010.md"), "{dry}");
    assert_eq!(scratch.git(&["status", "--porcelain"]), before);
}

/// Two branches of one commit that each made an incident of the same number, in files of these names.
fn branches(ours: &str, theirs: &str) -> Scratch {
    let mut scratch = Scratch::new();
    scratch.write("incidents/INC-2025-0001.md", incident("INC-2025-0001", "old"));
    scratch.write("risks/RISK-0001.md", RISK);
    scratch.commit("base");
    scratch.git(&["checkout", "-q", "-b", "theirs"]);
    scratch.write(theirs, incident("INC-2026-0001", "phishing"));
    scratch
        .write("actions/ACT-2026-0002.md", action("ACT-2026-0002", "INC-2026-0001", "of theirs"));
    scratch.commit("theirs");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write(ours, incident("INC-2026-0001", "laptop"));
    scratch.write("actions/ACT-2026-0001.md", action("ACT-2026-0001", "INC-2026-0001", "of ours"));
    scratch.write("risks/RISK-0001.md", RISK.replace("0001\n---", "0001\n  - INC-2026-0001\n---"));
    scratch.commit("ours");
    scratch
}

#[test]
fn two_files_of_one_id_after_a_merge_are_told_apart_by_their_branches() {
    for moved in ["theirs", "ours"] {
        let mut scratch =
            branches("incidents/INC-2026-0001.md", "incidents/INC-2026-0001-phishing.md");
        scratch.git(&["merge", "-q", "--no-edit", "theirs"]);
        scratch.write("bulletins/BUL-2026-0001.md", "---\nid: BUL-2026-0001\nkind: bulletin\ntitle: b\nstatus: draft\nincidents: [INC-2026-0001]\n---\n");
        scratch.commit("after the merge");
        assert!(codes(&scratch.path()).contains(&"REC003".to_owned()));
        let ran = renumber(&scratch, &["INC-2026-0001", "next"]);
        assert!(
            ran.code == 2 && ran.err.contains("pirctl renumber incidents/INC-2026-0001"),
            "{}",
            ran.err
        );
        let path = if moved == "theirs" {
            "incidents/INC-2026-0001-phishing.md"
        } else {
            "incidents/INC-2026-0001.md"
        };
        let ran = renumber(&scratch, &[path, "next"]);
        assert_eq!(ran.out, "incidents/INC-2026-0002.md\n", "{}", ran.err);
        let (mine, other) = (
            read(&scratch, "actions/ACT-2026-0001.md"),
            read(&scratch, "actions/ACT-2026-0002.md"),
        );
        let (stays, follows) = if moved == "theirs" { (mine, other) } else { (other, mine) };
        assert!(
            stays.contains("[INC-2026-0001] # see INC-2026-0001")
                && stays.contains("After INC-2026-0001."),
            "{stays}"
        );
        assert!(
            follows.contains("[INC-2026-0002] # see INC-2026-0001")
                && follows.contains("After INC-2026-0002."),
            "{follows}"
        );
        let risk = read(&scratch, "risks/RISK-0001.md");
        assert_eq!(risk.contains("INC-2026-0002"), moved == "ours", "{risk}");
        assert!(ran.err.contains("bulletins/BUL-2026-0001.md:6:13: INC-2026-0001 may mean the record that keeps the id"), "{}", ran.err);
        assert!(read(&scratch, "bulletins/BUL-2026-0001.md").contains("[INC-2026-0001]"));
        assert!(
            read(&scratch, "incidents/INC-2026-0002.md").contains("previous_ids: [INC-2026-0001]")
        );
        scratch.commit("mended");
        let left = codes(&scratch.path());
        let expected: &[&str] = if moved == "theirs" { &[] } else { &["REC003"] };
        assert_eq!(left, expected, "the other file still has its old name");
    }
}

#[test]
fn a_merge_that_stops_at_one_file_is_mended_in_one_command() {
    for side in ["--theirs", "--ours"] {
        let path = "incidents/INC-2026-0001.md";
        let mut scratch = branches(path, path);
        let merge = scratch.try_git(&scratch.path(), &["merge", "--no-edit", "theirs"], b"");
        assert!(!merge.status.success() && read(&scratch, path).contains("<<<<<<<"));
        let ran = renumber(&scratch, &["INC-2026-0001", "next"]);
        assert!(ran.code == 2 && ran.err.contains("pirctl renumber --theirs"), "{}", ran.err);
        let conflict = read(&scratch, path);
        assert_eq!(renumber(&scratch, &[side, "--dry-run"]).code, 0);
        assert_eq!(read(&scratch, path), conflict);
        let ran = renumber(&scratch, &[side]);
        assert_eq!(ran.out, "incidents/INC-2026-0002.md\n", "{}", ran.err);
        let (stays, moves) =
            if side == "--theirs" { ("laptop", "phishing") } else { ("phishing", "laptop") };
        assert_eq!(read(&scratch, path), incident("INC-2026-0001", stays));
        let renumbered = read(&scratch, "incidents/INC-2026-0002.md")
            .replace("previous_ids: [INC-2026-0001]\n", "");
        assert_eq!(renumbered, incident("INC-2026-0002", moves));
        let (mine, other) = (
            read(&scratch, "actions/ACT-2026-0001.md"),
            read(&scratch, "actions/ACT-2026-0002.md"),
        );
        assert_eq!(other.contains("[INC-2026-0002]"), side == "--theirs", "{other}");
        assert_eq!(mine.contains("[INC-2026-0002]"), side == "--ours", "{mine}");
        assert_eq!(
            read(&scratch, "risks/RISK-0001.md").contains("INC-2026-0002"),
            side == "--ours"
        );
        scratch.commit("merged");
        assert_eq!(codes(&scratch.path()), [""; 0], "{side}");
        let known = scratch.git(&["log", "-1", "--format=%P"]);
        assert_eq!(known.split_whitespace().count(), 2, "it is the merge");
    }
}

#[test]
fn a_whole_chain_of_both_sides_is_told_apart_at_once() {
    let mut scratch = Scratch::new();
    scratch.write("incidents/INC-2025-0001.md", incident("INC-2025-0001", "old"));
    scratch.commit("base");
    for (branch, title) in [("theirs", "phishing"), ("ours", "laptop")] {
        scratch.git(&["checkout", "-q", "-b", branch, "main"]);
        scratch.write("incidents/INC-2026-0001.md", incident("INC-2026-0001", title));
        scratch.write("actions/ACT-2026-0001.md", action("ACT-2026-0001", "INC-2026-0001", title));
        scratch.commit(title);
    }
    scratch.try_git(&scratch.path(), &["merge", "--no-edit", "theirs"], b"");
    let ran = renumber(&scratch, &["--theirs"]);
    assert_eq!(ran.out, "actions/ACT-2026-0002.md\nincidents/INC-2026-0002.md\n", "{}", ran.err);
    assert_eq!(
        read(&scratch, "actions/ACT-2026-0001.md"),
        action("ACT-2026-0001", "INC-2026-0001", "laptop")
    );
    let moved = read(&scratch, "actions/ACT-2026-0002.md");
    assert!(
        moved.contains("incidents: [INC-2026-0002]")
            && moved.contains("previous_ids: [ACT-2026-0001]"),
        "{moved}"
    );
    scratch.commit("merged");
    assert_eq!(codes(&scratch.path()), [""; 0]);
}

#[test]
fn a_file_that_cannot_be_written_leaves_all_as_they_were() {
    let mut scratch = Scratch::new();
    scratch.write("incidents/INC-2026-0001.md", incident("INC-2026-0001", "a"));
    scratch.write("actions/ACT-2026-0001.md", action("ACT-2026-0001", "INC-2026-0001", "x"));
    scratch.write(
        "risks/RISK-0001.md",
        RISK.replace("INC-2025-0001", "INC-2026-0001 #\n  - &a INC-2026-0001"),
    );
    scratch.commit("all");
    let ran = renumber(&scratch, &["INC-2026-0001", "next"]);
    assert!(ran.code == 2 && ran.err.contains("risks/RISK-0001.md"), "{}", ran.err);
    assert_eq!(scratch.git(&["status", "--porcelain"]), "");
}
