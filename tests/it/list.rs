//! `pirctl list` from outside: which records, which columns, three formats, what is refused.

use crate::json_contract::assert_keeps_schema;
use crate::support::demo::demo;
use crate::support::git::Scratch;
use crate::support::program::{Ran, pirctl};

fn list(arguments: &[&str]) -> Ran {
    pirctl(&demo(), &[&["list"], arguments].concat())
}

/// The first cell of each line below the head.
fn ids(arguments: &[&str]) -> Vec<String> {
    let text = list(&[arguments, &["--columns", "id"]].concat()).done();
    text.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn kinds_go_by_word_plural_folder_and_letters() {
    let actions = ids(&["action"]);
    assert_eq!(actions.len(), 18);
    for word in ["actions", "act", "ACTIONS", "corrective-actions"] {
        assert_eq!(ids(&[word]), actions, "{word}");
    }
    let all = ids(&[]);
    assert_eq!(ids(&["all"]), all);
    assert_eq!((all[0].as_str(), all.len()), ("INC-2025-0001", 98));
    let controls = ids(&["controls"]);
    let place = |id: &str| controls.iter().position(|other| other == id);
    assert!(place("A.5.9") < place("A.5.10") || place("A.5.9").is_none(), "{controls:?}");
    assert!(place("A.8.5") < place("A.8.16"), "{controls:?}");
}

#[test]
fn conditions_hold_together() {
    let high = ids(&["incidents", "--severity", "high", "--status", "closed"]);
    assert_eq!(high, ["INC-2026-0007"]);
    assert_eq!(
        ids(&["incidents", "--where", "severity=HIGH", "--where", "status!=closed"]),
        ["INC-2026-0011"]
    );
    let chain = ids(&["all", "--incident", "INC-2026-0007"]);
    for id in ["INC-2026-0007", "PIR-2026-0007", "ACT-2026-0012", "AUD-2026-0004", "A.8.5"] {
        assert!(chain.contains(&id.to_owned()), "{id} {chain:?}");
    }
    assert!(!chain.contains(&"INC-2026-0001".to_owned()));
    assert_eq!(ids(&["actions", "--incident", "INC-2026-0007"]).len(), 3);
    let lead = ids(&["reviews", "--owner", "a.novak"]);
    assert!(!lead.is_empty() && lead.len() < ids(&["reviews"]).len(), "{lead:?}");
    assert!(ids(&["incidents", "--where", "closed_at="]).contains(&"INC-2026-0011".to_owned()));
    let march = ids(&["incidents", "--since", "2026-03-02", "--until", "2026-03-02"]);
    assert_eq!(march, ["INC-2026-0007"]);
    assert_eq!(ids(&["incidents", "--where", "detected_at=2026-03-02"]), ["INC-2026-0007"]);
    let by_verifier = list(&[
        "actions",
        "--where",
        "verification.result=pass",
        "--columns",
        "id,verification.by",
    ]);
    assert!(by_verifier.done().lines().skip(1).all(|line| line.split_whitespace().count() == 2));
}

#[test]
fn sorting_puts_what_says_nothing_last() {
    let closed = |sort| list(&["incidents", "--sort", sort, "--columns", "closed_at"]).done();
    for (sort, down) in [("closed_at", false), ("-closed_at", true)] {
        let text = closed(sort);
        let values: Vec<&str> = text.lines().skip(1).collect();
        let (dates, rest) = values.split_at(values.iter().position(|v| *v == "-").unwrap());
        assert!(rest.iter().all(|value| *value == "-"));
        let days: Vec<&str> = dates.iter().map(|date| &date[..10]).collect();
        assert!(days.windows(2).all(|pair| (pair[0] <= pair[1]) != down || pair[0] == pair[1]));
    }
    let scores = list(&["risks", "--sort", "-likelihood", "--columns", "likelihood"]).done();
    assert!(scores.lines().nth(1) >= scores.lines().last());
}

#[test]
fn json_keeps_its_contract_and_csv_is_safe() {
    for kind in ["all", "incidents", "actions", "policies", "controls", "trends", "vas"] {
        let text = list(&[kind, "--format", "json"]).done();
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_keeps_schema("list", &document);
        assert!(document["records"].as_array().unwrap().len() == document["summary"]["of"]);
    }
    let scratch = Scratch::new();
    scratch.write(
        "risks/RISK-0001.md",
        "---\nid: RISK-0001\nkind: risk\ntitle: \"=cmd(), \\\"x\\\"\\e[31m\"\nstatus: open\nowner: x\nlikelihood: 2\nimpact: 4\nassessed_at: 2026-01-12\n---\n",
    );
    let ran =
        pirctl(&scratch.path(), &["list", "risks", "--columns", "id,title", "--format", "csv"]);
    assert_eq!(ran.done(), "id,title\nRISK-0001,\"'=cmd(), \"\"x\"\"\u{1b}[31m\"\n");
    let table = pirctl(&scratch.path(), &["list", "risks"]).done();
    assert!(!table.contains('\u{1b}') && table.contains("RISK-0001"), "{table}");
}

#[test]
fn a_privileged_record_shows_no_free_text() {
    let scratch = Scratch::new();
    scratch.write(
        "incidents/INC-2026-0001.md",
        "---\nid: INC-2026-0001\nkind: incident\ntitle: secret matter\nstatus: reported\nowner: s.lind\nseverity: high\ndetected_at: 2026-01-12\nreported_at: 2026-01-12\nprivilege: {claimed_by: s.lind, basis: counsel, custodian: s.lind}\n---\n",
    );
    for format in ["full", "json", "csv"] {
        let text = pirctl(&scratch.path(), &["list", "--format", format]).done();
        assert!(text.contains("INC-2026-0001") && !text.contains("secret matter"), "{text}");
    }
}

#[test]
fn an_empty_register_and_a_wrong_word_are_said() {
    let scratch = Scratch::new();
    let ran = pirctl(&scratch.path(), &["list", "risks"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("holds no records of kind risk"), "{}", ran.err);
    let ran = list(&["risks", "--where", "owner=nobody"]);
    assert!(ran.code == 0 && ran.err.contains("0 of "), "{}", ran.err);
    for (arguments, said) in [
        (&["incidnets"][..], "did you mean `incident`?"),
        (&["INC-2026-0007"], "pirctl show INC-2026-0007"),
        (&["actions", "--status", "opne"], "did you mean `open`?"),
        (&["all", "--severity", "severe"], "critical, high"),
        (&["risks", "--sort", "likelihod"], "did you mean `likelihood`?"),
        (&["risks", "--columns", "id,titel"], "did you mean `title`?"),
        (&["all", "--incident", "INC-2026-0070"], "there is no record"),
        (&["all", "--where", "status"], "FIELD=VALUE"),
    ] {
        let ran = list(arguments);
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn a_list_of_the_past_is_that_of_the_past() {
    let early = list(&["incidents", "--as-of", "2026-01-01", "--columns", "id"]).done();
    assert!(early.contains("INC-2025-0001") && !early.contains("INC-2026-0007"), "{early}");
}
