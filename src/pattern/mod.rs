//! Similar incidents: what an incident has in common with others, which ones recur, and which small
//! ones belong together.
//!
//! Every answer takes one pass over the incidents and a sort; nothing compares each with each.
//! Whether a likeness ought to have been noticed is for rules to say, how often it happens for
//! metrics.

mod group;
mod recurrence;
mod root_cause;
mod traits;

pub use group::{Group, groups};
pub use recurrence::{MAX_DAYS, Recurrence, recurrences};
pub use root_cause::{RootCause, root_causes, runs_within, sharing};
pub use traits::{Cause, Traits, asset_names, happened_on, is_counted, traits_of};

#[cfg(test)]
mod tests;
