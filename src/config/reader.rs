//! Typed reading from a span tree: a value, or a flaw at its place.

use super::{ConfigFlaw, ConfigRule, Given};
use crate::diag::Place;
use crate::span::Span;
use crate::term::{Day, RepoPath, nearest, parse_day};
use crate::yaml::{self, Content, Entry, NodeId, Tree};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// A file as text and tree, with what is wrong with it so far.
pub(super) struct Opened {
    pub(super) text: String,
    /// `None` when the file says nothing or cannot be read.
    pub(super) tree: Option<Tree>,
    pub(super) flaws: Vec<ConfigFlaw>,
}

/// Reads the bytes of the file at `path`; its flaws belong to `rule`.
pub(super) fn open(path: &RepoPath, bytes: Vec<u8>, rule: ConfigRule) -> Opened {
    let flaw = |span, message: &str, help: &str| {
        vec![ConfigFlaw::new(rule, Place::new(path, span), message, help).fatal()]
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let span = Span::at(error.utf8_error().valid_up_to());
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let flaws = flaw(span, "the file is not UTF-8", "save the file as UTF-8");
            return Opened { text, tree: None, flaws };
        }
    };
    if let Some(span) = conflict(&text) {
        let help = "resolve the merge, then remove its marks";
        let flaws = flaw(span, "a merge was left unresolved here", help);
        return Opened { text, tree: None, flaws };
    }
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let (tree, faults) = yaml::parse(&text, Span::new(start, text.len()));
    let unread = tree.is_none();
    let flaws = faults.into_iter().map(|fault| of_fault(path, rule, fault, unread)).collect();
    let tree = tree.filter(|tree| !tree.is_null(&text, tree.root()));
    Opened { text, tree, flaws }
}

fn of_fault(path: &RepoPath, rule: ConfigRule, fault: yaml::Fault, unread: bool) -> ConfigFlaw {
    let place = Place::new(path, fault.span);
    let flaw = ConfigFlaw::new(rule, place, fault.message, fault.help);
    let flaw = if unread { flaw.fatal() } else { flaw };
    match fault.first {
        Some(span) => flaw.first_at(path, span, "it stands here first"),
        None => flaw,
    }
}

/// The first mark of an unresolved merge.
fn conflict(text: &str) -> Option<Span> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("<<<<<<< ") {
            return Some(Span::new(at, at + line.trim_end().len()));
        }
        at += line.len();
    }
    None
}

