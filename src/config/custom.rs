//! Rules that the register's own configuration adds: codes and texts, not yet read as expressions.

use super::Given;
use super::reader::{Reader, inside};
use crate::diag::{Level, Place};
use crate::term::enumeration::KIND;
use crate::yaml::NodeId;

/// A rule of the configuration's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomRule {
    /// Three capital letters that are none of our families, and three digits.
    pub code: Given<String>,
    /// The words of the kinds whose records it looks at.
    pub kinds: Vec<Given<String>>,
    /// The expression that says which records it speaks of; all when absent.
    pub when: Option<Given<String>>,
    /// The expression that must hold for them.
    pub require: Given<String>,
    /// What is wrong where it does not hold.
    pub message: Given<String>,
    /// What to do then.
    pub help: String,
    /// How much it matters.
    pub level: Level,
    /// The whole entry.
    pub place: Place,
}

/// The families of rules that are ours, also of those to come: no other rule takes their letters.
pub const FAMILIES: [&str; 18] = [
    "REC", "LNK", "INC", "PIR", "RCA", "ACT", "CTL", "RSK", "POL", "TRN", "BUL", "TRD", "PST",
    "MRV", "AUD", "VEN", "GIT", "CFG",
];

const KEYS: &[&str] = &["code", "kind", "when", "require", "message", "help", "level"];

pub(super) fn read(reader: &mut Reader<'_>, value: NodeId) -> Vec<CustomRule> {
    let mut found: Vec<CustomRule> = Vec::new();
    for item in reader.items(value, "custom") {
        let Some(rule) = one(reader, *item) else { continue };
        if found.iter().any(|other| other.code.value == rule.code.value) {
            let message = format!("there are two rules {}", rule.code.value);
            reader.wrong_at(&rule.code.place, "custom.code", message, "give one another number");
        } else {
            found.push(rule);
        }
    }
    found
}

fn one(reader: &mut Reader<'_>, item: NodeId) -> Option<CustomRule> {
    let (mut code, mut kinds, mut when, mut require, mut message) =
        (None, Vec::new(), None, None, None);
    let before = reader.flaws.len();
    let (mut help, mut level, mut is_whole) = (String::new(), Level::Warning, true);
    for (key, entry) in reader.fields(item, "custom", KEYS) {
        let (field, node) = (inside("custom", key), entry.value);
        match key {
            "code" => code = read_code(reader, node),
            "kind" => kinds = read_kinds(reader, node),
            "level" => {
                let levels = [Level::Note, Level::Warning, Level::Error];
                let parse = |word: &str| levels.into_iter().find(|level| level.word() == word);
                let words = levels.map(Level::word);
                level = reader.word(node, &field, &words, parse).map_or(level, |it| it.value);
            }
            _ => {
                let text =
                    reader.line(node, &field).map(|text| reader.given(text.to_owned(), node));
                is_whole &= text.is_some();
                match key {
                    "when" => when = text,
                    "require" => require = text,
                    "message" => message = text,
                    _ => help = text.map(|text| text.value).unwrap_or_default(),
                }
            }
        }
    }
    let place = reader.place(item);
    match (code, require, message) {
        (Some(code), Some(require), Some(message)) if is_whole && !kinds.is_empty() => {
            Some(CustomRule { code, kinds, when, require, message, help, level, place })
        }
        _ => {
            if reader.flaws.len() == before {
                let message = "this rule is not whole, and not in force";
                let help = "give it `code`, `kind`, `require` and `message`";
                reader.wrong(item, "custom", message, help);
            }
            None
        }
    }
}

fn read_code(reader: &mut Reader<'_>, node: NodeId) -> Option<Given<String>> {
    let text = reader.line(node, "custom.code")?;
    let form = text.len() == 6
        && text.bytes().take(3).all(|b| b.is_ascii_uppercase())
        && text.bytes().skip(3).all(|b| b.is_ascii_digit());
    if !form {
        let message = format!("`{text}` is no code of a rule");
        let help = "write three capital letters and three digits, such as ORG001";
        reader.wrong(node, "custom.code", message, help);
        return None;
    }
    if FAMILIES.contains(&&text[..3]) {
        let message = format!("codes that begin with {} are those of pirctl", &text[..3]);
        reader.wrong(node, "custom.code", message, "take letters of your own, such as ORG001");
        return None;
    }
    Some(reader.given(text.to_owned(), node))
}

/// A kind, or a list of kinds.
fn read_kinds(reader: &mut Reader<'_>, node: NodeId) -> Vec<Given<String>> {
    let nodes =
        if reader.is_list(node) { reader.items(node, "custom.kind").to_vec() } else { vec![node] };
    let kind = |word: &str| KIND.values.contains(&word).then(|| word.to_owned());
    let words = nodes.into_iter();
    words.filter_map(|node| reader.word(node, "custom.kind", KIND.values, kind)).collect()
}
