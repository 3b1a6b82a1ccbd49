//! `lint --format sarif`: one SARIF 2.1.0 run, for code scanning and for editors.
//!
//! Every rule stands in it, found or not. A finding that a waiver covers is a suppressed result; an
//! answer that cannot be given is a notification, because a result without a file is refused where
//! such reports are uploaded.

use super::LintReport;
use super::concise::push;
use super::located::{Located, LocatedFix, RelatedPlace, Replacement};
use crate::diag::{Level, Unknown};
use crate::escape::{sarif_message, terminal, url_path};
use crate::rules::waiver::Waived;
use crate::rules::{Levels, RULES, Rule};
use crate::span::Position;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// Results of one run that GitHub code scanning shows, the worst ones.
pub const SARIF_SHOWN: usize = 5_000;
/// Results of one run above which GitHub code scanning refuses the whole file.
pub const SARIF_REFUSED: usize = 25_000;

/// The name that stands for the root of the repository; GitHub knows it.
const ROOT: &str = "%SRCROOT%";

#[derive(Serialize)]
struct Document<T> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<T>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<T> {
    tool: Value,
    automation_details: Value,
    invocations: Value,
    column_kind: &'static str,
    original_uri_base_ids: Value,
    results: T,
}

/// A list that is made entry by entry while it is written.
pub(super) struct Lazily<F>(pub(super) F);

impl<F: Fn() -> I, I: Iterator<Item = Value>> Serialize for Lazily<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

/// The report as one JSON object, with a line end.
pub fn lint_sarif(report: &LintReport<'_>) -> String {
    let rules = &report.rules;
    let results = Lazily(|| {
        let all = report.findings.iter().map(|located| (located, None));
        let waived = report.waived.iter().map(|(located, waived)| (located, Some(*waived)));
        all.chain(waived).map(|(located, waived)| result(rules, located, waived))
    });
    let document = Document {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: tool(&report.rules),
            automation_details: json!({ "id": "pirctl/lint/" }),
            invocations: json!([invocation(report)]),
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: json!({ ROOT: { "description": { "text": "the root of the repository" } } }),
            results,
        }],
    };
    let mut text = serde_json::to_string(&document).expect("text and numbers are always JSON");
    text.push('\n');
    text
}

fn tool(rules: &[&'static Rule]) -> Value {
    let version = env!("CARGO_PKG_VERSION");
    let mut driver = json!({
        "name": "pirctl",
        "version": version,
        "semanticVersion": version,
        "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Value>(),
        "notifications": [
            { "id": CANNOT_TELL, "shortDescription": { "text": "an answer that cannot be given" } },
            { "id": NOT_LOOKED_AT, "shortDescription": { "text": "something that could not be read" } },
        ],
    });
    if let Some(repository) = repository() {
        driver["informationUri"] = repository.into();
    }
    json!({ "driver": driver })
}

const CANNOT_TELL: &str = "cannot-tell";
const NOT_LOOKED_AT: &str = "not-looked-at";

fn repository() -> Option<&'static str> {
    Some(env!("CARGO_PKG_REPOSITORY")).filter(|url| !url.is_empty())
}

/// The page that lists the rule; `None` while the package names no repository.
pub(super) fn rule_url(code: &str) -> Option<String> {
    RULES.iter().any(|rule| rule.code == code).then_some(())?;
    let (repository, version) = (repository()?, env!("CARGO_PKG_VERSION"));
    Some(format!("{repository}/blob/v{version}/docs/rules.md"))
}

fn descriptor(rule: &Rule) -> Value {
    let level = match rule.levels {
        Levels::Always(level) | Levels::ByClock(_, _, level) => level,
    };
    let mut one = json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.explanation },
        "help": { "text": help(rule, ""), "markdown": help(rule, "**") },
        "defaultConfiguration": { "level": level.word() },
        "properties": {
            "tags": [rule.basis.word(), rule.check.reach()],
            "problem.severity": match level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "recommendation",
            },
        },
    });
    if let Some(url) = rule_url(rule.code) {
        one["helpUri"] = url.into();
    }
    one
}

/// What a rule says of itself; `strong` stands around each heading.
fn help(rule: &Rule, strong: &str) -> String {
    let mut text = format!("{}\n", rule.explanation);
    let facts = [
        ("Level", rule.levels.words()),
        ("Basis", rule.basis.word().to_owned()),
        ("From", rule.from.to_owned()),
        ("Source", rule.source.to_owned()),
        ("More", format!("pirctl explain {}", rule.code)),
    ];
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        push(&mut text, format_args!("\n{strong}{name}{strong}: {fact}\n"));
    }
    text
}

