//! Family `REC`: a record by itself, and what it names outside the register.

pub(super) mod above_ceiling;
pub(super) mod asset_group_unknown;
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
pub(super) mod person_unknown;
pub(super) mod placeholder_left;
pub(super) mod privileged_text_present;
pub(super) mod retention_over;
pub(super) mod secret;
pub(super) mod section_missing;
pub(super) mod status_step_illegal;
pub(super) mod waiver_invalid;

use crate::record::Record;

/// Words up to which a body is a stub: enough to say who holds the text and where to ask.
const STUB_WORDS: usize = 60;

/// Number of words in the body; marks of Markdown are none.
fn words_in_body(record: &Record) -> usize {
    let says = |word: &&str| word.contains(char::is_alphanumeric);
    record.body_text().split_whitespace().filter(says).count()
}
