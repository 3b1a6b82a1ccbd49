//! What a trend report found is put to use.

use crate::chain::{is_judged, is_presented, management_held_at};
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Key, Kind, Line, management_review, part, trend_report};
use crate::term::Stamp;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TRD004",
    name: "finding-unused",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "management",
    summary: "finding of a trend report without recommendation, or fed into nothing",
    explanation: "Once management has held its review, each finding of a presented trend report \
        has a `recommendation` and names under `fed_into` the risk, action, policy or control \
        that took it up. A pattern that nobody acts on is the costliest one to find. Until the \
        next management review nothing is asked. Feed the finding into the risk assessment or \
        the programme, or recommend to leave it and say so.",
    source: "AuditFront, practice guide on A.5.27",
    bad: &[
        example!("finding-unused/fed-into-nothing"),
        example!("finding-unused/no-recommendation"),
    ],
    good: &[example!("finding-unused/before-the-review")],
    check: Check::Register(&[Kind::TrendReport], check),
};

const RECOMMENDATION: Key<Line> = Key::new("recommendation");

fn check(cx: &RegisterContext<'_>, report: &Record, found: &mut Findings) {
    if !is_judged(report) || !is_presented(report) {
        return;
    }
    let Some(review) = discussed_in(cx, report) else { return };
    for finding in report.items(trend_report::FINDINGS) {
        let mut lacks = Vec::new();
        if finding.text_of(RECOMMENDATION).is_none_or(|text| text.trim().is_empty()) {
            lacks.push("recommends nothing");
        }
        if finding.words(super::FED_INTO).is_empty() {
            lacks.push("is fed into nothing");
        }
        if lacks.is_empty() {
            continue;
        }
        let name = finding.text_of(part::ID).unwrap_or("a finding");
        let message = format!("{name} of {} {}", report.id(), lacks.join(" and "));
        found.push(
            Report::on(report, place_of(finding), message)
                .help("say what to do, and name in `fed_into` what took the finding up")
                .field("findings")
                .argument(name)
                .related(review, review.span_of("held_at"), "the management review held since"),
        );
    }
}

/// A management review held since the report was presented, or that lists it.
fn discussed_in<'a>(cx: &RegisterContext<'a>, report: &Record) -> Option<&'a Record> {
    let presented = report.get(trend_report::PRESENTED_AT).map(|at| Stamp::Day(*at));
    let zone = cx.basis.now.zone;
    let since = |review: &&Record| {
        let Some(held) = management_held_at(review) else { return false };
        let listed = review.words(management_review::TREND_REPORTS);
        presented.is_some_and(|at| !at.surely_after(held, zone))
            || listed.iter().any(|id| id.value == report.id())
    };
    cx.register.of_kind(Kind::ManagementReview).find(since)
}

fn place_of(finding: Item<'_>) -> crate::span::Span {
    finding.get(part::ID).map_or_else(|| finding.span(), |id| id.span)
}
