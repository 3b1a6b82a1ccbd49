//! `pirctl bundle` and `pirctl verify` from outside: the same bytes everywhere, and nothing that was
//! changed afterwards goes unnoticed.

use crate::support::demo::demo;
use crate::support::files::files;
use crate::support::git::Scratch;
use crate::support::program::pirctl;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A bundle of the demo in a folder of its own, and the anchor line that was printed.
fn bundle(place: &tempfile::TempDir) -> (PathBuf, String) {
    let out = place.path().join("bundle");
    let printed = pirctl(&demo(), &["bundle", "--out", text(&out)]).done();
    (out, printed.trim().to_owned())
}

fn place() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// Exit status and JSON of `verify`, with the demo as the repository.
fn verified(bundle: &Path, more: &[&str]) -> (i32, serde_json::Value) {
    let folder = demo();
    let fixed = ["verify", text(bundle), "--format", "json"];
    let ran = pirctl(&folder, &[&fixed[..], more].concat());
    let json = serde_json::from_str(&ran.out).unwrap_or_default();
    (ran.code, json)
}

/// What is said by the checks that differ, each with the name of its check in front.
fn differing(json: &serde_json::Value) -> Vec<String> {
    let checks = json["checks"].as_array().unwrap();
    let mut found = Vec::new();
    for check in checks.iter().filter(|check| check["state"] == "differs") {
        for said in check["said"].as_array().unwrap() {
            found.push(format!("{}: {}", check["name"].as_str().unwrap(), said.as_str().unwrap()));
        }
    }
    found
}

fn in_folder(folder: &Path, program: &str, arguments: &[&str], input: Option<&Path>) -> Output {
    let input = input.map_or_else(Stdio::null, |path| std::fs::File::open(path).unwrap().into());
    Command::new(program).current_dir(folder).args(arguments).stdin(input).output().unwrap()
}

#[test]
fn two_machines_make_the_same_bytes() {
    let place = place();
    let (first, _) = bundle(&place);
    let clone = place.path().join("clone");
    let from = format!("file://{}", demo().display());
    let cloned = in_folder(place.path(), "git", &["clone", "-q", &from, text(&clone)], None);
    assert!(cloned.status.success());
    let second = place.path().join("second");
    let ran = Command::new(env!("CARGO_BIN_EXE_pirctl"))
        .current_dir(clone.join("incidents"))
        .args(["bundle", "--rev", "origin/main", "--out", text(&second)])
        .envs([("TZ", "Pacific/Chatham"), ("LANG", "tr_TR.UTF-8"), ("RAYON_NUM_THREADS", "1")])
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let (first, second) = (files(&first), files(&second));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    let other: Vec<_> = first.iter().filter(|(name, bytes)| second[*name] != **bytes).collect();
    assert!(other.is_empty(), "{:?}", other.iter().map(|(name, _)| name).collect::<Vec<_>>());
}

#[test]
fn a_bundle_is_checked_without_us() {
    let place = place();
    let (bundle, _) = bundle(&place);
    for list in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
        let ran = in_folder(&bundle, "sha256sum", &["--strict", "-c", list], None);
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
    }
    let listed = std::fs::read_to_string(bundle.join("manifest-sha256.txt")).unwrap();
    let payload = files(&bundle.join("data")).len();
    assert_eq!(listed.lines().count(), payload, "every file of the payload is listed");
    // The blob of a record is the one that git names.
    let index = std::fs::read_to_string(bundle.join("data/index.json")).unwrap();
    let index: serde_json::Value = serde_json::from_str(&index).unwrap();
    let row = &index.as_array().unwrap()[0];
    let hashed = in_folder(&bundle, "git", &["hash-object", row["place"].as_str().unwrap()], None);
    assert_eq!(String::from_utf8_lossy(&hashed.stdout).trim(), row["blob"].as_str().unwrap());
    let rev = format!("HEAD:{}", row["path"].as_str().unwrap());
    let there = in_folder(&demo(), "git", &["rev-parse", &rev], None);
    assert_eq!(hashed.stdout, there.stdout);
}

