//! Family `CTL`: controls.

pub(super) mod changed_without_cause;
pub(super) mod failed_unanswered;
pub(super) mod soa_incomplete;
pub(super) mod soa_unmoved;
