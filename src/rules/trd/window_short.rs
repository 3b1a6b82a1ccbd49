//! A trend report looks back a year, by way in and by asset.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Item;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, trend_report};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TRD003",
    name: "window-short",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "presented",
    summary: "window under twelve months, or no split by vector or by asset",
    explanation: "A presented trend report looks at twelve months or more, and splits its \
        incidents by the way in and by what was hit: in a table of Figures with such a column, \
        or through `vectors` and `asset_groups` of its findings. In less than a year most \
        patterns do not show, and a count alone does not say where to act. Widen the window, and \
        add the columns that `pirctl new trend-report` writes.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("window-short/six-months"), example!("window-short/no-split-by-asset")],
    good: &[
        example!("window-short/split-in-the-figures"),
        example!("window-short/nothing-in-the-window"),
    ],
    check: Check::Record(&[Kind::TrendReport], check),
};

const WINDOW: i64 = 12;

fn check(_: &RecordContext<'_>, report: &Record, found: &mut Findings) {
    if !is_judged(report) || !report.is_from("presented") {
        return;
    }
    let id = report.id();
    if let Some(window) = report.get(trend_report::WINDOW_MONTHS).filter(|it| **it < WINDOW) {
        let message = format!("{id} looks back {} months", *window);
        found.push(
            Report::on(report, window.span, message)
                .help("look back twelve months or more")
                .field("window_months"),
        );
    }
    let findings = report.items(trend_report::FINDINGS);
    if findings.is_empty() {
        // Nothing in the window: there is nothing to split.
        return;
    }
    let lacks = |(field, word): &&(&str, &str)| !is_split(report, &findings, field, word);
    let missing: Vec<_> = SPLITS.iter().filter(lacks).map(|(_, word)| *word).collect();
    if !missing.is_empty() {
        let message = format!("{id} has no split by {}", missing.join(" and by "));
        found.push(
            Report::on(report, figures(report), message)
                .help("count by vector and by asset group in Figures, or name them in `findings`")
                .field("findings"),
        );
    }
}

/// The field of a finding that splits, and the word for it in a table.
const SPLITS: [(&str, &str); 2] = [("vectors", "vector"), ("asset_groups", "asset")];

fn is_split(report: &Record, findings: &[Item<'_>], field: &str, word: &str) -> bool {
    let names = |finding: &Item<'_>| finding.value(field).is_some_and(|it| !it.is_blank());
    findings.iter().any(names) || is_in_figures(report, word)
}

/// True when a table of Figures has the word in its head or in its first column.
fn is_in_figures(report: &Record, word: &str) -> bool {
    let outline = report.outline();
    let Some(section) = outline.section("Figures") else { return false };
    let says = |cell: &String| cell.to_lowercase().contains(word);
    outline.tables_in(section.content).any(|table| {
        table.head.iter().any(says)
            || table.rows.iter().any(|row| row.cells.first().is_some_and(says))
    })
}

fn figures(report: &Record) -> Span {
    report.section_span("Figures")
}
