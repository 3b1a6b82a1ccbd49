//! Family `INC`: incidents.

pub(super) mod actions_missing;
pub(super) mod cause_missing;
pub(super) mod certainty_undecided;
pub(super) mod custody_missing;
pub(super) mod detection_unanswered;
pub(super) mod human_factor_unanswered;
pub(super) mod indicators_unanswered;
pub(super) mod left_open;
pub(super) mod lowered_below_threshold;
pub(super) mod minor_ones_ungrouped;
pub(super) mod notification_overdue;
pub(super) mod policy_unanswered;
pub(super) mod recurrence_unlinked;
pub(super) mod register_silent;
pub(super) mod rejected_without_ground;
pub(super) mod review_missing;
pub(super) mod review_not_held;
pub(super) mod reviewed_by_one;
pub(super) mod stamps_out_of_order;
pub(super) mod third_party_unanswered;
pub(super) mod tier_too_light;
pub(super) mod triage_undocumented;
pub(super) mod unclassified;

use super::RegisterContext;
use crate::chain::{
    Stage, actions_of, answered_by_not_needed, is_action_owed, is_lesson_answered, lessons_in,
    reviews_of,
};
use crate::owed;
use crate::record::Record;
use crate::register::Register;
use crate::schema::{Kind, action, part};
use crate::term::Stamp;

/// True when the review of an incident closed at `closed` has had its chance to answer: it is
/// approved or waived, or its time is over.
fn is_answer_due(cx: &RegisterContext<'_>, incident: &Record, closed: Stamp) -> bool {
    owed::is_answer_due(cx.books(), incident, closed)
}

/// True when a training record, planned or held, names the incident.
fn is_trained(register: &Register, incident: &Record) -> bool {
    register.naming(Kind::Training, incident.id()).any(|training| !training.is_ended())
}

/// True when a gap in detection is answered: by an opened action that tunes it, by a lesson on
/// detection that is answered itself, or by an approved reason why no action is needed.
fn is_detection_answered(register: &Register, incident: &Record) -> bool {
    let tunes = |action: &Record| {
        is_action_owed(action) && action.text_of(action::TYPE) == Some("detection-tuning")
    };
    let answers = |record: &Record| {
        lessons_in(record).into_iter().any(|lesson| {
            lesson.text_of(part::CATEGORY) == Some("detection")
                && is_lesson_answered(register, lesson)
        })
    };
    actions_of(register, incident.id()).any(tunes)
        || answers(incident)
        || reviews_of(register, incident.id()).any(answers)
        || answered_by_not_needed(register, incident, Stage::Actions).is_some()
}
