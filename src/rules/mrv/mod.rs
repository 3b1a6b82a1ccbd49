//! Family `MRV`: management reviews.

pub(super) mod incident_not_discussed;
pub(super) mod minutes_missing;
pub(super) mod missing;
pub(super) mod nothing_decided;
pub(super) mod others_not_aggregated;
