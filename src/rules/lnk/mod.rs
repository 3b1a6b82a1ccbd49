//! Family `LNK`: links between records.

pub(super) mod broken;
