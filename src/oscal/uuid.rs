//! Identifiers made from names, so that the same register gives the same ones.

use crate::digest::fingerprint;
use crate::git::sha1;
use serde::Serialize;
use std::fmt::Write;

/// What all our identifiers are made under; drawn once.
const NAMESPACE: [u8; 16] = [
    0x5b, 0x1c, 0x0e, 0x2d, 0x83, 0x6f, 0x4a, 0x57, 0x9e, 0x30, 0xc4, 0x71, 0xd8, 0x0b, 0x66, 0xf2,
];

/// A UUID of version 5 (RFC 9562), as OSCAL wants identifiers to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Uuid(String);

impl Uuid {
    /// The one for these words; where one word ends matters.
    pub fn of(words: &[&str]) -> Self {
        // The words come from records; what SHA-1 is given is a digest, which nobody can forge pairs of.
        let name = fingerprint(words.iter().copied());
        let digest = sha1(&[NAMESPACE.as_slice(), name.as_bytes()].concat());
        let digest = digest.expect("a digest of SHA-256 is no half of a forged pair");
        let mut bytes: [u8; 16] = digest[..16].try_into().expect("SHA-1 has twenty bytes");
        bytes[6] = bytes[6] & 0x0f | 0x50;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        Self(written(&bytes))
    }

    /// Its 36 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn written(bytes: &[u8; 16]) -> String {
    let mut out = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        write!(out, "{byte:02x}").expect("writing to a string does not fail");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Uuid;

    #[test]
    fn the_same_words_have_the_same_identifier_and_others_another() {
        assert_eq!(Uuid::of(&["a", "b"]), Uuid::of(&["a", "b"]));
        assert_ne!(Uuid::of(&["a", "b"]), Uuid::of(&["ab"]));
    }

    #[test]
    fn version_and_variant_are_those_of_names() {
        for word in ["a", "b", "c", "d", "e", "f", "g", "h"] {
            let uuid = Uuid::of(&[word]);
            let parts: Vec<_> = uuid.as_str().split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{uuid:?}");
            assert_eq!(&uuid.as_str()[14..15], "5");
            assert!("89ab".contains(&uuid.as_str()[19..20]));
        }
    }
}
