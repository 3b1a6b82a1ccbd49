//! The catalogue of a language: messages by their English sentence, and how a text is found among them.

use super::Written;
use super::message::{Found, Message, Slot, Sort, words};
use super::value::{is_masked, is_value};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

/// The part of the file that the script reads too.
const SCRIPT: &str = "script";

/// How deep a message may stand in another.
const DEEPEST: u8 = 6;

/// No message of ours fits a longer text, in bytes; what people wrote may have any length.
const LONGEST: usize = 1500;

/// How many ways are tried to find the places of messages in one text.
const MOST_STEPS: u32 = 20_000;

/// Nor is a longer text made of them.
const LONGEST_LIST: usize = 16 * 1024;

/// What stands between sentences, clauses and items.
const JOINTS: [&str; 5] = [". ", "; ", ": ", ", ", " and "];

/// All messages of a language.
#[derive(Debug)]
pub(super) struct Catalogue {
    /// Messages without places, by their sentence.
    whole: HashMap<String, String>,
    /// Messages with places, by the word that every text which they fit has.
    open: HashMap<String, Vec<Message>>,
    /// The same messages as they are written.
    patterns: HashMap<String, String>,
    script: BTreeMap<String, String>,
}

impl Catalogue {
    /// Reads a file: parts by name, each with sentences and how they are told.
    ///
    /// # Errors
    /// What is wrong with it, for people.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let parts: BTreeMap<String, BTreeMap<String, String>> =
            serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        let script = parts.get(SCRIPT).cloned().unwrap_or_default();
        let (whole, open, patterns) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut all = Self { whole, open, patterns, script };
        for (english, told) in parts.values().flatten() {
            all.take(english, told).map_err(|reason| format!("\"{english}\": {reason}"))?;
        }
        Ok(all)
    }

    fn take(&mut self, english: &str, told: &str) -> Result<(), String> {
        let message = Message::read(english, told)?;
        let all = if message.has_places() { &mut self.patterns } else { &mut self.whole };
        let before = all.insert(english.to_owned(), told.to_owned());
        if let Some(other) = before.filter(|other| other != told) {
            return Err(format!("is also told as \"{other}\""));
        }
        if message.has_places() {
            let hallmark = message.hallmark().to_owned();
            if hallmark.is_empty() {
                return Err("has no word by which it could be known".to_owned());
            }
            self.open.entry(hallmark).or_default().push(message);
        }
        Ok(())
    }

    /// The words of the script.
    pub(super) fn of_script(&self) -> impl Iterator<Item = (&str, &str)> {
        self.script.iter().map(|(english, told)| (english.as_str(), told.as_str()))
    }

    /// A sentence without places.
    pub(super) fn word(&self, english: &str) -> Option<&str> {
        self.whole.get(english).map(String::as_str)
    }

    /// A sentence as it is written, with its places.
    pub(super) fn pattern(&self, english: &str) -> Option<&str> {
        self.word(english).or_else(|| self.patterns.get(english).map(String::as_str))
    }

    /// How a text is told; `None` where any of it is not known, or where people wrote it.
    pub(super) fn tell(&self, text: &str, written: &Written<'_>) -> Option<String> {
        if text.is_empty() || text.len() > LONGEST_LIST {
            return None;
        }
        Telling { all: self, written, steps: Cell::new(MOST_STEPS) }.told(text, 0)
    }
}

/// The telling of one text.
struct Telling<'c> {
    all: &'c Catalogue,
    written: &'c Written<'c>,
    /// How many ways may still be tried: words of people can be made so that there is no end of them.
    steps: Cell<u32>,
}

