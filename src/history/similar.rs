//! How alike two contents are, measured as git measures it: bytes of equal lines.

/// A content as the bytes that each distinct line takes; long lines are cut at 64 bytes.
pub(super) struct Pieces {
    /// Class of a piece and the bytes of all its occurrences, by class.
    pieces: Vec<(u32, u32)>,
    size: u64,
}

/// The score of equal contents; scores are shares of it.
pub(super) const FULL: u64 = 60_000;

/// The score from which a file counts as renamed: 50 per cent.
pub(super) const ENOUGH: u64 = FULL / 2;

impl Pieces {
    /// Cuts `content` into pieces; carriage returns before line feeds do not count in text.
    pub(super) fn of(content: &[u8]) -> Self {
        let text = !crate::git::is_binary(content);
        let mut pieces = Vec::with_capacity(content.len() / 24);
        let (mut class, mut bytes) = (Class::default(), 0_u32);
        for (at, &byte) in content.iter().enumerate() {
            if text && byte == b'\r' && content.get(at + 1) == Some(&b'\n') {
                continue;
            }
            class.take(byte);
            bytes += 1;
            if bytes == 64 || byte == b'\n' {
                pieces.push((class.number(), bytes));
                (class, bytes) = (Class::default(), 0);
            }
        }
        if bytes > 0 {
            pieces.push((class.number(), bytes));
        }
        pieces.sort_unstable();
        pieces.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = kept.1.saturating_add(next.1);
            }
            same
        });
        Self { pieces, size: content.len() as u64 }
    }
}

/// Sorts pieces into as many classes as git has, by the same arithmetic: pieces that share one
/// count as equal there, so scores would differ by some per cent now and then.
#[derive(Default)]
struct Class {
    low: u32,
    high: u32,
}

impl Class {
    fn take(&mut self, byte: u8) {
        let (low, high) = (self.low, self.high);
        self.low = ((low << 7) ^ (high >> 25)).wrapping_add(u32::from(byte));
        self.high = (high << 7) ^ (low >> 25);
    }

    fn number(&self) -> u32 {
        self.low.wrapping_add(self.high.wrapping_mul(97)) % 107_927
    }
}

/// The share of the larger content that both have in common, of [`FULL`].
pub(super) fn score(old: &Pieces, new: &Pieces) -> u64 {
    if old.size == 0 || new.size == 0 || !sizes_allow(old.size, new.size) {
        return 0;
    }
    let (mut common, mut at) = (0, 0);
    for (class, bytes) in &new.pieces {
        while at < old.pieces.len() && old.pieces[at].0 < *class {
            at += 1;
        }
        if let Some((found, held)) = old.pieces.get(at)
            && found == class
        {
            common += u64::from(*bytes.min(held));
        }
    }
    common * FULL / old.size.max(new.size)
}

/// False when sizes differ so much that [`ENOUGH`] cannot be reached.
pub(super) fn sizes_allow(a: u64, b: u64) -> bool {
    let larger = u128::from(a.max(b));
    let apart = u128::from(a.abs_diff(b));
    larger * u128::from(FULL - ENOUGH) >= apart * u128::from(FULL)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(old: &str, new: &str) -> u64 {
        score(&Pieces::of(old.as_bytes()), &Pieces::of(new.as_bytes()))
    }

    #[test]
    fn the_score_is_the_share_of_equal_bytes() {
        assert_eq!(of("aaa\nbbb\n", "bbb\naaa\n"), FULL);
        assert_eq!(of("aaa\nbbb\n", "bbb\nccc\n"), FULL / 2);
        assert_eq!(of("aaa\n", "bbb\n"), 0);
        assert_eq!(of("", "bbb\n"), 0);
        assert_eq!(of("a\r\nb\r\n", "a\nb\n"), 4 * FULL / 6);
        assert_eq!(of("x\n", "x\ny\nz\n"), 0, "sizes too far apart");
    }
}
