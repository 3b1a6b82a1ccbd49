//! Family `BUL`: bulletins.

pub(super) mod answers_outstanding;
pub(super) mod missing;
pub(super) mod names_people;
pub(super) mod thin;
