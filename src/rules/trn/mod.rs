//! Family `TRN`: training.

pub(super) mod attendance_missing;
pub(super) mod generic_training;
pub(super) mod material_missing;
pub(super) mod not_anonymised;
pub(super) mod not_live;
pub(super) mod sole_attendee;
