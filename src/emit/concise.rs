//! `lint --format concise`: one line a finding.

use super::LintReport;
use super::located::Summary;
use crate::diag::Unknown;
use crate::escape::terminal;
use crate::rules::EARLIER_COMMITS;
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

/// `lint --statistics`: how many findings each rule has, then the counts of all.
pub fn lint_counts(report: &LintReport<'_>) -> String {
    let mut out = String::new();
    let counts = report.statistics.as_deref().unwrap_or_default();
    let width = counts.iter().map(|count| count.total().to_string().len()).max().unwrap_or(1);
    for count in counts {
        let levels = levels(count.errors, count.warnings, count.notes);
        let (total, code, name) = (count.total(), terminal(&count.code), terminal(&count.name));
        line(&mut out, format_args!("{total:>width$}  {code}  {name}  ({levels})"));
    }
    unknown(&mut out, report);
    line(&mut out, format_args!("{}", closing(report)));
    out
}

/// Every finding that a waiver sets aside, with reason, approver and last day; one line when there
/// is none.
pub fn lint_waived(report: &LintReport<'_>) -> String {
    let mut out = String::new();
    for (located, waived) in &report.waived {
        let finding = located.finding;
        let (path, at) = (terminal(finding.place.path.as_str()), located.start);
        let (code, message) = (finding.code, terminal(&finding.message));
        let (by, until) = (terminal(&waived.approved_by), waived.expires);
        let reason = terminal(&waived.reason);
        line(&mut out, format_args!("{path}:{}:{}: waived[{code}] {message}", at.line, at.column));
        line(&mut out, format_args!("  approved by {by} until {until}: {reason}"));
    }
    if report.waived.is_empty() {
        line(&mut out, format_args!("No waiver sets a finding aside."));
    }
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
///
/// What a baseline hides is said each time, and what of it no longer occurs.
pub(super) fn closing(report: &LintReport<'_>) -> String {
    let Summary { files, records, errors, warnings, notes } = report.summary;
    let checked = format!("{records} record{} checked", if records == 1 { "" } else { "s" });
    let waived = match report.waived.len() {
        0 => String::new(),
        n => format!(", {n} waived"),
    };
    let aside = format!("{checked}{waived}{}{}{}", known(report), hidden(report), earlier(report));
    let since = report.since.as_ref().map_or_else(String::new, |since| {
        format!(" since {}", since.commit.get(..12).unwrap_or(&since.commit))
    });
    let levels = levels(errors, warnings, notes);
    let files = format!("{files} file{}", if files == 1 { "" } else { "s" });
    let mut closing = match (levels.is_empty(), &report.since) {
        (true, None) => format!("Found nothing to report ({aside})."),
        (true, Some(_)) => format!("Found nothing new{since} ({aside})."),
        (false, None) => format!("Found {levels} in {files} ({aside})."),
        (false, Some(_)) => format!("Found {levels} in {files}, new{since} ({aside})."),
    };
    closing.push_str(&gone(report));
    closing
}

/// `2 errors, 1 warning`; empty for none.
fn levels(errors: usize, warnings: usize, notes: usize) -> String {
    let counted = |n: usize, one: &str| {
        (n > 0).then(|| format!("{n} {one}{}", if n == 1 { "" } else { "s" }))
    };
    let parts = [counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn known(report: &LintReport<'_>) -> String {
    let known = |since: &super::Since<'_>| {
        format!(", {} resolved, {} known before", since.resolved.len(), since.kept)
    };
    report.since.as_ref().map(known).unwrap_or_default()
}

fn hidden(report: &LintReport<'_>) -> String {
    let hidden =
        |hiding: &super::Hiding<'_>| format!(", {} hidden by the baseline", hiding.hidden.count);
    report.baseline.as_ref().map(hidden).unwrap_or_default()
}

/// Rules that are left to a run that asks the past.
fn earlier(report: &LintReport<'_>) -> String {
    match report.not_run.values().filter(|reason| **reason == EARLIER_COMMITS).count() {
        0 => String::new(),
        1 => ", 1 rule about earlier commits not asked".to_owned(),
        n => format!(", {n} rules about earlier commits not asked"),
    }
}

/// Entries of the baseline for which nothing is found any more.
fn gone(report: &LintReport<'_>) -> String {
    let Some(hiding) = report.baseline.as_ref().filter(|it| !it.hidden.gone.is_empty()) else {
        return String::new();
    };
    let (count, path) = (hiding.hidden.gone.len(), terminal(&hiding.path));
    let entries = if count == 1 { "1 entry" } else { &format!("{count} entries") };
    format!(
        "\n{entries} of {path} no longer occur; run `pirctl lint --baseline write` to take them out."
    )
}

/// Adds to a text.
pub(super) fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing to a string does not fail");
}

pub(super) fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").expect("writing to a string does not fail");
}
