//! Annotated tags: what they say, what they lead to, and their seals beside `git verify-tag`.

use super::has;
use super::ssh::Bench;
use crate::support::git::Scratch;
use crate::support::program::pirctl;
use pirctl::git::{TagId, TagTarget};
use pirctl::session::{Environment, KeyFiles, SealCheck};
use pirctl::verdict::Seal;

const TESS: &str = "tagger Tess Tagger <tess@example.org> 1767225600 +0100\n";

/// The bytes of a tag without its signature.
fn payload(target: &str, kind: &str, tagger: &str) -> String {
    format!("object {target}\ntype {kind}\ntag v1\n{tagger}\nApproved\n")
}

fn store(scratch: &Scratch, object: &str) -> String {
    let arguments = ["hash-object", "--literally", "-t", "tag", "-w", "--stdin"];
    let id = scratch.git_with_input(&arguments, object.as_bytes());
    String::from_utf8(id).unwrap().trim().to_owned()
}

/// Our word, why it cannot be told, and whether git verifies the tag.
fn asked(bench: &Bench, object: &str, signers: &str) -> (Seal, String, bool) {
    let id = store(&bench.scratch, object);
    let file = bench.scratch.beside("signers");
    std::fs::write(&file, signers).unwrap();
    let option = format!("gpg.ssh.allowedSignersFile={}", file.display());
    let folder = bench.scratch.path();
    let verify = || bench.scratch.try_git(&folder, &["-c", &option, "verify-tag", &id], b"");
    // Where ssh-keygen ends before it has read the payload, git may die of the closed pipe.
    let mut outputs = (0..9).map(|_| verify());
    let output = outputs.find(|output| output.status.code().is_some()).expect("git ends");
    let files = KeyFiles { allowed_signers: Some(file), keyring: None };
    let (repository, environment) = (bench.scratch.open(), Environment::default());
    let check = SealCheck::open(&files, &environment, &folder, Some(&repository)).unwrap();
    let (seal, cut) = check.seal_of_tag(&repository, &TagId::parse(&id).unwrap());
    (seal, cut.map(|cut| cut.reason).unwrap_or_default(), output.status.success())
}

#[test]
fn every_answer_about_a_tag_is_that_of_git() {
    if !has("ssh-keygen", "-?") {
        return;
    }
    let mut bench = Bench::new();
    bench.scratch.write("a", "a");
    let commit = bench.scratch.commit("One");
    let signed = |by: &str, namespace: &str, payload: &str| {
        format!("{payload}{}", bench.sign(by, namespace, payload))
    };
    let usual = payload(&commit, "commit", TESS);
    let good = signed("ed25519", "git", &usual);
    let one = |options: &str| format!("tess@example.org {options}{}\n", bench.key("ed25519"));
    let quoted = usual.replace("Approved", "Approved\n-----BEGIN PGP SIGNATURE-----\nquoted");
    let blob = bench.scratch.git(&["rev-parse", "HEAD:a"]);
    let tree = bench.scratch.git(&["rev-parse", "HEAD^{tree}"]);
    let nested = store(&bench.scratch, &good);
    for (name, object, signers, wanted) in [
        ("good", good.clone(), one(""), Seal::Good),
        ("message changed", good.replace("Approved", "Approves"), one(""), Seal::Bad),
        ("target changed", good.replacen(&commit, &tree[..40], 1), one(""), Seal::Bad),
        ("tagger changed", good.replace("Tess", "Carl"), one(""), Seal::Bad),
        ("another key", signed("other", "git", &usual), one(""), Seal::UnknownKey),
        ("made for files", signed("ed25519", "file", &usual), one(""), Seal::Bad),
        ("window is over", good.clone(), one("valid-before=\"20251231235959Z\" "), Seal::Expired),
        ("window not begun", good.clone(), one("valid-after=\"20260101000001Z\" "), Seal::Expired),
        ("unsigned", usual.clone(), one(""), Seal::Unsigned),
        ("a beginning is quoted", signed("ed25519", "git", &quoted), one(""), Seal::Good),
        ("a signature is cut", good[..good.len() - 60].to_owned(), one(""), Seal::Bad),
        (
            "on a file",
            signed("ed25519", "git", &payload(blob.trim(), "blob", TESS)),
            one(""),
            Seal::Good,
        ),
        ("on a tag", signed("ed25519", "git", &payload(&nested, "tag", TESS)), one(""), Seal::Good),
        (
            "without a tagger",
            signed("ed25519", "git", &payload(&commit, "commit", "")),
            one(""),
            Seal::CannotTell,
        ),
    ] {
        let (seal, reason, verified) = asked(&bench, &object, &signers);
        println!("{name:24} {:12} git: {verified} {reason}", seal.word());
        assert_eq!((seal, seal == Seal::Good), (wanted, verified), "{name}: {reason}");
    }
}

