//! Family `INC`: incidents.

pub(super) mod actions_missing;
pub(super) mod cause_missing;
pub(super) mod certainty_undecided;
pub(super) mod lowered_below_threshold;
pub(super) mod rejected_without_ground;
pub(super) mod review_missing;
pub(super) mod review_not_held;
pub(super) mod stamps_out_of_order;
pub(super) mod triage_undocumented;
