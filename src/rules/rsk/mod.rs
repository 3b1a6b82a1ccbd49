//! Family `RSK`: risks.

pub(super) mod new_risk_missing;
