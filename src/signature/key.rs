//! SSH public keys and the signatures they make: one function that says whether they fit.

use super::rsa;
use super::wire::Wire;
use ed25519_dalek::ed25519;
use sha2::{Digest, Sha256, Sha512};

/// Why a signature does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It does not fit, or cannot be read at all.
    Bad,
    /// Keys of this sort are not read here.
    Unknown(String),
}

/// Holds `signature` (its algorithm and bytes, as SSH writes them) against `message` and `key`.
pub(super) fn verify(key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), Trouble> {
    let mut wire = Wire(key);
    let sort = wire.string().ok_or(Trouble::Bad)?;
    let known = match sort {
        b"ssh-ed25519" => ed25519_key(wire, message, signature),
        b"ssh-rsa" => rsa_key(wire, message, signature),
        b"ecdsa-sha2-nistp256" | b"ecdsa-sha2-nistp384" | b"ecdsa-sha2-nistp521" => {
            ecdsa_key(sort, wire, message, signature)
        }
        b"sk-ssh-ed25519@openssh.com" | b"sk-ecdsa-sha2-nistp256@openssh.com" => {
            token_key(sort, wire, message, signature)
        }
        _ => return Err(Trouble::Unknown(String::from_utf8_lossy(sort).into_owned())),
    };
    known.ok_or(Trouble::Bad)
}

/// The bytes of a signature whose algorithm is `wanted`, with nothing behind them.
fn signed_as<'a>(signature: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    let mut wire = Wire(signature);
    let fits = wire.string()? == wanted;
    let bytes = wire.string()?;
    (fits && wire.is_empty()).then_some(bytes)
}

fn ed25519_key(mut key: Wire<'_>, message: &[u8], signature: &[u8]) -> Option<()> {
    let point = key.string()?;
    key.is_empty().then(|| ed25519_point(point, message, signed_as(signature, b"ssh-ed25519")?))?
}

fn ed25519_point(point: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = ed25519_dalek::VerifyingKey::from_bytes(point.try_into().ok()?).ok()?;
    let signature = ed25519::Signature::from_slice(signature).ok()?;
    key.verify_strict(message, &signature).ok()
}

/// RSA with SHA-2; signatures with SHA-1 (`ssh-rsa`) are refused, as by OpenSSH.
fn rsa_key(mut key: Wire<'_>, message: &[u8], signature: &[u8]) -> Option<()> {
    let (exponent, modulus) = (key.magnitude()?, key.magnitude()?);
    let mut wire = Wire(signature);
    let digest = match wire.string()? {
        b"rsa-sha2-256" => Sha256::digest(message).to_vec(),
        b"rsa-sha2-512" => Sha512::digest(message).to_vec(),
        _ => return None,
    };
    let bytes = wire.string()?;
    let whole = key.is_empty() && wire.is_empty();
    (whole && rsa::verify(modulus, exponent, &digest, bytes)).then_some(())
}

fn ecdsa_key(sort: &[u8], mut key: Wire<'_>, message: &[u8], signature: &[u8]) -> Option<()> {
    let curve = key.string()?;
    let point = key.string()?;
    let right = key.is_empty() && sort.strip_prefix(b"ecdsa-sha2-") == Some(curve);
    right.then(|| ecdsa_point(curve, point, message, signed_as(signature, sort)?))?
}

fn ecdsa_point(curve: &[u8], point: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let mut wire = Wire(signature);
    let (r, s) = (wire.magnitude()?, wire.magnitude()?);
    if !wire.is_empty() {
        return None;
    }
    macro_rules! on {
        ($curve:ident, $bytes:literal) => {{
            use $curve::ecdsa::signature::Verifier;
            let (r, s) = (padded::<$bytes>(r)?, padded::<$bytes>(s)?);
            let signature = $curve::ecdsa::Signature::from_scalars(r, s).ok()?;
            let key = $curve::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?;
            key.verify(message, &signature).ok()
        }};
    }
    match curve {
        b"nistp256" => on!(p256, 32),
        b"nistp384" => on!(p384, 48),
        b"nistp521" => on!(p521, 66),
        _ => None,
    }
}

/// A number with zeros in front, as long as its curve wants it.
fn padded<const N: usize>(number: &[u8]) -> Option<[u8; N]> {
    let mut whole = [0; N];
    let start = N.checked_sub(number.len())?;
    whole[start..].copy_from_slice(number);
    Some(whole)
}

/// A key on a hardware token signs digests, with its flags and its counter between them.
fn token_key(sort: &[u8], mut key: Wire<'_>, message: &[u8], signature: &[u8]) -> Option<()> {
    let is_ecdsa = sort.starts_with(b"sk-ecdsa");
    let curve = if is_ecdsa { key.string()? } else { b"" };
    let (point, application) = (key.string()?, key.string()?);
    let mut wire = Wire(signature);
    let named = wire.string()?;
    let bytes = wire.string()?;
    let between = wire.take(5)?;
    if named != sort || !key.is_empty() || !wire.is_empty() {
        return None;
    }
    let (application, message) = (Sha256::digest(application), Sha256::digest(message));
    let signed = [application.as_slice(), between, message.as_slice()].concat();
    if is_ecdsa {
        (curve == b"nistp256").then(|| ecdsa_point(curve, point, &signed, bytes))?
    } else {
        ed25519_point(point, &signed, bytes)
    }
}
