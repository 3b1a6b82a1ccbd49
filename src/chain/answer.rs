//! Facts about answers: actions that answer an incident or a lesson, and reasons why none is needed.

use super::required::Stage;
use super::review::{is_review_approved, reviews_of};
use crate::record::{Found, Item, Record};
use crate::register::Register;
use crate::schema::{Key, Kind, Line, incident, part, pir};

/// The corrective actions that name the incident, without rejected ones, in path order.
pub fn actions_of<'a>(
    register: &'a Register,
    incident: &str,
) -> impl Iterator<Item = &'a Record> + use<'a> {
    register.naming(Kind::Action, incident).filter(|action| !action.is_ended())
}

/// True when the action is more than a proposal: opened, and perhaps done since.
pub fn is_action_owed(action: &Record) -> bool {
    !action.is_ended() && action.is_from("open")
}

/// The actions, proposals too, that say they answer the part `part` of the record `id`.
pub fn actions_addressing<'a>(
    register: &'a Register,
    id: &str,
    part: &'a str,
) -> impl Iterator<Item = &'a Record> {
    let addresses = register.referrers(id).filter(move |(_, link)| {
        link.field == "addresses" && link.target.part.as_deref() == Some(part)
    });
    addresses
        .map(|(record, _)| record)
        .filter(|record| record.kind() == Kind::Action && !record.is_ended())
}

/// The lessons that a record states: those of a review, or the inline ones of an incident.
pub fn lessons_in(record: &Record) -> Vec<Item<'_>> {
    match record.kind() {
        Kind::Pir => record.items(pir::LESSONS),
        Kind::Incident => {
            let learning = record.get(incident::LEARNING);
            learning.map(|learning| learning.items(part::LESSONS)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// True when an opened action answers the lesson, or it says why none is needed.
pub fn is_lesson_answered(register: &Register, lesson: Item<'_>) -> bool {
    let reason = lesson.text_of(part::NO_ACTION_REASON);
    let Some(part) = lesson.text_of(part::ID) else { return is_stated(reason) };
    is_stated(reason)
        || actions_addressing(register, lesson.record().id(), part).any(is_action_owed)
}

/// Why the stage needs no answer, as an approved review or the incident's `learning` says.
pub fn answered_by_not_needed<'a>(
    register: &'a Register,
    incident: &'a Record,
    stage: Stage,
) -> Option<Found<&'a str>> {
    let key = match stage {
        Stage::Actions => "actions",
        Stage::Risk => "risk",
        Stage::Policy => "policy",
        Stage::Communicated => "communicated",
        _ => return None,
    };
    not_needed(register, incident, Key::new(key))
}

/// The reason under `key` of `not_needed`, in an approved review or in the incident's `learning`.
pub fn not_needed<'a>(
    register: &'a Register,
    incident: &'a Record,
    key: Key<Line>,
) -> Option<Found<&'a str>> {
    let reason = |holder: Item<'a>| holder.get(key).filter(|reason| is_stated(Some(reason.value)));
    let inline =
        incident.get(incident::LEARNING).and_then(|learning| learning.get(part::NOT_NEEDED));
    inline.and_then(|holder| reason(*holder)).or_else(|| {
        reviews_of(register, incident.id())
            .filter(|review| is_review_approved(review))
            .filter_map(|review| review.get(pir::NOT_NEEDED))
            .find_map(|holder| reason(*holder))
    })
}

fn is_stated(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}
