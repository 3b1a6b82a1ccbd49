//! Versions of documents, compared by their scheme and never as numbers with a fraction.

use std::cmp::Ordering;

/// A version as a document states it: `1.10`, `2.0.1`, `2026-05`, `v3`, `Rev B`.
///
/// The text is kept as written; `1.10` and `1.1` are two versions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Version(String);

/// One run of a version: digits compare as whole numbers, anything else as text.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    Word(&'a str),
    Number(u128),
}

impl Version {
    /// Reads a version; `None` when it is empty or has no digit and no letter.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        text.contains(char::is_alphanumeric).then(|| Self(text.to_owned()))
    }

    /// The version as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Compares two versions of one scheme part by part; missing parts count as zero.
    ///
    /// A leading `v` is ignored, and so is what follows a `+`. `2.0.0-rc.1` comes before `2.0.0`:
    /// what follows a `-` after a digit and begins with a letter names a pre-release. `None` when the schemes differ (a word stands against a number).
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        let ((left, early), (right, other_early)) = (split(&self.0), split(&other.0));
        match compare_parts(&parts(left), &parts(right)) {
            Some(Ordering::Equal) => {}
            decided => return decided,
        }
        match (early, other_early) {
            (None, None) => Some(Ordering::Equal),
            (Some(_), None) => Some(Ordering::Less),
            (None, Some(_)) => Some(Ordering::Greater),
            (Some(early), Some(other)) => compare_parts(&parts(early), &parts(other)),
        }
    }
}

/// A version without its build, and the name of its pre-release where it has one.
fn split(text: &str) -> (&str, Option<&str>) {
    let text = text.split_once('+').map_or(text, |(version, _)| version);
    let names = |(at, _): &(usize, &str)| {
        text[..*at].ends_with(|c: char| c.is_ascii_digit())
            && text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic())
    };
    let at = text.match_indices('-').find(names);
    at.map_or((text, None), |(at, _)| (&text[..at], Some(&text[at + 1..])))
}

fn compare_parts(left: &[Part<'_>], right: &[Part<'_>]) -> Option<Ordering> {
    for at in 0..left.len().max(right.len()) {
        let zero = Part::Number(0);
        let (a, b) = (left.get(at).unwrap_or(&zero), right.get(at).unwrap_or(&zero));
        match (a, b) {
            (Part::Number(_), Part::Number(_)) | (Part::Word(_), Part::Word(_)) => {}
            _ => return None,
        }
        match a.cmp(b) {
            Ordering::Equal => {}
            unequal => return Some(unequal),
        }
    }
    Some(Ordering::Equal)
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let mut found = Vec::new();
    for chunk in text.split(|c: char| !c.is_alphanumeric()).filter(|chunk| !chunk.is_empty()) {
        let mut rest = chunk;
        while let Some(first) = rest.chars().next() {
            let digits = first.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
            let (run, tail) = rest.split_at(end);
            found.push(run.parse().map_or(Part::Word(run), Part::Number));
            rest = tail;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(a: &str, b: &str) -> Option<Ordering> {
        Version::parse(a)?.compare(&Version::parse(b)?)
    }

    #[test]
    fn versions_are_never_fractions() {
        assert_eq!(compare("1.10", "1.9"), Some(Ordering::Greater));
        assert_eq!(compare("1.10", "1.1"), Some(Ordering::Greater));
        assert_eq!(compare("2", "2.0"), Some(Ordering::Equal));
        assert_eq!(compare("v2.1", "2.0.9"), Some(Ordering::Greater));
        assert_eq!(compare("2025-12", "2026-01"), Some(Ordering::Less));
        assert_eq!(compare("Rev B", "2.0"), None);
        assert_eq!(compare("Rev B", "Rev-C"), Some(Ordering::Less));
    }

    #[test]
    fn a_pre_release_comes_before_its_release_and_a_build_does_not_count() {
        assert_eq!(compare("2.0.0", "2.0.0-rc.2"), Some(Ordering::Greater));
        assert_eq!(compare("2.0.0-rc.2", "2.0.0-rc.10"), Some(Ordering::Less));
        assert_eq!(compare("2.0.0-rc.2", "1.9"), Some(Ordering::Greater));
        assert_eq!(compare("2.0.0+7", "2.0.0+12"), Some(Ordering::Equal));
        assert_eq!(compare("2026-05", "2026-05-01"), Some(Ordering::Less));
    }
}
