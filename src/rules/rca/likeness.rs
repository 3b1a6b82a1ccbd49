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

/// The words of a statement that say something.
///
/// Common words, order, letter case and a plural `s` do not count.
pub(super) struct Content(BTreeSet<String>);

impl Content {
    /// Those of `text`.
    pub(super) fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words = words.filter(|word| !COMMON.contains(word));
        Self(words.map(|word| stem(word).to_owned()).collect())
    }

    /// The share of these words that `other` has too, 0 to 1; 0 when there are too few.
    pub(super) fn share(&self, other: &Self) -> f64 {
        if self.0.len() < FEWEST || other.0.len() < FEWEST {
            return 0.0;
        }
        let shared = self.0.intersection(&other.0).count();
        // Both are counts of words of one line.
        #[expect(clippy::cast_precision_loss, reason = "a line has few words")]
        let share = shared as f64 / self.0.len() as f64;
        share
    }

    /// True when two statements say the same in the same words.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.0 == other.0 && !self.0.is_empty()
    }
}

fn stem(word: &str) -> &str {
    let stem = word.strip_suffix('s').filter(|stem| stem.chars().count() > 2);
    stem.filter(|stem| !stem.ends_with('s')).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(statement: &str, other: &str) -> f64 {
        Content::of(statement).share(&Content::of(other))
    }

    fn is_same(one: &str, other: &str) -> bool {
        Content::of(one).is_same(&Content::of(other))
    }

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
