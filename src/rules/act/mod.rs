//! Family `ACT`: corrective actions.

pub(super) mod assets_not_all_done;
pub(super) mod done_at_once;
pub(super) mod done_before_its_ground;
pub(super) mod done_without_evidence;
pub(super) mod due_moved;
pub(super) mod escalation_open;
pub(super) mod implemented_unverified;
pub(super) mod no_before_after;
pub(super) mod no_control_named;
pub(super) mod not_assigned;
pub(super) mod not_measurable;
pub(super) mod not_tested;
pub(super) mod only_the_affected;
pub(super) mod overdue;
pub(super) mod rejected_without_reason;
pub(super) mod side_effects_unchecked;
pub(super) mod target_unchanged;
pub(super) mod verified_by_owner;

use crate::record::{Item, Record};
use crate::schema::action;
use crate::span::Span;

/// True when the action changes something technical.
fn is_technical(action: &Record) -> bool {
    action.text_of(action::TYPE).is_some_and(|word| action::TECHNICAL_TYPES.contains(&word))
}

/// A place for what a value under `name` lacks: the value, else its key, else the record.
fn place_of(record: &Record, name: &str) -> Span {
    record.root().value(name).map_or_else(|| record.span_of(name), Item::span)
}
