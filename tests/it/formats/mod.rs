//! Every format of `lint` keeps its schema and loses nothing, whatever is found.

mod command;
mod given;
mod platforms;
mod xml;

use given::Given;
use jsonschema::Validator;
use pirctl::emit;
use pirctl::emit::{LintReport, Look};
use pirctl::escape::terminal;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What makes a format of a report.
type Make = fn(&LintReport<'_>) -> String;

const FORMATS: [(&str, Make); 10] = [
    ("full", |report| emit::lint_full(report, Look::default())),
    ("concise", emit::lint_concise),
    ("grouped", emit::lint_grouped),
    ("json", emit::lint_json),
    ("json-lines", emit::lint_json_lines),
    ("sarif", emit::lint_sarif),
    ("github", emit::lint_github),
    ("gitlab", emit::lint_gitlab),
    ("junit", emit::lint_junit),
    ("rdjson", emit::lint_rdjson),
];

fn validator(schema: &str) -> Validator {
    // SARIF's schema has a pattern, for a language that we do not state, with a bracket too many.
    let schema = schema.replace("{2}-[a-zA-Z]{2}]?$", "{2}-[a-zA-Z]{2}?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

static JSON: LazyLock<Validator> =
    LazyLock::new(|| validator(include_str!("../../../docs/schema/lint.schema.json")));
static LINES: LazyLock<Validator> =
    LazyLock::new(|| validator(include_str!("../../../docs/schema/lint-lines.schema.json")));
static SARIF: LazyLock<Validator> =
    LazyLock::new(|| validator(include_str!("../schemas/sarif-2.1.0.json")));
static GITLAB: LazyLock<Validator> =
    LazyLock::new(|| validator(include_str!("../schemas/gitlab-code-quality.schema.json")));
static RDJSON: LazyLock<Validator> =
    LazyLock::new(|| validator(include_str!("../schemas/rdjson.schema.json")));

fn assert_keeps(schema: &Validator, document: &Value, what: &str) {
    if !schema.is_valid(document) {
        let found: Vec<_> = schema.iter_errors(document).take(5).map(|e| e.to_string()).collect();
        panic!("{what}: {}", found.join("\n"));
    }
}

/// Fails where `text` breaks the schema of `format`.
fn assert_valid(format: &str, text: &str) {
    let whole = || serde_json::from_str(text).unwrap();
    match format {
        "json" => assert_keeps(&JSON, &whole(), format),
        "json-lines" => {
            for line in text.lines() {
                assert_keeps(&LINES, &serde_json::from_str(line).unwrap(), line);
            }
        }
        "sarif" => assert_keeps(&SARIF, &whole(), format),
        "gitlab" => assert_keeps(&GITLAB, &whole(), format),
        "rdjson" => assert_keeps(&RDJSON, &whole(), format),
        "junit" => {
            xml::assert_keeps_xsd(include_str!("../schemas/junit-10.xsd"), &xml::parse(text));
        }
        "github" => platforms::assert_only_commands_of_ours(text),
        _ => assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{2028}', '\u{0}']), "{format}"),
    }
}

#[test]
fn every_format_keeps_its_schema_whatever_is_found() {
    for (case, given) in given::all() {
        for (format, make) in FORMATS {
            let text = make(&given.report());
            assert!(text.ends_with('\n'), "{format} on {case}");
            assert_valid(format, &text);
        }
    }
}

#[test]
fn the_documented_lines_keep_their_schema() {
    let page = include_str!("../../../docs/json.md");
    let rest = page.split_once("<!-- example: lint-lines -->\n```json\n").unwrap().1;
    assert_valid("json-lines", rest.split_once("\n```").unwrap().0);
}

#[test]
fn a_place_far_down_a_file_is_shown_with_its_own_line_numbers() {
    let given = given::many(100);
    let made = emit::lint_full(&given.report(), Look::default());
    assert!(made.contains("reviews/PIR-000000.md:100:10"), "{made}");
    assert!(made.contains(" 99 │") && made.contains(" 100 │"), "{made}");
}

/// Code, record and line.
type Key = (String, String, u64);

fn wanted(given: &Given) -> Vec<Key> {
    let report = given.report();
    let key = |located: &emit::Located<'_>| {
        let finding = located.finding;
        let record = shown(&finding.record);
        (finding.code.to_owned(), record, located.start.line as u64)
    };
    let mut keys: Vec<_> = report.findings.iter().map(key).collect();
    keys.sort();
    keys
}

/// Text as people see it; XML has no way to say U+FFFF.
fn shown(text: &str) -> String {
    terminal(text).replace('\u{ffff}', "\u{fffd}")
}

fn text(value: &Value) -> String {
    shown(value.as_str().unwrap_or_default())
}

/// What a reader of `format` gets; `None` where it is no machine's.
fn read_back(format: &str, made: &str) -> Option<Vec<Key>> {
    let list = |value: &Value| value.as_array().unwrap().clone();
    let whole = || serde_json::from_str::<Value>(made).unwrap();
    let row =
        |row: &Value| (text(&row["code"]), text(&row["record"]), row["line"].as_u64().unwrap());
    let mut keys: Vec<Key> = match format {
        "json" => list(&whole()["findings"]).iter().map(row).collect(),
        "json-lines" => {
            let lines = made.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
            lines.filter(|line| line["type"] == "finding").map(|line| row(&line)).collect()
        }
        "sarif" => {
            let results = list(&whole()["runs"][0]["results"]);
            let open = results.iter().filter(|result| result["suppressions"].is_null());
            open.map(|result| {
                let place = &result["locations"][0];
                let record = text(&place["logicalLocations"][0]["name"]);
                let line = &place["physicalLocation"]["region"]["startLine"];
                (text(&result["ruleId"]), record, line.as_u64().unwrap())
            })
            .collect()
        }
        "gitlab" => list(&whole())
            .iter()
            .map(|entry| {
                let name = text(&entry["check_name"]);
                let line = entry["location"]["lines"]["begin"].as_u64().unwrap();
                (name[..6].to_owned(), text(&entry["record"]), line)
            })
            .collect(),
        "rdjson" => list(&whole()["diagnostics"])
            .iter()
            .map(|one| {
                let code = text(&one["code"]["value"]);
                let output = one["original_output"].as_str().unwrap();
                let record = output.split_once(&format!(" {code} ")).unwrap().0;
                let record = if record == "-" { "" } else { record };
                let line = one["location"]["range"]["start"]["line"].as_u64().unwrap();
                (code, shown(record), line)
            })
            .collect(),
        "junit" => xml::parse(made)
            .all("testcase")
            .into_iter()
            .filter_map(|case| {
                let failure = case.children.first().filter(|child| child.name == "failure")?;
                let mut lines = failure.text.lines();
                let line = lines.next()?.rsplit(':').nth(1)?.parse().ok()?;
                let code = case.attributes["classname"].strip_prefix("pirctl.")?;
                Some((code.to_owned(), lines.next()?.strip_prefix("record: ")?.to_owned(), line))
            })
            .collect(),
        "github" => platforms::read_back(made),
        _ => return None,
    };
    keys.sort();
    Some(keys)
}

#[test]
fn every_machine_format_gives_back_what_was_found() {
    for (case, given) in given::all() {
        let wanted = wanted(&given);
        for (format, make) in FORMATS {
            if let Some(found) = read_back(format, &make(&given.report())) {
                assert!(found == wanted, "{format} on {case}: {found:?} is not {wanted:?}");
            }
        }
    }
}

#[test]
fn thirty_thousand_findings_are_ten_times_three_thousand() {
    let (few, many) = (given::many(3_000), given::many(30_000));
    let (few, many) = (few.report(), many.report());
    for (format, make) in FORMATS {
        let (short, long) = (make(&few).len(), make(&many));
        assert!(long.len() <= 100 * 1024 * 1024, "{format}: {} bytes", long.len());
        assert!(long.len() <= short * 12, "{format}: {short} and {} bytes", long.len());
        let told = long.matches("names INC-2026-0077").count();
        assert!(told >= 30_000, "{format}: {told}");
        // What each entry says, and that it keeps its schema, three thousand show as well (above).
        if let "json" | "sarif" | "gitlab" | "rdjson" = format {
            serde_json::from_str::<IgnoredAny>(&long).unwrap();
        }
    }
}

#[test]
fn a_fingerprint_holds_no_line_and_stands_once() {
    let given = given::many(300);
    let mut moved = given::many(300);
    for finding in &mut moved.judgement.findings {
        finding.place.span = finding.place.span.shifted(42);
    }
    let gitlab = |given: &Given| -> Vec<String> {
        let made = serde_json::from_str::<Value>(&emit::lint_gitlab(&given.report())).unwrap();
        made.as_array().unwrap().iter().map(|entry| text(&entry["fingerprint"])).collect()
    };
    let prints = gitlab(&given);
    assert_eq!(prints.iter().collect::<BTreeSet<_>>().len(), 300);
    assert_eq!(prints, gitlab(&moved));
    let sarif: Value = serde_json::from_str(&emit::lint_sarif(&given.report())).unwrap();
    let result = &sarif["runs"][0]["results"][1];
    assert_eq!(result["partialFingerprints"]["primaryLocationLineHash"], prints[1].as_str());
}
