//! Family `INC`: incidents.

pub(super) mod review_not_held;
