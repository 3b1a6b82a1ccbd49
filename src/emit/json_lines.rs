//! `lint --format json-lines`: the contract of `--format json`, one object a line.

use super::LintReport;
use super::json::{FindingRow, WaivedRow, row, waived_row};
use super::located::Summary;
use crate::diag::Unknown;
use serde::Serialize;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line<'a> {
    Finding(FindingRow<'a>),
    Waived(WaivedRow<'a>),
    Unknown(&'a Unknown),
    Summary(Closing),
}

#[derive(Serialize)]
struct Closing {
    schema: &'static str,
    complete: bool,
    #[serde(flatten)]
    summary: Summary,
}

/// Findings, what is waived, what could not be answered, and last the counts: a stream without that
/// last line was cut off.
pub fn lint_json_lines(report: &LintReport<'_>) -> String {
    let complete = report.complete && report.unknown.is_empty();
    let closing = Closing { schema: "pirctl.lint-lines/1", complete, summary: report.summary };
    let findings = report.findings.iter().map(|located| Line::Finding(row(located)));
    let waived = report.waived.iter().map(|waived| Line::Waived(waived_row(waived)));
    let unknown = report.unknown.iter().map(Line::Unknown);
    let mut out = String::new();
    for line in findings.chain(waived).chain(unknown).chain([Line::Summary(closing)]) {
        out += &serde_json::to_string(&line).expect("text and numbers are always JSON");
        out.push('\n');
    }
    out
}
