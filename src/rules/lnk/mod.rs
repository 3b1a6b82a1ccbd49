//! Family `LNK`: links between records.

pub(super) mod broken;
pub(super) mod change_unattributed;
pub(super) mod cycle;
pub(super) mod disjoint;
pub(super) mod ended;
pub(super) mod mention_broken;
pub(super) mod orphan;
pub(super) mod part_missing;
