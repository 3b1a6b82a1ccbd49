//! `lint --format concise`: one line a finding.

use super::LintReport;
use super::located::Summary;
use crate::escape::terminal;
use std::fmt::Write;

/// `path:line:column: error[INC003] message`, one line each, then the counts.
pub fn lint_concise(report: &LintReport<'_>) -> String {
    let mut out = String::new();
    for located in &report.findings {
        let finding = located.finding;
        line(
            &mut out,
            format_args!(
                "{}:{}:{}: {}[{}] {}",
                terminal(finding.place.path.as_str()),
                located.start.line,
                located.start.column,
                finding.level,
                finding.code,
                terminal(&finding.message)
            ),
        );
    }
    unknown(&mut out, report);
    line(&mut out, format_args!("{}", closing(report)));
    out
}

/// Answers that could not be given, with what mends them.
pub(super) fn unknown(out: &mut String, report: &LintReport<'_>) {
    for unknown in report.unknown {
        let (record, reason) = (terminal(&unknown.record), terminal(&unknown.reason));
        line(out, format_args!("cannot tell[{}] {record}: {reason}", unknown.code));
        if !unknown.remedy.is_empty() {
            line(out, format_args!("  help: {}", terminal(&unknown.remedy)));
        }
    }
}

/// `Found 2 errors, 1 warning in 2 files (41 records checked).`
pub(super) fn closing(report: &LintReport<'_>) -> String {
    let Summary { files, records, errors, warnings, notes } = report.summary;
    let counted = |n: usize, one: &str| {
        (n > 0).then(|| format!("{n} {one}{}", if n == 1 { "" } else { "s" }))
    };
    let parts: Vec<_> =
        [counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note")]
            .into_iter()
            .flatten()
            .collect();
    let checked = format!("{records} record{} checked", if records == 1 { "" } else { "s" });
    let waived = match report.waived.len() {
        0 => String::new(),
        n => format!(", {n} waived"),
    };
    if parts.is_empty() {
        return format!("Found nothing to report ({checked}{waived}).");
    }
    let files = format!("{files} file{}", if files == 1 { "" } else { "s" });
    format!("Found {} in {files} ({checked}{waived}).", parts.join(", "))
}

pub(super) fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").expect("writing to a string does not fail");
}
