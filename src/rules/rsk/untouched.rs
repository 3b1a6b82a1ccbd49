//! After an incident its risk is scored again, or somebody says why the score stays.

use crate::chain::{risks_of, severity_of};
use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::clocked;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Rule};
use crate::schema::Kind;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RSK001",
    name: "risk-untouched",
    levels: Levels::ByClock(Level::Note, Level::Error, Level::Error),
    basis: Basis::Guidance,
    from: "risk re-assessed",
    summary: "no risk was scored again because of the incident",
    explanation: "Some risk names the incident in `incidents` or `new_from`, and git shows that its \
        likelihood or impact moved after the incident was detected; or `unchanged_reason` says why \
        the score stays, or an approved review says under `not_needed.risk` why none is touched. An \
        incident is the best measurement that a risk register ever gets. The limit is 14 days after \
        closure (90 for low severity) unless the incident management policy sets another.",
    source: "High Table, practice guides on A.5.27",
    bad: &[example!("risk-untouched/no-risk-names-it"), example!("risk-untouched/score-as-before")],
    good: &[
        example!("risk-untouched/scored-again"),
        example!("risk-untouched/unchanged-with-reason"),
    ],
    check: Check::History(&[Kind::Incident], check),
};

fn check(cx: &HistoryContext<'_>, incident: &Record, found: &mut Findings) {
    let (closed, clock) = match owed::risk(&cx.inquiry(), incident) {
        None => return,
        Some(Err(cut)) => return found.cannot_tell(incident, &cut),
        Some(Ok(closing)) => closing,
    };
    let words = ("a risk scored again", "no risk scored again");
    let help = "score the risk and say why in its `rationale`, or give `unchanged_reason`";
    let mut report = clocked::report(&cx.basis, incident, closed, clock, words).help(help);
    for risk in risks_of(&cx.inquiry(), incident.id()) {
        let span = risk.span_of("likelihood");
        report = report.related(risk, span, "names the incident; its score is as before");
    }
    found.push(report.argument(severity_of(incident).word()));
}
