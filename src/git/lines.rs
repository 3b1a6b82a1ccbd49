//! How many lines a change adds and removes.

use super::alike::{common_end, common_start};
use imara_diff::{Algorithm, Diff, InternedInput};

/// Lines added and removed between two contents, as `git diff --numstat` counts them.
///
/// `None` when one of them is binary (a NUL among its first 8,000 bytes).
pub fn count_lines(old: &[u8], new: &[u8]) -> Option<(u32, u32)> {
    if is_binary(old) || is_binary(new) {
        return None;
    }
    let (old, new) = without_common_ends(old, new);
    if old.is_empty() || new.is_empty() {
        return Some((lines_of(new), lines_of(old)));
    }
    let input = InternedInput::new(old, new);
    let diff = Diff::compute(Algorithm::Myers, &input);
    Some((diff.count_additions(), diff.count_removals()))
}

/// Git's own test.
pub fn is_binary(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(8000)].contains(&0)
}

fn lines_of(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.split_inclusive(|&b| b == b'\n').count()).unwrap_or(u32::MAX)
}

/// Cuts whole lines that both begin and end with: most edits are small.
fn without_common_ends<'a>(old: &'a [u8], new: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let same = common_start(old, new);
    let start = old[..same].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
    let start = if same == old.len() && same == new.len() { same } else { start };
    let (old, new) = (&old[start..], &new[start..]);
    let same = common_end(old, new);
    // The line in which they begin to differ stays: its part that is alike is no line.
    let (tail, whole) = (&old[old.len() - same..], same == old.len() || same == new.len());
    let at_line =
        whole && [old, new].iter().all(|s| s.len() == same || s[s.len() - same - 1] == b'\n');
    let keep =
        if at_line { 0 } else { tail.iter().position(|&b| b == b'\n').map_or(same, |at| at + 1) };
    let cut = same - keep;
    (&old[..old.len() - cut], &new[..new.len() - cut])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_a_full_comparison() {
        let texts: [&[u8]; 12] = [
            b"",
            b"a\n",
            b"a",
            b"a\nb\n",
            b"b\n",
            b"a\nb\nc\n",
            b"a\nx\nc\n",
            b"xa\n",
            b"a\na\n",
            b"a\na\na\n",
            b"b\na\nb",
            b"ab\nc",
        ];
        for old in texts {
            for new in texts {
                let input = InternedInput::new(old, new);
                let diff = Diff::compute(Algorithm::Myers, &input);
                let full = (diff.count_additions(), diff.count_removals());
                assert_eq!(count_lines(old, new), Some(full), "{old:?} {new:?}");
            }
        }
    }

    #[test]
    fn binary_content_is_not_counted() {
        assert_eq!(count_lines(b"a\0b", b"c\n"), None);
    }
}
