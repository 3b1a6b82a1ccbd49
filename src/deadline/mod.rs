//! Clocks: what the organisation's policy sets, when each runs out, what that means today.

mod clock;
mod terms;

pub use clock::{Clock, Now, Phase, review_clock};
pub use terms::{Terms, TermsSource};
