//! Facts about the review of an incident: which record is it, is it held, approved, waived.
//!
//! A review stands in a record of its own, of one incident or of a group, or in the incident's
//! `learning`. Deadlines are not judged here.

use super::required::{Grade, Tier, review_floor};
use crate::record::{Item, Record};
use crate::register::Register;
use crate::schema::{Key, Kind, Line, incident, part, pir};
use crate::term::Stamp;
use std::collections::BTreeSet;

/// The reviews that name the incident, grouped ones too, in path order.
pub fn reviews_of<'a>(
    register: &'a Register,
    incident: &str,
) -> impl Iterator<Item = &'a Record> + use<'a> {
    register.naming(Kind::Pir, incident).filter(|review| !review.is_ended())
}

/// When the review was held, if its record says so.
pub fn review_held_at(review: &Record) -> Option<Stamp> {
    review.get(pir::HELD_AT).map(|held| *held).filter(|_| review.is_from("held"))
}

/// True when the review is approved.
pub fn is_review_approved(review: &Record) -> bool {
    review.is_from("approved") && review.status() == "approved"
}

/// True when it was decided, with reason and approver, that the review is not held.
pub fn is_review_waived(review: &Record) -> bool {
    let stated = |item: Item<'_>, key: Key<Line>| {
        item.text_of(key).is_some_and(|text| !text.trim().is_empty())
    };
    review.status() == "waived"
        && review.get(pir::WAIVED).is_some_and(|waived| {
            stated(*waived, part::REASON) && stated(*waived, part::APPROVED_BY)
        })
}

/// The form of review that the incident states, else the lightest that its grade allows.
pub fn review_tier(incident: &Record) -> Tier {
    let stated = incident.text_of(incident::REVIEW_TIER).and_then(Tier::parse);
    stated.unwrap_or_else(|| review_floor(Grade::of(incident)))
}

/// The incident's `learning`, where a review in the incident itself is enough.
///
/// A full review needs a record of its own.
pub fn inline_review(incident: &Record) -> Option<Item<'_>> {
    let learning = incident.get(incident::LEARNING)?;
    (review_tier(incident) != Tier::Full).then_some(*learning)
}

/// True when the review in the incident itself was held; an info event needs one lesson only.
pub fn is_reviewed_inline(incident: &Record) -> bool {
    inline_review(incident).is_some_and(|learning| {
        learning.get(part::REVIEWED_AT).is_some() || is_lesson_enough(incident, learning)
    })
}

/// True when the review in the incident itself is approved; an info event needs one lesson only.
pub fn is_approved_inline(incident: &Record) -> bool {
    inline_review(incident).is_some_and(|learning| {
        let approved = learning.get(part::REVIEWED_AT).is_some()
            && learning.text_of(part::APPROVED_BY).is_some()
            && learning.get(part::APPROVED_AT).is_some();
        approved || is_lesson_enough(incident, learning)
    })
}

/// True when a held review is in writing where a full one, a meeting or a call, is asked for and no
/// reason speaks for a lighter form.
pub fn lacks_meeting(incident: &Record, review: &Record) -> bool {
    let reason = incident.text_of(incident::TIER_REASON).unwrap_or_default();
    review.text_of(pir::FORM) == Some("written")
        && review_held_at(review).is_some()
        && review_tier(incident) == Tier::Full
        && reason.trim().is_empty()
}

/// True when a light review in the incident itself was held and names fewer than two people.
///
/// Events and near misses need one lesson only.
pub fn lacks_second_reviewer(incident: &Record) -> bool {
    let light = review_tier(incident) == Tier::Light && Grade::of(incident) != Grade::Info;
    let held = inline_review(incident).filter(|it| light && it.get(part::REVIEWED_AT).is_some());
    held.is_some_and(|learning| reviewers(learning).len() < 2)
}

/// Who reviewed an incident in its own record, each once.
pub fn reviewers(learning: Item<'_>) -> BTreeSet<&str> {
    learning.words(part::REVIEWED_BY).iter().map(|person| person.value).collect()
}

fn is_lesson_enough(incident: &Record, learning: Item<'_>) -> bool {
    Grade::of(incident) == Grade::Info && !learning.items(part::LESSONS).is_empty()
}
