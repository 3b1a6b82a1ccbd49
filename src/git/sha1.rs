//! SHA-1 for what other formats ask it for, by the code that git's own ids are made with.

/// The SHA-1 of `bytes`; `None` where they bear the marks of a forged pair.
pub fn sha1(bytes: &[u8]) -> Option<[u8; 20]> {
    let mut digest = gix::hash::hasher(gix::hash::Kind::Sha1);
    digest.update(bytes);
    digest.try_finalize().ok()?.as_bytes().try_into().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_digest_is_that_of_sha1sum() {
        let bytes = super::sha1(b"abc").unwrap();
        let hex: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex.concat(), "a9993e364706816aba3e25717850c26c9cd0d89d");
    }
}
