//! Family `RCA`: root causes, in an analysis or in a light incident.

pub(super) mod accepted_by_analyst;
pub(super) mod cause_without_control;
mod causes;
pub(super) mod elsewhere_unanswered;
pub(super) mod fishbone_incomplete;
pub(super) mod generic_cause;
mod likeness;
pub(super) mod method_differs;
pub(super) mod one_function;
pub(super) mod people_only;
pub(super) mod register_not_consulted;
pub(super) mod single_cause;
pub(super) mod symptom_as_cause;
pub(super) mod whys_shallow;
