//! SSH signatures (`SSHSIG`) over a payload, answered as git and `ssh-keygen -Y verify` answer them.

use super::Checked;
use super::allowed::{AllowedSigners, Standing};
use super::armor::{base64, between};
use super::key::{Trouble, verify};
use super::wire::{Wire, put_string};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256, Sha512};

/// What git signs for; a signature made for something else does not count.
const NAMESPACE: &str = "git";

/// The form of signature that is read here.
const VERSION: u32 = 1;

/// Checks `signature` over `payload` with the keys that `signers` names for the time `at`; `None`
/// when the commit states no time that a clock can have.
pub fn check_ssh(
    payload: &[u8],
    signature: &[u8],
    at: Option<DateTime<Utc>>,
    signers: &AllowedSigners,
) -> Checked {
    let Some(blob) = unwrapped(signature) else { return Checked::Bad };
    let Some(seal) = SshSeal::read(&blob) else { return Checked::Bad };
    let Some(signed) = seal.signed(payload) else { return Checked::Bad };
    match verify(seal.key, &signed, seal.signature) {
        Ok(()) => {}
        Err(Trouble::Bad) => return Checked::Bad,
        Err(Trouble::Unknown(sort)) => {
            return Checked::CannotTell(not_checked(&sort));
        }
    }
    if seal.namespace != NAMESPACE.as_bytes() {
        return Checked::Bad;
    }
    let Some(at) = at else {
        let reason = "it states no time to hold the validity of a key against";
        return Checked::CannotTell(reason.into());
    };
    match signers.standing(seal.key, NAMESPACE, at) {
        Standing::Named => Checked::Good,
        Standing::Outside => Checked::Expired,
        Standing::Unknown => Checked::UnknownKey,
    }
}

/// Whom `signers` names beside the key of a `signature` that [`check_ssh`] found to be good, as the
/// file writes them.
pub fn ssh_signers(
    signature: &[u8],
    at: Option<DateTime<Utc>>,
    signers: &AllowedSigners,
) -> Vec<String> {
    let blob = unwrapped(signature);
    let seal = blob.as_deref().and_then(SshSeal::read);
    let named = seal.zip(at).map(|(seal, at)| signers.principals(seal.key, NAMESPACE, at));
    named.unwrap_or_default()
}

/// The end of the name of every sort of certificate.
const CERTIFICATE: &str = "-cert-v01@openssh.com";

fn not_checked(sort: &str) -> String {
    if sort.ends_with(CERTIFICATE) {
        return "it was made with an SSH certificate, and certificates are not checked".into();
    }
    format!("it was made with a key of the sort `{sort}`, and these are not checked")
}

fn unwrapped(signature: &[u8]) -> Option<Vec<u8>> {
    let (begin, end) = ("-----BEGIN SSH SIGNATURE-----\n", "\n-----END SSH SIGNATURE-----");
    base64(between(signature, begin, end)?)
}

/// The parts of a signature, unjudged.
struct SshSeal<'a> {
    key: &'a [u8],
    namespace: &'a [u8],
    hash: &'a [u8],
    signature: &'a [u8],
}

const MAGIC: &[u8] = b"SSHSIG";

impl<'a> SshSeal<'a> {
    fn read(blob: &'a [u8]) -> Option<Self> {
        let mut wire = Wire(blob.strip_prefix(MAGIC)?);
        if wire.number()? != VERSION {
            return None;
        }
        let (key, namespace, _reserved) = (wire.string()?, wire.string()?, wire.string()?);
        let (hash, signature) = (wire.string()?, wire.string()?);
        wire.is_empty().then_some(Self { key, namespace, hash, signature })
    }

    /// The bytes that were signed in place of the payload.
    fn signed(&self, payload: &[u8]) -> Option<Vec<u8>> {
        let digest = match self.hash {
            b"sha256" => Sha256::digest(payload).to_vec(),
            b"sha512" => Sha512::digest(payload).to_vec(),
            _ => return None,
        };
        let mut signed = MAGIC.to_vec();
        for part in [self.namespace, b"", self.hash, digest.as_slice()] {
            put_string(&mut signed, part);
        }
        Some(signed)
    }
}
