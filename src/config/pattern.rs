//! Patterns of paths and branch names: `*`, `**` and `?`.
//!
//! A pattern covers what it matches and everything below it. Time is bounded by the length of the
//! pattern times the length of the path.

/// A pattern: a plain path, or one with wildcards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    tokens: Vec<Token>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// This character.
    Letter(char),
    /// `?`: one character of a name.
    One,
    /// `*`: any part of one name.
    Some,
    /// `**`: anything.
    All,
    /// `**/`: any folders, also none.
    Folders,
}

/// Longest pattern in characters.
const LIMIT: usize = 512;

impl Pattern {
    /// Reads a pattern; `None` when it is absolute, leaves the root with `..`, or is too long.
    pub fn parse(text: &str) -> Option<Self> {
        let clean = text.strip_prefix("./").unwrap_or(text).trim_end_matches('/');
        let bad = clean.is_empty()
            || clean.starts_with('/')
            || clean.contains(['\\', '\0'])
            || clean.split('/').any(|part| matches!(part, "" | "." | ".."))
            || clean.chars().count() > LIMIT;
        (!bad).then(|| Self { text: text.to_owned(), tokens: tokens(clean) })
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// True when `path`, or a folder above it, matches.
    pub fn covers(&self, path: &str) -> bool {
        let end = self.tokens.len();
        let mut states = vec![false; end + 1];
        states[0] = true;
        self.skip(&mut states, true);
        for letter in path.chars() {
            if letter == '/' && states[end] {
                return true;
            }
            states = self.step(&states, letter);
            self.skip(&mut states, letter == '/');
        }
        states[end]
    }

    /// Where the pattern can stand after one more character.
    fn step(&self, states: &[bool], letter: char) -> Vec<bool> {
        let mut next = vec![false; states.len()];
        for (at, token) in self.tokens.iter().enumerate().filter(|(at, _)| states[*at]) {
            match token {
                Token::Letter(wanted) => next[at + 1] |= *wanted == letter,
                Token::One => next[at + 1] |= letter != '/',
                Token::Some => next[at] |= letter != '/',
                Token::All | Token::Folders => next[at] = true,
            }
        }
        next
    }

    /// Adds the places that are reached without a character; `begins` at the start of a name.
    fn skip(&self, states: &mut [bool], begins: bool) {
        for (at, token) in self.tokens.iter().enumerate() {
            let empty = match token {
                Token::Some | Token::All => true,
                Token::Folders => begins,
                _ => false,
            };
            states[at + 1] |= states[at] && empty;
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (token, len) = match letter {
            '*' if rest.starts_with("**/") => (Token::Folders, 3),
            '*' if rest.starts_with("**") => (Token::All, 2),
            '*' => (Token::Some, 1),
            '?' => (Token::One, 1),
            _ => (Token::Letter(letter), letter.len_utf8()),
        };
        tokens.push(token);
        rest = &rest[len..];
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_covers_what_it_matches_and_what_is_below() {
        for (pattern, path, covered) in [
            ("drafts", "drafts/a.md", true),
            ("drafts/", "drafts", true),
            ("drafts", "drafts2/a.md", false),
            ("drafts", "x/drafts/a.md", false),
            ("**/drafts", "drafts/a.md", true),
            ("**/drafts", "x/y/drafts/a.md", true),
            ("**/drafts", "x/mydrafts/a.md", false),
            ("*/old", "incidents/old/a.md", true),
            ("*/old", "a/b/old/a.md", false),
            ("*.tmp.md", "a.tmp.md", true),
            ("*.tmp.md", "x/a.tmp.md", false),
            ("a/**", "a/b/c.md", true),
            ("a/**/z.md", "a/z.md", true),
            ("a/?.md", "a/b.md", true),
            ("a/?.md", "a//.md", false),
            ("ä?", "äö/x", true),
            ("origin/*", "origin/main", true),
            ("origin/*", "main", false),
        ] {
            assert_eq!(Pattern::parse(pattern).unwrap().covers(path), covered, "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_stays_below_the_root_and_is_not_slow() {
        for bad in ["", "/", "/etc", "../x", "a/../b", "a//b", "a\\b"] {
            assert_eq!(Pattern::parse(bad), None, "{bad}");
        }
        assert_eq!(Pattern::parse(&"*".repeat(513)), None);
        assert!(
            !Pattern::parse(&"*a".repeat(200)).unwrap().covers(&"a".repeat(5000).replace('a', "b"))
        );
    }
}
