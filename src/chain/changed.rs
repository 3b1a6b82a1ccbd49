//! The stages in which the lesson reaches risk register and policies.

use super::answer::{actions_of, answered_by_not_needed};
use super::inquiry::Inquiry;
use super::required::Grade;
use super::standing::{Extent, Standing};
use crate::proof::{Attributed, RecordPast, attributed};
use crate::record::{Item, Record};
use crate::schema::{Kind, action, incident, part, policy, risk};
use crate::term::{Duration, Stage};
use crate::verdict::Strength;
use std::collections::BTreeMap;

/// The risks that name the incident, each once, in path order.
pub fn risks_of<'a>(cx: &Inquiry<'a>, incident: &str) -> Vec<&'a Record> {
    naming(cx, incident, Kind::Risk, &["incidents", "new_from"])
}

/// The policies whose change log names the incident, each once, in path order.
pub fn policies_of<'a>(cx: &Inquiry<'a>, incident: &str) -> Vec<&'a Record> {
    naming(cx, incident, Kind::Policy, &["change_log.incidents"])
}

/// The records of a kind that name `incident` in one of `fields`.
pub(super) fn naming<'a>(
    cx: &Inquiry<'a>,
    incident: &str,
    kind: Kind,
    fields: &[&str],
) -> Vec<&'a Record> {
    let referrers = cx.register.referrers(incident).filter(|(record, link)| {
        record.kind() == kind && !record.is_ended() && fields.contains(&link.field.as_str())
    });
    let found: BTreeMap<_, _> = referrers.map(|(record, _)| (&record.path, record)).collect();
    found.into_values().collect()
}

/// The scores of a risk around an incident: the one before it, and each that followed.
pub fn scores_around(cx: &Inquiry<'_>, incident: &Record, past: &RecordPast) -> Vec<i64> {
    let Some(detected) = incident.get(incident::DETECTED_AT) else { return Vec::new() };
    let detected = detected.earliest(cx.now.zone);
    let after = past.steps.iter().take_while(|step| step.commit.committed_at > detected).count();
    let shown = past.steps.len().min(after + 1);
    past.steps[..shown].iter().rev().map(crate::proof::RiskStep::score).collect()
}

/// A risk that names the incident was scored again, or says why its scores stay.
pub(super) fn risk(cx: &Inquiry<'_>, incident: &Record) -> Standing {
    let mut standing = Standing::new(Stage::Risk);
    let risks = risks_of(cx, incident.id());
    if risks.is_empty()
        && let Some(reason) = answered_by_not_needed(cx.register, incident, Stage::Risk)
    {
        return Standing::not_required(Stage::Risk, format!("approved reason: {}", *reason));
    }
    let answered = risks.iter().filter(|risk| one_risk(cx, incident, risk, &mut standing)).count();
    let extent = match answered {
        0 if risks.is_empty() => {
            standing.gap(Some("RSK001"), "no risk names the incident");
            Extent::Nothing
        }
        0 => Extent::Part,
        // One risk scored again answers the stage; the others keep their gap in view.
        _ => Extent::All,
    };
    let low = Grade::of(incident) == Grade::Low;
    let limit = if low { Duration::days(90) } else { cx.terms.risk_limit };
    cx.conclude(standing, extent, cx.after_closure(incident, limit))
}

fn one_risk(cx: &Inquiry<'_>, incident: &Record, risk: &Record, standing: &mut Standing) -> bool {
    let past = match cx.past_of(risk) {
        Ok(past) => past,
        Err(cut) => {
            standing.answer(risk, "likelihood", format!("score {}", score_now(risk)));
            standing.cannot_tell(cut);
            return true;
        }
    };
    let scores = scores_around(cx, incident, past);
    let is_new = risk.words(risk::NEW_FROM).iter().any(|id| id.value == incident.id());
    let steps = scores.len().saturating_sub(1);
    for step in past.steps.iter().take(steps) {
        standing.proof(risk, &step.commit, format!("score {}", step.score()));
    }
    if steps > 0 {
        let words: Vec<_> = scores.iter().map(i64::to_string).collect();
        standing.answer(risk, "likelihood", format!("score {}", words.join(", then ")));
        standing.weigh(Strength::Corroborated);
        return true;
    }
    if is_new {
        standing.answer(risk, "new_from", format!("new, score {}", score_now(risk)));
        if let Some(first) = past.first() {
            standing.proof(risk, first, "first commit of the record");
        }
        standing.weigh(Strength::Recorded);
        return true;
    }
    let reason = risk.text_of(risk::UNCHANGED_REASON).filter(|reason| !reason.trim().is_empty());
    let why = reason.map_or_else(String::new, |reason| format!(": {reason}"));
    standing.answer(risk, "likelihood", format!("score {} as before{why}", score_now(risk)));
    if reason.is_some() {
        standing.weigh(Strength::Claimed);
        return true;
    }
    let text =
        format!("{} names the incident; its score is as before and no reason is given", risk.id());
    standing.gap(Some("RSK001"), text);
    false
}

