//! A report of nothing rests on a statement of what was counted.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::begun::period_of;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, trend_report};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TRD005",
    name: "nil-without-statement",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "presented",
    summary: "reports no pattern, and no period statement was declared for the quarter",
    explanation: "A presented trend report whose `nil_reason` says that there is nothing to \
        report rests on a declared period statement for the same quarter: how many events were \
        looked at, and when the channels were last tested. Otherwise \"nothing happened\" and \
        \"nobody looked\" read alike. Write and declare the statement with `pirctl new \
        period-statement`.",
    source: "",
    bad: &[
        example!("nil-without-statement/no-statement"),
        example!("nil-without-statement/statement-is-a-draft"),
    ],
    good: &[example!("nil-without-statement/with-statement")],
    check: Check::Register(&[Kind::TrendReport], check),
};

fn check(cx: &RegisterContext<'_>, report: &Record, found: &mut Findings) {
    if !is_judged(report) || !report.is_from("presented") {
        return;
    }
    let reason = report.get(trend_report::NIL_REASON).filter(|text| !text.trim().is_empty());
    let (Some(reason), Some(period)) = (reason, period_of(report)) else { return };
    let statements = || {
        let all = cx.register.of_kind(Kind::PeriodStatement);
        all.filter(move |statement| period_of(statement) == Some(period))
    };
    if statements().any(|statement| statement.is_from("declared")) {
        return;
    }
    let message =
        format!("{} reports nothing, and no statement is declared for {period}", report.id());
    let mut finding = Report::on(report, reason.span, message)
        .help(format!("declare one: `pirctl new period-statement --period {period}`"))
        .field("nil_reason");
    for draft in statements() {
        finding = finding.related(draft, draft.value_span_of("status"), "not declared yet");
    }
    found.push(finding);
}
