//! Ids as records write them, and the nearest known word to a misspelt one.

/// A reference to a record or to a part of one: `RCA-2026-0001#C1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef {
    /// The record's id, in canonical form.
    pub id: String,
    /// The part after `#`, such as `C1`.
    pub part: Option<String>,
}

impl RecordRef {
    /// Reads a reference; a control id is brought to its canonical form.
    pub fn parse(text: &str) -> Self {
        let (id, part) = match text.split_once('#') {
            Some((id, part)) => (id, Some(part.to_owned())),
            None => (text, None),
        };
        Self { id: canonical_control(id).unwrap_or_else(|| id.to_owned()), part }
    }
}

/// The printed form of an Annex A control id: `8.5` and `a.8.5` become `A.8.5`.
///
/// `None` when the text does not have the form of an Annex A id at all.
pub fn canonical_control(text: &str) -> Option<String> {
    let digits = text.strip_prefix("A.").or_else(|| text.strip_prefix("a.")).unwrap_or(text);
    let (theme, number) = digits.split_once('.')?;
    let plain = |part: &str| {
        !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit())
    };
    (plain(theme) && plain(number)).then(|| format!("A.{theme}.{number}"))
}

/// The candidate nearest to `word`, when it is near enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let limit = (word.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The candidate nearest to `word`, when it is near enough and no other one is as near.
pub fn clearly_meant<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let candidates: Vec<_> = candidates.into_iter().collect();
    let best = nearest(word, candidates.iter().copied())?;
    let word = word.to_lowercase();
    let away = |candidate: &str| distance(&word, &candidate.to_lowercase());
    let mut as_near =
        candidates.iter().filter(|other| **other != best && away(other) <= away(best));
    as_near.next().is_none().then_some(best)
}

/// Like [`nearest`], for long lists of ids: a slip stands in one place, so the beginning and the
/// end of the two agree but for a few characters. Linear in the length of the list.
pub fn nearest_id<'a>(id: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let slip = |other: &&str| {
        let longer = id.len().max(other.len());
        let head = id.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        let tail = id.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
        head + tail + 3 >= longer
    };
    nearest(id, known.into_iter().filter(slip))
}

/// Edits (insert, delete, replace, swap of neighbours) between two words, of which the first 64
/// characters count.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = differing(beginning(a), beginning(b));
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let mut cost =
                (last[j] + usize::from(left != right)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *left == b[j - 1] && a[i - 1] == *right {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

fn beginning(word: &str) -> &str {
    word.char_indices().nth(64).map_or(word, |(at, _)| &word[..at])
}

/// The two words without what they share at the beginning and at the end: that takes no edit.
fn differing<'a, 'b>(a: &'a str, b: &'b str) -> (&'a str, &'b str) {
    let same = |(left, right): &(char, char)| left == right;
    let head = a.chars().zip(b.chars()).take_while(same);
    let head: usize = head.map(|(c, _)| c.len_utf8()).sum();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.chars().rev().zip(b.chars().rev()).take_while(same);
    let tail: usize = tail.map(|(c, _)| c.len_utf8()).sum();
    (&a[..a.len() - tail], &b[..b.len() - tail])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_ids_have_one_printed_form() {
        for text in ["A.8.5", "a.8.5", "8.5"] {
            assert_eq!(canonical_control(text).as_deref(), Some("A.8.5"));
        }
        for text in ["CTL-x", "A.8", "8.5.1", "A.x.1", "INC-2026-0001"] {
            assert_eq!(canonical_control(text), None, "{text}");
        }
    }

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        let words = ["severity", "status", "detected_at"];
        assert_eq!(nearest("severtiy", words), Some("severity"));
        assert_eq!(nearest("Detected_on", words), Some("detected_at"));
        assert_eq!(nearest("banana", words), None);
        assert_eq!(clearly_meant("hihg", ["high", "low"]), Some("high"));
        assert_eq!(clearly_meant("lugh", ["high", "laugh", "lush"]), None);
        let ids = ["INC-2026-0001", "INC-2026-0012", "PIR-2026-0021"];
        assert_eq!(nearest_id("INC-2026-0021", ids), Some("INC-2026-0001"));
        assert_eq!(nearest_id("ACT-2031-9999", ids), None);
    }
}