fn score_now(risk: &Record) -> String {
    let (likelihood, impact) = (risk.get(risk::LIKELIHOOD), risk.get(risk::IMPACT));
    likelihood
        .zip(impact)
        .map_or_else(|| "unknown".into(), |(l, i)| l.saturating_mul(*i).to_string())
}

/// A policy's text changed because of the incident, or an approved reason says why none had to.
pub(super) fn policy(cx: &Inquiry<'_>, incident: &Record) -> Standing {
    let mut standing = Standing::new(Stage::Policy);
    let policies = policies_of(cx, incident.id());
    if policies.is_empty()
        && let Some(reason) = answered_by_not_needed(cx.register, incident, Stage::Policy)
    {
        return Standing::not_required(Stage::Policy, format!("approved reason: {}", *reason));
    }
    let mut answered = 0;
    for policy in &policies {
        answered += usize::from(one_policy(cx, incident, policy, &mut standing));
    }
    unlogged(cx, incident, &policies, &mut standing);
    let extent = match answered {
        0 if policies.is_empty() => {
            standing.gap(Some("INC023"), "no policy's change log names the incident");
            Extent::Nothing
        }
        0 => Extent::Part,
        some if some < policies.len() => Extent::Part,
        _ => Extent::All,
    };
    cx.conclude(standing, extent, cx.after_closure(incident, cx.terms.cause_limit))
}

/// Actions that say they change a policy whose change log does not name the incident.
fn unlogged(cx: &Inquiry<'_>, incident: &Record, logged: &[&Record], standing: &mut Standing) {
    for action in actions_of(cx.register, incident.id()) {
        for target in action.words(action::CHANGES) {
            let policy = cx.register.get_kind(Kind::Policy, target.value);
            if policy.is_some() && !logged.iter().any(|policy| policy.id() == target.value) {
                let text = format!(
                    "{} changes {}, whose change log does not name the incident",
                    action.id(),
                    target.value
                );
                standing.gap(Some("POL003"), text);
            }
        }
    }
}

/// The newest entry of the change log that names the incident.
pub fn entry_for<'r>(policy: &'r Record, incident: &str) -> Option<Item<'r>> {
    policy
        .items(policy::CHANGE_LOG)
        .into_iter()
        .find(|entry| entry.words(part::INCIDENTS).iter().any(|named| named.value == incident))
}

/// What git shows of the version that the change log attributes to the incident.
pub(super) fn attributed_to<'a>(
    cx: &Inquiry<'_>,
    past: &'a RecordPast,
    incident: &Record,
    version: &str,
) -> Option<Attributed<'a>> {
    let detected = incident.get(incident::DETECTED_AT).map(|at| at.earliest(cx.now.zone));
    attributed(past, incident.id(), version, detected)
}

fn one_policy(
    cx: &Inquiry<'_>,
    incident: &Record,
    policy: &Record,
    standing: &mut Standing,
) -> bool {
    let id = policy.id();
    let version = entry_for(policy, incident.id()).and_then(|entry| entry.text_of(part::VERSION));
    let Some(version) = version else {
        standing.answer(policy, "change_log", "its change log names the incident");
        standing.gap(Some("POL003"), format!("{id}: the entry names no version"));
        return false;
    };
    standing.answer(
        policy,
        "change_log",
        format!("its change log attributes version {version} to it"),
    );
    let past = match cx.past_of(policy) {
        Ok(past) => past,
        Err(cut) => {
            standing.cannot_tell(cut);
            return true;
        }
    };
    let Some(found) = attributed_to(cx, past, incident, version) else {
        standing.gap(None, format!("{id}: no commit holds version {version} with this entry"));
        standing.weigh(Strength::Claimed);
        return false;
    };
    standing.proof(policy, &found.version.commit, format!("version {version}"));
    if found.text_changed {
        standing.weigh(Strength::Corroborated);
        return true;
    }
    standing
        .gap(Some("POL001"), format!("{id}: version {version} has the text of the version before"));
    standing.weigh(Strength::Contradicted);
    false
}
