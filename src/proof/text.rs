//! When two texts say the same.

use crate::digest::{Fingerprint, fingerprint};

/// What two texts share that differ in white space and wrapping at most: the digest of their words.
///
/// Texts of all versions of all policies would fill the memory, and most are only compared.
pub fn wording(text: &str) -> Fingerprint {
    fingerprint(text.split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::wording;

    #[test]
    fn white_space_and_wrapping_are_no_change_of_a_text() {
        for (a, b) in
            [("", ""), ("a b", "a b"), ("a  b\n", "a\nb"), ("a b", " a b "), ("ü é", "ü\n\té")]
        {
            assert_eq!(wording(a), wording(b), "{a:?} {b:?}");
        }
        for (a, b) in [("a b", "a bc"), ("a b", "ab"), ("a b", "a"), ("é", "è"), ("x é", "x è")]
        {
            assert_ne!(wording(a), wording(b), "{a:?} {b:?}");
        }
    }
}
