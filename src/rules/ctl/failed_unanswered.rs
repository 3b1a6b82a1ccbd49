//! A control that failed in an incident is answered by an action, or by a reason.

use crate::chain::{Tier, actions_of, is_judged, review_tier};
use crate::diag::Level;
use crate::record::{Found, Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, part, pir};
use crate::term::RecordRef;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CTL001",
    name: "failed-control-unanswered",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "approved",
    summary: "control absent, not followed, bypassed or failed, and no action names it",
    explanation: "A review that evaluated a control as absent, not followed, bypassed or failed has \
        found what to strengthen. Some corrective action of the same incident must name that \
        control in `controls` or `changes`, or the evaluation says in `no_action_reason` why none \
        is needed. This is the link that turns an incident into a stronger control, and the one an \
        auditor quotes. Light incidents are asked once they are closed.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("failed-control-unanswered/no-action"),
        example!("failed-control-unanswered/action-rejected"),
        example!("failed-control-unanswered/light-incident"),
    ],
    good: &[
        example!("failed-control-unanswered/reason-given"),
        example!("failed-control-unanswered/control-worked"),
    ],
    check: Check::Register(&[Kind::Pir, Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    if !is_judged(record) {
        return;
    }
    let (evaluations, incidents) = match record.kind() {
        Kind::Pir if record.is_from("approved") => {
            let incidents = record.incidents().iter().map(|incident| incident.value).collect();
            (record.items(pir::CONTROL_EVALUATION), incidents)
        }
        Kind::Incident if record.is_from("closed") && review_tier(record) != Tier::Full => {
            let Some(learning) = record.get(incident::LEARNING) else { return };
            (learning.items(part::CONTROL_EVALUATION), vec![record.id()])
        }
        _ => return,
    };
    for evaluation in evaluations {
        if let Some((control, outcome)) = failed(evaluation)
            && !is_answered(cx, &incidents, control.value)
        {
            found.push(report(record, control, outcome));
        }
    }
}

/// The control and its outcome, when it did not work and no reason stands beside it.
fn failed(evaluation: Item<'_>) -> Option<(Found<&str>, &str)> {
    let outcome = evaluation.text_of(part::OUTCOME)?;
    let reason = evaluation.text_of(part::NO_ACTION_REASON).unwrap_or_default();
    let worked = !matches!(outcome, "absent" | "not-followed" | "bypassed" | "failed");
    if worked || !reason.trim().is_empty() {
        return None;
    }
    Some((evaluation.get(part::CONTROL)?, outcome))
}

fn is_answered(cx: &RegisterContext<'_>, incidents: &[&str], control: &str) -> bool {
    let wanted = RecordRef::parse(control).id;
    let names = |action: &Record| {
        action.links.iter().any(|link| {
            matches!(link.field.as_str(), "controls" | "changes") && link.target.id == wanted
        })
    };
    incidents.iter().any(|incident| actions_of(cx.register, incident).any(names))
}

fn report(record: &Record, control: Found<&str>, outcome: &str) -> Report {
    let message = format!(
        "{} found {} {outcome}, and no action of its incidents names it",
        record.id(),
        control.value
    );
    let field = match record.kind() {
        Kind::Pir => "control_evaluation",
        _ => "learning.control_evaluation",
    };
    Report::on(record, control.span, message)
        .help("name the control in an action's `controls`, or add `no_action_reason` here")
        .field(field)
        .argument(control.value)
}
