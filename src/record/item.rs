//! Typed reading: a key says the type, the item gives the value with its place.

use super::Record;
use crate::schema::{
    DayValue, Decimal, Field, Flag, Items, Key, Line, Part, StampValue, Value, Whole, Words,
};
use crate::span::Span;
use crate::term::{Day, Stamp, parse_day};
use crate::yaml::{Content, Entry, NodeId, Style};
use std::ops::Deref;

/// A node of a record: the front matter itself, or a mapping or scalar inside it.
#[derive(Clone, Copy, Debug)]
pub struct Item<'r> {
    record: &'r Record,
    node: NodeId,
}

/// A value with the place it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Deref for Found<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Values that can be read from an item.
pub trait Read: Value {
    /// What is read.
    type Out<'r>;

    /// Reads the value; `None` when it is not of this type.
    fn read(item: Item<'_>) -> Option<Self::Out<'_>>;
}

impl<'r> Item<'r> {
    pub(super) fn new(record: &'r Record, node: NodeId) -> Self {
        Self { record, node }
    }

    /// The record it belongs to.
    pub fn record(self) -> &'r Record {
        self.record
    }

    /// Where it stands.
    pub fn span(self) -> Span {
        self.record.tree.node(self.node).span
    }

    /// The value under `key` in this mapping, when it is there and of its type.
    pub fn get<T: Read>(self, key: Key<T>) -> Option<Found<T::Out<'r>>> {
        let value = self.value_under(key)?;
        T::read(value).map(|out| Found { value: out, span: value.span() })
    }

    /// The value under `name` in this mapping, of whatever type; `None` when it is null.
    pub fn value(self, name: &str) -> Option<Item<'r>> {
        let entry = if self.is_front() {
            self.record.entry(name)
        } else {
            self.record.tree.entry(&self.record.text, self.node, name)
        };
        self.said(entry)
    }

    /// The value of `field` in this mapping, of whatever type; `None` when it is null.
    pub fn value_of(self, field: &Field) -> Option<Item<'r>> {
        self.value_under(Key::<Line>::of(field))
    }

    fn value_under<T>(self, key: Key<T>) -> Option<Item<'r>> {
        let entry = if self.is_front() {
            self.record.entry_of(key)
        } else {
            self.record.tree.entry(&self.record.text, self.node, key.name())
        };
        self.said(entry)
    }

    /// True for the front matter itself, whose entries are found by their hashes.
    fn is_front(self) -> bool {
        self.node == self.record.tree.root()
    }

    /// The value of an entry that is there, unless it is null.
    fn said(self, entry: Option<Entry>) -> Option<Item<'r>> {
        let value = Item { record: self.record, node: entry?.value };
        (!value.is_null()).then_some(value)
    }

    /// True when nothing is said: null, blank text, `[]` or `{}`.
    pub fn is_blank(self) -> bool {
        match self.record.tree.node(self.node).content {
            Content::Scalar(_) => self.text().is_none_or(|text| text.trim().is_empty()),
            Content::Sequence(items) => items.is_empty(),
            Content::Mapping(entries) => entries.is_empty(),
        }
    }

    /// The text under `key`, when it is there.
    pub fn text_of(self, key: Key<Line>) -> Option<&'r str> {
        self.get(key).map(|found| found.value)
    }

    /// The words of a list under `key`; none when it is absent.
    pub fn words(self, key: Key<Words>) -> Vec<Found<&'r str>> {
        self.get(key).map(|found| found.value).unwrap_or_default()
    }

    /// The items of a list under `key`; none when it is absent.
    pub fn items(self, key: Key<Items>) -> Vec<Item<'r>> {
        self.get(key).map(|found| found.value).unwrap_or_default()
    }

    /// The text of a scalar; `None` for lists, mappings and nothing.
    pub fn text(self) -> Option<&'r str> {
        if self.is_null() { None } else { self.record.tree.text(&self.record.text, self.node) }
    }

    /// The text under `key` of a mapping, or the item's own text when it is written short.
    ///
    /// Reads an asset or a why in either form.
    pub fn text_or_own(self, key: Key<Line>) -> Option<&'r str> {
        self.text().or_else(|| self.text_of(key))
    }

    /// True for an empty value, `~` or `null`.
    pub fn is_null(self) -> bool {
        self.record.tree.is_null(&self.record.text, self.node)
    }

    /// Keys of a mapping in file order, with their places.
    pub fn keys(self) -> Vec<Found<&'r str>> {
        let tree = &self.record.tree;
        let entries = tree.entries(self.node).iter();
        let key =
            |id| Some(Found { value: tree.text(&self.record.text, id)?, span: tree.node(id).span });
        entries.filter_map(|entry| key(entry.key)).collect()
    }

    /// Calls `tell` with every scalar inside, in file order, and a mark where a list or mapping
    /// begins and ends: two values that tell the same are the same value, however they are written.
    pub fn tell_words(self, tell: &mut impl FnMut(&'r str)) {
        let inner = |node: &NodeId| Item { node: *node, ..self };
        match &self.record.tree.node(self.node).content {
            Content::Scalar(_) => tell(self.text().unwrap_or_default()),
            Content::Sequence(items) => {
                tell("[");
                for item in *items {
                    inner(item).tell_words(tell);
                }
                tell("]");
            }
            Content::Mapping(entries) => {
                tell("{");
                for entry in *entries {
                    inner(&entry.key).tell_words(tell);
                    inner(&entry.value).tell_words(tell);
                }
                tell("}");
            }
        }
    }

    /// The plain text of an unquoted scalar; only this can be a number or a boolean.
    fn plain(self) -> Option<&'r str> {
        match self.record.tree.node(self.node).content {
            Content::Scalar(Style::Plain) => self.text(),
            _ => None,
        }
    }

    fn list(self) -> Option<Vec<Item<'r>>> {
        match self.record.tree.node(self.node).content {
            Content::Sequence(items) => {
                Some(items.iter().map(|node| Item { node: *node, ..self }).collect())
            }
            _ => None,
        }
    }
}

