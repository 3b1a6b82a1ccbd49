//! What is owed of an incident from the day on which it is closed.

use super::Books;
use crate::chain::{
    CauseForm, Grade, Inquiry, Stage, accepted_causes_of, actions_of, answered_by_not_needed,
    approval_clock, cause_form, closed_at, followup_clock, held_clock, is_action_owed,
    is_approved_inline, is_review_approved, is_review_waived, is_reviewed_inline, not_asked,
    review_held_at, reviews_of, stage_of,
};
use crate::deadline::{Clock, Phase};
use crate::record::{Found, Record};
use crate::register::Register;
use crate::schema::{Kind, action};
use crate::term::{Duration, Stamp};
use crate::verdict::Cut;

/// When an incident was closed, and the clock that runs from then.
pub type Closing = (Found<Stamp>, Clock);

/// A review that is held; `None` once one was held or waived, or stands in the incident itself.
pub fn review_held(books: Books<'_>, incident: &Record) -> Option<Closing> {
    let closed = asked(books, incident, Stage::Review)?;
    let held = |review: &Record| review_held_at(review).is_some() || is_review_waived(review);
    let is_held =
        is_reviewed_inline(incident) || reviews_of(books.register, incident.id()).any(held);
    (!is_held).then(|| (closed, held_clock(incident, *closed, books.terms, books.now.zone)))
}

/// A review that is approved, and whether one was held; `None` once one was approved or waived, and
/// while holding one is still in time.
pub fn review_approved(books: Books<'_>, incident: &Record) -> Option<(Closing, bool)> {
    let closed = asked(books, incident, Stage::Review)?;
    if is_review_settled(books.register, incident) {
        return None;
    }
    let clock = approval_clock(incident, *closed, books.terms, books.now.zone);
    let mut reviews = reviews_of(books.register, incident.id());
    let was_held = is_reviewed_inline(incident) || reviews.any(|r| review_held_at(r).is_some());
    // Until then the day on which it is to be held is what matters: one thing at a time.
    let is_due = was_held || clock.phase(books.now.instant) != Phase::Ahead;
    is_due.then_some(((closed, clock), was_held))
}

fn is_review_settled(register: &Register, incident: &Record) -> bool {
    let settled = |review: &Record| is_review_approved(review) || is_review_waived(review);
    is_approved_inline(incident) || reviews_of(register, incident.id()).any(settled)
}

/// True when the review of an incident closed at `closed` has had its chance to answer: it is
/// approved or waived, or its time is over.
pub fn is_answer_due(books: Books<'_>, incident: &Record, closed: Stamp) -> bool {
    let clock = approval_clock(incident, closed, books.terms, books.now.zone);
    is_review_settled(books.register, incident) || clock.phase(books.now.instant) != Phase::Ahead
}

/// An accepted root cause, in the form that severity and profile ask for.
pub fn cause(books: Books<'_>, incident: &Record) -> Option<Closing> {
    let closed = closed_at(incident)?;
    let form = cause_form(books.config, incident);
    let is_open = form != CauseForm::NotRequired
        && accepted_causes_of(books.register, incident, books.config).is_empty();
    is_open.then(|| (closed, Clock::once(*closed, books.terms.cause_limit, books.now.zone)))
}

/// An action that was opened, or an approved reason why none is needed.
pub fn actions_missing(books: Books<'_>, incident: &Record) -> Option<Closing> {
    let closed = asked(books, incident, Stage::Actions)?;
    let is_open = !actions_of(books.register, incident.id()).any(is_action_owed)
        && answered_by_not_needed(books.register, incident, Stage::Actions).is_none();
    is_open.then(|| (closed, approval_clock(incident, *closed, books.terms, books.now.zone)))
}

/// A risk that was scored again; `Err` where git cannot tell whether one was.
pub fn risk(cx: &Inquiry<'_>, incident: &Record) -> Option<Result<Closing, Cut>> {
    let closed = closed_at(incident)?;
    let standing = stage_of(cx, incident, Stage::Risk);
    if let Some(cut) = standing.cut {
        return Some(Err(cut));
    }
    let low = Grade::of(incident) == Grade::Low;
    let limit = if low { Duration::days(90) } else { cx.terms.risk_limit };
    standing.is_open().then(|| Ok((closed, Clock::once(*closed, limit, cx.now.zone))))
}

/// A policy that changed, or a reason why none has to.
pub fn policy_answer(books: Books<'_>, incident: &Record) -> Option<Closing> {
    let closed = closed_at(incident)?;
    // The reason is approved with the review; while that is in time, its day comes first.
    if !is_answer_due(books, incident, *closed) {
        return None;
    }
    let standing = books.stage(incident, Stage::Policy);
    let is_open = standing.is_open()
        && standing.answers.is_empty()
        && !is_policy_planned(books.register, incident);
    is_open.then(|| (closed, Clock::once(*closed, books.terms.cause_limit, books.now.zone)))
}

/// True when an action of the incident changes a policy: it has a day of its own, and POL003 once
/// it is implemented.
fn is_policy_planned(register: &Register, incident: &Record) -> bool {
    let changes_policy = |action: &Record| {
        let targets = action.words(action::CHANGES);
        targets.iter().any(|target| register.get_kind(Kind::Policy, target.value).is_some())
    };
    actions_of(register, incident.id())
        .any(|action| is_action_owed(action) && changes_policy(action))
}

/// A published bulletin.
pub fn bulletin(books: Books<'_>, incident: &Record) -> Option<Closing> {
    let closed = closed_at(incident)?;
    let is_open =
        Grade::of(incident) > Grade::Low && books.stage(incident, Stage::Communicated).is_open();
    is_open.then(|| (closed, Clock::once(*closed, books.terms.bulletin_limit, books.now.zone)))
}

/// A follow-up: the day on which it is due, and the end of the month of grace. One that was performed
/// has stopped the clock, whatever it found.
pub fn followup(books: Books<'_>, incident: &Record) -> Option<Closing> {
    let closed = closed_at(incident)?;
    let clock = followup_clock(books.register, incident, books.terms, books.now.zone)?;
    let mut audits = books.register.naming(Kind::EffectivenessAudit, incident.id());
    let is_open = books.stage(incident, Stage::Followup).is_open()
        && !audits.any(|audit| !audit.is_ended() && audit.is_from("performed"));
    is_open.then_some((closed, clock))
}

/// When it was closed, of an incident of which the stage is asked.
fn asked(books: Books<'_>, incident: &Record, stage: Stage) -> Option<Found<Stamp>> {
    closed_at(incident).filter(|_| not_asked(books.config, incident, stage).is_none())
}
