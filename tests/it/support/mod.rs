//! What integration tests build their input with.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be made fails its test")]

pub(crate) mod git;
pub(crate) mod program;