/// A commit of one file, and every odd tag on it and beside it.
fn odd() -> (Scratch, String) {
    let mut scratch = Scratch::new();
    scratch.write("incidents/a.md", "one\n");
    let commit = scratch.commit("One");
    let usual = payload(&commit, "commit", TESS);
    let inner = store(&scratch, &usual);
    let tree = scratch.git(&["rev-parse", "HEAD^{tree}"]);
    let blob = scratch.git(&["rev-parse", "HEAD:incidents/a.md"]);
    for (name, object) in [
        ("annotated", usual.clone()),
        ("nested", payload(&inner, "tag", "tagger N <n@x> 1767225700 +0000\n").replace("v1", "v2")),
        ("no-tagger", payload(&commit, "commit", "")),
        (
            "odd-time",
            payload(&commit, "commit", "tagger \u{1b}[31mE <e> 99999999999999999999 +9\n"),
        ),
        ("of-a-tree", payload(tree.trim(), "tree", TESS)),
        ("of-a-file", payload(blob.trim(), "blob", TESS)),
        ("broken-words", "words\n".to_owned()),
        ("broken-target", payload("4b825dc642cb6eb9a060e54bf8d69288fbee4905", "tag", TESS)),
        ("broken-kind", payload(&commit, "something", TESS)),
    ] {
        let id = store(&scratch, &object);
        let reference = scratch.path().join(".git/refs/tags").join(name);
        std::fs::write(reference, format!("{id}\n")).unwrap();
    }
    let tags = scratch.path().join(".git/refs/tags");
    std::fs::write(tags.join("light"), format!("{commit}\n")).unwrap();
    std::fs::write(tags.join("nowhere"), "1111111111111111111111111111111111111111\n").unwrap();
    std::fs::write(tags.join("no-id"), "x\n").unwrap();
    (scratch, commit)
}

#[test]
fn tags_that_lead_to_a_commit_are_told_and_broken_ones_are_said() {
    let (scratch, commit) = odd();
    let list = scratch.open().tags().unwrap();
    let told: Vec<_> =
        list.tags.iter().map(|tag| (tag.name.as_str(), tag.stated.as_str())).collect();
    let wanted = [
        ("annotated", "v1"),
        ("nested", "v2"),
        ("no-tagger", "v1"),
        ("odd-time", "v1"),
        ("v1", "v1"),
    ];
    assert_eq!(told, wanted);
    assert!(list.tags.iter().all(|tag| tag.commit.hex() == commit && tag.summary == "Approved"));
    assert!(matches!(list.tags[1].target, TagTarget::Tag(id) if id == list.tags[4].id));
    assert_eq!(list.tags[2].tagger, None);
    assert!(!list.tags[3].tagger.as_ref().unwrap().time_in_range);
    let unread: Vec<_> = list.unread.iter().map(ToString::to_string).collect();
    assert_eq!(unread.len(), 5, "{unread:#?}");
}

#[test]
fn so_many_tags_on_each_other_are_left_out_and_said() {
    let mut scratch = Scratch::new();
    let mut target = scratch.commit_staged(&["-m", "One"]);
    let mut kind = "commit";
    for _ in 0..40 {
        target = store(&scratch, &payload(&target, kind, TESS));
        kind = "tag";
    }
    scratch.git(&["update-ref", "refs/tags/deep", &target]);
    let list = scratch.open().tags().unwrap();
    assert!(list.tags.is_empty());
    let said = list.unread[0].to_string();
    assert_eq!(said, "the tag deep could not be read: more than 16 tags stand on each other");
}

