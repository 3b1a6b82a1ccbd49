//! `lint --format grouped`: the findings of each file under its path.

use super::LintReport;
use super::concise::{closing, line, unknown};
use crate::escape::terminal;

/// The path of each file, its findings below it, then the counts.
pub fn lint_grouped(report: &LintReport<'_>) -> String {
    let mut out = String::new();
    let same_file = |a: &super::Located<'_>, b: &super::Located<'_>| {
        a.finding.place.path == b.finding.place.path
    };
    for file in report.findings.chunk_by(same_file) {
        line(&mut out, format_args!("{}", terminal(file[0].finding.place.path.as_str())));
        let rows: Vec<_> = file
            .iter()
            .map(|located| (format!("{}:{}", located.start.line, located.start.column), located))
            .collect();
        let width = rows.iter().map(|(place, _)| place.len()).max().unwrap_or_default();
        for (place, located) in rows {
            let (level, code) = (located.finding.level.word(), located.finding.code);
            let message = terminal(&located.finding.message);
            line(&mut out, format_args!("  {place:>width$}  {level:7}  {code}  {message}"));
        }
        out.push('\n');
    }
    unknown(&mut out, report);
    line(&mut out, format_args!("{}", closing(report)));
    out
}
