//! Clocks: what the organisation's policy sets, when each runs out, what that means today.

mod clock;
mod due;
mod regulatory;
mod stretch;
mod terms;

pub use clock::{Clock, Now, Phase, review_clock};
pub use due::Due;
pub use regulatory::{RegulatoryDue, RegulatoryLimit, RegulatoryState, Told, regulatory_dues};
pub use stretch::{Stretch, finished_stretches};
pub use terms::{Terms, TermsSource, has_ruling_policy};
