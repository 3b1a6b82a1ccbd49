//! Lists of patterns as SSH reads them: `*`, `?`, commas, `!` for what must not match.

/// True when the list names `text` and no part behind `!` does.
pub(super) fn list_matches(list: &str, text: &str) -> bool {
    let mut named = false;
    for part in list.split(',') {
        match part.strip_prefix('!') {
            Some(part) if matches(part.as_bytes(), text.as_bytes()) => return false,
            Some(_) => {}
            None => named |= matches(part.as_bytes(), text.as_bytes()),
        }
    }
    named
}

/// True when the whole of `text` fits `pattern`; time grows with the product of their lengths.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut read) = (0, 0);
    let mut star = None;
    while read < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(&byte) if byte == b'?' || byte == text[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                // Let the last star take one more.
                let Some((star_at, taken)) = star else { return false };
                star = Some((star_at, taken + 1));
                at = star_at + 1;
                read = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::list_matches;

    #[test]
    fn lists_match_as_in_ssh() {
        for (list, text, wanted) in [
            ("a@x", "a@x", true),
            ("a@x", "A@x", false),
            ("*@x", "a@x", true),
            ("?@x", "ab@x", false),
            ("*a*b", "xxaybyb", true),
            ("*a*b", "xxayby", false),
            ("b@x,*@y", "b@y", true),
            ("!b@y,*@y", "b@y", false),
            ("*@y,!b@y", "b@y", false),
            ("!b@y", "a@y", false),
            ("", "", true),
            ("git,file", "git", true),
        ] {
            assert_eq!(list_matches(list, text), wanted, "{list} {text}");
        }
    }
}
