//! How far two runs of bytes agree, compared many bytes at a time.

/// How many bytes are compared at once.
const WIDE: usize = 32;

/// How many first bytes are the same.
pub(super) fn common_start(a: &[u8], b: &[u8]) -> usize {
    let wide = a.chunks_exact(WIDE).zip(b.chunks_exact(WIDE));
    let begun = wide.take_while(|(a, b)| a == b).count() * WIDE;
    begun + a[begun..].iter().zip(&b[begun..]).take_while(|(a, b)| a == b).count()
}

/// How many last bytes are the same.
pub(super) fn common_end(a: &[u8], b: &[u8]) -> usize {
    let wide = a.rchunks_exact(WIDE).zip(b.rchunks_exact(WIDE));
    let ended = wide.take_while(|(a, b)| a == b).count() * WIDE;
    let (a, b) = (&a[..a.len() - ended], &b[..b.len() - ended]);
    ended + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_found_wherever_it_stands() {
        for length in [0, 1, 31, 32, 33, 64, 100] {
            let same: Vec<u8> = (0..length).collect();
            assert_eq!(common_start(&same, &same), usize::from(length));
            for at in 0..usize::from(length) {
                let mut other = same.clone();
                other[at] = 255;
                other.push(7);
                assert_eq!(common_start(&same, &other), at);
                other.pop();
                assert_eq!(common_end(&same, &other), usize::from(length) - at - 1);
            }
        }
    }
}
