//! What an action changed says which incident it was changed for.

use crate::diag::Level;
use crate::record::{Found, LinkUse, Record};
use crate::register::Target;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, risk};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LNK007",
    name: "change-unattributed",
    levels: Levels::Always(Level::Note),
    basis: Basis::Guidance,
    from: "implemented",
    summary: "`changes` a record that names none of the action's incidents",
    explanation: "The action says that it changed a risk or control, and that record does not say \
        for which incident. Read from the other end, the change has no cause; an auditor who opens \
        the risk or control first cannot get back to the incident. Name the incident there: in \
        `incidents` of a risk, in the change log of a control. For published policies see POL003.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("change-unattributed/control-names-none")],
    good: &[
        example!("change-unattributed/risk-names-it"),
        example!("change-unattributed/not-yet-implemented"),
    ],
    check: Check::Register(&[Kind::Action], check),
};

fn check(cx: &RegisterContext<'_>, action: &Record, found: &mut Findings) {
    let incidents = action.incidents();
    if action.is_ended() || !action.is_from("implemented") || incidents.is_empty() {
        return;
    }
    for link in action.links.iter().filter(|link| link.field == "changes") {
        let Target::Record(target) = cx.register.resolve(link) else { continue };
        if is_asked(target) && !attributes(target, &incidents) {
            found.push(report(action, link, target));
        }
    }
}

/// A published policy has POL003, and a vendor has no field for incidents.
fn is_asked(target: &Record) -> bool {
    match target.kind() {
        Kind::Policy => !target.is_from("published"),
        Kind::Vendor => false,
        _ => !target.is_ended() && !target.is_privileged(),
    }
}

fn attributes(target: &Record, incidents: &[Found<&str>]) -> bool {
    let text = |key| target.text_of(key).unwrap_or_default();
    let said = [text(risk::RATIONALE), text(risk::UNCHANGED_REASON)];
    incidents.iter().any(|incident| {
        target.links.iter().any(|link| link.target.id == incident.value)
            || said.iter().any(|text| text.contains(incident.value))
    })
}

fn report(action: &Record, link: &LinkUse, target: &Record) -> Report {
    let message =
        format!("{} changes {}, which names none of its incidents", action.id(), target.id());
    let there = if target.kind() == Kind::Risk { "`incidents`" } else { "its change log" };
    Report::on(action, link.span, message)
        .help(format!("name the incident in {there}, or remove {} from `changes`", target.id()))
        .field("changes")
        .argument(&link.target.id)
        .related(target, target.head(), "this record does not say for which incident it changed")
}
