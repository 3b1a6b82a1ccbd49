//! Each lesson of an approved review is answered by an opened action or by a reason.

use crate::chain::{
    Stage, actions_addressing, closed_at, inline_review, is_judged, is_lesson_answered,
    is_review_approved, lessons_in, not_asked,
};
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, common, part};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR009",
    name: "lesson-unanswered",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "approved",
    summary: "lesson has neither an opened action nor a reason why none is needed",
    explanation: "Each lesson of an approved review, and of the `learning` of a closed light \
        incident, is named in `addresses` of an action that was opened, or carries \
        `no_action_reason`. A proposed action does not count. Lessons that are filed away are \
        what auditors look for first, because nothing changes through them. Open an action \
        that addresses the lesson, or write down why none is needed.",
    source: "UpGuard, High Table and AuditFront, practice guides on A.5.27",
    bad: &[
        example!("lesson-unanswered/no-action"),
        example!("lesson-unanswered/only-proposed"),
        example!("lesson-unanswered/in-the-incident"),
    ],
    good: &[example!("lesson-unanswered/answered"), example!("lesson-unanswered/reason-given")],
    check: Check::Register(&[Kind::Pir, Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    if !owes_answers(cx, record) {
        return;
    }
    for lesson in lessons_in(record) {
        if !is_lesson_answered(cx.register, lesson) {
            found.push(unanswered(cx, record, lesson));
        }
    }
}

fn owes_answers(cx: &RegisterContext<'_>, record: &Record) -> bool {
    let owes = |incident: &Record| not_asked(cx.basis.config, incident, Stage::Actions).is_none();
    if record.kind() == Kind::Incident {
        return closed_at(record).is_some() && inline_review(record).is_some() && owes(record);
    }
    let named = record.incidents();
    let mut incidents =
        named.iter().filter_map(|id| cx.register.get_kind(Kind::Incident, id.value)).peekable();
    is_judged(record)
        && is_review_approved(record)
        && (incidents.peek().is_none() || incidents.any(owes))
}

fn unanswered(cx: &RegisterContext<'_>, record: &Record, lesson: Item<'_>) -> Report {
    let id = lesson.get(part::ID);
    let part = id.map_or("?", |id| id.value);
    let span = id.map_or_else(|| lesson.span(), |id| id.span);
    let message = format!("lesson {}#{part} has no opened action", record.id());
    let mut report = Report::on(record, span, message)
        .help("open an action that addresses the lesson, or give `no_action_reason`")
        .field("lessons")
        .argument(part);
    for action in actions_addressing(cx.register, record.id(), part) {
        let span = action.span_of(common::STATUS.name());
        report = report.related(action, span, format!("{} is {}", action.id(), action.status()));
    }
    report
}
