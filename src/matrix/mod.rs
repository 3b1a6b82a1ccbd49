//! Requirements against the evidence for them, and where the learning of every incident stands.
//!
//! No stage is judged here: `chain` says how each stands, `rules` what is wrong with a record; the
//! readings of this room put both together, with the records and commits behind each answer.

mod actions;
mod incidents;
mod item;
mod periods;
mod progress;
mod reach;
mod reviews;
mod rows;
mod traps;

pub use item::Item;
pub use progress::{Asked, Counts, Learning, OpenStage, Progress, owner_of, progress};
pub use rows::{Caught, Matrix, Row, matrix};
