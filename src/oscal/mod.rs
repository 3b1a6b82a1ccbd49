//! What an OSCAL document says, as data: assessment results from the evidence matrix, a plan from what is open.
//!
//! OSCAL knows two answers for an objective, satisfied and not satisfied. Whatever cannot be told, is withheld, is in
//! time so far or has nothing to apply to has no finding here, only an observation that says so. No verdict is
//! made in this room; `matrix` has them.

mod answer;
mod desk;
mod document;
mod plan;
mod results;
mod uuid;

pub use desk::Source;
pub use document::{AssessmentResults, Document, OSCAL_VERSION, Plan};
pub use plan::plan_of_action;
pub use results::assessment_results;
pub use uuid::Uuid;