impl Read for Line {
    type Out<'r> = &'r str;

    fn read(item: Item<'_>) -> Option<&str> {
        item.text()
    }
}

impl Read for DayValue {
    type Out<'r> = Day;

    fn read(item: Item<'_>) -> Option<Day> {
        parse_day(item.text()?)
    }
}

impl Read for StampValue {
    type Out<'r> = Stamp;

    fn read(item: Item<'_>) -> Option<Stamp> {
        Stamp::parse(item.text()?)
    }
}

impl Read for Whole {
    type Out<'r> = i64;

    fn read(item: Item<'_>) -> Option<i64> {
        item.plain()?.parse().ok()
    }
}

impl Read for Decimal {
    type Out<'r> = f64;

    fn read(item: Item<'_>) -> Option<f64> {
        item.plain()?.parse().ok().filter(|number: &f64| number.is_finite())
    }
}

impl Read for Flag {
    type Out<'r> = bool;

    fn read(item: Item<'_>) -> Option<bool> {
        match item.plain()? {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }
}

impl Read for Words {
    type Out<'r> = Vec<Found<&'r str>>;

    fn read(item: Item<'_>) -> Option<Self::Out<'_>> {
        let items = item.list()?.into_iter();
        Some(items.filter_map(|i| Some(Found { value: i.text()?, span: i.span() })).collect())
    }
}

impl Read for Items {
    type Out<'r> = Vec<Item<'r>>;

    fn read(item: Item<'_>) -> Option<Vec<Item<'_>>> {
        item.list()
    }
}

impl Read for Part {
    type Out<'r> = Item<'r>;

    fn read(item: Item<'_>) -> Option<Item<'_>> {
        matches!(item.record.tree.node(item.node).content, Content::Mapping(_)).then_some(item)
    }
}
