//! Family `RCA`: root causes, in an analysis or in a light incident.

pub(super) mod cause_without_control;
mod causes;
pub(super) mod generic_cause;
pub(super) mod people_only;
pub(super) mod register_not_consulted;
