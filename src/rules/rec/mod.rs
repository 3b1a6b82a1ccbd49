//! Family `REC`: a record by itself, and what it names outside the register.

pub(super) mod conflict_markers;
pub(super) mod date_invalid;
pub(super) mod disposal_conflict;
pub(super) mod encoding_untidy;
pub(super) mod evidence_unresolved;
pub(super) mod field_invalid;
pub(super) mod front_matter_unreadable;
pub(super) mod id_invalid;
pub(super) mod key_unknown;
pub(super) mod not_a_record;
mod owed;
pub(super) mod placeholder_left;
pub(super) mod privileged_text_present;
pub(super) mod secret;
pub(super) mod section_missing;
pub(super) mod waiver_invalid;
