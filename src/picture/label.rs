//! Room for labels: how wide words are about, and in which row each stands so that none crosses another.

/// The height of a row of labels in pixels.
pub(super) const ROW: i32 = 19;

/// The least room between two labels of a row.
const BETWEEN: i32 = 14;

/// About how wide a text of 13 pixels is in any font; rather more than less.
pub(super) fn width(text: &str) -> i32 {
    text.chars().map(|c| if c.is_ascii() { 7 } else { 13 }).fold(0, i32::saturating_add)
}

/// The text, cut where it would be wider than `room`.
pub(super) fn clipped(text: &str, room: i32) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut found = String::new();
    let mut used = width("\u{2026}");
    for c in text.chars() {
        used += if c.is_ascii() { 7 } else { 13 };
        if used > room {
            break;
        }
        found.push(c);
    }
    found.push('\u{2026}');
    found
}

/// The row of each label, 0 next to the line. Labels begin at their mark and run to the right, so one that begins
/// earlier stands farther out than all that it would reach over; its leader then crosses no words.
///
/// The labels come sorted by where they begin, each with its width.
pub(super) fn rows(labels: &[(i32, i32)]) -> Vec<i32> {
    let mut found = vec![0; labels.len()];
    for at in (0..labels.len()).rev() {
        let end = labels[at].0 + labels[at].1 + BETWEEN;
        let reached = (at + 1..labels.len()).filter(|other| labels[*other].0 < end);
        found[at] = reached.map(|other| found[other] + 1).max().unwrap_or(0);
    }
    found
}

/// How many rows there are.
pub(super) fn row_count(rows: &[i32]) -> i32 {
    rows.iter().max().map_or(0, |most| most + 1)
}

#[cfg(test)]
mod tests {
    use super::{clipped, row_count, rows};

    #[test]
    fn a_label_that_reaches_over_others_stands_farther_out() {
        assert_eq!(rows(&[(0, 100), (10, 100), (200, 50)]), [1, 0, 0]);
        assert_eq!(rows(&[(5, 10), (5, 10), (5, 10)]), [2, 1, 0]);
        assert_eq!((row_count(&[]), row_count(&[2, 0])), (0, 3));
    }

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        assert_eq!(clipped("short", 100), "short");
        assert_eq!(clipped("äöüäöüäöü", 60), "äöü\u{2026}");
    }
}
