//! Small histories with fixed dates, each with what git shows of it: one table in text files.
//!
//! `script.rs` says how a history is written. Of each, all findings of rules that ask history are
//! listed with the commits they name, and what cannot be told; and, where it says so, strengths.

mod script;
mod signed;
mod tree;

use crate::support::git::Scratch;
use crate::support::stream::{make, make_all};
use chrono::NaiveDate;
use pirctl::chain::{Inquiry, stage_of};
use pirctl::emit::show_json;
use pirctl::record::Record;
use pirctl::rows::RecordCard;
use pirctl::rules::{RULES, find};
use pirctl::session::{Environment, Face, KeyFiles, Options, Session};
use pirctl::term::Stage;
use pirctl::verdict::Strength;
use script::{Script, parse};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/histories")
}

/// The histories of one file.
fn histories(name: &str) -> Vec<Script> {
    let path = folder().join(name).with_extension("txt");
    let text = std::fs::read_to_string(&path).unwrap();
    parse(&text, &folder().join("given"))
}

/// The labels of the commits that a text names by their ids, in its order.
fn labels(text: &str, of: &BTreeMap<String, String>) -> String {
    let mut found = String::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let is_id = word.len() >= 12 && word.bytes().all(|b| b.is_ascii_hexdigit());
        let label = of.iter().find(|(id, _)| is_id && id.starts_with(word));
        if let Some((_, label)) = label {
            write!(found, " @{label}").unwrap();
        }
    }
    found
}

fn or_dash(word: &str) -> &str {
    if word.is_empty() { "-" } else { word }
}

/// What git shows of a history: a line for each finding, each answer that cannot be given, and each
/// claim that the script asks for.
fn told(script: &Script, folder: &Path, ids: &[String], keys: KeyFiles) -> Vec<String> {
    let of: BTreeMap<_, _> =
        script.labels.iter().map(|(l, at)| (ids[*at].clone(), l.clone())).collect();
    let today = NaiveDate::parse_from_str(&script.today, "%Y-%m-%d").unwrap();
    let face = Face::Revision(ids[script.tip].clone());
    let folder = folder.into();
    let options = Options { folder, face, today: Some(today), keys, ..Options::default() };
    let session = Session::open(&options, &Environment::default()).unwrap();
    let judgement = session.judge();
    // Evidence that names a commit is held against git too, by a rule about records as they stand.
    let asks_history = |code: &str| {
        code == "REC010" || find(code).is_some_and(|rule| rule.check.reach() == "history")
    };
    let mut lines = Vec::new();
    for finding in judgement.findings.iter().filter(|finding| asks_history(finding.code)) {
        let level = serde_json::to_value(finding.level).unwrap();
        let (record, field) = (or_dash(&finding.record), or_dash(&finding.field));
        let level = level.as_str().unwrap();
        let named = labels(&finding.message, &of);
        lines.push(format!("finds {level} {} {record} {field}{named}", finding.code));
    }
    for unknown in judgement.unknown.iter().filter(|unknown| asks_history(unknown.code)) {
        lines.push(format!("untold {} {}", unknown.code, or_dash(&unknown.record)));
    }
    for asked in script.expected.iter().filter(|line| line.starts_with("shows ")) {
        lines.push(shown(&session, asked, &of));
    }
    lines.sort();
    lines
}

/// The line `shows ID FIELD STRENGTH @LABEL: REMARK` for the record and field of `asked`, or
/// `shows ID story @LABEL: WORDS; @LABEL: WORDS`, or `shows ID stage:STAGE VERDICT STRENGTH: GAPS`.
fn shown(session: &Session, asked: &str, of: &BTreeMap<String, String>) -> String {
    let mut words = asked.split_whitespace().skip(1);
    let (id, field) = (words.next().unwrap(), words.next().unwrap());
    let Some(record) = session.register().get(id) else { return format!("shows {id} nothing") };
    if let Some(stage) = field.strip_prefix("stage:") {
        return format!("shows {id} {field} {}", stands(session, record, stage));
    }
    let (people, zone) = (session.people(), session.now().zone);
    let card = RecordCard::of(record, session.register(), Some(session.past()), people, zone);
    let page: Value = serde_json::from_str(&show_json(&card)).unwrap();
    let commit = |value: &Value| labels(value["commit"]["id"].as_str().unwrap_or_default(), of);
    if field == "story" {
        let step = |step: &Value| {
            let moved = step["moved"].as_array().unwrap().iter().map(|word| word.as_str().unwrap());
            format!("{}: {}", commit(step), moved.collect::<Vec<_>>().join(", "))
        };
        let steps: Vec<_> = page["story"].as_array().unwrap().iter().map(step).collect();
        return format!("shows {id} story{}", steps.join(";"));
    }
    let claims = page["claims"].as_array().unwrap();
    let Some(claim) = claims.iter().find(|claim| claim["field"] == field) else {
        return format!("shows {id} {field} nothing");
    };
    let remark = claim["remark"].as_str().unwrap();
    let remark = if remark.is_empty() { String::new() } else { format!(": {remark}") };
    format!("shows {id} {field} {}{}{remark}", claim["strength"].as_str().unwrap(), commit(claim))
}

