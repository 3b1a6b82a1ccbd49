//! When two texts say the same.

/// True when two texts differ in white space and wrapping at most.
pub fn is_same_text(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    // What both begin with holds the same words up to its last white space.
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let space = a.as_bytes()[..same].iter().rposition(u8::is_ascii_whitespace);
    let from = space.map_or(0, |at| at + 1);
    a[from..].split_whitespace().eq(b[from..].split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::is_same_text;

    #[test]
    fn white_space_and_wrapping_are_no_change_of_a_text() {
        for (a, b) in
            [("", ""), ("a b", "a b"), ("a  b\n", "a\nb"), ("a b", " a b "), ("ü é", "ü\n\té")]
        {
            assert!(is_same_text(a, b) && is_same_text(b, a), "{a:?} {b:?}");
        }
        for (a, b) in [("a b", "a bc"), ("a b", "ab"), ("a b", "a"), ("é", "è"), ("x é", "x è")]
        {
            assert!(!is_same_text(a, b) && !is_same_text(b, a), "{a:?} {b:?}");
        }
    }
}
