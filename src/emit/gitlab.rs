//! `lint --format gitlab`: a Code Quality report for the widget of a merge request.
//!
//! GitLab tells findings apart by their fingerprint alone and has no place for an answer that cannot
//! be given.

use super::LintReport;
use super::located::Located;
use super::sarif::Lazily;
use crate::diag::Level;
use crate::escape::terminal;
use serde_json::{Value, json};

/// A JSON array with one entry a finding.
pub fn lint_gitlab(report: &LintReport<'_>) -> String {
    let entries = || report.findings.iter().map(entry);
    let mut text =
        serde_json::to_string(&Lazily(entries)).expect("text and numbers are always JSON");
    text.push('\n');
    text
}

fn entry(located: &Located<'_>) -> Value {
    let finding = located.finding;
    json!({
        "type": "issue",
        "check_name": format!("{} {}", finding.code, finding.name),
        "description": terminal(&located.sentence()),
        "content": { "body": terminal(&finding.help) },
        "fingerprint": finding.fingerprint(),
        "severity": severity(finding.level),
        "record": finding.record,
        "location": {
            "path": finding.place.path.as_str(),
            "lines": { "begin": located.start.line, "end": located.end.line.max(located.start.line) },
        },
    })
}

/// Its scale is info, minor, major, critical, blocker.
const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Note => "info",
    }
}