#[test]
fn the_statement_is_signed_and_checked_by_ssh_keygen_alone() {
    let place = place();
    let (bundle, _) = bundle(&place);
    let key = place.path().join("key");
    let made = ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", text(&key)];
    assert!(in_folder(place.path(), "ssh-keygen", &made, None).status.success());
    let sign = ["-Y", "sign", "-f", text(&key), "-n", "pirctl-bundle", "statement.json"];
    assert!(in_folder(&bundle, "ssh-keygen", &sign, None).status.success());
    let public = std::fs::read_to_string(place.path().join("key.pub")).unwrap();
    let signers = place.path().join("signers");
    std::fs::write(&signers, format!("audit@example.org {public}")).unwrap();
    let check = ["-Y", "verify", "-f", text(&signers), "-I", "audit@example.org"];
    let check = [&check[..], &["-n", "pirctl-bundle", "-s", "statement.json.sig"]].concat();
    let statement = bundle.join("statement.json");
    assert!(in_folder(&bundle, "ssh-keygen", &check, Some(&statement)).status.success());
    // A signature laid beside it is no change of the bundle.
    let (code, json) = verified(&bundle, &[]);
    assert_eq!((code, differing(&json)), (0, vec![]));
    std::fs::write(&statement, std::fs::read_to_string(&statement).unwrap() + " ").unwrap();
    assert!(!in_folder(&bundle, "ssh-keygen", &check, Some(&statement)).status.success());
}

#[test]
fn an_untouched_bundle_holds_against_its_repository() {
    let place = place();
    let (bundle, anchor) = bundle(&place);
    let repo = demo();
    let (code, json) = verified(&bundle, &["--repo", text(&repo), "--anchor", &anchor]);
    assert_eq!((code, differing(&json)), (0, vec![]));
    let states: Vec<_> =
        json["checks"].as_array().unwrap().iter().map(|c| c["state"].as_str().unwrap()).collect();
    assert!(states.iter().all(|state| *state == "holds"), "{states:?}");
    let (code, json) = verified(&bundle, &[]);
    assert_eq!(code, 0);
    assert_eq!(json["checks"].as_array().unwrap().last().unwrap()["state"], "cannot-tell");
}

#[test]
fn what_was_changed_removed_or_added_is_named() {
    let place = place();
    let (bundle, _) = bundle(&place);
    let record = bundle.join("data/records/incidents/2026/INC-2026-0007.md");
    let record =
        if record.exists() { record } else { found(&bundle.join("data/records"), "INC-2026-0007") };
    let shown = |path: &Path| path.strip_prefix(&bundle).unwrap().display().to_string();
    let before = std::fs::read_to_string(&record).unwrap();
    std::fs::write(&record, before.replacen("INC-2026-0007", "INC-2026-0008", 1)).unwrap();
    std::fs::remove_file(bundle.join("data/site/about.html")).unwrap();
    std::fs::write(bundle.join("data/more.txt"), "x").unwrap();
    std::fs::write(bundle.join("anchor.txt"), "x").unwrap();
    let (code, json) = verified(&bundle, &[]);
    let said = differing(&json);
    assert_eq!(code, 1);
    for one in [
        "payload: data/more.txt: not listed".to_owned(),
        "payload: data/site/about.html: missing".to_owned(),
        format!("payload: {}: changed", shown(&record)),
        "tag files: anchor.txt: changed".to_owned(),
    ] {
        assert!(said.contains(&one), "{one} in {said:#?}");
    }
}

fn found(folder: &Path, stem: &str) -> PathBuf {
    let all = files(folder);
    let name = all.keys().find(|name| name.contains(stem)).unwrap();
    folder.join(name)
}

