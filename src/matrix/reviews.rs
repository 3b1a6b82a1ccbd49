//! Readings per incident about people: who reviewed, led, was briefed and decided, and the lessons.

use super::incidents::is_stated;
use super::item::Item;
use super::reach::Case;
use crate::chain::{
    Stage, approval_clock, closed_at, inline_review, is_lesson_answered, is_review_approved,
    lessons_in, not_needed, review_held_at, reviews_of,
};
use crate::deadline::Phase;
use crate::record::Record;
use crate::schema::{Key, Kind, incident, management_review, part, pir, policy};
use crate::verdict::{Cut, Verdict};

/// E3: the row of the register of lessons.
pub(super) fn lessons_row(case: &Case<'_, '_>) -> Item {
    let mut item = case.together(&[Stage::Review, Stage::Cause, Stage::Actions]);
    for lesson in lessons(case) {
        if !is_lesson_answered(case.reach.cx.register, lesson) {
            item.lacks(format!("{} has an unanswered lesson", lesson.record().id()));
        }
    }
    item
}

/// E8: a management review that is approved and decides something.
pub(super) fn management(case: &Case<'_, '_>) -> Item {
    let mut item = case.staged();
    for id in item.records.clone() {
        let Some(review) = case.reach.cx.register.get_kind(Kind::ManagementReview, &id) else {
            continue;
        };
        if review.status() != "approved" {
            item.lacks(format!("{id} is not approved"));
        }
        if review.items(management_review::DECISIONS).is_empty() {
            item.lacks(format!("{id} decides nothing"));
        }
    }
    item
}

/// M6: a live briefing, where people's behaviour played a part.
pub(super) fn briefed(case: &Case<'_, '_>) -> Item {
    let (cx, incident) = (&case.reach.cx, case.incident);
    if incident.is_privileged() {
        return Item::of_stage(incident, case.stage(Stage::Reported));
    }
    match incident.get(incident::HUMAN_FACTOR).map(|factor| *factor) {
        Some(true) => {}
        Some(false) => {
            let says = "people's behaviour played no part, as the incident says";
            return Item::about(incident, Verdict::NotRequired).saying(says);
        }
        None => {
            let mut item = Item::about(incident, Verdict::CannotTell);
            let reason = "nothing says whether people's behaviour played a part".into();
            item.untold(Cut { reason, remedy: format!("set human_factor in {}", incident.id()) });
            return item;
        }
    }
    if let Some(reason) = not_needed(cx.register, incident, Key::new("training")) {
        let says = format!("approved reason: {}", *reason);
        return Item::about(incident, Verdict::NotRequired).saying(says);
    }
    let trainings = cx.register.naming(Kind::Training, incident.id()).filter(|t| !t.is_ended());
    let (held, planned): (Vec<_>, Vec<_>) = trainings.partition(|it| it.is_from("held"));
    let mut best: Option<Item> = None;
    for training in held {
        let mut item = Item::new(incident.id(), Verdict::Met).with(training);
        case.weigh(&mut item);
        if best.as_ref().is_none_or(|best| best.verdict != Verdict::Met) {
            best = Some(item);
        }
    }
    best.unwrap_or_else(|| unbriefed(case, &planned))
}

fn unbriefed(case: &Case<'_, '_>, planned: &[&Record]) -> Item {
    let cx = &case.reach.cx;
    let clock = closed_at(case.incident)
        .map(|closed| approval_clock(case.incident, *closed, cx.terms, cx.now.zone));
    let clock = clock.filter(|clock| clock.phase(cx.now.instant) == Phase::Ahead);
    let late = if planned.is_empty() { Verdict::Missing } else { Verdict::Partly };
    let verdict = if clock.is_some() { Verdict::InTimeSoFar } else { late };
    let mut item = Item::new(case.incident.id(), verdict).saying("no briefing was held");
    item.due = clock.map(|clock| cx.now.zone.day_of(clock.first));
    for training in planned {
        item.name(training.id());
    }
    item
}

