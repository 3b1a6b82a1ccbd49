//! `pirctl roles` from outside: who did what, one person twice, pairs meant for two.

use crate::json_contract::assert_keeps_schema;
use crate::support::demo::demo;
use crate::support::git::Scratch;
use crate::support::program::{Ran, pirctl};
use serde_json::{Value, json};

fn roles(scratch: &Scratch, arguments: &[&str]) -> Value {
    read(&pirctl(&scratch.path(), &[&["roles"], arguments, &["--format", "json"]].concat()))
}

fn read(ran: &Ran) -> Value {
    let document: Value = serde_json::from_str(&ran.out).expect(&ran.err);
    assert_keeps_schema("roles", &document);
    document
}

/// A closed incident with a review, an analysis and an action, in which `who` stands everywhere but
/// where `other` does.
fn register(config: &str, severity: &str, verifier: &str, lead: &str) -> Scratch {
    let scratch = Scratch::new();
    scratch.write("pirctl.yaml", config);
    scratch.write(
        "people.yaml",
        "a.novak: {name: Ana, function: security, emails: [ana@example.org]}\nk.brandt: {name: Kai, function: it}\n",
    );
    scratch.write(
        "incidents/INC-2026-0001.md",
        format!("---\nid: INC-2026-0001\nkind: incident\ntitle: t\nstatus: closed\nowner: a.novak\nreporter: anonymous\nseverity: {severity}\ndetected_at: 2026-01-12\nprimary_responder: K.Brandt\n---\n"),
    );
    scratch.write(
        "reviews/PIR-2026-0001.md",
        format!("---\nid: PIR-2026-0001\nkind: pir\ntitle: t\nstatus: approved\nincidents: [INC-2026-0001]\nlead: {lead}\nsignoff: {{ism: {{name: a.novak, at: 2026-01-20}}, technical_lead: {{name: A.NOVAK, at: 2026-01-20}}}}\n---\n"),
    );
    scratch.write(
        "rcas/RCA-2026-0001.md",
        "---\nid: RCA-2026-0001\nkind: rca\ntitle: t\nstatus: accepted\nincidents: [INC-2026-0001]\nanalysts: [{name: k.brandt}, {name: a.novak}]\naccepted_by: a.novak\n---\n",
    );
    scratch.write(
        "actions/ACT-2026-0001.md",
        format!("---\nid: ACT-2026-0001\nkind: action\ntitle: t\nstatus: closed\nincidents: [INC-2026-0001]\nowner: a.novak\nverification: {{by: {verifier}, result: pass}}\n---\n"),
    );
    scratch
}

fn pair<'d>(document: &'d Value, roles: [&str; 2]) -> &'d Value {
    let pairs = document["subjects"][0]["pairs"].as_array().unwrap();
    pairs.iter().find(|pair| pair["roles"] == json!(roles)).unwrap()
}

const OWNER_AND_VERIFIER: [&str; 2] = ["action owner", "verifier"];

#[test]
fn handles_that_differ_in_case_only_are_one_person() {
    let document = roles(&register("", "high", "A.Novak", "k.brandt"), &["INC-2026-0001"]);
    let verified = pair(&document, OWNER_AND_VERIFIER);
    assert_eq!(
        (&verified["answer"], &verified["people"], &verified["rule"], &verified["lighter"]),
        (&json!("same-person"), &json!(["a.novak"]), &json!("ACT008"), &Value::Null)
    );
    assert_eq!(pair(&document, ["primary responder", "PIR lead"])["answer"], "same-person");
    let signed = pair(&document, ["sign-off as ISM", "sign-off as technical lead"]);
    assert_eq!((&signed["answer"], &signed["rule"]), (&json!("same-person"), &Value::Null));
    // One of two analysts accepted: the other has read it too.
    assert_eq!(pair(&document, ["analyst", "accepted the cause"])["answer"], "two-people");
    assert_eq!(document["summary"]["people"], 2, "an anonymous reporter is nobody: {document}");
}

#[test]
fn profile_and_severity_make_one_person_for_both_a_note() {
    let lighter = |config, severity| {
        let document = roles(&register(config, severity, "a.novak", "a.novak"), &["INC-2026-0001"]);
        assert_eq!(pair(&document, OWNER_AND_VERIFIER)["answer"], "same-person");
        pair(&document, OWNER_AND_VERIFIER)["lighter"].clone()
    };
    assert_eq!(lighter("profile: standard\n", "medium"), Value::Null);
    assert_eq!(lighter("profile: group\n", "medium"), Value::Null);
    assert_eq!(lighter("profile: standard\n", "low"), "a note for low severity");
    assert_eq!(lighter("profile: small\n", "high"), "a note in profile small");
}

#[test]
fn a_name_that_is_missing_is_no_independence() {
    let scratch = register("", "high", "''", "a.novak");
    let document = roles(&scratch, &["INC-2026-0001"]);
    let verified = pair(&document, OWNER_AND_VERIFIER);
    assert_eq!(verified["answer"], "cannot-tell");
    assert_eq!(verified["missing"], "verification.by of ACT-2026-0001 is not stated");
    let text = pirctl(&scratch.path(), &["roles", "INC-2026-0001"]).done();
    assert!(text.contains("cannot tell, verification.by of ACT-2026-0001 is not stated"), "{text}");
    assert!(text.contains("two people 2, same person 1, cannot tell 1"), "{text}");
}

