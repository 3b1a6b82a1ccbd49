//! The chain of an incident: its stages, and what severity and profile ask of each.

mod required;

pub use required::{CauseForm, Grade, Stage, Tier, cause_form, not_required, review_floor};
