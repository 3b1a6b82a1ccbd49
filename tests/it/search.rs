//! The index of the evidence site: what is in it, that it cannot act, that it is the same each time.

use crate::report::HOSTILE;
use crate::support::files::files;
use crate::support::git::Scratch;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

fn report(scratch: &Scratch, out: &str, threads: &str) -> BTreeMap<String, Vec<u8>> {
    let site = scratch.beside(out);
    let output = Command::new(env!("CARGO_BIN_EXE_pirctl"))
        .current_dir(scratch.path())
        .args(["report", "--rev", "HEAD", "--today", "2026-05-20", "--out"])
        .arg(&site)
        .env_clear()
        .envs([("HOME", "/nonexistent"), ("PATH", "/nonexistent"), ("RAYON_NUM_THREADS", threads)])
        .output();
    assert_eq!(output.unwrap().status.code(), Some(0));
    files(&site).into_iter().collect()
}

/// Two hundred records of several years, one of them written in ways that try to act.
fn register() -> Scratch {
    let mut scratch = Scratch::new();
    for n in 1..=200 {
        let id = format!("INC-{}-{n:04}", 2020 + n % 7);
        let text = HOSTILE.replace("INC-2026-0001", &id).replace("alert", &format!("word{n}"));
        scratch.write(&format!("incidents/{id}.md"), text);
    }
    scratch.write("people.yaml", "a.b: {name: Zoë Łukasz}\n");
    let risk = "---\nid: RISK-0001\nkind: risk\ntitle: \"\u{2028}line\"\nstatus: open\nowner: a.b\ncontrols: [CTL-own]\n---\n";
    scratch.write("risks/RISK-0001.md", risk);
    let control =
        "---\nid: CTL-own\nkind: control\ntitle: own\nstatus: implemented\nannex_a: [A.8.5]\n---\n";
    scratch.write("controls/CTL-own.md", control);
    scratch.commit("</script><script>alert(4)</script>");
    scratch
}

fn text(site: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(site[name].clone()).unwrap()
}

/// The records of the index, as the script reads them.
fn records(site: &BTreeMap<String, Vec<u8>>) -> Vec<Vec<String>> {
    let head = text(site, "search/head.js");
    let lines = head.lines().filter_map(|line| line.strip_suffix(','));
    let lines = lines.filter(|line| line.starts_with('['));
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Words with their lists, then commits with theirs.
fn words(site: &BTreeMap<String, Vec<u8>>) -> [Vec<String>; 4] {
    let file = text(site, "search/words.js");
    let list = file.strip_prefix("pirctlSearch.words=").unwrap().trim_end().trim_end_matches(';');
    let parts: [String; 4] = serde_json::from_str(list).unwrap();
    parts.map(|part| part.split(' ').map(str::to_owned).collect())
}

#[test]
fn the_index_is_the_same_on_any_number_of_threads_and_stands_in_the_manifest() {
    let scratch = register();
    let (one, many) = (report(&scratch, "one", "1"), report(&scratch, "many", "7"));
    assert!(one == many);
    let manifest: serde_json::Value = serde_json::from_slice(&one["manifest.json"]).unwrap();
    let of_search: Vec<_> = one.keys().filter(|name| name.starts_with("search/")).collect();
    assert!(of_search.len() > 8, "{of_search:?}");
    for name in of_search.into_iter().map(String::as_str).chain(["site.js"]) {
        assert!(manifest["files"][name].is_string(), "{name}");
        assert_eq!(Path::new(name).extension().unwrap(), "js");
    }
}

#[test]
fn nothing_in_the_index_can_end_a_script_or_a_string() {
    let site = report(&register(), "site", "2");
    for name in site.keys().filter(|name| name.starts_with("search/")) {
        let text = text(&site, name);
        assert!(!text.contains('<') && !text.contains(['\u{2028}', '\u{2029}']), "{name}");
        // Between its own frame each file is JSON, so that strings end where they should.
        let start = text.find('[').unwrap();
        let start = if text.contains(".texts[") { text.find("]=").unwrap() + 2 } else { start };
        let body = text[start..].trim_end().trim_end_matches([';', '}']);
        let body = body.replace(",\n]", "]").replace(",]", "]");
        let body = if name == "search/head.js" { String::new() } else { body };
        assert!(
            body.is_empty() || serde_json::from_str::<serde_json::Value>(&body).is_ok(),
            "{name}"
        );
    }
    assert_eq!(records(&site).len(), 202);
}

#[test]
fn the_newest_record_is_the_first_and_each_has_its_place_on_a_shelf() {
    let site = report(&register(), "site", "2");
    let records = records(&site);
    let ids: Vec<&str> = records.iter().map(|record| record[0].as_str()).collect();
    assert_eq!(ids[0], "INC-2026-0195");
    assert_eq!(ids[200..], ["CTL-own", "RISK-0001"]);
    let shelves: usize = site
        .keys()
        .filter(|name| name.starts_with("search/2") || name.starts_with("search/undated"))
        .map(|name| text(&site, name).lines().count() - 2)
        .sum();
    assert_eq!(shelves, 202);
}

#[test]
fn people_controls_and_commits_are_in_the_index() {
    let site = report(&register(), "site", "2");
    let [words, lists, commits, of_commits] = words(&site);
    assert_eq!((words.len(), commits.len()), (lists.len(), of_commits.len()));
    assert_eq!((commits.len(), commits[0].len()), (1, 12));
    for word in ["zoe", "lukasz", "a.8.5", "ctl-own", "word7", "inc-2026-0195"] {
        assert!(words.binary_search(&word.to_owned()).is_ok(), "{word}");
    }
    // The owner's name is a field of the risk, the last record of all.
    assert_eq!(lists[words.binary_search(&"lukasz".to_owned()).unwrap()].split(',').count(), 2);
}
