//! What rules cost: counted, so that no machine and no load changes the answer.
//!
//! The register counts every record that it hands out. A rule that looks at all records for each
//! record gets a hundred times as many from ten times the register.

use super::{RULES, RecordContext, RegisterContext, Rule, Selection, Settings, judge};
use crate::config::{Assets, Config, People};
use crate::deadline::{Now, Terms};
use crate::proof::{Artefacts, CommitNote, Moments, Past};
use crate::record::read;
use crate::register::Register;
use crate::schema::Kind;
use crate::term::{RepoPath, Zone, parse_day};
use crate::verdict::Seal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Folders of records that an incident brings along; the others stand for the whole register.
const PER_INCIDENT: [&str; 8] =
    ["actions", "audits", "bulletins", "incidents", "rcas", "reviews", "risks", "training"];

/// Path and text of every record of the example sets.
fn example() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules/given");
    let mut found = Vec::new();
    for set in ["chain", "telling", "supplier"] {
        files_below(&root.join(set), &root.join(set), &mut found);
    }
    found.retain(|(path, _)| path.ends_with(".md"));
    found
}

fn files_below(set: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files_below(set, &path, found);
        } else {
            let name = path.strip_prefix(set).unwrap().to_str().unwrap().to_owned();
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// A register with that many incidents; every second one has nothing but itself.
///
/// `kept` says which files are written, `changed` what they say.
fn register(
    incidents: usize,
    kept: impl Fn(&str) -> bool,
    changed: impl Fn(&str) -> String,
) -> Register {
    let example = example();
    let mut documents = Vec::new();
    for number in 1..=incidents {
        for (path, text) in example.iter().filter(|(path, _)| kept(path)) {
            let folder = path.split('/').next().unwrap();
            let is_its_own = PER_INCIDENT.contains(&folder);
            if number > 1 && (!is_its_own || (number % 2 == 0 && folder != "incidents")) {
                continue;
            }
            let numbered = |text: &str| {
                let yearly = text.replace("-2026-0001", &format!("-2026-{number:04}"));
                yearly.replace("RISK-0001", &format!("RISK-{number:04}"))
            };
            let text = changed(&numbered(text)).into_bytes();
            documents.push(read(&RepoPath::new(numbered(path)), text, Kind::of_folder(folder)));
        }
    }
    Register::build(documents)
}

fn all(_: &str) -> bool {
    true
}

/// A past in which every record had another title.
fn past(after: &Register, incidents: usize) -> Past {
    let before = register(incidents, all, |text| text.replacen("title: ", "title: Once ", 1));
    let at = "2026-03-01T12:00:00+00:00".parse().unwrap();
    let note = CommitNote {
        id: "9f2c1ab".repeat(6)[..40].to_owned(),
        author: "M. Keller".into(),
        author_email: "m.keller@example.org".into(),
        authored_at: at,
        committer: "M. Keller".into(),
        committer_email: "m.keller@example.org".into(),
        committed_at: at,
        summary: "titles".into(),
        trailers: Vec::new(),
        notes: Vec::new(),
        tags: Vec::new(),
        signers: Vec::new(),
        seal: Seal::Unsigned,
    };
    let (before_it, change) = (Arc::new(note.clone()), Arc::new(note));
    let moments = Moments { before: before_it, change, zone: Zone::default() };
    Past::of_change(&before, after, &moments)
}

/// How many records each of `rules` is handed.
fn counted(register: &Register, past: Option<&Past>, rules: &[&'static Rule]) -> Vec<usize> {
    let path = RepoPath::new("pirctl.yaml");
    let config = Config::absent(&path);
    let terms = Terms::of(register, Some("POL-incident-management"));
    let now = Now::end_of(parse_day("2026-12-01").unwrap(), Zone::default());
    let cx = RegisterContext {
        basis: RecordContext { now, profile: config.profile, terms: &terms, config: &config },
        register,
        artefacts: &Artefacts::default(),
        people: &People::absent(&path),
        assets: &Assets::absent(&path),
        ignored: &[],
    };
    let count = |rule: &&'static Rule| {
        let settings = Settings::default().with(&Selection::only(&[rule.code]));
        let before = register.tally();
        judge(&cx, past, &settings);
        register.tally() - before
    };
    rules.iter().map(count).collect()
}

#[test]
fn no_rule_looks_at_all_records_for_each_record() {
    let [few, many] = [20, 200].map(|incidents| {
        let register = register(incidents, all, ToOwned::to_owned);
        let past = past(&register, incidents);
        counted(&register, Some(&past), RULES)
    });
    for ((rule, few), many) in RULES.iter().zip(few).zip(many) {
        // All figures times ten, and what stands for the whole register once.
        assert!(many <= 13 * few, "{} was handed {few}, then {many} records", rule.code);
    }
}

#[test]
fn where_most_links_lead_nowhere_nothing_is_compared_with_all() {
    let register = register(1_000, |path| !path.starts_with("incidents"), ToOwned::to_owned);
    assert!(register.records().len() > 1_000);
    let rule = super::find("LNK001").unwrap();
    let [count] = counted(&register, None, &[rule])[..] else { panic!("one rule was asked") };
    assert!(count < 20 * register.records().len(), "{count}");
}