impl Telling<'_> {
    fn told(&self, text: &str, depth: u8) -> Option<String> {
        if depth > DEEPEST || self.written.contains(text) {
            return None;
        }
        if let Some(told) = self.all.word(text) {
            return Some(told.to_owned());
        }
        self.fitted(text, depth)
            .or_else(|| self.joined(text, depth))
            .or_else(|| self.with_end(text, depth))
    }

    /// By the surest message with places that fits.
    fn fitted(&self, text: &str, depth: u8) -> Option<String> {
        if text.len() > LONGEST {
            return None;
        }
        let meant = words(text).filter_map(|word| self.all.open.get(word)).flatten();
        let mut fitting: Vec<(&Message, Found<'_>)> =
            meant.filter_map(|message| Some((message, message.fits(text, &self.steps)?))).collect();
        fitting.sort_by_key(|(message, _)| std::cmp::Reverse(message.weight()));
        fitting.iter().find_map(|(message, found)| self.filled(message, found, depth))
    }

    fn filled(&self, message: &Message, found: &Found<'_>, depth: u8) -> Option<String> {
        let mut places: Vec<(Slot, Cow<'_, str>)> = Vec::with_capacity(found.len());
        for (slot, held) in found {
            let told = match slot.sort {
                Sort::Words => Cow::Owned(self.told_or_value(held, depth + 1)?),
                Sort::Id if is_masked(held) => {
                    self.told(held, depth + 1).map_or(Cow::Borrowed(*held), Cow::Owned)
                }
                _ => Cow::Borrowed(*held),
            };
            places.push((*slot, told));
        }
        let place = |slot: Slot| {
            let place = places.iter().find(|(other, _)| *other == slot);
            place.map_or(Cow::Borrowed(""), |(_, told)| told.clone())
        };
        Some(message.told(place))
    }

    /// The text itself where it is a value or people wrote it, else how it is told.
    fn told_or_value(&self, text: &str, depth: u8) -> Option<String> {
        let stays = || is_value(text) || self.written.contains(text);
        self.told(text, depth).or_else(|| stays().then(|| text.to_owned()))
    }

    /// Part by part, where each is known and none is left.
    fn joined(&self, text: &str, depth: u8) -> Option<String> {
        JOINTS.iter().find_map(|joint| {
            let parts = split(text, joint);
            let last = parts.len() - 1;
            if last == 0 {
                return None;
            }
            // A full stop belongs to the sentence before it.
            let stop = if *joint == ". " { "." } else { "" };
            let parts = parts.iter().enumerate().map(|(at, part)| {
                let part = format!("{part}{}", if at < last { stop } else { "" });
                self.told_or_value(&part, depth + 1)
            });
            let parts: Vec<String> = parts.collect::<Option<_>>()?;
            let between = self.all.word(joint).unwrap_or(joint);
            let between = between.strip_prefix(stop).unwrap_or(between);
            let joined = parts.join(between);
            (joined != text).then_some(joined)
        })
    }

    /// Without what stands around it: a full stop or colon behind it, brackets behind or around it.
    fn with_end(&self, text: &str, depth: u8) -> Option<String> {
        for end in [".", ":"] {
            if let Some(bare) = text.strip_suffix(end) {
                return Some(self.told(bare, depth + 1)? + end);
            }
        }
        let bare = text.strip_suffix(')')?;
        let (before, inside) = bare.rsplit_once('(')?;
        let inside = self.told_or_value(inside, depth + 1)?;
        if before.is_empty() {
            return Some(format!("({inside})"));
        }
        let before = self.told_or_value(before.strip_suffix(' ')?, depth + 1)?;
        let told = format!("{before} ({inside})");
        (told != text).then_some(told)
    }
}

/// The text in parts, but for joints inside brackets.
fn split<'t>(text: &'t str, joint: &str) -> Vec<&'t str> {
    let (mut parts, mut from, mut depth, mut seen) = (Vec::new(), 0, 0_i32, 0);
    for (at, _) in text.match_indices(joint) {
        let count = |sign: char| text[seen..at].matches(sign).count();
        depth += i32::try_from(count('(')).unwrap_or(i32::MAX);
        depth -= i32::try_from(count(')')).unwrap_or(i32::MAX);
        seen = at;
        if depth <= 0 {
            parts.push(&text[from..at]);
            from = at + joint.len();
        }
    }
    parts.push(&text[from..]);
    parts
}
