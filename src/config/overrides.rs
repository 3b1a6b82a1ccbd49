//! Levels of rules that hold for a part of the register: some folders, some kinds.

use super::keys::{levels, patterns};
use super::reader::{Reader, inside};
use super::{Given, Pattern};
use crate::diag::{Level, Place};
use crate::term::enumeration::KIND;
use crate::yaml::NodeId;

/// Levels for what stands in these folders and is of these kinds; of several the last one holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Where; anywhere when empty.
    pub paths: Vec<Given<Pattern>>,
    /// The words of the kinds; all when empty.
    pub kinds: Vec<Given<String>>,
    /// Level by rule, as in `rules`.
    pub rules: Vec<(Given<String>, Option<Level>)>,
    /// The whole entry.
    pub place: Place,
}

impl Override {
    /// True for a path from the register's root, with the word of the kind that stands there.
    pub fn covers(&self, path: &str, kind: impl FnOnce() -> Option<&'static str>) -> bool {
        let here = self.paths.is_empty() || self.paths.iter().any(|at| at.value.covers(path));
        here && (self.kinds.is_empty()
            || kind().is_some_and(|kind| self.kinds.iter().any(|known| known.value == kind)))
    }
}

/// Reads `[{paths: [drafts], kinds: [action], rules: {ACT002: note}}]`.
pub(super) fn read(reader: &mut Reader<'_>, value: NodeId) -> Vec<Override> {
    let items = reader.items(value, "overrides");
    items.iter().filter_map(|item| one(reader, *item)).collect()
}

fn one(reader: &mut Reader<'_>, item: NodeId) -> Option<Override> {
    let known = &["paths", "kinds", "rules"];
    let (place, before) = (reader.place(item), reader.flaws.len());
    let mut found = Override { paths: vec![], kinds: vec![], rules: vec![], place };
    let mut is_whole = true;
    for (key, entry) in reader.fields(item, "overrides", known) {
        let (field, node) = (inside("overrides", key), entry.value);
        match key {
            "paths" => found.paths = patterns(reader, node, &field),
            "kinds" => {
                let words = reader.items(node, &field).iter();
                let kind = |word: &str| KIND.values.contains(&word).then(|| word.to_owned());
                let kinds = words.filter_map(|word| reader.word(*word, &field, KIND.values, kind));
                found.kinds = kinds.collect();
            }
            _ => found.rules = levels(reader, node, &field),
        }
        // What could not be read narrows nothing: such an entry would reach further than was meant.
        is_whole &= key != "paths" || !found.paths.is_empty();
        is_whole &= key != "kinds" || !found.kinds.is_empty();
    }
    if !reader.is_mapping(item) {
        return None;
    }
    let is_narrow = !(found.paths.is_empty() && found.kinds.is_empty());
    if reader.flaws.len() > before {
        return None;
    }
    if !is_whole || !is_narrow || found.rules.is_empty() {
        let message = "this entry does not say which rules it sets for which folders or kinds";
        reader.wrong(item, "overrides", message, "give it `rules`, and `paths` or `kinds`");
        return None;
    }
    Some(found)
}
