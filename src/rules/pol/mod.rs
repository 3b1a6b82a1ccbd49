//! Family `POL`: policies.

pub(super) mod change_log_gap;
pub(super) mod defines_too_little;
pub(super) mod entry_before_incident;
pub(super) mod text_unchanged;
pub(super) mod unapproved;

use crate::chain::is_judged;
use crate::record::{Item, Record};

/// True when rules ask something of the policy: it is in force or was made to be.
fn is_current(policy: &Record) -> bool {
    is_judged(policy) && !matches!(policy.status(), "superseded" | "retired")
}

/// True when a text under `name` says something.
fn is_stated(item: Item<'_>, name: &str) -> bool {
    item.value(name).is_some_and(|value| !value.is_blank())
}