/// Reads values of one tree and collects what is wrong.
pub(super) struct Reader<'a> {
    text: &'a str,
    tree: &'a Tree,
    path: &'a RepoPath,
    rule: ConfigRule,
    pub(super) flaws: Vec<ConfigFlaw>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, tree: &'a Tree, path: &'a RepoPath, rule: ConfigRule) -> Self {
        Self { text, tree, path, rule, flaws: Vec::new() }
    }

    pub(super) fn root(&self) -> NodeId {
        self.tree.root()
    }

    pub(super) fn place(&self, node: NodeId) -> Place {
        Place::new(self.path, self.tree.node(node).span)
    }

    pub(super) fn given<T>(&self, value: T, node: NodeId) -> Given<T> {
        Given { value, place: self.place(node) }
    }

    pub(super) fn is_null(&self, node: NodeId) -> bool {
        self.tree.is_null(self.text, node)
    }

    pub(super) fn is_mapping(&self, node: NodeId) -> bool {
        matches!(self.tree.node(node).content, Content::Mapping(_))
    }

    pub(super) fn is_list(&self, node: NodeId) -> bool {
        matches!(self.tree.node(node).content, Content::Sequence(_))
    }

    /// Reports that the value of `field` cannot be used.
    pub(super) fn wrong(
        &mut self,
        node: NodeId,
        field: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let flaw = ConfigFlaw::new(self.rule, self.place(node), message, help).on(field);
        self.flaws.push(flaw);
    }

    /// The same, at a place of this file that was read before.
    pub(super) fn wrong_at(
        &mut self,
        place: &Place,
        field: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.flaws.push(ConfigFlaw::new(self.rule, place.clone(), message, help).on(field));
    }

    /// Every key of the mapping `node` with its value, the first of equal keys; empty values go.
    pub(super) fn pairs(
        &mut self,
        node: NodeId,
        field: &str,
        example: &str,
    ) -> Vec<(&'a str, Entry)> {
        if !self.is_mapping(node) {
            let message = named(field, "must be a mapping");
            self.wrong(node, field, message, format!("write `{example}`"));
            return Vec::new();
        }
        let (tree, text) = (self.tree, self.text);
        let mut seen = BTreeSet::new();
        let mut pairs = Vec::new();
        for entry in tree.entries(node) {
            match tree.text(text, entry.key).filter(|key| !key.is_empty()) {
                Some(key) if seen.insert(key) => pairs.push((key, *entry)),
                Some(_) => {}
                None => self.wrong(entry.key, field, "a key must be a word", "write `name: value`"),
            }
        }
        pairs
    }

    /// The pairs of a mapping whose keys are known; others are reported, `x-` keys are the user's.
    pub(super) fn fields(
        &mut self,
        node: NodeId,
        field: &str,
        known: &'static [&'static str],
    ) -> Vec<(&'a str, Entry)> {
        let example = format!("{}: ..", known[0]);
        let mut pairs = self.pairs(node, field, &example);
        pairs.retain(|(key, entry)| {
            let is_known = known.contains(key);
            if !is_known && !key.starts_with("x-") {
                self.unknown(key, entry.key, field, known);
            }
            is_known && !self.is_null(entry.value)
        });
        pairs
    }

    fn unknown(&mut self, key: &str, node: NodeId, field: &str, known: &[&str]) {
        let help = match nearest(key, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("remove it; the keys here are {}", known.join(", ")),
        };
        self.wrong(node, &inside(field, key), format!("there is no key `{key}` here"), help);
    }

    /// The items of a list.
    pub(super) fn items(&mut self, node: NodeId, field: &str) -> &'a [NodeId] {
        if !self.is_list(node) {
            let message = named(field, "must be a list");
            self.wrong(node, field, message, "write `[first, second]`, also for one");
        }
        self.tree.items(node)
    }

    /// A text that is not empty.
    pub(super) fn line(&mut self, node: NodeId, field: &str) -> Option<&'a str> {
        let found = self.tree.text(self.text, node).filter(|text| !text.trim().is_empty());
        if found.is_none() {
            self.wrong(node, field, named(field, "must be a text"), "write one line of text");
        }
        found
    }

    /// A list of texts.
    pub(super) fn lines(&mut self, node: NodeId, field: &str) -> Vec<Given<String>> {
        let items = self.items(node, field).iter();
        items
            .filter_map(|item| self.line(*item, field).map(|t| self.given(t.to_owned(), *item)))
            .collect()
    }

    /// One of `words`, as `parse` understands it.
    pub(super) fn word<T>(
        &mut self,
        node: NodeId,
        field: &str,
        words: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Given<T>> {
        let text = self.line(node, field)?;
        if let Some(value) = parse(text) {
            return Some(self.given(value, node));
        }
        let help = match nearest(text, words.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("use one of {}", words.join(", ")),
        };
        self.wrong(node, field, named(field, &format!("cannot be `{text}`")), help);
        None
    }

    /// A whole number in `range`.
    pub(super) fn whole(
        &mut self,
        node: NodeId,
        field: &str,
        range: RangeInclusive<u32>,
    ) -> Option<u32> {
        let text = self.line(node, field)?;
        let found = text.parse().ok().filter(|number| range.contains(number));
        if found.is_none() {
            let message = named(field, &format!("cannot be `{text}`"));
            let help = format!("write a whole number from {} to {}", range.start(), range.end());
            self.wrong(node, field, message, help);
        }
        found
    }

    /// A day.
    pub(super) fn day(&mut self, node: NodeId, field: &str) -> Option<Day> {
        let text = self.line(node, field)?;
        let found = parse_day(text);
        if found.is_none() {
            let message = named(field, &format!("cannot be `{text}`"));
            self.wrong(node, field, message, "write a day as 2026-01-31");
        }
        found
    }
}

/// `field` with a dotted path in front.
pub(super) fn inside(field: &str, key: &str) -> String {
    if field.is_empty() { key.to_owned() } else { format!("{field}.{key}") }
}

/// A sentence about the field, or about the file as a whole.
fn named(field: &str, what: &str) -> String {
    if field.is_empty() { format!("the file {what}") } else { format!("`{field}` {what}") }
}
