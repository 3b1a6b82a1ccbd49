//! Base64 between two marked lines, as SSH signatures and OpenPGP keys are written.

/// The bytes that base64 `text` stands for; white space is passed over.
pub(super) fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held, mut padding) = (0u32, 0u32, 0);
    for &byte in text.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                padding += 1;
                continue;
            }
            _ => return None,
        };
        if padding > 0 {
            return None;
        }
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((bits >> held) & 0xff).expect("eight bits"));
        }
    }
    let whole = matches!((held, padding), (0, 0) | (4, 2) | (2, 1));
    whole.then_some(out)
}

/// What lies between `begin` and `end` when `text` opens with `begin`.
pub(super) fn between<'a>(text: &'a [u8], begin: &str, end: &str) -> Option<&'a [u8]> {
    let inner = text.strip_prefix(begin.as_bytes())?;
    let at = inner.windows(end.len()).position(|window| window == end.as_bytes())?;
    Some(&inner[..at])
}

/// OpenPGP keys as bytes, whether they are written as text or not; `None` when they are broken.
pub fn dearmor(keys: &[u8]) -> Option<Vec<u8>> {
    const BEGIN: &str = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    const END: &str = "-----END PGP PUBLIC KEY BLOCK-----";
    let Ok(text) = std::str::from_utf8(keys) else { return Some(keys.to_vec()) };
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(BEGIN) {
        let (block, after) = rest[at + BEGIN.len()..].split_once(END)?;
        let lines = block.trim_start().lines().map(str::trim);
        // Headers such as `Comment:` stand before the first empty line, the checksum behind `=`.
        let data: Vec<_> =
            lines.filter(|line| !line.contains(':') && !line.starts_with('=')).collect();
        out.extend(base64(data.concat().as_bytes())?);
        rest = after;
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_or_refused() {
        assert_eq!(base64(b"aGVs\nbG8=").unwrap(), b"hello");
        assert_eq!(base64(b"").unwrap(), b"");
        for broken in ["a", "aGVsbG8", "aG=s", "aGVs=", "a-b_"] {
            assert_eq!(base64(broken.as_bytes()), None, "{broken}");
        }
    }

    #[test]
    fn armored_keys_become_bytes_and_bytes_stay() {
        let block = "-----BEGIN PGP PUBLIC KEY BLOCK-----\nComment: x\n\naGVs\nbG8=\n=abcd\n\
            -----END PGP PUBLIC KEY BLOCK-----\n";
        assert_eq!(dearmor(format!("words\n{block}{block}").as_bytes()).unwrap(), b"hellohello");
        assert_eq!(dearmor(b"\x99\x01\xff").unwrap(), b"\x99\x01\xff");
        assert_eq!(dearmor(b"no keys at all"), None);
    }
}
