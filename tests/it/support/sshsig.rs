//! SSH keys and signatures that are made in the process, the same on every run.

use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256, Sha512};

/// The key of somebody, by any word.
pub(crate) fn key_of(who: &str) -> SigningKey {
    SigningKey::from_bytes(&Sha256::digest(who).into())
}

/// The public key as the line of a file holds it.
pub(crate) fn public_line(key: &SigningKey) -> String {
    format!("ssh-ed25519 {}", base64(&public(key)))
}

fn public(key: &SigningKey) -> Vec<u8> {
    [string(b"ssh-ed25519"), string(&key.verifying_key().to_bytes())].concat()
}

/// What git stores of a signature over `payload`.
pub(crate) fn signature(key: &SigningKey, payload: &[u8]) -> String {
    let use_and_hash = [string(b"git"), string(b""), string(b"sha512")].concat();
    let digest = string(&Sha512::digest(payload));
    let made = key.sign(&[b"SSHSIG".as_slice(), &use_and_hash, &digest].concat()).to_bytes();
    let made = string(&[string(b"ssh-ed25519"), string(&made)].concat());
    let head = b"SSHSIG\0\0\0\x01".as_slice();
    let blob = [head, &string(&public(key)), &use_and_hash, &made].concat();
    armored(&blob)
}

/// A signature between its two lines.
pub(crate) fn armored(blob: &[u8]) -> String {
    format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", base64(blob))
}

/// Bytes behind their length.
pub(crate) fn string(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap();
    [&length.to_be_bytes(), bytes].concat()
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().fold(0u32, |bits, b| bits << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let digit = usize::try_from(bits >> (18 - 6 * at) & 63).unwrap();
            out.push(if at > chunk.len() { '=' } else { char::from(DIGITS[digit]) });
        }
    }
    out
}
