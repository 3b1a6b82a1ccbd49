//! The fields of a draft: given by the user or known, written in the order of the table.

use crate::schema::{Key, KindSpec, Line, common};
use crate::yaml;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Fields of a draft with their values as YAML text, and what goes into the body.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) spec: &'static KindSpec,
    given: BTreeMap<String, String>,
    known: BTreeMap<String, String>,
    /// Text below the prompt of a section.
    pub(super) sections: BTreeMap<&'static str, String>,
    /// Why a field could not be filled in.
    pub(super) reasons: BTreeMap<&'static str, String>,
    /// What the user may want to know.
    pub(super) hints: Vec<String>,
    /// True when the incident carries its review, cause and lesson itself.
    pub(super) light: bool,
}

impl Sheet {
    pub(super) fn new(spec: &'static KindSpec, given: BTreeMap<String, String>) -> Self {
        Self {
            spec,
            given,
            known: BTreeMap::new(),
            sections: BTreeMap::new(),
            reasons: BTreeMap::new(),
            hints: Vec::new(),
            light: false,
        }
    }

    /// The YAML text of a field: what the user gave, else what is known.
    pub(super) fn value(&self, field: &str) -> Option<&str> {
        let value = self.given.get(field).or_else(|| self.known.get(field))?;
        (!matches!(value.as_str(), "" | "~" | "null")).then_some(value)
    }

    /// True when the user gave the field.
    pub(super) fn is_given(&self, field: &str) -> bool {
        self.given.contains_key(field)
    }

    /// The text of a scalar field.
    pub(super) fn scalar(&self, field: &str) -> Option<String> {
        let line = format!("k: {}\n", self.value(field)?);
        let (tree, _) = yaml::parse(&line, crate::span::Span::new(0, line.len()));
        let tree = tree?;
        let entry = tree.entry(&line, tree.root(), "k")?;
        tree.text(&line, entry.value).map(str::to_owned)
    }

    /// Sets a field to a text that may need quotes.
    pub(super) fn text(&mut self, key: Key<Line>, text: &str) {
        self.raw(key.name(), yaml::quoted(text));
    }

    /// Sets a field to a list of texts; an empty list is not written.
    pub(super) fn words<T>(&mut self, key: Key<T>, words: &[impl AsRef<str>]) {
        if !words.is_empty() {
            self.raw(key.name(), list(words));
        }
    }

    /// Sets a field to YAML text.
    pub(super) fn raw(&mut self, field: &'static str, yaml: impl Into<String>) {
        self.known.insert(field.to_owned(), yaml.into());
    }

    /// Sets the id, in the form in which it is printed.
    pub(super) fn put_id(&mut self, id: &str) {
        self.given.remove(common::ID.name());
        self.text(common::ID, id);
    }

    /// Puts text below the prompt of a section.
    pub(super) fn section(&mut self, name: &'static str, text: impl Into<String>) {
        self.sections.insert(name, text.into());
    }

    /// The front matter: fields of the table in its order, then the user's own.
    pub(super) fn front(&self) -> String {
        let fields: Vec<_> = self.spec.all_fields().map(|field| field.name).collect();
        let own = self.given.keys().map(String::as_str).filter(|name| !fields.contains(name));
        let mut out = String::new();
        for name in fields.iter().copied().chain(own) {
            let Some(value) = self.value(name) else { continue };
            let gap = if value.starts_with('\n') { "" } else { " " };
            writeln!(out, "{name}:{gap}{value}").expect("writing to a string does not fail");
        }
        out
    }
}

/// A list of texts on one line, or one below the other when it is long.
pub(super) fn list(words: &[impl AsRef<str>]) -> String {
    let words: Vec<_> = words.iter().map(|word| yaml::quoted(word.as_ref())).collect();
    let line = format!("[{}]", words.join(", "));
    if line.len() <= 90 {
        return line;
    }
    items(&words)
}

/// Items one below the other.
pub(super) fn items(items: &[String]) -> String {
    items.iter().fold(String::new(), |out, item| format!("{out}\n  - {item}"))
}

/// A mapping on one line; values that are `None` are left out.
pub(super) fn mapping(entries: &[(&str, Option<&str>)]) -> String {
    let known = entries.iter().filter_map(|(key, value)| Some((key, (*value)?)));
    let entries: Vec<_> =
        known.map(|(key, value)| format!("{key}: {}", yaml::quoted(value))).collect();
    format!("{{{}}}", entries.join(", "))
}
