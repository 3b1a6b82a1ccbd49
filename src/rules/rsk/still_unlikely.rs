//! What has happened is not unlikely until something has changed.

use crate::chain::{actions_of, closed_at, is_action_owed, is_judged, severity_of};
use crate::diag::Level;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Key, Kind, Words, common, risk};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RSK004",
    name: "still-unlikely",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "always",
    summary: "risk stays among the unlikely ones after it happened and before its actions are verified",
    explanation: "The risk names an incident that is closed and significant, its `likelihood` is in the lowest two \
        steps of the scale, and an opened action for that incident is not verified yet. Something \
        that has just happened, and that nothing holds back so far, is not unlikely; a score that \
        says so is the first thing an auditor points at. Raise the likelihood until the actions are \
        verified, or say in `unchanged_reason`, with the incident, why the score stays. Incidents \
        without any action are not held against the score.",
    source: "High Table, practice guide on A.5.27 in ten steps",
    bad: &[example!("still-unlikely/action-open"), example!("still-unlikely/new-risk-scored-low")],
    good: &[
        example!("still-unlikely/actions-verified"),
        example!("still-unlikely/with-reason"),
        example!("still-unlikely/incident-still-open"),
        example!("still-unlikely/other-scale"),
    ],
    check: Check::Register(&[Kind::Risk], check),
};

/// The steps at the lower end of the scale that mean unlikely.
const UNLIKELY: i64 = 2;

fn check(cx: &RegisterContext<'_>, risk: &Record, found: &mut Findings) {
    if !is_judged(risk) || risk.status() == "closed" || is_reasoned(risk) {
        return;
    }
    let Some(likelihood) = risk.get(risk::LIKELIHOOD).filter(|it| it.value <= UNLIKELY) else {
        return;
    };
    // On a scale of two or three steps the lowest two are not the unlikely ones.
    let steps = cx.basis.config.risk.as_ref().map_or(5, |scale| scale.value.likelihood);
    if steps < 4 {
        return;
    }
    let happened = [risk::INCIDENTS, risk::NEW_FROM].into_iter().flat_map(|key| named(risk, key));
    for incident in happened.filter_map(|it| cx.register.get_kind(Kind::Incident, it.value)) {
        let significant = cx.basis.terms.is_significant(severity_of(incident));
        if significant
            && closed_at(incident).is_some()
            && let Some(open) = unverified(cx, incident)
        {
            found.push(report(risk, likelihood, incident, open));
        }
    }
}

fn named(risk: &Record, key: Key<Words>) -> Vec<Found<&str>> {
    risk.words(key)
}

fn is_reasoned(risk: &Record) -> bool {
    risk.text_of(risk::UNCHANGED_REASON).is_some_and(|reason| !reason.trim().is_empty())
}

/// An opened action for the incident that nobody has verified yet.
fn unverified<'a>(cx: &RegisterContext<'a>, incident: &Record) -> Option<&'a Record> {
    actions_of(cx.register, incident.id())
        .find(|action| is_action_owed(action) && !action.is_from("verified"))
}

fn report(risk: &Record, likelihood: Found<i64>, incident: &Record, open: &Record) -> Report {
    let message = format!(
        "{} happened in {}, {} is not verified, and the likelihood is {}",
        risk.id(),
        incident.id(),
        open.id(),
        likelihood.value
    );
    let status = open.span_of(common::STATUS.name());
    Report::on(risk, likelihood.span, message)
        .help("raise the likelihood until the actions are verified, or give `unchanged_reason`")
        .field("likelihood")
        .argument(incident.id())
        .related(open, status, format!("{} is {}", open.id(), open.status()))
}
