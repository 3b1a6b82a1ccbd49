//! Each finished quarter has a trend report that was presented.

use crate::diag::Level;
use crate::owed::reports_owed;
use crate::rules::begun::lacking;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Rule};
use crate::schema::Kind;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TRD001",
    name: "quarter-without-report",
    levels: Levels::ByClock(Level::Note, Level::Error, Level::Error),
    basis: Basis::Guidance,
    from: "trend report",
    summary: "finished quarter without a presented trend report",
    explanation: "For each quarter that ended within the last year a trend report is presented \
        within 30 days: what the incidents of the last twelve months have in common. Single \
        reviews miss the pattern, and auditors ask for the reports of the year. A register owes \
        nothing for quarters that ended before its first incident was reported or its incident \
        management policy came into force. The profile small owes one for each half-year, and \
        `trend_every` of the policy may set another rhythm; `fiscal_year_start` moves the \
        quarters. Write it with `pirctl new trend-report`, present it and record when and to \
        whom.",
    source: "High Table and AuditFront, practice guides on A.5.27",
    bad: &[
        example!("quarter-without-report/none-presented"),
        example!("quarter-without-report/none-at-all"),
        example!("quarter-without-report/still-ahead"),
    ],
    good: &[
        example!("quarter-without-report/half-years"),
        example!("quarter-without-report/young-register"),
        example!("quarter-without-report/fiscal-year"),
    ],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    for stretch in reports_owed(cx.books()) {
        let words = ("a presented trend report", "no trend report presented");
        let help = format!(
            "write it with `pirctl new trend-report --period {}`, and present it",
            stretch.last
        );
        found.push(lacking(cx, &stretch, Kind::TrendReport, words).help(help));
    }
}