/// M10: the incident's high actions are approved or refused, as the rule about decisions sees it.
pub(super) fn decided(case: &Case<'_, '_>) -> Item {
    let mut item = case.staged();
    for action in case.reach.actions_of(case.incident) {
        if let Some(says) = case.reach.undecided(action) {
            item.lacks(says);
        }
    }
    item
}

/// P3: each lesson has text, category, and an action or a reason.
pub(super) fn lessons_usable(case: &Case<'_, '_>) -> Item {
    let mut item = case.staged();
    let lessons = lessons(case);
    if lessons.is_empty() {
        return item.without("no lesson is recorded");
    }
    for lesson in lessons {
        let id = lesson.text_of(part::ID).unwrap_or("a lesson");
        let whose = lesson.record().id();
        if !is_stated(lesson.text_of(part::TEXT)) || !is_stated(lesson.text_of(part::CATEGORY)) {
            item.lacks(format!("{whose}: {id} lacks text or category"));
        }
        if !is_lesson_answered(case.reach.cx.register, lesson) {
            item.lacks(format!("{whose}: {id} has neither action nor reason"));
        }
    }
    item
}

fn lessons<'a>(case: &Case<'_, 'a>) -> Vec<crate::record::Item<'a>> {
    let reviews = reviews_of(case.reach.cx.register, case.incident.id());
    let held = reviews.filter(|review| review_held_at(review).is_some());
    let inline = inline_review(case.incident).map(|_| case.incident);
    held.chain(inline).flat_map(lessons_in).collect()
}

/// P5: a lead, owned actions, and an owner of the process.
pub(super) fn owned(case: &Case<'_, '_>) -> Item {
    let cx = &case.reach.cx;
    let mut item = case.staged();
    let led =
        reviews_of(cx.register, case.incident.id()).any(|it| is_stated(it.text_of(pir::LEAD)));
    let inline = inline_review(case.incident);
    let approver = inline.and_then(|learning| learning.text_of(part::APPROVED_BY));
    if !led && !is_stated(approver) {
        return item.without("nobody leads the review");
    }
    let responder = case.incident.text_of(incident::PRIMARY_RESPONDER);
    if !led && responder.is_some() && approver == responder {
        item.lacks("the primary responder approved the review");
    }
    for action in case.reach.actions_of(case.incident) {
        case.reach.weigh(&mut item, &["ACT001"], action, case.incident.id());
    }
    if !is_stated(process_owner(case)) {
        item.lacks("no approved policy names the owner of the process");
    }
    item
}

fn process_owner<'a>(case: &Case<'_, 'a>) -> Option<&'a str> {
    let ruling = super::periods::ruling_policy(&case.reach.cx)?;
    ruling.get(policy::DEFINES)?.text_of(Key::new("process_owner"))
}

/// S2: somebody attended.
pub(super) fn attended(case: &Case<'_, '_>) -> Item {
    let item = case.staged();
    let reviews = reviews_of(case.reach.cx.register, case.incident.id());
    let mut held = reviews.filter(|review| review_held_at(review).is_some()).peekable();
    let is_inline = inline_review(case.incident)
        .is_some_and(|learning| !learning.words(part::REVIEWED_BY).is_empty());
    if held.peek().is_none() || is_inline || held.any(|it| !it.items(pir::ATTENDEES).is_empty()) {
        return item;
    }
    item.without("the review names nobody who attended")
}

/// S4: timeline, cause and controls evaluated.
pub(super) fn recorded(case: &Case<'_, '_>) -> Item {
    let mut item = case.together(&[Stage::Review, Stage::Cause]);
    let has_own = reviews_of(case.reach.cx.register, case.incident.id()).any(is_review_approved);
    let evaluated = inline_review(case.incident)
        .is_some_and(|learning| !learning.items(part::CONTROL_EVALUATION).is_empty());
    if !has_own && !evaluated {
        item.lacks("no control is evaluated");
    }
    item
}