#[test]
fn one_person_twice_in_the_demo_is_the_one_that_lint_finds() {
    let year = ["roles", "--today", "2026-05-20", "--period", "2025-01-01..2026-05-20"];
    let document = read(&pirctl(&demo(), &[&year[..], &["--format", "json"]].concat()));
    let subjects = document["subjects"].as_array().unwrap();
    let pairs = subjects.iter().flat_map(|subject| subject["pairs"].as_array().unwrap());
    let same: Vec<_> = pairs.filter(|pair| pair["answer"] == "same-person").collect();
    assert_eq!((same.len(), &same[0]["rule"]), (1, &json!("ACT008")));
    assert_eq!(same[0]["records"], json!(["ACT-2026-0016", "ACT-2026-0016"]));
    let lint = pirctl(&demo(), &["lint", "--today", "2026-05-20", "--format", "json"]);
    let lint: Value = serde_json::from_str(&lint.out).unwrap();
    let found = |rule: &str| {
        let findings = lint["findings"].as_array().unwrap().iter();
        findings.filter(|finding| finding["code"] == rule).count()
    };
    assert_eq!(found("ACT008"), 1);
    for rule in ["PIR002", "RCA012", "POL006", "AUD003", "PST003", "ACT015", "INC021"] {
        let ours = same.iter().filter(|pair| pair["rule"] == rule).count();
        assert_eq!(found(rule), ours, "{rule}");
    }
    // A pair of a review that several incidents share counts once.
    let text = pirctl(&demo(), &year).done();
    assert!(text.contains("two people 63, same person 1, cannot tell 0"), "{text}");
}

#[test]
fn authors_of_commits_are_the_people_behind_their_addresses() {
    let document = read(&pirctl(&demo(), &["roles", "INC-2026-0007", "--format", "json"]));
    let duties = document["subjects"][0]["duties"].as_array().unwrap();
    let authors = |record: &str| -> Vec<&Value> {
        let own = duties.iter().filter(|duty| duty["record"] == record);
        own.filter(|duty| duty["role"] == "author in git").map(|duty| &duty["person"]).collect()
    };
    assert_eq!(authors("PIR-2026-0007"), ["s.lind", "a.novak", "j.weber"]);
    // Of a policy only those whose commits name the incident: it stands for the whole register.
    assert_eq!(authors("POL-access-control"), ["k.brandt", "s.lind"]);
    let signed = duties.iter().find(|duty| duty["role"] == "sign-off as ISM").unwrap();
    assert_eq!(signed["strength"], "recorded", "the commit that set the name is theirs");
    let led = duties.iter().find(|duty| duty["role"] == "PIR lead").unwrap();
    assert_eq!(led["strength"], "claimed", "a typed name is a claim");
}

#[test]
fn who_is_in_no_list_is_said_to_be() {
    let scratch = register("", "high", "somebody.else", "a.novak");
    std::fs::remove_file(scratch.path().join("people.yaml")).unwrap();
    let ran = pirctl(&scratch.path(), &["roles", "INC-2026-0001"]);
    assert!(ran.out.contains("somebody.else (not in people.yaml)"), "{}", ran.out);
    assert!(ran.err.contains("there is no people.yaml"), "{}", ran.err);
    assert_eq!(roles(&scratch, &["INC-2026-0001"])["people"][0]["known"], false);
}

#[test]
fn people_can_go_without_their_names() {
    for format in ["full", "json", "csv"] {
        let ran = pirctl(&demo(), &["roles", "INC-2026-0007", "--no-names", "--format", format]);
        for name in ["s.lind", "Sara", "Lind", "novak", "Nováková", "j.weber"] {
            assert!(!ran.out.contains(name), "{format} {name}");
        }
        assert!(ran.out.contains("person 1"), "{}", ran.out);
    }
}

#[test]
fn people_of_privileged_records_are_withheld() {
    let scratch = register("", "high", "k.brandt", "a.novak");
    scratch.write(
        "actions/ACT-2026-0002.md",
        "---\nid: ACT-2026-0002\nkind: action\ntitle: secret\nstatus: open\nincidents: [INC-2026-0001]\nowner: hidden.person\nprivilege: {claimed_by: x.y, basis: b, custodian: z}\n---\n",
    );
    let document = roles(&scratch, &["INC-2026-0001"]);
    assert_eq!(document["subjects"][0]["withheld"], json!(["ACT-2026-0002"]));
    assert!(!document.to_string().contains("hidden.person"), "{document}");
}

#[test]
fn a_spreadsheet_gets_one_role_of_one_person_a_line() {
    let text = pirctl(
        &demo(),
        &["roles", "--period", "2026-Q2", "--today", "2026-05-20", "--format", "csv"],
    )
    .done();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some(
            "subject,role,person,name,function,in_people_yaml,record,field,strength,also,same_person_as"
        )
    );
    let twice: Vec<&str> = lines
        .filter(|line| line.contains("ACT-2026-0016,") && line.ends_with(",verifier"))
        .collect();
    assert!(twice.len() == 1 && twice[0].contains("action owner,r.silva"), "{text}");
}

#[test]
fn what_cannot_be_shown_is_refused_with_what_to_do() {
    for (arguments, said) in [
        (&["PIR-2026-0007"][..], "it belongs to INC-2026-0007"),
        (&["INC-2026-0070"], "there is no record"),
        (&["RISK-0001"], "RISK-0001 is no incident"),
        (&["--period", "2026-Q9"], "write a quarter as 2026-Q3"),
        (&["INC-2026-0007", "--period", "2026-Q1"], "cannot be used with"),
    ] {
        let ran = pirctl(&demo(), &[&["roles"], arguments].concat());
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn an_empty_period_has_nobody_in_it() {
    let ran = pirctl(&demo(), &["roles", "--period", "2001-Q1", "--format", "json"]);
    let document = read(&ran);
    assert_eq!((&document["people"], &document["subjects"]), (&json!([]), &json!([])));
}
