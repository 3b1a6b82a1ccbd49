//! A trend report analyses what it counts.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Item;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, trend_report};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TRD002",
    name: "counts-only",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "presented",
    summary: "no analysis, or no finding that names a vector, cause, asset group or control",
    explanation: "A presented trend report has a section Analysis, and at least one of its \
        findings names what the incidents share: a vector, an asset group, a control, or the \
        cause it was fed from. Counts of open and closed are no trend; an auditor asks what was \
        learned from the figures. A quarter without a pattern says so in `nil_reason`. Write the \
        analysis, and name under `findings` what recurs.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("counts-only/no-analysis"), example!("counts-only/only-numbers")],
    good: &[example!("counts-only/nothing-in-the-window"), example!("counts-only/draft")],
    check: Check::Record(&[Kind::TrendReport], check),
};

fn check(_: &RecordContext<'_>, report: &Record, found: &mut Findings) {
    if !is_judged(report) || !report.is_from("presented") {
        return;
    }
    let id = report.id();
    if !report.outline().section("Analysis").is_some_and(|section| section.filled) {
        let message = format!("{id} was presented and analyses nothing");
        found.push(
            Report::on(report, report.section_span("Analysis"), message)
                .help("write the section Analysis: what the figures say")
                .field("Analysis"),
        );
    }
    let findings = report.items(trend_report::FINDINGS);
    if !findings.is_empty() && !findings.iter().any(|finding| names_what_is_shared(*finding)) {
        let message = format!("no finding of {id} names a vector, cause, asset group or control");
        found.push(
            Report::on(report, report.span_of("findings"), message)
                .help("name `vectors`, `asset_groups` or `controls`, or the cause in `fed_into`")
                .field("findings"),
        );
    }
}

fn names_what_is_shared(finding: Item<'_>) -> bool {
    let stated = |name| finding.value(name).is_some_and(|it| !it.is_blank());
    let causes = || {
        let fed = finding.words(super::FED_INTO);
        fed.iter().any(|id| id.starts_with("RCA-") || id.contains("#C"))
    };
    ["vectors", "asset_groups", "controls"].into_iter().any(stated) || causes()
}