/// Makes the lists fit again, as somebody would who changed a bundle on purpose.
fn listed_again(folder: &Path) {
    use pirctl::bag::{Sum, Sums, info, label, list};
    let all = files(folder);
    let sums = |keep: &dyn Fn(&str) -> bool| -> Sums {
        let kept = all.iter().filter(|(name, _)| keep(name));
        kept.map(|(name, bytes)| (name.clone(), Sum::of(bytes))).collect()
    };
    let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    let payload = sums(&|name| name.starts_with("data/"));
    let manifest = list(&payload);
    put("manifest-sha256.txt", &manifest);
    let before = std::fs::read_to_string(folder.join("bag-info.txt")).unwrap();
    let names = ["Bag-Software-Agent", "Pirctl-Commit", "Pirctl-Today", "Pirctl-Register"];
    let labels: Vec<_> = names.iter().map(|name| (*name, label(&before, name).unwrap())).collect();
    put("bag-info.txt", &info(&labels, &payload));
    let statement = std::fs::read_to_string(folder.join("statement.json")).unwrap();
    let mut statement: serde_json::Value = serde_json::from_str(&statement).unwrap();
    statement["subject"][0]["digest"]["sha256"] = Sum::of(manifest.as_bytes()).digest.into();
    put("statement.json", &statement.to_string());
    let all = files(folder);
    let tags = all.iter().filter(|(name, _)| !name.starts_with("data/"));
    let tags = tags.filter(|(name, _)| *name != "tagmanifest-sha256.txt");
    let tags = tags.map(|(name, bytes)| (name.clone(), Sum::of(bytes))).collect();
    put("tagmanifest-sha256.txt", &list(&tags));
}

#[test]
fn a_figure_a_record_or_a_page_that_was_made_to_fit_differs_from_the_repository() {
    let place = place();
    let (bundle, _) = bundle(&place);
    let lint = bundle.join("data/figures/lint.json");
    let json = std::fs::read_to_string(&lint).unwrap();
    let mut json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let before = json["summary"]["errors"].as_u64().unwrap();
    json["summary"]["errors"] = 0.into();
    std::fs::write(&lint, serde_json::to_string_pretty(&json).unwrap()).unwrap();
    let page = bundle.join("data/site/index.html");
    let html = std::fs::read_to_string(&page).unwrap();
    std::fs::write(&page, html.replacen("<title>", "<title>All well: ", 1)).unwrap();
    std::fs::remove_file(found(&bundle.join("data/records"), "INC-2026-0007")).unwrap();
    listed_again(&bundle);
    assert_eq!(verified(&bundle, &[]).0, 0, "by itself it looks whole");
    let repo = demo();
    let (code, json) = verified(&bundle, &["--repo", text(&repo)]);
    let said = differing(&json);
    assert_eq!(code, 1);
    let figure = format!(
        "figures: data/figures/lint.json#/summary/errors: 0 here, {before} from the repository"
    );
    assert!(said.contains(&figure), "{said:#?}");
    assert!(said.iter().any(|s| s.starts_with("site: data/site/index.html: differs")), "{said:#?}");
    let gone = |s: &String| {
        s.starts_with("records: ") && s.ends_with("the commit has it, the bundle does not")
    };
    assert!(said.iter().any(gone), "{said:#?}");
    assert_eq!(said.len(), 3, "{said:#?}");
}

const INCIDENT: &str = "---\nid: INC-2026-0001\nkind: incident\ntitle: Lost badge\nstatus: reported\nowner: s.lind\nseverity: low\ndetected_at: 2026-01-02\nreported_at: 2026-01-02\n---\n";

fn register() -> Scratch {
    let mut scratch = Scratch::new();
    scratch.write("pirctl.yaml", "schema: 1\n");
    scratch.write("incidents/INC-2026-0001.md", INCIDENT);
    scratch.commit("Begin");
    scratch
}

#[test]
fn a_history_that_was_rewritten_after_the_anchor_was_kept_is_noticed() {
    let mut scratch = register();
    let folder = scratch.path();
    let first = scratch.beside("first");
    let kept = pirctl(&folder, &["bundle", "--out", text(&first)]).done();
    scratch.write("incidents/INC-2026-0001.md", INCIDENT.replace("low", "info"));
    scratch.commit("Later");
    let second = scratch.beside("second");
    pirctl(&folder, &["bundle", "--out", text(&second)]).done();
    let check = |bundle: &Path| {
        let with = ["verify", text(bundle), "--repo", text(&folder), "--anchor", kept.trim()];
        let ran = pirctl(&folder, &with);
        (ran.code, ran.out + &ran.err)
    };
    assert_eq!(check(&second).0, 0);
    scratch.git(&["checkout", "-q", "--orphan", "other"]);
    scratch.commit("All of it anew");
    let third = scratch.beside("third");
    pirctl(&folder, &["bundle", "--out", text(&third)]).done();
    let (code, said) = check(&third);
    assert!(code == 1 && said.contains("is no ancestor of"), "{said}");
}

