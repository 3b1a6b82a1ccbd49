//! How much of a statement another text already says. Knows nothing of records.

use std::collections::BTreeSet;

/// Words that say nothing by themselves.
const COMMON: &[&str] = &[
    "a", "about", "after", "an", "and", "are", "as", "at", "be", "because", "been", "but", "by",
    "could", "did", "for", "from", "had", "has", "have", "in", "into", "is", "it", "its", "of",
    "on", "or", "our", "so", "that", "the", "their", "then", "there", "this", "to", "was", "were",
    "when", "which", "why", "with",
];

/// Fewer words than these say too little to be compared.
const FEWEST: usize = 3;

/// The share of the words of `statement` that `other` has too, 0 to 1; 0 when there are too few.
///
/// Common words, order, letter case and a plural `s` do not count.
pub(super) fn share(statement: &str, other: &str) -> f64 {
    let (own, other) = (content(statement), content(other));
    if own.len() < FEWEST || other.len() < FEWEST {
        return 0.0;
    }
    let shared = own.intersection(&other).count();
    // Both are counts of words of one line.
    #[expect(clippy::cast_precision_loss, reason = "a line has few words")]
    let share = shared as f64 / own.len() as f64;
    share
}

/// True when two statements say the same in the same words.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (content(one), content(other));
    one == other && !one.is_empty()
}

fn content(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.filter(|word| !COMMON.contains(word));
    words.map(|word| stem(word).to_owned()).collect()
}

fn stem(word: &str) -> &str {
    let stem = word.strip_suffix('s').filter(|stem| stem.chars().count() > 2);
    stem.filter(|stem| !stem.ends_with('s')).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_are_the_words_that_say_something() {
        assert!(
            share("The mailboxes were opened from outside", "Mailboxes opened from outside") > 0.9
        );
        assert!(share("Exemptions have no owner and no end", "Mailbox opened from outside") < 0.1);
        assert!(share("Mail down", "Mail down all day") < 0.1);
        assert!(is_same("The link had no end.", "link has NO ends"));
        assert!(!is_same("", "") && !is_same("Mail was down", "Mail was up"));
    }
}
