//! What integration tests build their input with.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be made fails its test")]

pub(crate) mod demo;
pub(crate) mod dice;
pub(crate) mod files;
pub(crate) mod git;
pub(crate) mod oracle;
pub(crate) mod program;
pub(crate) mod random;
pub(crate) mod sshsig;
pub(crate) mod stream;
