//! A closed incident has an action that was opened, or an approved reason why none is needed.

use crate::chain::actions_of;
use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::clocked;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Rule};
use crate::schema::{Kind, common};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC018",
    name: "actions-missing",
    levels: Levels::ByClock(Level::Note, Level::Error, Level::Error),
    basis: Basis::Guidance,
    from: "review approved",
    summary: "closed incident has neither an opened action nor a reason why none is needed",
    explanation: "What was learned has to change something: a closed incident of low severity or \
        more needs at least one corrective action that was opened, or a reason under \
        `not_needed.actions` of its approved review or of its `learning`. A proposed action does \
        not count, because nobody owes it yet. Auditors follow the chain from the cause to what \
        was done about it, and a reason is as good an answer as an action. Open an action with \
        owner and due date, or write the reason down and have it approved with the review.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[
        example!("actions-missing/only-proposed"),
        example!("actions-missing/still-ahead"),
        example!("actions-missing/asked-by-the-configuration"),
    ],
    good: &[
        example!("actions-missing/reason-given"),
        example!("actions-missing/not-asked-of-events"),
    ],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    let Some((closed, clock)) = owed::actions_missing(cx.books(), incident) else { return };
    let words = ("an action, or a reason why none is needed,", "no action opened");
    let mut report = clocked::report(cx, incident, closed, clock, words).help(
        "open an action with owner and due date, or give the reason under `not_needed.actions`",
    );
    for action in actions_of(cx.register, incident.id()) {
        let span = action.span_of(common::STATUS.name());
        report = report.related(action, span, format!("{} is {}", action.id(), action.status()));
    }
    found.push(report);
}
