//! Family `POL`: policies.

pub(super) mod artefact_older;
pub(super) mod change_log_gap;
pub(super) mod configuration_differs;
pub(super) mod defines_too_little;
pub(super) mod entry_before_incident;
pub(super) mod next_review_passed;
pub(super) mod text_unchanged;
pub(super) mod unapproved;
pub(super) mod version_not_forward;
pub(super) mod version_not_raised;
pub(super) mod version_without_text;

use crate::chain::is_judged;
use crate::proof::{PolicyVersion, RecordPast};
use crate::record::{Item, Record};
use crate::schema::{part, policy};

/// True when rules ask something of the policy: it is in force or was made to be.
fn is_current(policy: &Record) -> bool {
    is_judged(policy) && !matches!(policy.status(), "superseded" | "retired")
}

/// True when a text under `name` says something.
fn is_stated(item: Item<'_>, name: &str) -> bool {
    item.value(name).is_some_and(|value| !value.is_blank())
}

/// True when the policy is published now.
fn is_in_force(policy: &Record) -> bool {
    crate::owed::is_in_force(policy)
}

/// The oldest revision that was published with `version`; drafts of it come before.
fn first_of_version<'a>(past: &'a RecordPast, version: &str) -> Option<&'a PolicyVersion> {
    past.versions.iter().rfind(|held| held.version == version && held.is_published)
}

/// True when the change log gives the version one of `reasons`.
fn has_reason(policy: &Record, version: &str, reasons: &[&str]) -> bool {
    policy.items(policy::CHANGE_LOG).into_iter().any(|entry| {
        entry.text_of(part::VERSION) == Some(version)
            && entry.text_of(part::REASON).is_some_and(|reason| reasons.contains(&reason))
    })
}

/// True when the version only mends wording.
fn is_editorial(policy: &Record, version: &str) -> bool {
    has_reason(policy, version, &["editorial"])
}

/// True when the version confirms a text that need not change.
fn is_confirming(policy: &Record, version: &str) -> bool {
    has_reason(policy, version, &["editorial", "periodic-review"])
}
