//! Room for labels: how wide words are about, and in which row each stands so that none crosses another.

/// The height of a row of labels in pixels.
pub(super) const ROW: i32 = 19;

/// The least room between two labels of a row.
const BETWEEN: i32 = 14;

/// About how wide a text of 13 pixels is in any font; rather more than less.
pub(crate) fn width(text: &str) -> i32 {
    text.chars().map(|c| if c.is_ascii() { 7 } else { 13 }).fold(0, i32::saturating_add)
}

/// The text, cut where it would be wider than `room`.
pub(crate) fn clipped(text: &str, room: i32) -> String {
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

/// The text in lines no wider than `room`, cut after `most` lines; none for no words.
pub(super) fn wrapped(text: &str, room: i32, most: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.peek() {
        let longer = if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
        if width(&longer) <= room || line.is_empty() {
            line = longer;
            words.next();
        } else if lines.len() + 1 < most {
            lines.push(std::mem::take(&mut line));
        } else {
            // One word more than fits, so that the cut shows.
            line = longer;
            break;
        }
    }
    lines.extend((!line.is_empty()).then_some(line));
    lines.iter().map(|line| clipped(line, room)).collect()
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
    use super::{clipped, row_count, rows, wrapped};

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

    #[test]
    fn a_text_is_broken_between_words_and_cut_after_its_last_line() {
        assert_eq!(wrapped("one two three", 70, 3), ["one two", "three"]);
        assert_eq!(wrapped("one two three four five", 70, 2), ["one two", "three fo\u{2026}"]);
        assert_eq!(wrapped("unbreakable word", 42, 2), ["unbr\u{2026}", "word"]);
        assert!(wrapped(" \n ", 70, 2).is_empty());
    }
}
