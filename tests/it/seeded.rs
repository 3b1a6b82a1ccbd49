//! Defects planted in a clean register: each is found, at its record, in one run, whatever else is wrong.

use crate::support::dice::Dice;
use crate::support::program::pirctl;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Chains in the register, all alike but for their ids.
const CHAINS: usize = 9;

/// A mistake: the rule that speaks of it, the file of the first chain, the text, and what stands there instead.
type Defect = (&'static str, &'static str, &'static str, &'static str);

const INCIDENT: &str = "incidents/INC-2026-0001.md";
const REVIEW: &str = "reviews/PIR-2026-0001.md";
const ANALYSIS: &str = "rcas/RCA-2026-0001.md";
const ACTION: &str = "actions/ACT-2026-0001.md";
const POLICY: &str = "policies/POL-access-control.md";
const BULLETIN: &str = "bulletins/BUL-2026-0001.md";

const DEFECTS: &[Defect] = &[
    ("REC002", INCIDENT, "severity: medium", "severity: lwo"),
    ("REC004", INCIDENT, "resolved_at: 2026-03-04T16:00:00Z", "resolved_at: 2026-02-30"),
    ("REC006", INCIDENT, "None found.", "Write to jane.doe@acme-payments.com about it."),
    ("REC007", INCIDENT, "## Summary\n", "## Sumary\n"),
    ("REC008", INCIDENT, "One mailbox was read", "TBD"),
    ("REC012", INCIDENT, "human_factor: false", "human_factr: false"),
    ("INC005", INCIDENT, "occurred_at: 2026-03-01", "occurred_at: 2026-03-20"),
    ("INC014", INCIDENT, "certainty: confirmed", "certainty: suspected"),
    ("LNK001", REVIEW, "incidents: [INC-2026-0001]", "incidents: [INC-2026-0404]"),
    ("PIR002", REVIEW, "lead: a.novak", "lead: m.castro"),
    ("PIR005", REVIEW, "  technical_lead: {name: j.weber, at: 2026-03-10}\n", ""),
    ("PIR006", REVIEW, "| 2026-03-02 11:05 | mailbox locked, sessions ended |\n", ""),
    ("PIR012", REVIEW, "status: approved", "status: scheduled"),
    ("PIR017", REVIEW, "| 2026-03-02 11:05 |", "| 2026-03-02 08:05 |"),
    ("LNK003", ACTION, "RCA-2026-0001#C1", "RCA-2026-0001#C9"),
    ("ACT001", ACTION, "priority: high\n", ""),
    ("ACT002", ACTION, "status: closed", "status: open"),
    ("ACT005", ACTION, "result: pass", "result: fail"),
    ("ACT006", ACTION, "controls: [A.8.5]", "controls: []"),
    ("ACT008", ACTION, "by: j.weber", "by: k.brandt"),
    ("ACT014", ACTION, "  side_effects: {checked: true, result: none seen}\n", ""),
    (
        "RCA001",
        ANALYSIS,
        "Sign-in exemptions are granted without owner, end date or review.",
        "User error.",
    ),
    ("RCA002", ANALYSIS, "process_or_control: A.8.5", "process_or_control: A.8.95"),
    ("RCA007", ANALYSIS, "in_risk_register_before: RISK-0001", "in_risk_register_before: perhaps"),
    ("RCA011", ANALYSIS, "checked: true", "checked: false"),
    ("POL006", POLICY, "approved_by: c.moreau\n", ""),
    ("POL011", POLICY, "date: 2026-04-08", "date: 2026-02-08"),
    ("REC003", BULLETIN, "id: BUL-2026-0001", "id: BUL-2026-0991"),
];

type Files = BTreeMap<String, String>;
type Found = BTreeSet<(String, String)>;

fn chain_files() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules/given/chain");
    let mut files = Files::new();
    for folder in std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()) {
        let inside =
            std::fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().path());
        for file in inside.chain(Some(folder.clone())).filter(|path| path.is_file()) {
            let name = file.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            files.insert(name, std::fs::read_to_string(&file).unwrap());
        }
    }
    files
}

/// The same text in the `number`th chain; each but the first says that it resembles the one before.
fn in_chain(text: &str, number: usize) -> String {
    if number == 1 {
        return text.to_owned();
    }
    let before = number - 1;
    text.replace("-2026-0001", &format!("-2026-000{number}"))
        .replace("RISK-0001", &format!("RISK-000{number}"))
        .replace("POL-access-control", &format!("POL-access-control-{number}"))
        .replace("human_factor:", &format!("similar_to: [INC-2026-000{before}]\nhuman_factor:"))
}

/// A register of several chains, with the shared files once.
fn register() -> Files {
    let first = chain_files();
    let shared = ["POL-incident-management", "A.8.5", "pirctl.yaml", "evidence/"];
    let mut files = first.clone();
    for (path, text) in first {
        if !shared.iter().any(|word| path.contains(word)) {
            files.extend((2..=CHAINS).map(|n| (in_chain(&path, n), in_chain(&text, n))));
        }
    }
    files
}

/// Code and record of everything that `lint` finds.
fn lint(files: &Files) -> Found {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let arguments = ["lint", "--format", "json", "--fail-on", "never", "--today", "2026-05-20"];
    let document: serde_json::Value =
        serde_json::from_str(&pirctl(folder.path(), &arguments).done()).unwrap();
    let word = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let findings = document["findings"].as_array().unwrap();
    findings.iter().map(|finding| (word(finding, "code"), word(finding, "path"))).collect()
}

/// Plants a mistake into a chain and says what must be found.
fn plant(files: &mut Files, defect: &Defect, number: usize) -> (String, String) {
    let (code, file, text, instead) = defect;
    let path = in_chain(file, number);
    let held = files.get_mut(&path).unwrap();
    let (text, instead) = (in_chain_only(text, number), in_chain_only(instead, number));
    assert!(held.contains(&text), "{path} does not hold `{text}`");
    *held = held.replacen(&text, &instead, 1);
    ((*code).to_owned(), path)
}

/// The ids of a planted text moved to a chain; nothing is added to it.
fn in_chain_only(text: &str, number: usize) -> String {
    text.replace("-2026-0001", &format!("-2026-000{number}"))
        .replace("RISK-0001", &format!("RISK-000{number}"))
}

#[test]
fn every_defect_is_found_alone_and_is_not_there_without_it() {
    let (clean, before) = (register(), lint(&register()));
    for (at, defect) in DEFECTS.iter().enumerate() {
        let mut files = clean.clone();
        let expected = plant(&mut files, defect, at % CHAINS + 1);
        assert!(!before.contains(&expected), "{expected:?} is found in the clean register");
        assert!(lint(&files).contains(&expected), "{expected:?} is not found");
    }
}

#[test]
fn many_defects_in_one_register_are_all_found_in_one_run() {
    let clean = register();
    for seed in 0..20 {
        let (mut dice, mut files) = (Dice::new(seed), clean.clone());
        let mut expected = Found::new();
        for _ in 0..=dice.below(12) {
            let (defect, number) = (dice.pick(DEFECTS), dice.below(CHAINS) + 1);
            let path = in_chain(defect.1, number);
            // One mistake a file: two may change the same text, or one hide the other by right.
            if expected.iter().all(|(_, taken)| *taken != path) {
                expected.insert(plant(&mut files, defect, number));
            }
        }
        let found = lint(&files);
        let missed: Vec<_> = expected.difference(&found).collect();
        assert!(missed.is_empty(), "seed {seed}: {missed:?} of {expected:?}");
    }
}
