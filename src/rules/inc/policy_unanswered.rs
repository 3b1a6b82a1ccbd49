//! A closed incident changed a policy, or an approved reason says why none had to change.

use super::is_answer_due;
use crate::chain::{actions_of, closed_at, is_action_owed};
use crate::deadline::Clock;
use crate::diag::Level;
use crate::record::Record;
use crate::register::Register;
use crate::rules::clocked;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Rule};
use crate::schema::{Kind, action};
use crate::term::Stage;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC023",
    name: "policy-unanswered",
    levels: Levels::ByClock(Level::Note, Level::Warning, Level::Warning),
    basis: Basis::Guidance,
    from: "cause accepted",
    summary: "closed incident has neither a policy that names it nor a reason why none has to change",
    explanation: "A closed incident of medium severity or more is named in the change log of a \
        policy, or an approved review says under `not_needed.policy` why no policy or procedure \
        has to change. A cause that lies in how things are done stays until the text says \
        something else, and an auditor asks for the sentence that is new. An opened action that \
        names the policy in `changes` answers until it is due; whether the text really changed is \
        POL001. The limit is that for the cause, 14 days after closure unless the incident \
        management policy sets another. Change the policy and enter the incident in its change \
        log, or give the reason.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[example!("policy-unanswered/nothing-said"), example!("policy-unanswered/still-ahead")],
    good: &[
        example!("policy-unanswered/reason-given"),
        example!("policy-unanswered/action-on-its-way"),
        example!("policy-unanswered/low-severity"),
    ],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    let Some(closed) = closed_at(incident) else { return };
    // The reason is approved with the review; while that is in time, INC001 names its day.
    if !is_answer_due(cx, incident, *closed) {
        return;
    }
    let standing = cx.stage(incident, Stage::Policy);
    if !standing.is_open() || !standing.answers.is_empty() || is_planned(cx.register, incident) {
        return;
    }
    let now = cx.basis.now;
    let clock = Clock::once(*closed, cx.basis.terms.cause_limit, now.zone);
    let owed = "a policy that changed, or a reason why none has to,";
    let words = (owed, "no policy names it and no reason is given");
    let help = "name the incident in the change log of the policy that changed, or give the reason \
        under `not_needed.policy`";
    found.push(clocked::report(cx, incident, closed, clock, words).help(help));
}

/// True when an action of the incident changes a policy: it has a day of its own, and POL003 once
/// it is implemented.
fn is_planned(register: &Register, incident: &Record) -> bool {
    let changes_policy = |action: &Record| {
        let targets = action.words(action::CHANGES);
        targets.iter().any(|target| register.get_kind(Kind::Policy, target.value).is_some())
    };
    actions_of(register, incident.id())
        .any(|action| is_action_owed(action) && changes_policy(action))
}