#[test]
fn history_shows_tags_beside_the_commit_that_they_name() {
    let (scratch, commit) = odd();
    let ran = pirctl(&scratch.path(), &["history", "incidents", "--format", "json"]);
    assert!(ran.err.contains("warning: a tag is left out: "), "{}", ran.err);
    let page: serde_json::Value = serde_json::from_str(&ran.done()).unwrap();
    crate::json_contract::assert_keeps_schema("history", &page);
    let tags = page["documents"][0]["revisions"][0]["tags"].as_array().unwrap();
    let told = |key: &str| tags.iter().map(|tag| tag[key].clone()).collect::<Vec<_>>();
    assert_eq!(told("name"), ["annotated", "nested", "no-tagger", "odd-time", "v1"]);
    assert_eq!(told("seal"), ["unsigned"; 5]);
    assert_eq!(tags[0]["target"], serde_json::json!({"kind": "commit", "id": commit}));
    assert_eq!(tags[1]["target"], serde_json::json!({"kind": "tag", "id": tags[4]["id"]}));
    assert_eq!(tags[0]["tagger"]["email"], "tess@example.org");
    assert_eq!(tags[2]["tagger"], serde_json::Value::Null);
    let text = pirctl(&scratch.path(), &["history", "incidents"]).done();
    for line in [
        "      tag annotated, which states v1, by Tess Tagger, 2026-01-01 01:00 +01:00, unsigned\n",
        "      tag nested, which states v2, of another tag, by N, 2026-01-01 00:01 +00:00, unsigned\n",
        "      tag no-tagger, which states v1, without a tagger, unsigned\n",
        "      tag v1, by Tess Tagger, 2026-01-01 01:00 +01:00, unsigned\n",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn a_signed_tag_is_checked_on_request_in_history_and_show() {
    if !has("ssh-keygen", "-?") {
        return;
    }
    let mut scratch = Scratch::new();
    scratch.write("incidents/INC-2026-0001.md", super::command::INCIDENT);
    scratch.commit("One");
    for name in ["key", "other"] {
        let file = scratch.beside(name);
        let mut keygen = std::process::Command::new("ssh-keygen");
        keygen.args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"]).arg(&file);
        assert!(keygen.output().unwrap().status.success());
        let key = std::fs::read_to_string(scratch.beside(&format!("{name}.pub"))).unwrap();
        std::fs::write(scratch.beside(&format!("{name}.signers")), format!("* {key}")).unwrap();
    }
    let key = format!("user.signingkey={}", scratch.beside("key").display());
    scratch.git(&["-c", "gpg.format=ssh", "-c", &key, "tag", "-s", "v1", "-m", "Approved"]);
    let signers = |name: &str| scratch.beside(name).to_str().unwrap().to_owned();
    let run = |arguments: &[&str]| pirctl(&scratch.path(), arguments).done();
    for (options, seal, words) in [
        (vec![], "unchecked", "signed, not checked"),
        (vec!["--allowed-signers".to_owned(), signers("key.signers")], "good", "good"),
        (
            vec!["--allowed-signers".to_owned(), signers("other.signers")],
            "unknown-key",
            "unknown key",
        ),
    ] {
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let with = |arguments: &[&'static str]| [arguments, &options].concat();
        let page = run(&with(&["history", "incidents", "--format", "json"]));
        let page: serde_json::Value = serde_json::from_str(&page).unwrap();
        let tag = &page["documents"][0]["revisions"][0]["tags"][0];
        assert_eq!((&tag["signature"], &tag["seal"]), (&"unchecked".into(), &seal.into()));
        let page = run(&with(&["show", "INC-2026-0001", "--format", "json"]));
        let page: serde_json::Value = serde_json::from_str(&page).unwrap();
        crate::json_contract::assert_keeps_schema("show", &page);
        assert_eq!(
            (&page["tags"][0]["name"], &page["tags"][0]["seal"]),
            (&"v1".into(), &seal.into())
        );
        let line = format!("tag v1, by Carl Committer, 2026-01-01 02:00 +01:00, {words}\n");
        for command in [["history", "incidents"], ["show", "INC-2026-0001"]] {
            let text = run(&with(&command));
            assert!(text.contains(&line), "{line} is not in\n{text}");
        }
    }
}
