//! What git shows of every record: when values were recorded, what was changed later, what is gone.

pub(super) mod anchor_not_ancestor;
pub(super) mod changed_after_closing;
pub(super) mod date_moved_earlier;
pub(super) mod dates_reversed;
pub(super) mod entered_before;
pub(super) mod history_cut;
pub(super) mod id_changed;
pub(super) mod identity_unmatched;
pub(super) mod late_entry;
pub(super) mod number_gap;
pub(super) mod record_removed;
pub(super) mod replaced_or_grafted;
pub(super) mod rewrite_explained;
pub(super) mod rules_loosened;
pub(super) mod signature_not_good;
pub(super) mod uncommitted_evidence;

use super::{Findings, HistoryContext};
use crate::proof::CommitNote;
use crate::record::Record;
use crate::schema::{Key, Words, common};

/// True where history is cut, which is told to `found`: there may be more than what is seen.
fn is_cut(cx: &HistoryContext<'_>, found: &mut Findings) -> bool {
    let cut = cx.past.trust.cuts.first();
    if let Some(cut) = cut {
        found.cannot_tell_at_all(cut);
    }
    cut.is_some()
}

/// True when the record says why what it states was entered or changed late: for all of it, or by
/// an amendment that names the field.
fn is_explained(record: &Record, field: &str) -> bool {
    const FIELDS: Key<Words> = Key::new("fields");
    let top = field.split('.').next().unwrap_or(field);
    let reason = record.text_of(common::LATE_ENTRY_REASON);
    let amendments = record.items(common::AMENDMENTS);
    let mut named = amendments.iter().flat_map(|amendment| amendment.words(FIELDS));
    reason.is_some_and(|reason| !reason.trim().is_empty())
        || named.any(|name| name.value == field || name.value == top)
}

/// True when a trailer `Amends:` of the commit names the record.
fn is_amended_by(record: &str, commit: &CommitNote) -> bool {
    let amends = commit.trailers.iter().filter(|(key, _)| key.eq_ignore_ascii_case("Amends"));
    let mut words = amends.flat_map(|(_, value)| value.split([' ', ',', ';', '\t']));
    words.any(|word| word == record)
}
