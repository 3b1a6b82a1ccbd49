//! The words of the register that must not leave, and what stands in their place.
//!
//! The second line of defence: what a page shows was recognised before it comes here.

use super::pattern::{self, Form};
use std::collections::{BTreeMap, HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Where runs of words end or go on.
#[derive(Clone, Debug, Default)]
struct Node {
    next: HashMap<String, usize>,
    end: Option<Meaning>,
}

/// What stands for a run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Meaning {
    /// This name.
    Token(String),
    /// Nothing: the text takes its whole surroundings with it.
    Closed,
}

/// Words by which people, hosts, addresses, assets and suppliers are known, and texts that are not released.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    /// Word by word; the first is where every run begins.
    nodes: Vec<Node>,
    pub(super) hosts: BTreeMap<String, String>,
    pub(super) addresses: BTreeMap<String, String>,
    /// Whole texts of two words and more that are not released, as their words.
    pub(super) values: HashSet<String>,
}

/// A part of a masked text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Run<'t> {
    /// As it was.
    Kept(&'t str),
    /// What stands in the place of something.
    Token(&'t str),
}

impl Lexicon {
    /// The text in runs; `None` when it holds a text that is not released.
    pub(super) fn runs<'t>(&'t self, text: &'t str) -> Option<Vec<Run<'t>>> {
        let words = words(text);
        let (mut found, mut from, mut at) = (Vec::new(), 0, 0);
        while at < words.len() {
            let token = match self.longest(&words[at..]) {
                None => {
                    at += 1;
                    continue;
                }
                Some((_, Meaning::Closed)) => return None,
                Some((length, Meaning::Token(token))) => (length, token),
            };
            let (start, end) = (words[at].1, words[at + token.0 - 1].2);
            found.extend([Run::Kept(&text[from..start]), Run::Token(token.1)]);
            (from, at) = (end, at + token.0);
        }
        found.push(Run::Kept(&text[from..]));
        Some(found)
    }

    /// True for the whole text of a field that is not released, however it is written.
    pub(super) fn is_value(&self, text: &str) -> bool {
        self.values.contains(&folded(text))
    }

    /// The longest run with which these words begin, and how many words it has.
    fn longest(&self, words: &[(String, usize, usize)]) -> Option<(usize, &Meaning)> {
        let (mut at, mut found) = (0, None);
        for (length, (word, ..)) in words.iter().enumerate() {
            let Some(next) = self.nodes.get(at).and_then(|node| node.next.get(word)) else { break };
            at = *next;
            found = self.nodes[at].end.as_ref().map(|end| (length + 1, end)).or(found);
        }
        found
    }

    /// Takes a text: `token` stands in its place, or nothing that holds it leaves.
    pub(super) fn put(&mut self, text: &str, token: Option<&str>) {
        let words = words(text);
        if words.is_empty() {
            return;
        }
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let mut at = 0;
        for (word, ..) in words {
            let free = self.nodes.len();
            at = *self.nodes[at].next.entry(word).or_insert(free);
            if at == free {
                self.nodes.push(Node::default());
            }
        }
        let end = &mut self.nodes[at].end;
        match (token, &end) {
            // Who is named can be told by a number; that comes before leaving all of it out.
            (Some(token), None | Some(Meaning::Closed)) => {
                *end = Some(Meaning::Token(token.to_owned()));
            }
            (None, None) => *end = Some(Meaning::Closed),
            _ => {}
        }
    }

    /// The text with names of people, hosts, addresses, assets and suppliers replaced.
    pub(super) fn masked(&self, text: &str) -> Option<String> {
        let plain = joined(&self.runs(text)?);
        // What reads like an encoded form of something that is masked goes as a whole.
        let decoded = decoded(&plain);
        let is_clean = |runs: Vec<Run<'_>>| runs.iter().all(|run| matches!(run, Run::Kept(_)));
        (decoded == plain || self.runs(&decoded).is_some_and(is_clean)).then_some(plain)
    }

    /// The same for free text, in which hosts and addresses are also known by their form.
    pub(super) fn released(&self, text: &str) -> Option<String> {
        // Written so that no program takes it for an address: people do.
        if ["[.]", "(.)", "[:]", "hxxp"].iter().any(|sign| text.contains(sign)) {
            return None;
        }
        let (mut plain, mut from) = (String::new(), 0);
        for spotted in pattern::spot(text) {
            plain.push_str(&text[from..spotted.start]);
            let known = match spotted.form {
                Form::Mail => joined(&self.runs(spotted.name)?),
                Form::Address => self.addresses.get(spotted.name).cloned().unwrap_or_default(),
                Form::Host => {
                    self.hosts.get(&spotted.name.to_lowercase()).cloned().unwrap_or_default()
                }
                Form::Path => String::new(),
            };
            // A person's own address is that person; of any other nothing is left.
            let is_person = known.starts_with(super::PERSON) && !known.contains('@');
            plain.push_str(match spotted.form {
                Form::Mail if is_person => &known,
                Form::Mail => "address",
                Form::Address | Form::Host if known.is_empty() => "host",
                Form::Address | Form::Host => &known,
                Form::Path => "file",
            });
            from = spotted.end;
        }
        plain.push_str(&text[from..]);
        self.masked(&plain)
    }
}

/// The runs as one text; a name that stands twice because of its handle stands once.
pub(super) fn joined(runs: &[Run<'_>]) -> String {
    let mut found = String::new();
    let mut last = "";
    let mut skip = "";
    for (at, run) in runs.iter().enumerate() {
        match run {
            Run::Kept(text) => {
                let next = runs.get(at + 1);
                let again = matches!(next, Some(Run::Token(token)) if *token == last);
                let text = text.strip_prefix(skip).unwrap_or(text);
                skip = "";
                if again && text.trim() == "(" {
                    skip = ")";
                } else {
                    found.push_str(text);
                }
            }
            Run::Token(token) if skip.is_empty() => {
                found.push_str(token);
                last = token;
            }
            Run::Token(_) => {}
        }
    }
    found
}

/// The words of a text and nothing between them.
pub(super) fn folded(text: &str) -> String {
    words(text).into_iter().map(|(word, ..)| word).collect::<Vec<_>>().join(" ")
}

/// The words of a text without case, accents and signs that are not seen, with their bytes.
pub(super) fn words(text: &str) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(_), false) if is_combining_mark(c) || is_unseen(c) => {}
            (Some(from), false) => {
                found.push((bare(&text[from..at]), from, at));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// A word as it is compared: whoever writes a name otherwise means the same person.
fn bare(word: &str) -> String {
    let seen = word.nfkd().filter(|c| !is_combining_mark(*c) && !is_unseen(*c));
    let lower: String = seen.flat_map(char::to_lowercase).collect();
    lower.replace('\u{df}', "ss").replace('\u{131}', "i")
}

/// Soft hyphens, and spaces and marks without width.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The text with percent and HTML escapes read.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let raw = text.as_bytes();
    let mut at = 0;
    while at < raw.len() {
        let hex = |range: std::ops::Range<usize>| u8::from_str_radix(text.get(range)?, 16).ok();
        match raw[at] {
            b'%' if hex(at + 1..at + 3).is_some() => {
                bytes.extend(hex(at + 1..at + 3));
                at += 3;
            }
            b'&' if entity(&text[at..]).is_some() => {
                let (c, length) = entity(&text[at..]).expect("it was just read");
                bytes.extend(c.to_string().bytes());
                at += length;
            }
            byte => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The character that an entity stands for, and how long it is written.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.find(';').filter(|end| *end <= 10)?;
    let name = &text[1..end];
    let number = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => digits.parse().ok()?,
        },
        None => match name {
            "amp" => '&'.into(),
            "lt" => '<'.into(),
            "gt" => '>'.into(),
            "quot" => '"'.into(),
            "apos" => '\''.into(),
            _ => return None,
        },
    };
    Some((char::from_u32(number)?, end + 1))
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, decoded};

    fn book() -> Lexicon {
        let mut book = Lexicon::default();
        book.put("jdoe", Some("person 2"));
        book.put("Jane Doe", Some("person 2"));
        book.put("Jane", Some("person 2"));
        book.put("secret plan of ours", None);
        book
    }

    #[test]
    fn a_name_is_masked_in_any_case_and_a_name_with_its_handle_once() {
        let book = book();
        assert_eq!(
            book.masked("by JANE DOE (jdoe), then jane").as_deref(),
            Some("by person 2, then person 2")
        );
        assert_eq!(book.masked("janet").as_deref(), Some("janet"));
        let mut book = book;
        for (name, others) in [
            ("Groß", ["GROSS", "groß"]),
            ("Yıldız", ["YILDIZ", "yildiz"]),
            ("Elif", ["ELİF", "e\u{ad}lif"]),
            ("Jörg", ["Jo\u{308}rg", "JÖRG"]),
            ("Weber", ["Ｗeber", "we\u{200b}ber"]),
        ] {
            book.put(name, Some("person 3"));
            for other in others {
                assert_eq!(book.masked(other).as_deref(), Some("person 3"), "{other}");
            }
        }
    }

    #[test]
    fn a_text_that_is_not_released_takes_its_surroundings_with_it() {
        assert_eq!(book().masked("see: Secret-Plan of ours."), None);
        assert_eq!(book().masked("ja%6Ee stays"), None);
        assert_eq!(book().masked("&#106;doe"), None);
    }

    #[test]
    fn free_text_loses_hosts_addresses_and_paths() {
        let text = "jdoe at 10.1.2.3 saw db1.corp.example and /etc/passwd; mail x@y.example";
        assert_eq!(
            book().released(text).as_deref(),
            Some("person 2 at host saw host and file; mail address")
        );
    }

    #[test]
    fn an_address_is_seen_beside_any_sign_and_in_pieces() {
        for text in ["evil[.]example[.]org", "203.0.113[.]98", "hxxps://x", "evil(.)org"] {
            assert_eq!(book().released(text), None, "{text}");
        }
        for text in [
            "host:db7.zqh.example",
            "ip:203.0.113.99",
            "10.77.0.7-10.77.0.9",
            "db7.zqh.example\u{2192}db6.zqh.example",
            "db8.zqh.example%20x",
            "db9.zqh.example&y",
        ] {
            let said = book().released(text).unwrap_or_default();
            assert!(!said.contains("zqh") && !said.contains(".0."), "{text}: {said}");
        }
    }

    #[test]
    fn escapes_are_read_and_broken_ones_stay() {
        assert_eq!(decoded("a%41&#x42;&lt;% &&;"), "aAB<% &&;");
        assert_eq!(decoded("%c3%bc%zz"), "ü%zz");
    }
}
