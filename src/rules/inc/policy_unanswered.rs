//! A closed incident changed a policy, or an approved reason says why none had to change.

use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::clocked;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Rule};
use crate::schema::Kind;

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
    let Some((closed, clock)) = owed::policy_answer(cx.books(), incident) else { return };
    let owed = "a policy that changed, or a reason why none has to,";
    let words = (owed, "no policy names it and no reason is given");
    let help = "name the incident in the change log of the policy that changed, or give the reason \
        under `not_needed.policy`";
    found.push(clocked::report(cx, incident, closed, clock, words).help(help));
}
