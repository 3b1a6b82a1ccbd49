//! The seal of a payload, checked with keys that the user named: SSH signatures in this process.
//!
//! Reads no file, starts no program and asks no clock: bytes in, an answer out. OpenPGP needs a
//! program, which the door `verifier` starts; what it says is read here.

mod allowed;
mod armor;
mod key;
mod openpgp;
mod pattern;
mod rsa;
mod ssh;
mod wire;

pub use allowed::{AllowedSigners, SignersError};
pub use armor::dearmor;
pub use openpgp::{read_signer, read_status};
pub use ssh::{check_ssh, ssh_signers};

/// What checking a signature showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// It fits the payload, and the user named its key for that time.
    Good,
    /// It does not fit the payload.
    Bad,
    /// It may fit, and the user did not name its key.
    UnknownKey,
    /// It fits, and the key was outside its validity at that time or was revoked.
    Expired,
    /// It cannot be told, and why, as a lower-case fragment.
    CannotTell(String),
}
