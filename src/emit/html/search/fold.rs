//! Words of a text, folded: what is written with other letter case or accents is the same word.
//!
//! `site.js` reads and folds words in the same way; what is changed here is changed there too. The
//! tests of both hold the same list (`tests/browser/folded.json`).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most characters of a word that are kept.
const LONGEST: usize = 64;

/// Calls `tell` with each word of `text`, folded, and with the parts of those that have several.
///
/// `desk` is where words are folded; it is given so that it is made only once.
pub(super) fn words(text: &str, desk: &mut String, tell: &mut impl FnMut(&str)) {
    let mut at = 0;
    while at < text.len() {
        let Some(len) = word_char(text, at) else {
            at += char_len(text.as_bytes()[at]);
            continue;
        };
        let start = at;
        let mut has_parts = false;
        at += len;
        loop {
            if let Some(len) = word_char(text, at) {
                at += len;
            } else if joins(text, at) && word_char(text, at + 1).is_some() {
                has_parts = true;
                at += 1;
            } else {
                break;
            }
        }
        fold(&text[start..at], desk);
        if is_told(desk) {
            tell(desk);
        }
        if has_parts {
            let is_joint = |c| matches!(c, '-' | '.' | '_' | '@');
            let is_word = |part: &&str| is_told(part) && !part.bytes().all(|b| b.is_ascii_digit());
            desk.split(is_joint).filter(is_word).for_each(&mut *tell);
        }
    }
}

/// How long the character at `at` is, when it belongs to a word.
fn word_char(text: &str, at: usize) -> Option<usize> {
    let first = *text.as_bytes().get(at)?;
    if first.is_ascii() {
        return first.is_ascii_alphanumeric().then_some(1);
    }
    let c = text[at..].chars().next()?;
    (c.is_alphanumeric() || is_combining_mark(c)).then(|| c.len_utf8())
}

/// True for what joins two parts of one word: `INC-2026-0001`, `a.berg`, `8.5`.
fn joins(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at), Some(b'-' | b'.' | b'_' | b'@'))
}

/// The bytes of the character that begins with `first`.
const fn char_len(first: u8) -> usize {
    match first {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

/// One letter alone says nothing, unless it is a sign of its own.
fn is_told(word: &str) -> bool {
    word.len() > 1
}

/// Writes `word` to `out` without letter case and accents.
pub(super) fn fold(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(&word[..word.len().min(LONGEST)]);
        out.make_ascii_lowercase();
        return;
    }
    let plain = word.nfkd().filter(|c| !is_combining_mark(*c) && *c != ' ');
    for c in plain.flat_map(char::to_lowercase) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            c => out.push(c),
        }
    }
    if let Some((end, _)) = out.char_indices().nth(LONGEST) {
        out.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDED: &str = include_str!("../../../../tests/browser/folded.json");

    fn words_of(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        words(text, &mut String::new(), &mut |word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn words_are_read_as_the_script_reads_them() {
        let list: Vec<(String, Vec<String>)> = serde_json::from_str(FOLDED).unwrap();
        assert!(list.len() > 20);
        for (text, expected) in list {
            assert_eq!(words_of(&text), expected, "{text}");
        }
    }

    #[test]
    fn no_text_is_too_odd_to_be_read() {
        for text in ["", "-", "a-", "-.@", "\u{308}", "\u{fdfa}", "\u{1f600}a\u{1f600}", "½"] {
            assert!(words_of(text).iter().all(|word| !word.contains(' ')), "{text}");
        }
        assert_eq!(words_of(&"ä".repeat(500)), ["a".repeat(64)]);
    }
}
