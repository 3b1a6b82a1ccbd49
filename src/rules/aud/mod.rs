//! Family `AUD`: effectiveness audits, the follow-up of incidents.

pub(super) mod auditor_owned_action;
pub(super) mod followup_incomplete;
pub(super) mod followup_missing;
pub(super) mod followup_too_soon;
pub(super) mod not_in_programme;
