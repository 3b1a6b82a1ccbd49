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
        (&["controls", "--framework", "sco2"], "did you mean `soc2`?"),
        (&["actions", "--framework", "pci"], "pirctl list frameworks"),
        (&["all", "--framework", "csf:ID.IM-3"], "`nist-csf-2.0:ID.IM-03`"),
        (&["controls", "--columns", "id,them"], "did you mean `theme`?"),
        (&["frameworks", "--owner", "s.lind"], "nothing to choose by"),
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

#[test]
fn all_controls_stand_beside_what_is_stated_of_them() {
    let text = list(&["controls", "--format", "json"]).done();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_keeps_schema("list", &document);
    let controls = document["controls"].as_array().unwrap();
    assert_eq!((controls.len(), &controls[0]["id"]), (93, &"A.5.1".into()));
    let of = |id: &str| controls.iter().find(|control| control["id"] == id).unwrap();
    assert_eq!(of("A.8.5")["theme"], "technological");
    assert_eq!(of("A.8.5")["stated"][0]["applicable"], true);
    assert_eq!(of("A.8.5")["stated"][0]["implementation"], "partly");
    assert_eq!(
        of("A.8.5")["failed"],
        serde_json::json!([
            {"by": "PIR-2026-0007", "outcome": "absent", "incidents": ["INC-2026-0007"]},
            {"by": "RCA-2026-0007", "outcome": "cause", "incidents": ["INC-2026-0007"]},
        ])
    );
    // What nobody states is not a no.
    assert_eq!(of("A.7.6")["stated"], serde_json::json!([]));
    assert_eq!(ids(&["controls", "--where", "theme=physical"]).len(), 14);
    assert_eq!(ids(&["control", "--where", "record="]).len(), 88);
    assert_eq!(ids(&["controls", "--where", "relation!="]).len(), 8, "beside A.5.27");
    assert_eq!(ids(&["ctl", "--incident", "INC-2026-0007"]).len(), 3);
    let csv = list(&["controls", "--where", "record!=", "--format", "csv"]).done();
    assert!(csv.starts_with("id,title,theme,record,applicable,"), "{csv}");
}

#[test]
fn a_control_of_ones_own_stands_for_those_that_it_implements() {
    let scratch = Scratch::new();
    let own = |id: &str, more: &str| {
        let text = format!(
            "---\nid: {id}\nkind: control\ntitle: own {id}\nstatus: operating\nowner: x\n{more}---\n"
        );
        scratch.write(&format!("controls/{id}.md"), &text);
    };
    own("CTL-mfa", "annex_a: [A.8.5, 8.2]\napplicable: true\n");
    own("CTL-badge", "applicable: false\njustification: no office\n");
    own("A.8.5", "applicable: false\nprivilege: {claimed_by: x, basis: b, custodian: x}\n");
    let list = |arguments: &[&str]| {
        pirctl(&scratch.path(), &[&["list", "controls"], arguments].concat()).done()
    };
    let text = list(&["--where", "record!=", "--columns", "id,theme,record,applicable,title"]);
    let rows: Vec<Vec<&str>> =
        text.lines().map(|line| line.split("  ").filter(|it| !it.is_empty()).collect()).collect();
    assert_eq!(rows[1][..3], ["A.8.2", "technological", "CTL-mfa"], "{text}");
    assert_eq!(rows[2][2], "A.8.5, CTL-mfa");
    assert!(rows[2][3].contains("(withheld)") && rows[2][3].contains("true"), "{text}");
    assert_eq!(rows[3][..3], ["CTL-badge", "own", "CTL-badge"], "{text}");
    let json: serde_json::Value = serde_json::from_str(&list(&["--format", "json"])).unwrap();
    assert_keeps_schema("list", &json);
    assert_eq!(json["controls"].as_array().unwrap().len(), 94);
    assert_eq!(json["summary"], serde_json::json!({"listed": 3, "of": 3}));
}

#[test]
fn frameworks_choose_controls_and_the_records_that_name_them() {
    let text = list(&["frameworks", "--format", "json"]).done();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_keeps_schema("list", &document);
    assert_eq!(document["frameworks"].as_array().unwrap().len(), 8);
    assert!(list(&["frameworks"]).done().contains("soc2"));
    assert_eq!(ids(&["controls", "--framework", "DORA"]), ["A.5.27"]);
    assert_eq!(ids(&["controls", "--framework", "csf:RS.IM"]), ["A.5.27"]);
    let ran = list(&["controls", "--framework", "soc 2"]);
    assert!(ran.out.contains("CC7.5 (partial)"), "the weaker word is shown: {}", ran.out);
    assert!(ran.err.contains("no evidence of conformity"), "{}", ran.err);
    // IA-6 is paired with A.8.5 alone.
    let signed_in = ids(&["all", "--framework", "nist-800-53:IA-6"]);
    for id in ["INC-2026-0007", "PIR-2026-0007", "RCA-2026-0007", "ACT-2026-0012", "RISK-0003"] {
        assert!(signed_in.contains(&id.to_owned()), "{id} {signed_in:?}");
    }
    assert!(!signed_in.contains(&"INC-2025-0005".to_owned()), "{signed_in:?}");
}

#[test]
fn a_control_without_a_record_is_told_from_one_that_does_not_exist() {
    for (id, said) in [
        ("A.5.1", "a control of Annex A that has no record here"),
        ("A.5.277", "Annex A has no such control; did you mean `A.5.27`?"),
    ] {
        let ran = pirctl(&demo(), &["show", id]);
        assert!(ran.code == 2 && ran.err.contains(said), "{id}: {}", ran.err);
    }
}
