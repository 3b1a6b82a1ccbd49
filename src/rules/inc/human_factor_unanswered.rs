//! Where people's behaviour played a part, somebody is taught something, or a reason says why not.

use super::{is_answer_due, is_trained};
use crate::chain::{actions_of, closed_at, is_action_owed, not_needed};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Key, Kind, action, incident};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC006",
    name: "human-factor-unanswered",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "review approved",
    summary: "people's behaviour played a part, and there is neither training nor a reason against it",
    explanation: "An incident with `human_factor: true` is answered by a training record that names it, \
        by an opened action of type `training`, or by a reason under `not_needed.training` of its \
        approved review or of its `learning`. A phishing mail that somebody opened and that changed \
        neither a filter nor a briefing will be opened again, and auditors look for the briefing \
        first. The rule speaks once the review is approved or its time is over, so that the review \
        can decide. Plan a training with `pirctl new training --from INC..`, or write the reason down.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("human-factor-unanswered/nobody-was-told"),
        example!("human-factor-unanswered/cancelled"),
    ],
    good: &[
        example!("human-factor-unanswered/training-planned"),
        example!("human-factor-unanswered/reason-given"),
        example!("human-factor-unanswered/review-still-ahead"),
    ],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    let Some(closed) = closed_at(incident) else { return };
    let Some(factor) = incident.get(incident::HUMAN_FACTOR).filter(|factor| factor.value) else {
        return;
    };
    let is_training = |action: &Record| {
        is_action_owed(action) && action.text_of(action::TYPE) == Some("training")
    };
    if !is_answer_due(cx, incident, *closed)
        || is_trained(cx.register, incident)
        || actions_of(cx.register, incident.id()).any(is_training)
        || not_needed(cx.register, incident, Key::new("training")).is_some()
    {
        return;
    }
    let message = format!(
        "{} says that people's behaviour played a part, and no training answers it",
        incident.id()
    );
    let help =
        "plan a training that names the incident, or give the reason under `not_needed.training`";
    found.push(Report::on(incident, factor.span, message).help(help).field("human_factor"));
}