fn invocation(report: &LintReport<'_>) -> Value {
    let mut notes: Vec<_> =
        report.unknown.iter().map(|it| cannot_tell(&report.rules, it)).collect();
    if !report.complete {
        notes.push(json!({
            "level": "error",
            "descriptor": { "id": NOT_LOOKED_AT },
            "message": { "text": "Something could not be looked at; standard error says what." },
        }));
    }
    let off = report.not_run.iter().map(|(code, reason)| {
        json!({
            "descriptor": reference(&report.rules, code),
            "configuration": { "enabled": false },
            "properties": { "reason": reason },
        })
    });
    json!({
        "executionSuccessful": report.complete,
        "toolExecutionNotifications": notes,
        "ruleConfigurationOverrides": off.collect::<Value>(),
    })
}

fn cannot_tell(rules: &[&Rule], unknown: &Unknown) -> Value {
    let Unknown { code, record, reason, remedy } = unknown;
    let mut text = format!("cannot tell: {reason}");
    if !remedy.is_empty() {
        push(&mut text, format_args!("; {remedy}"));
    }
    let mut note = json!({
        "level": "note",
        "descriptor": { "id": CANNOT_TELL },
        "associatedRule": reference(rules, code),
        "message": { "text": sarif_message(&text) },
    });
    if !record.is_empty() {
        note["locations"] = json!([{ "logicalLocations": [{ "name": terminal(record) }] }]);
    }
    note
}

fn place_of(rules: &[&Rule], code: &str) -> Option<usize> {
    rules.iter().position(|rule| rule.code == code)
}

/// A rule by its code, and by its place in the list where it stands there.
fn reference(rules: &[&Rule], code: &str) -> Value {
    let mut one = json!({ "id": code });
    if let Some(index) = place_of(rules, code) {
        one["index"] = index.into();
    }
    one
}

fn result(rules: &[&Rule], located: &Located<'_>, waived: Option<&Waived>) -> Value {
    let finding = located.finding;
    let fingerprint = finding.fingerprint();
    let mut text = located.sentence().into_owned();
    if !finding.help.is_empty() {
        push(&mut text, format_args!("\n{}", finding.help));
    }
    let text: Vec<_> = text.lines().map(sarif_message).collect();
    let mut place = physical(finding.place.path.as_str(), located.start, Some(located.end));
    if !finding.record.is_empty() {
        place["logicalLocations"] = json!([{ "name": terminal(&finding.record) }]);
    }
    let mut one = json!({
        "ruleId": finding.code,
        "level": finding.level.word(),
        "message": { "text": text.join("\n") },
        "locations": [place],
        // GitHub knows one alert from another by the first of these alone.
        "partialFingerprints": { "primaryLocationLineHash": fingerprint, "pirctlFinding/v1": fingerprint },
    });
    if let Some(index) = place_of(rules, finding.code) {
        one["ruleIndex"] = index.into();
    }
    if !located.related.is_empty() {
        one["relatedLocations"] = located.related.iter().enumerate().map(related).collect();
    }
    if let Some(waived) = waived {
        one["suppressions"] = json!([suppression(waived)]);
    }
    if let Some(fix) = &located.fix {
        one["fixes"] = json!([change(finding.place.path.as_str(), fix)]);
    }
    one
}

fn physical(path: &str, start: Position, end: Option<Position>) -> Value {
    json!({ "physicalLocation": { "artifactLocation": artifact(path), "region": region(start, end) } })
}

fn artifact(path: &str) -> Value {
    json!({ "uri": url_path(path), "uriBaseId": ROOT })
}

fn region(start: Position, end: Option<Position>) -> Value {
    match end {
        Some(end) => json!({
            "startLine": start.line, "startColumn": start.column,
            "endLine": end.line, "endColumn": end.column,
        }),
        None => json!({ "startLine": start.line, "startColumn": start.column }),
    }
}

fn related((at, related): (usize, &RelatedPlace<'_>)) -> Value {
    let mut place = physical(related.place.path.as_str(), related.start, None);
    place["id"] = at.into();
    place["message"] = json!({ "text": sarif_message(related.message) });
    place
}

fn suppression(waived: &Waived) -> Value {
    let Waived { reason, approved_by, expires, .. } = waived;
    let why =
        format!("{}; approved by {}, until {expires}", terminal(reason), terminal(approved_by));
    json!({ "kind": "external", "status": "accepted", "justification": why })
}

fn change(path: &str, fix: &LocatedFix) -> Value {
    let one = |change: &Replacement| {
        json!({
            "deletedRegion": region(change.start, Some(change.end)),
            "insertedContent": { "text": change.text },
        })
    };
    let replacements = fix.replacements.iter().map(one).collect::<Value>();
    json!({
        "description": { "text": sarif_message(&fix.description) },
        "artifactChanges": [{ "artifactLocation": artifact(path), "replacements": replacements }],
    })
}
