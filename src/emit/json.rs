//! `lint --format json`: the contract `pirctl.lint/1` (see `docs/json.md`).

use super::LintReport;
use super::located::{Located, Summary};
use crate::diag::{Level, Unknown};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    complete: bool,
    findings: Vec<FindingRow<'a>>,
    unknown: &'a [Unknown],
    waived: Vec<WaivedRow<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct FindingRow<'a> {
    code: &'static str,
    name: &'static str,
    severity: Level,
    message: &'a str,
    help: &'a str,
    record: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    related: Vec<RelatedRow<'a>>,
    fingerprint: String,
}

#[derive(Serialize)]
struct RelatedRow<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

#[derive(Serialize)]
struct WaivedRow<'a> {
    #[serde(flatten)]
    finding: FindingRow<'a>,
    waiver: WaiverRow<'a>,
}

#[derive(Serialize)]
struct WaiverRow<'a> {
    reason: &'a str,
    approved_by: &'a str,
    expires: String,
}

/// The findings as one JSON object, with a line end.
pub fn lint_json(report: &LintReport<'_>) -> String {
    let waived = report.waived.iter().map(|(located, waived)| WaivedRow {
        finding: row(located),
        waiver: WaiverRow {
            reason: &waived.reason,
            approved_by: &waived.approved_by,
            expires: waived.expires.to_string(),
        },
    });
    let document = Document {
        schema: "pirctl.lint/1",
        complete: report.complete && report.unknown.is_empty(),
        findings: report.findings.iter().map(row).collect(),
        unknown: report.unknown,
        waived: waived.collect(),
        summary: report.summary,
    };
    pretty(&document)
}

/// A value as indented JSON with a line end.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("text and numbers are always JSON");
    text.push('\n');
    text
}

fn row<'a>(located: &Located<'a>) -> FindingRow<'a> {
    let finding = located.finding;
    FindingRow {
        code: finding.code,
        name: finding.name,
        severity: finding.level,
        message: &finding.message,
        help: &finding.help,
        record: &finding.record,
        path: finding.place.path.as_str(),
        line: located.start.line,
        column: located.start.column,
        end_line: located.end.line,
        end_column: located.end.column,
        related: located.related.iter().map(related).collect(),
        fingerprint: finding.fingerprint(),
    }
}

fn related<'a>(related: &super::RelatedPlace<'a>) -> RelatedRow<'a> {
    RelatedRow {
        path: related.place.path.as_str(),
        line: related.start.line,
        column: related.start.column,
        message: related.message,
    }
}
