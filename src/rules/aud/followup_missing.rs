//! Months after an incident somebody looks whether the change still works.

use crate::chain::{actions_of, is_action_owed};
use crate::deadline::{Clock, Phase};
use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, action, effectiveness_audit};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "AUD001",
    name: "followup-missing",
    levels: Levels::ByClock(Level::Note, Level::Note, Level::Error),
    basis: Basis::Guidance,
    from: "follow-up",
    summary: "no follow-up months after the incident",
    explanation: "A closed incident of medium severity or more is looked at again six months \
        after the later of its closure and its last implemented action, or after \
        `followup_after` of the incident management policy: are the changes still in place, and \
        has the same come back? A month of grace follows. Until then this is a note with the \
        day, and only when all actions are done and nothing is planned. Verification shows that \
        a change worked once; this shows that it lasts. Plan the follow-up with `pirctl new \
        effectiveness-audit`, and record what it found.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("followup-missing/never-performed"),
        example!("followup-missing/planned-and-late"),
        example!("followup-missing/not-planned-yet"),
        example!("followup-missing/month-of-grace"),
    ],
    good: &[
        example!("followup-missing/planned-in-time"),
        example!("followup-missing/low-severity"),
        example!("followup-missing/action-still-open"),
    ],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    let Some((closed, clock)) = owed::followup(cx.books(), incident) else { return };
    let phase = clock.phase(cx.basis.now.instant);
    if phase == Phase::Ahead && (is_planned(cx, incident) || !is_work_done(cx, incident)) {
        return;
    }
    let mut report = Report::on(incident, closed.span, message(cx, incident, clock, phase))
        .help("perform one and record it: `pirctl new effectiveness-audit` prepares it")
        .field("closed_at")
        .phase(phase);
    for audit in planned(cx, incident) {
        let due = audit.value_span_of(effectiveness_audit::DUE.name());
        report = report.related(audit, due, format!("{} is {}", audit.id(), audit.status()));
    }
    found.push(report);
}

fn message(cx: &RegisterContext<'_>, incident: &Record, clock: Clock, phase: Phase) -> String {
    let (id, zone) = (incident.id(), cx.basis.now.zone);
    let due = zone.day_of(clock.first);
    match phase {
        Phase::Ahead => format!("{id} is to have a follow-up by {due}, and none is planned"),
        Phase::PastFirst => {
            format!("the follow-up of {id} was due on {due}; the month of grace runs")
        }
        Phase::PastLast => format!("the follow-up of {id} was due on {due}, none performed"),
    }
}

fn planned<'a>(cx: &RegisterContext<'a>, incident: &Record) -> impl Iterator<Item = &'a Record> {
    let audits = cx.register.naming(Kind::EffectivenessAudit, incident.id());
    audits.filter(|audit| !audit.is_ended())
}

fn is_planned(cx: &RegisterContext<'_>, incident: &Record) -> bool {
    planned(cx, incident).next().is_some()
}

/// True when the incident has actions and all of them are implemented: the end of one that is still
/// to be done starts the clock anew.
fn is_work_done(cx: &RegisterContext<'_>, incident: &Record) -> bool {
    let mut actions =
        actions_of(cx.register, incident.id()).filter(|it| is_action_owed(it)).peekable();
    actions.peek().is_some() && actions.all(|it| it.get(action::IMPLEMENTED_AT).is_some())
}
