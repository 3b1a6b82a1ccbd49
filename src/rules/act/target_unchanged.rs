//! What an implemented action says it changed has changed.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::proof::{RecordPast, change_of};
use crate::record::{LinkUse, Record};
use crate::register::Target;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, incident};
use crate::verdict::Strength;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT017",
    name: "target-unchanged",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "implemented",
    summary: "`changes` a control, risk or vendor that git shows unchanged since the incident",
    explanation: "An implemented action names in `changes` what it changed, and git shows no \
        commit that changed that record since the action's first incident was detected. An auditor \
        follows the chain from the incident to the control and finds it as it was. Record there \
        what is different now: the change log of a control, the score or the reason of a risk, the \
        tier or services of a vendor; or take the record out of `changes`. Policies are looked at \
        more closely, see POL001 and POL003. Where history is cut the answer is cannot tell.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("target-unchanged/control-as-before")],
    good: &[
        example!("target-unchanged/control-updated"),
        example!("target-unchanged/still-open"),
        example!("target-unchanged/risk-with-reason"),
    ],
    check: Check::History(&[Kind::Action], check),
};

fn check(cx: &HistoryContext<'_>, action: &Record, found: &mut Findings) {
    if !is_judged(action) || !action.is_from("implemented") {
        return;
    }
    let Some(incident) = first_incident(cx, action) else { return };
    for link in action.links.iter().filter(|link| link.field == "changes") {
        let Target::Record(target) = cx.basis.register.resolve(link) else { continue };
        if target.kind() == Kind::Policy || !is_judged(target) {
            continue;
        }
        let Some(past) = cx.past_of(target, found) else { continue };
        if !is_changed(cx, (incident, action, target), past) {
            found.push(report(action, link, target, incident));
        }
    }
}

/// True when git shows a change of the target after the incident. A risk that keeps its score and
/// says why was looked at, which is a change too; whether its score had to move is RSK001.
fn is_changed(
    cx: &HistoryContext<'_>,
    (incident, action, target): (&Record, &Record, &Record),
    past: &RecordPast,
) -> bool {
    let zone = cx.basis.basis.now.zone;
    if target.kind() == Kind::Risk {
        let detected = incident.get(incident::DETECTED_AT).map(|at| at.earliest(zone));
        return detected
            .is_none_or(|at| past.lineage().any(|version| version.commit.committed_at > at));
    }
    change_of(incident, action, target, past, zone).strength != Strength::Contradicted
}

/// The incident of the action that was detected first.
fn first_incident<'a>(cx: &HistoryContext<'a>, action: &Record) -> Option<&'a Record> {
    let zone = cx.basis.basis.now.zone;
    let incidents = action.incidents();
    let dated = incidents.iter().filter_map(|named| {
        let incident = cx.basis.register.get_kind(Kind::Incident, named.value)?;
        Some((incident.get(incident::DETECTED_AT)?.earliest(zone), incident))
    });
    dated.min_by_key(|(at, incident)| (*at, incident.id())).map(|(_, incident)| incident)
}

fn report(action: &Record, link: &LinkUse, target: &Record, incident: &Record) -> Report {
    let message = format!(
        "{} changes {}, which has not changed since {} was detected",
        action.id(),
        target.id(),
        incident.id()
    );
    Report::on(action, link.span, message)
        .help(format!(
            "record in {} what is different now, or take it out of `changes`",
            target.id()
        ))
        .field("changes")
        .argument(&link.target.id)
        .related(target, target.head(), "as it was before")
}
