//! A message: an English sentence with places for what is counted, dated or named, and how it is told.

use super::value::{is_day, is_masked, is_number};
use std::borrow::Cow;
use std::cell::Cell;

/// What may stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    /// `{n}`: a number with sign, decimals or percent sign.
    Number,
    /// `{day}`: a day, an instant, a quarter, or days from A to B.
    Day,
    /// `{id}`: a run without spaces, or a person as an edition calls them.
    Id,
    /// `{words}`: another message.
    Words,
    /// `{text}`: anything; words of people.
    Text,
}

/// A place, such as `{n2}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    pub(super) sort: Sort,
    number: u8,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Said(String),
    Slot(Slot),
}

/// A sentence with places.
#[derive(Clone, Debug)]
pub(super) struct Message {
    parts: Vec<Part>,
    told: Vec<Part>,
}

/// What stands in each place.
pub(super) type Found<'t> = Vec<(Slot, &'t str)>;

impl Message {
    /// The sentence and how it is told; both must have the same places.
    ///
    /// # Errors
    /// What is wrong with it, for people.
    pub(super) fn read(english: &str, told: &str) -> Result<Self, String> {
        let (parts, told) = (parts(english)?, parts(told)?);
        let places = |parts: &[Part]| {
            let mut slots: Vec<Slot> = parts.iter().filter_map(Part::slot).collect();
            slots.sort_unstable();
            slots
        };
        let slots = places(&parts);
        if slots != places(&told) {
            return Err("its two sides have other places".to_owned());
        }
        if slots.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err("a place stands in it twice".to_owned());
        }
        Ok(Self { parts, told })
    }

    /// True when it has any place.
    pub(super) fn has_places(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Slot(_)))
    }

    /// Its longest word that touches no place: every text that it fits has it. Empty where there is none.
    pub(super) fn hallmark(&self) -> &str {
        let last = self.parts.len().saturating_sub(1);
        let words = self.parts.iter().enumerate().flat_map(|(at, part)| {
            let Part::Said(text) = part else { return Vec::new() };
            let mut words: Vec<&str> = words(text).collect();
            let is_joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            if at > 0 && is_joined(text.chars().next()) {
                words.remove(0);
            }
            if at < last && is_joined(text.chars().next_back()) {
                words.pop();
            }
            words
        });
        words.max_by_key(|word| word.len()).unwrap_or_default()
    }

    /// How much it says: the more words of its own and the fewer open places, the surer it is meant.
    pub(super) fn weight(&self) -> i64 {
        let of = |part: &Part| match part {
            Part::Said(text) => i64::try_from(text.len()).unwrap_or(i64::MAX) * 8,
            Part::Slot(Slot { sort: Sort::Text, .. }) => -3,
            Part::Slot(Slot { sort: Sort::Words, .. }) => -2,
            Part::Slot(_) => -1,
        };
        self.parts.iter().map(of).sum()
    }

    /// What stands in its places, where the whole text fits; each way that is tried takes one of `steps`.
    pub(super) fn fits<'t>(&'t self, text: &'t str, steps: &Cell<u32>) -> Option<Found<'t>> {
        if let Some(Part::Said(end)) = self.parts.last()
            && !text.ends_with(end.as_str())
        {
            return None;
        }
        let mut found = Found::new();
        fits(&self.parts, text, &mut found, steps).then_some(found)
    }

    /// The sentence with these in their places.
    pub(super) fn told<'t>(&self, filled: impl Fn(Slot) -> Cow<'t, str>) -> String {
        let mut out = String::new();
        for part in &self.told {
            match part {
                Part::Said(text) => out.push_str(text),
                Part::Slot(slot) => out.push_str(&filled(*slot)),
            }
        }
        out
    }
}

impl Part {
    fn slot(&self) -> Option<Slot> {
        match self {
            Self::Slot(slot) => Some(*slot),
            Self::Said(_) => None,
        }
    }
}

/// The words of a text.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn fits<'t>(parts: &'t [Part], text: &'t str, found: &mut Found<'t>, steps: &Cell<u32>) -> bool {
    let Some((part, rest)) = parts.split_first() else { return text.is_empty() };
    let slot = match part {
        Part::Said(said) => {
            return text
                .strip_prefix(said.as_str())
                .is_some_and(|text| fits(rest, text, found, steps));
        }
        Part::Slot(slot) => *slot,
    };
    ends(rest, text).any(|end| {
        steps.set(steps.get().saturating_sub(1));
        if steps.get() == 0 {
            return false;
        }
        let (held, text) = text.split_at(end);
        let before = found.len();
        slot.holds(held) && {
            found.push((slot, held));
            fits(rest, text, found, steps) || {
                found.truncate(before);
                false
            }
        }
    })
}

/// Where a place may end: before each place of what is said next, or at the end of the text.
fn ends<'t>(rest: &'t [Part], text: &'t str) -> impl Iterator<Item = usize> + 't {
    let (said, end) = match rest.first() {
        Some(Part::Said(said)) => (Some(said.as_str()), None),
        Some(Part::Slot(_)) => (None, None),
        None => (None, Some(text.len())),
    };
    let places = said.into_iter().flat_map(|said| text.match_indices(said));
    places.map(|(at, _)| at).filter(|at| *at > 0).chain(end)
}

impl Slot {
    fn holds(self, text: &str) -> bool {
        match self.sort {
            Sort::Number => is_number(text),
            Sort::Day => is_day(text),
            Sort::Id => {
                !text.is_empty() && (!text.contains(char::is_whitespace) || is_masked(text))
            }
            Sort::Words | Sort::Text => !text.is_empty(),
        }
    }

    fn read(name: &str) -> Option<Self> {
        let word = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let sort = match word {
            "n" => Sort::Number,
            "day" => Sort::Day,
            "id" => Sort::Id,
            "words" => Sort::Words,
            "text" => Sort::Text,
            _ => return None,
        };
        let number = &name[word.len()..];
        let number = if number.is_empty() { 1 } else { number.parse().ok()? };
        Some(Self { sort, number })
    }
}

/// Braces around anything but a name are text.
fn parts(text: &str) -> Result<Vec<Part>, String> {
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric());
    let (mut found, mut said, mut rest) = (Vec::new(), String::new(), text);
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        rest = after;
        let Some((name, after)) = after.split_once('}').filter(|(name, _)| is_name(name)) else {
            said.push('{');
            continue;
        };
        let slot = Slot::read(name).ok_or_else(|| format!("`{{{name}}}` is no sort of place"))?;
        if !said.is_empty() {
            found.push(Part::Said(std::mem::take(&mut said)));
        } else if !found.is_empty() {
            return Err("two places with nothing between them".to_owned());
        }
        found.push(Part::Slot(slot));
        rest = after;
    }
    said.push_str(rest);
    if !said.is_empty() {
        found.push(Part::Said(said));
    }
    Ok(found)
}
