//! SHA-256 of bytes, as the hex digits that people compare.

use sha2::{Digest, Sha256};
use std::hash::{Hash, Hasher};

/// The SHA-256 of `bytes` as 64 lower-case hex digits.
pub fn sha256(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        out.extend([byte >> 4, byte & 15].map(|half| char::from(DIGITS[usize::from(half)])));
    }
    out
}

/// The same as base64, as a page's policy names what it allows.
pub fn sha256_base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |bits: u32| char::from(DIGITS[(bits & 63) as usize]);
    let mut out = String::with_capacity(44);
    for three in Sha256::digest(bytes).chunks(3) {
        let at = |place: usize| u32::from(three.get(place).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        out.extend([digit(bits >> 18), digit(bits >> 12)]);
        out.push(if three.len() > 1 { digit(bits >> 6) } else { '=' });
        out.push(if three.len() > 2 { digit(bits) } else { '=' });
    }
    out
}

/// A digest by which two values are told apart without keeping them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The fingerprint with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// The fingerprint of a value through its own idea of what tells it from others; for one machine and
/// one build of the program, not for keeping.
pub fn fingerprint_of(value: &impl Hash) -> Fingerprint {
    let mut teller = Teller::default();
    value.hash(&mut teller);
    teller.told()
}

/// Hands what a value says of itself to a digest: many small pieces as few large ones, which is much quicker.
#[derive(Default)]
struct Teller {
    digest: Sha256,
    desk: Vec<u8>,
}

impl Teller {
    /// Pieces of so many bytes wait for the next.
    const DESK: usize = 4096;

    fn told(mut self) -> Fingerprint {
        self.digest.update(&self.desk);
        Fingerprint(self.digest.finalize().into())
    }
}

impl Hasher for Teller {
    fn write(&mut self, bytes: &[u8]) {
        if self.desk.len() + bytes.len() > Self::DESK {
            self.digest.update(&self.desk);
            self.desk.clear();
        }
        if bytes.len() > Self::DESK {
            self.digest.update(bytes);
        } else {
            self.desk.extend_from_slice(bytes);
        }
    }

    /// The sign that ends each text.
    fn write_u8(&mut self, byte: u8) {
        if self.desk.len() < Self::DESK {
            self.desk.push(byte);
        } else {
            self.write(&[byte]);
        }
    }

    fn finish(&self) -> u64 {
        0
    }
}

/// The fingerprint of a run of words; where one word ends matters, what stood between does not.
pub fn fingerprint<'a>(words: impl IntoIterator<Item = &'a str>) -> Fingerprint {
    let mut teller = Teller::default();
    for word in words {
        teller.write(&(word.len() as u64).to_le_bytes());
        teller.write(word.as_bytes());
    }
    teller.told()
}

#[cfg(test)]
mod tests {
    use super::{Digest, Sha256, fingerprint};

    #[test]
    fn the_digest_is_that_of_sha256sum() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(super::sha256(b"abc"), abc);
        let abc = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        assert_eq!(super::sha256_base64(b"abc"), abc);
    }

    #[test]
    fn values_that_differ_have_other_fingerprints() {
        let of = |value: &[(&str, Option<u8>)]| super::fingerprint_of(&value);
        assert_eq!(of(&[("ab", None)]), of(&[("ab", None)]));
        assert_ne!(of(&[("ab", None)]), of(&[("ab", Some(0))]));
        assert_ne!(of(&[("ab", None), ("c", None)]), of(&[("a", None), ("bc", None)]));
    }

    #[test]
    fn it_does_not_count_in_which_pieces_a_value_is_told() {
        let long = |len: usize| fingerprint(["x".repeat(len).as_str()]);
        for len in [0, 1, 4087, 4088, 4089, 4096, 4097, 9000] {
            let text = "x".repeat(len);
            let whole = [&(len as u64).to_le_bytes(), text.as_bytes()].concat();
            assert_eq!(long(len).0.as_slice(), Sha256::digest(&whole).as_slice(), "{len}");
        }
    }

    #[test]
    fn a_fingerprint_knows_where_words_end() {
        assert_eq!(super::fingerprint(["ab", "c"]), super::fingerprint("ab  c".split_whitespace()));
        assert_ne!(super::fingerprint(["ab", "c"]), super::fingerprint(["a", "bc"]));
    }
}
