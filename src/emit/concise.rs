//! `lint --format concise`: one line a finding.

use super::LintReport;
use super::located::Summary;
use crate::diag::Unknown;
use crate::escape::terminal;
use std::collections::{BTreeMap, BTreeSet};
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

/// Answers that could not be given, those with the same cause together, with what mends them.
pub(super) fn unknown(out: &mut String, report: &LintReport<'_>) {
    let mut causes: BTreeMap<(&str, &str), Vec<&Unknown>> = BTreeMap::new();
    for unknown in report.unknown {
        causes.entry((&unknown.reason, &unknown.remedy)).or_default().push(unknown);
    }
    for ((reason, remedy), all) in causes {
        let codes: BTreeSet<_> = all.iter().map(|unknown| unknown.code).collect();
        let codes = codes.into_iter().collect::<Vec<_>>().join(", ");
        let records = all.iter().map(|unknown| unknown.record.as_str());
        let records: BTreeSet<_> = records.filter(|record| !record.is_empty()).collect();
        let about = match records.iter().collect::<Vec<_>>().as_slice() {
            [one] => format!(" {}", terminal(one)),
            [] => String::new(),
            several => format!(" of {} records", several.len()),
        };
        line(out, format_args!("cannot tell[{codes}]{about}: {}", terminal(reason)));
        if !remedy.is_empty() {
            line(out, format_args!("  help: {}", terminal(remedy)));
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

/// Adds to a text.
pub(super) fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a string does not fail");
}

pub(super) fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").expect("writing to a string does not fail");
}
