//! `lint --format json`: the contract `pirctl.lint/1` (see `docs/json.md`).

use super::LintReport;
use super::located::{Count, Located, LocatedFix, Summary};
use crate::compare::Entry;
use crate::diag::{Fix, Level, Unknown};
use crate::rules::waiver::Waived;
use crate::term::RepoPath;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    complete: bool,
    findings: Vec<FindingRow<'a>>,
    unknown: &'a [Unknown],
    waived: Vec<WaivedRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<BaseRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<BaselineRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<&'a [Count]>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    not_run: &'a BTreeMap<&'static str, &'static str>,
    summary: Summary,
}

#[derive(Serialize)]
struct BaseRow<'a> {
    commit: &'a str,
    resolved: Vec<FindingRow<'a>>,
    known: usize,
}

#[derive(Serialize)]
struct BaselineRow<'a> {
    path: &'a str,
    hidden: usize,
    gone: &'a [Entry],
}

/// A finding as every JSON of `lint` has it.
#[derive(Serialize)]
pub(super) struct FindingRow<'a> {
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
    fix: Option<FixRow<'a>>,
}

#[derive(Serialize)]
struct FixRow<'a> {
    safe: bool,
    description: &'a str,
    edits: Vec<EditRow<'a>>,
    rename: Option<&'a str>,
}

#[derive(Serialize)]
struct EditRow<'a> {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct RelatedRow<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

/// A finding that a waiver covers.
#[derive(Serialize)]
pub(super) struct WaivedRow<'a> {
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
    let document = Document {
        schema: "pirctl.lint/1",
        complete: report.complete && report.unknown.is_empty(),
        findings: report.findings.iter().map(row).collect(),
        unknown: report.unknown,
        waived: report.waived.iter().map(waived_row).collect(),
        base: report.since.as_ref().map(|since| BaseRow {
            commit: &since.commit,
            resolved: since.resolved.iter().map(row).collect(),
            known: since.kept,
        }),
        baseline: report.baseline.as_ref().map(|hiding| BaselineRow {
            path: &hiding.path,
            hidden: hiding.hidden.count,
            gone: &hiding.hidden.gone,
        }),
        statistics: report.statistics.as_deref(),
        not_run: &report.not_run,
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

/// A waived finding with its waiver.
pub(super) fn waived_row<'a>((located, by): &(Located<'a>, &'a Waived)) -> WaivedRow<'a> {
    let waiver = WaiverRow {
        reason: &by.reason,
        approved_by: &by.approved_by,
        expires: by.expires.to_string(),
    };
    WaivedRow { finding: row(located), waiver }
}

/// A finding with its place and its fingerprint.
pub(super) fn row<'a>(located: &Located<'a>) -> FindingRow<'a> {
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
        fix: finding.fix.as_deref().map(|fix| fix_row(fix, located.fix.as_ref())),
    }
}

fn fix_row<'a>(fix: &'a Fix, places: Option<&LocatedFix>) -> FixRow<'a> {
    let places = places.map(|fix| fix.replacements.as_slice()).unwrap_or_default();
    let edits = fix.edits.iter().zip(places).map(|(edit, at)| EditRow {
        line: at.start.line,
        column: at.start.column,
        end_line: at.end.line,
        end_column: at.end.column,
        text: &edit.text,
    });
    FixRow {
        safe: fix.safe,
        description: &fix.description,
        edits: edits.collect(),
        rename: fix.rename.as_ref().map(RepoPath::as_str),
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
