//! `lint --format rdjson`: the diagnostic format of reviewdog.
//!
//! Its columns count bytes. Its reader refuses keys that it does not know, so the record stands at
//! the head of `original_output`. It has no place for an answer that cannot be given.

use super::LintReport;
use super::located::{Located, LocatedFix, RelatedPlace, Replacement};
use super::sarif::{Lazily, rule_url};
use crate::diag::Level;
use crate::escape::terminal;
use crate::span::Position;
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Serialize)]
struct Document<T> {
    source: Value,
    diagnostics: T,
}

/// One object with one diagnostic a finding.
pub fn lint_rdjson(report: &LintReport<'_>) -> String {
    let diagnostics = Lazily(|| report.findings.iter().map(diagnostic));
    let document = Document { source: json!({ "name": "pirctl" }), diagnostics };
    let mut text = serde_json::to_string(&document).expect("text and numbers are always JSON");
    text.push('\n');
    text
}

fn diagnostic(located: &Located<'_>) -> Value {
    let (finding, path) = (located.finding, located.finding.place.path.as_str());
    let span = finding.place.span;
    let record = if finding.record.is_empty() { "-" } else { &finding.record };
    let mut code = json!({ "value": finding.code });
    if let Some(url) = rule_url(finding.code) {
        code["url"] = url.into();
    }
    let mut row = json!({
        "message": message(located),
        "location": { "path": path, "range": {
            "start": position(located.start, located.byte_column(span.start)),
            "end": position(located.end, located.byte_column(span.end)),
        } },
        "severity": severity(finding.level),
        "code": code,
        "original_output": format!(
            "{} {} {}:{}: {}", terminal(record), finding.code, terminal(path),
            located.start.line, terminal(&finding.message),
        ),
    });
    if !located.related.is_empty() {
        row["related_locations"] = located.related.iter().map(related).collect();
    }
    if let Some(fix) = &located.fix {
        row["suggestions"] = suggestions(located, fix);
    }
    row
}

fn message(located: &Located<'_>) -> String {
    let sentence = located.sentence();
    let (message, help) = (terminal(&sentence), terminal(&located.finding.help));
    if help.is_empty() { message.into_owned() } else { format!("{message}\n{help}") }
}

/// A place; only its line when its column in bytes is not known.
fn position(place: Position, column: Option<usize>) -> Value {
    match column {
        Some(column) => json!({ "line": place.line, "column": column }),
        None => json!({ "line": place.line }),
    }
}

fn related(related: &RelatedPlace<'_>) -> Value {
    json!({
        "message": terminal(related.message),
        "location": {
            "path": related.place.path.as_str(),
            "range": { "start": { "line": related.start.line } },
        },
    })
}

fn suggestions(located: &Located<'_>, fix: &LocatedFix) -> Value {
    let one = |change: &Replacement| {
        json!({ "text": change.text, "range": {
            "start": position(change.start, located.byte_column(change.span.start)),
            "end": position(change.end, located.byte_column(change.span.end)),
        } })
    };
    fix.replacements.iter().map(one).collect()
}

const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Note => "INFO",
    }
}
