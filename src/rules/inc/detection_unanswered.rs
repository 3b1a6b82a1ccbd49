//! What was found by others, or late, makes detection better, or a reason says why not.

use super::{is_answer_due, is_detection_answered};
use crate::chain::{Stage, closed_at, not_asked};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident};
use crate::span::Span;
use crate::term::Zone;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC011",
    name: "detection-unanswered",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "review approved",
    summary: "found by others or after 30 days, and nothing was done about detection",
    explanation: "An incident that somebody outside noticed (`detection_source` external or partner), or that \
        was noticed more than 30 days after it began, shows a gap in detection. It is answered by an \
        opened action of type `detection-tuning`, by a lesson of category `detection` with an action or a \
        reason, or by `not_needed.actions` of the approved review. A gap that stays open lets the \
        next incident run as long, which is why auditors read these two dates first. The rule speaks \
        once the review is approved or its time is over; info events and near misses are not asked. \
        Open an action of type `detection-tuning`, or add the lesson with its reason.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("detection-unanswered/noticed-by-a-customer"),
        example!("detection-unanswered/after-two-months"),
    ],
    good: &[
        example!("detection-unanswered/rule-tuned"),
        example!("detection-unanswered/lesson-with-reason"),
        example!("detection-unanswered/review-still-ahead"),
    ],
    check: Check::Register(&[Kind::Incident], check),
};

/// Days from beginning to detection that are late; the guides name no figure.
const LATE: i64 = 30;

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    let Some(closed) = closed_at(incident) else { return };
    if not_asked(cx.basis.config, incident, Stage::Actions).is_some() {
        return;
    }
    let Some((span, field, fact)) = gap(incident, cx.basis.now.zone) else { return };
    if is_answer_due(cx, incident, *closed) && !is_detection_answered(cx.register, incident) {
        let message = format!("{} {fact}, and nothing was done about detection", incident.id());
        let help = "open an action of type `detection-tuning`, or add a lesson on detection with its reason";
        found.push(Report::on(incident, span, message).help(help).field(field));
    }
}

/// Where and how the record shows a gap in detection.
fn gap(incident: &Record, zone: Zone) -> Option<(Span, &'static str, String)> {
    let source = incident.get(incident::DETECTION_SOURCE);
    if let Some(source) = source.filter(|it| matches!(it.value, "external" | "partner")) {
        let who = if source.value == "partner" { "a partner" } else { "somebody outside" };
        return Some((source.span, "detection_source", format!("was noticed by {who}")));
    }
    let (began, noticed) =
        (incident.get(incident::OCCURRED_AT)?, incident.get(incident::DETECTED_AT)?);
    let days = (noticed.day(zone) - began.day(zone)).num_days();
    let fact = format!("was noticed {days} days after it began");
    (days > LATE).then_some((noticed.span, "detected_at", fact))
}