/// Verdict, strength and gaps of a stage of an incident.
fn stands(session: &Session, incident: &Record, stage: &str) -> String {
    let stage = Stage::ALL.into_iter().find(|known| known.word() == stage).unwrap();
    let cx = Inquiry {
        register: session.register(),
        terms: session.terms(),
        now: session.now(),
        config: session.config(),
        past: session.past(),
    };
    let standing = stage_of(&cx, incident, stage);
    let strength = standing.strength.map_or("-", Strength::word);
    let gaps: Vec<_> = standing.gaps.into_iter().map(|gap| gap.text).collect();
    let gaps = if gaps.is_empty() { String::new() } else { format!(": {}", gaps.join("; ")) };
    format!("{} {strength}{gaps}", standing.verdict.word())
}

/// A repository of one unusual history.
fn unusual(script: &Script) -> (Scratch, Vec<String>) {
    let (mut scratch, mut ids) = make(&script.commits, script.tip);
    if let Some(commits) = script.named(&ids) {
        (scratch, ids) = make(&commits, script.tip);
    }
    script.signing.sign(script, &scratch, &mut ids);
    script.make_unusual(&scratch.path().join(".git"), &ids);
    (scratch, ids)
}

/// What is expected and not told, and what is told and not expected.
fn differences(script: &Script, mut told: Vec<String>) -> String {
    let mut missing = String::new();
    for line in &script.expected {
        match told.iter().position(|other| other == line) {
            Some(at) => drop(told.remove(at)),
            None => writeln!(missing, "  - {line}").unwrap(),
        }
    }
    told.into_iter().fold(missing, |all, line| all + "  + " + &line + "\n")
}

/// Runs the histories of a file; says which tell something else than they should.
fn check(name: &str, at_least: usize) {
    let all = histories(name);
    assert!(all.len() >= at_least, "{name} has {} histories", all.len());
    // One repository holds all of them side by side, but for those that are unusual as a whole.
    let usual = || all.iter().filter(|script| !script.is_unusual());
    let lists: Vec<_> = usual().map(|script| script.commits.as_slice()).collect();
    let (shared, ids) = make_all(&lists);
    let mut ids = ids.into_iter();
    let mut wrong = String::new();
    for script in &all {
        let told = if script.is_unusual() {
            let (scratch, ids) = unusual(script);
            let allowed_signers = script.signing.file(&scratch);
            let keys = KeyFiles { allowed_signers, keyring: None };
            told(script, &scratch.path(), &ids, keys)
        } else {
            told(script, &shared.path(), &ids.next().unwrap(), KeyFiles::default())
        };
        let differences = differences(script, told);
        if !differences.is_empty() {
            writeln!(wrong, "== {}\n{differences}", script.title).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{name}: expected (-) and told (+)\n{wrong}");
}

#[test]
fn git_shows_when_a_date_was_recorded() {
    check("provenance", 18);
}

#[test]
fn git_shows_whether_the_text_of_a_policy_changed() {
    check("policy", 20);
}

#[test]
fn git_shows_the_steps_of_a_risk() {
    check("risk", 12);
}

#[test]
fn git_shows_the_life_of_a_record() {
    check("life", 22);
}

#[test]
fn git_shows_who_had_a_hand_in_a_record() {
    check("approval", 8);
}

#[test]
fn git_shows_the_change_that_an_action_names() {
    check("named", 12);
}

#[test]
fn git_shows_what_is_unusual_about_itself() {
    check("trust", 8);
}

#[test]
fn the_table_names_every_rule_that_asks_history_but_the_one_about_files() {
    let files = ["provenance", "policy", "risk", "life", "approval", "named", "trust"];
    let all: Vec<_> = files.iter().flat_map(|name| histories(name)).collect();
    let lines: Vec<_> = all.iter().flat_map(|script| &script.expected).collect();
    let is_named = |code: &str| {
        lines.iter().any(|line| line.starts_with("finds ") && line.contains(&format!(" {code} ")))
    };
    let asking = RULES.iter().filter(|rule| rule.check.reach() == "history");
    let unnamed: Vec<_> = asking.map(|rule| rule.code).filter(|code| !is_named(code)).collect();
    assert_eq!(unnamed, ["GIT012"]);
}
