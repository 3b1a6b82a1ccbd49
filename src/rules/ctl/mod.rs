//! Family `CTL`: controls.

pub(super) mod failed_unanswered;