#[test]
fn evidence_that_is_missing_leaves_nothing_behind() {
    let mut scratch = register();
    scratch.write(
        "actions/ACT-2026-0001.md",
        "---\nid: ACT-2026-0001\nkind: action\ntitle: Badges\nstatus: open\nowner: s.lind\nevidence:\n  - {file: evidence/none.pdf, role: configuration}\n---\n",
    );
    scratch.commit("Action");
    let out = scratch.beside("out");
    let ran = pirctl(&scratch.path(), &["bundle", "--out", text(&out)]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("evidence/none.pdf") && ran.err.contains("--no-evidence"),
        "{}",
        ran.err
    );
    assert!(!out.exists());
    pirctl(&scratch.path(), &["bundle", "--no-evidence", "--out", text(&out)]).done();
    scratch.write("evidence/none.pdf", "100 %");
    scratch.commit("Evidence");
    pirctl(&scratch.path(), &["bundle", "--out", text(&out)]).done();
    assert_eq!(std::fs::read(out.join("data/evidence/evidence/none.pdf")).unwrap(), b"100 %");
}

#[test]
fn names_that_tools_trip_over_and_a_register_below_the_top_are_handed_over() {
    let mut scratch = Scratch::new();
    scratch.write("security/pirctl.yaml", "schema: 1\n");
    scratch.write("security/incidents/100% \u{fc}ber: INC\\1.md", INCIDENT);
    scratch.commit("Begin");
    let out = scratch.beside("out");
    pirctl(&scratch.path().join("security"), &["bundle", "--out", text(&out)]).done();
    let place = "data/records/security/incidents/100=25 \u{fc}ber=3a INC=5c1.md";
    assert!(out.join(place).exists(), "{:?}", files(&out).keys());
    let check = in_folder(&out, "sha256sum", &["--strict", "-c", "manifest-sha256.txt"], None);
    assert!(check.status.success());
    let repo = scratch.path();
    let ran = pirctl(&repo, &["verify", text(&out), "--repo", text(&repo)]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}

#[test]
fn what_is_no_bundle_or_cannot_be_one_is_refused() {
    let scratch = register();
    let folder = scratch.path();
    let out = scratch.beside("mine");
    std::fs::create_dir(&out).unwrap();
    std::fs::write(out.join("letter.txt"), "x").unwrap();
    let refused = |arguments: &[&str], why: &str| {
        let ran = pirctl(&folder, arguments);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains(why), "{why} in {}", ran.err);
    };
    refused(&["bundle", "--out", text(&out)], "not a bundle of ours");
    assert_eq!(files(&out).len(), 1);
    refused(&["bundle", "--rev", "nowhere", "--out", text(&scratch.beside("a"))], "nowhere");
    refused(&["--no-config", "bundle", "--out", text(&scratch.beside("a"))], "own configuration");
    refused(&["verify", text(&out)], "is no bundle");
    refused(&["verify", "nothing-there"], "nothing-there");
    let bundle = scratch.beside("bundle");
    pirctl(&folder, &["bundle", "--out", text(&bundle)]).done();
    refused(&["verify", text(&bundle), "--anchor", "x"], "no anchor line");
    let empty = Scratch::new();
    refused(&["verify", text(&bundle), "--repo", text(&empty.path())], "was not found");
    let bag_info = bundle.join("bag-info.txt");
    let before = std::fs::read_to_string(&bag_info).unwrap();
    let out_of = before.replace("Pirctl-Register: .", "Pirctl-Register: ../..");
    std::fs::write(&bag_info, out_of).unwrap();
    refused(&["verify", text(&bundle), "--repo", text(&folder)], "leads out of the repository");
    std::fs::write(&bag_info, before).unwrap();
    let digest = "0".repeat(64);
    std::fs::write(bundle.join("manifest-sha256.txt"), format!("{digest}  ../../x\n")).unwrap();
    refused(&["verify", text(&bundle)], "leads out of the bundle");
}
