//! `lint --format github`: annotations on the lines of a pull request, and the page of a step.
//!
//! GitHub shows ten annotations of each level for a step and drops the rest without a word. The
//! worst come first here, the others stand in the log and on the page, and it is said so.

use super::concise::{closing, line, push, unknown};
use super::{LintReport, Located};
use crate::diag::Level;
use crate::escape::{markdown_cell, workflow_data, workflow_line, workflow_property};

/// Annotations of one level that a step may have.
const SHOWN: usize = 10;
/// Characters of one annotation; far below what GitHub takes, and more than anyone reads.
const LONGEST: usize = 4_000;

/// Workflow commands for what GitHub shows, plain lines for the rest, then the counts.
pub fn lint_github(report: &LintReport<'_>) -> String {
    let mut out = String::new();
    let (shown, rest) = parted(report);
    for located in shown {
        annotation(&mut out, located);
    }
    if !rest.is_empty() {
        let text = format!(
            "{} more findings stand in the log of this step and on its summary page: a step shows \
             {SHOWN} errors, warnings and notices",
            rest.len()
        );
        line(&mut out, format_args!("::notice title=pirctl::{}", workflow_data(&text)));
    }
    if !report.unknown.is_empty() {
        let text = format!("{} answers cannot be given; the log says why", report.unknown.len());
        line(&mut out, format_args!("::notice title=pirctl cannot tell::{}", workflow_data(&text)));
    }
    for located in rest {
        let finding = located.finding;
        let (path, at) = (workflow_line(finding.place.path.as_str()), located.start);
        let (record, message) = (workflow_line(&finding.record), workflow_line(&finding.message));
        line(
            &mut out,
            format_args!(
                "{}[{}] {record} {path}:{}:{}: {message}",
                finding.level, finding.code, at.line, at.column
            ),
        );
    }
    let mut told = String::new();
    unknown(&mut told, report);
    out += &told.replace("##[", "## [");
    line(&mut out, format_args!("{}", closing(report)));
    out
}

/// What becomes an annotation, and what does not; the worst first in both.
fn parted<'r, 'a>(report: &'r LintReport<'a>) -> (Vec<&'r Located<'a>>, Vec<&'r Located<'a>>) {
    let (errors, warnings, notes) =
        (report.summary.errors, report.summary.warnings, report.summary.notes);
    let told = usize::from(!report.unknown.is_empty());
    let over = [errors, warnings, notes + told].iter().any(|count| *count > SHOWN);
    let mut left = [SHOWN, SHOWN, SHOWN - told - usize::from(over)];
    report.worst_first().into_iter().partition(|located| {
        let left = &mut left[match located.finding.level {
            Level::Error => 0,
            Level::Warning => 1,
            Level::Note => 2,
        }];
        let fits = *left > 0;
        *left -= usize::from(fits);
        fits
    })
}

fn annotation(out: &mut String, located: &Located<'_>) {
    let finding = located.finding;
    let command = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let (start, end) = (located.start, located.end);
    let mut place =
        format!("file={},line={}", workflow_property(finding.place.path.as_str()), start.line);
    // Columns are only understood inside one line.
    if start.line == end.line {
        push(
            &mut place,
            format_args!(",endLine={},col={},endColumn={}", end.line, start.column, end.column),
        );
    } else {
        push(&mut place, format_args!(",endLine={}", end.line));
    }
    let mut text = located.sentence().into_owned();
    if !finding.help.is_empty() {
        text = format!("{text}\n{}", finding.help);
    }
    if let Some((cut, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(cut);
        text.push_str(" ... (cut off)");
    }
    let title = workflow_property(format!("{} {}", finding.code, finding.record).trim_end());
    line(out, format_args!("::{command} {place},title={}::{}", title, workflow_data(&text)));
}

/// The page of a step in Markdown, in at most `room` bytes; says how many findings it leaves out.
pub fn github_summary(report: &LintReport<'_>, room: usize) -> String {
    let mut out = String::from("### pirctl lint\n\n");
    line(&mut out, format_args!("{}\n", markdown_cell(&closing(report))));
    let mut told = String::new();
    unknown(&mut told, report);
    let end = told.lines().map(|told| format!("- {}\n", markdown_cell(told.trim())));
    let end: String = end.collect();
    // Room for the last sentences, whatever they say.
    let room = room.saturating_sub(out.len() + end.len().min(room / 4) + 400);
    let mut table = String::new();
    let sorted = report.worst_first();
    let mut left = sorted.len();
    for located in sorted {
        let before = table.len();
        if table.is_empty() {
            table += "| level | code | place | what |\n|---|---|---|---|\n";
        }
        table += &row(located);
        if table.len() > room {
            table.truncate(before);
            break;
        }
        left -= 1;
    }
    out += &table;
    if left > 0 {
        push(
            &mut out,
            format_args!("\n{left} more findings do not fit here; the log of this step has all.\n"),
        );
    }
    out.push('\n');
    out += &bounded(end, room / 4);
    out
}

fn row(located: &Located<'_>) -> String {
    let finding = located.finding;
    format!(
        "| {} | {} | {}:{} | {} |\n",
        finding.level,
        finding.code,
        markdown_cell(finding.place.path.as_str()),
        located.start.line,
        markdown_cell(&located.sentence())
    )
}

/// Whole lines of `text` up to `room` bytes, and a word about the rest.
fn bounded(text: String, room: usize) -> String {
    if text.len() <= room {
        return text;
    }
    let mut kept = 0;
    for line in text.split_inclusive('\n') {
        if kept + line.len() > room {
            break;
        }
        kept += line.len();
    }
    format!("{}- more answers cannot be given; the log of this step has all\n", &text[..kept])
}
