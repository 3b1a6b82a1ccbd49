//! A risk that was known before the incident is looked at after it.

use crate::chain::{answered_by_not_needed, closed_at};
use crate::deadline::{Clock, Phase};
use crate::diag::Level;
use crate::proof::RecordPast;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, incident, part, rca};
use crate::term::Stage;
use chrono::{DateTime, Utc};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RSK007",
    name: "known-risk-untouched",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "risk re-assessed",
    summary: "risk that was known before the incident was not looked at after it",
    explanation: "Where the analysis (or `learning` of a light incident) names the risk that covered \
        the incident in `in_risk_register_before`, git shows that this risk was assessed again after \
        the incident was detected: its score, its treatment or plan, or `assessed_at` moved; or an \
        approved review says under `not_needed.risk` why not. A risk that came true as predicted is \
        the first whose treatment has to be asked about.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("known-risk-untouched/as-before")],
    good: &[
        example!("known-risk-untouched/assessed-again"),
        example!("known-risk-untouched/still-in-time"),
    ],
    check: Check::History(&[Kind::Rca, Kind::Incident], check),
};

fn check(cx: &HistoryContext<'_>, record: &Record, found: &mut Findings) {
    let Some((before, incidents)) = known_before(record) else { return };
    let register = cx.basis.register;
    let Some(risk) = register.get_kind(Kind::Risk, before.value) else { return };
    let now = cx.basis.basis.now;
    for id in incidents {
        let Some(incident) = register.get_kind(Kind::Incident, id) else { continue };
        let Some(closed) = closed_at(incident) else { continue };
        let Some(detected) = incident.get(incident::DETECTED_AT) else { continue };
        let clock = Clock::once(closed.value, cx.basis.basis.terms.risk_limit, now.zone);
        let answered = answered_by_not_needed(register, incident, Stage::Risk).is_some();
        if clock.phase(now.instant) == Phase::Ahead || answered {
            continue;
        }
        let Some(past) = cx.past_of(risk, found) else { continue };
        if !is_looked_at(past, detected.earliest(now.zone)) {
            let message = format!(
                "{} names {} as the risk that was known, and it was not assessed after {id}",
                record.id(),
                before.value
            );
            let help = "assess the risk again, or say under `not_needed.risk` why not";
            let report = Report::on(record, before.span, message).help(help);
            let report = report.field("in_risk_register_before").argument(id);
            found.push(report.related(risk, risk.head(), "the risk as it was before"));
        }
    }
}

/// The field that names the risk, and the incidents it speaks of.
fn known_before(record: &Record) -> Option<(Found<&str>, Vec<&str>)> {
    if record.kind() == Kind::Rca {
        let incidents = record.incidents().iter().map(|incident| incident.value).collect();
        return Some((record.get(rca::IN_RISK_REGISTER_BEFORE)?, incidents));
    }
    let learning = record.get(incident::LEARNING)?;
    Some((learning.get(part::IN_RISK_REGISTER_BEFORE)?, vec![record.id()]))
}

/// True when a commit after `detected` moved the score, the treatment, or the day of assessment.
fn is_looked_at(past: &RecordPast, detected: DateTime<Utc>) -> bool {
    let mut changes = past.changes(|facts| {
        let risk = facts.risk().map(|r| (r.likelihood, r.impact, r.treatment.clone(), r.plan));
        let assessed = facts.dates.iter().find(|(field, _)| field.path == "assessed_at");
        (risk, assessed.map(|(_, at)| *at))
    });
    changes.any(|(_, new)| new.commit.committed_at > detected)
        || past.told.iter().all(|version| version.commit.committed_at > detected)
}
