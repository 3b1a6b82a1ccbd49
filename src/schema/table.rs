//! The table as one register sees it: the model, with what the register's configuration adds.
//!
//! A register that adds nothing sees the model itself. Whatever is added becomes part of the same
//! table, so that reader, checks, skeletons and links treat it as they treat the rest.

use super::field::{Field, Owed, Shape, field};
use super::{Kind, KindSpec, Section, alias_of, common_fields, hash_name};
use crate::config::{AddedField, Additions, Config, ConfigFlaw, ConfigRule, Given};
use crate::term::enumeration::{self, Enumeration};
use crate::term::{interned, nearest};
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

/// Every kind as one register sees it.
#[derive(Debug)]
pub struct Table {
    specs: [&'static KindSpec; Kind::ALL.len()],
    values: BTreeMap<&'static str, Vec<&'static str>>,
    folders: Vec<(String, Kind)>,
}

/// Enumerations on which clocks, stages and verdicts hang: what a further value would mean there,
/// nobody could say.
const FIXED: &[&str] = &[
    "kind",
    "severity",
    "certainty",
    "origin",
    "review-tier",
    "classification",
    "stage",
    "profile",
];

impl Table {
    /// The model, with nothing added.
    pub fn standard() -> &'static Self {
        static STANDARD: LazyLock<Table> = LazyLock::new(|| Table::new(Kind::ALL.map(Kind::spec)));
        &STANDARD
    }

    /// The table of a register, and what is wrong with what its configuration adds; what is wrong is
    /// left out. The same additions give the same table, which is kept until the program ends.
    pub fn of(config: &Config) -> (&'static Self, Vec<ConfigFlaw>) {
        static KNOWN: Mutex<Vec<(Additions, &'static Table, Vec<ConfigFlaw>)>> =
            Mutex::new(Vec::new());
        if config.additions == Additions::default() {
            return (Self::standard(), Vec::new());
        }
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, table, flaws)) = known.iter().find(|(same, ..)| *same == config.additions) {
            return (table, flaws.clone());
        }
        let mut builder = Builder { additions: &config.additions, flaws: Vec::new() };
        let table: &'static Self = Box::leak(Box::new(builder.table()));
        known.push((config.additions.clone(), table, builder.flaws.clone()));
        (table, builder.flaws)
    }

    fn new(specs: [&'static KindSpec; Kind::ALL.len()]) -> Self {
        let mut folders: Vec<_> =
            specs.iter().map(|spec| (format!("{}/", spec.folder), spec.kind)).collect();
        // The deepest folder first; of equal ones the kind that stands first.
        folders.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
        Self { specs, values: BTreeMap::new(), folders }
    }

    /// The kind's row.
    pub fn spec(&self, kind: Kind) -> &'static KindSpec {
        self.specs[kind as usize]
    }

    /// The kind in whose folder `path` lies, if any; `path` begins at the register's root.
    pub fn kind_at(&self, path: &str) -> Option<Kind> {
        let found = self.folders.iter().find(|(folder, _)| path.starts_with(folder.as_str()));
        found.map(|(_, kind)| *kind)
    }

    /// Every value of an enumeration: the model's, then those that the configuration adds.
    pub fn words(&self, list: &Enumeration) -> Vec<&'static str> {
        let added = self.values.get(list.name).map(Vec::as_slice).unwrap_or_default();
        list.values.iter().chain(added).copied().collect()
    }

    /// The values that the configuration adds to an enumeration.
    pub fn added(&self, list: &Enumeration) -> &[&'static str] {
        self.values.get(list.name).map(Vec::as_slice).unwrap_or_default()
    }
}

struct Builder<'a> {
    additions: &'a Additions,
    flaws: Vec<ConfigFlaw>,
}

impl Builder<'_> {
    fn table(&mut self) -> Table {
        let values = self.values();
        let aliases = self.sections();
        let specs = Kind::ALL.map(|kind| self.spec(kind, &aliases));
        Table { values, ..Table::new(specs) }
    }

    fn wrong(&mut self, given: &Given<String>, field: &str, message: String, help: String) {
        let rule = ConfigRule::ConfigurationInvalid;
        self.flaws.push(ConfigFlaw::new(rule, given.place.clone(), message, help).on(field));
    }

    fn spec(&mut self, kind: Kind, aliases: &Aliases) -> &'static KindSpec {
        let model = kind.spec();
        let additions = self.additions;
        let added = additions.fields.iter().filter(|field| field.kind == model.name);
        let mut fields = model.fields.to_vec();
        for field in added {
            fields.extend(self.field(kind, field, &fields));
        }
        let section = |section: &Section| Section {
            name: section.name,
            owed: section.owed,
            aliases: aliases.get(section.name).copied().unwrap_or_default(),
        };
        let sections: Vec<_> = model.sections.iter().map(section).collect();
        let folder = additions.folders.iter().find(|(of, _)| of == model.name);
        Box::leak(Box::new(KindSpec {
            folder: folder.map_or(model.folder, |(_, folder)| interned(&folder.value)),
            fields: fields.leak(),
            sections: sections.leak(),
            merged: OnceLock::new(),
            ..model.bare()
        }))
    }

    fn field(&mut self, kind: Kind, added: &AddedField, own: &[Field]) -> Option<Field> {
        let (name, path) = (&added.name, format!("fields.{}.{}", added.kind, added.name.value));
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let is_name = name.value.starts_with(|c: char| c.is_ascii_lowercase())
            && name.value.len() <= 40
            && name.value.chars().all(plain);
        if !is_name {
            let message = format!("`{}` is no name of a field", name.value);
            self.wrong(name, &path, message, "use small letters, digits and `_`".to_owned());
            return None;
        }
        let hash = hash_name(&name.value);
        let mut all = own.iter().chain(common_fields());
        let is_taken = all.any(|field| field.hash() == hash)
            || alias_of(kind, &name.value).is_some()
            || matches!(name.value.as_str(), "links" | "named_by");
        if is_taken {
            let message = format!("a record of kind `{}` has a field `{}`", added.kind, name.value);
            self.wrong(name, &path, message, "choose another name".to_owned());
            return None;
        }
        let shape = self.shape(&added.shape, &format!("{path}.type"))?;
        let owed = match &added.from {
            None => Owed::Never,
            Some(from) => self.owed(kind, from, &format!("{path}.from"))?,
        };
        let meaning = match added.meaning.as_str() {
            "" => "Added by the configuration.",
            meaning => interned(meaning),
        };
        let claim = super::Claim::Plain;
        Some(Field { owed, claim, meaning, ..field(interned(&name.value), shape) })
    }

    fn owed(&mut self, kind: Kind, from: &Given<String>, path: &str) -> Option<Owed> {
        if from.value == "always" {
            return Some(Owed::Always);
        }
        let states = kind.spec().machine.states;
        let found = states.iter().find(|state| **state == from.value);
        if found.is_none() {
            let message = format!("`{}` is no state of kind `{}`", from.value, kind.word());
            let help = meant(&from.value, states.iter().copied().chain(["always"]));
            self.wrong(from, path, message, help);
        }
        found.map(|state| Owed::From(state))
    }

    fn shape(&mut self, given: &Given<String>, path: &str) -> Option<Shape> {
        let text = given.value.trim();
        let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let found = match inner {
            Some(inner) => {
                shape_of(inner.trim()).map(|shape| Shape::List(Box::leak(Box::new(shape))))
            }
            None => shape_of(text),
        };
        if found.is_none() {
            let message = format!("there is no type `{text}`");
            let names = enumeration::ALL.iter().map(|list| list.name);
            let help = meant(text, TYPES.iter().copied().chain(names));
            self.wrong(given, path, message, help);
        }
        found
    }

    fn values(&mut self) -> BTreeMap<&'static str, Vec<&'static str>> {
        let mut found = BTreeMap::new();
        for (name, values) in &self.additions.values {
            let field = format!("enumerations.{}", name.value);
            if FIXED.contains(&name.value.as_str()) {
                let message = format!("`{}` has the values of the model only", name.value);
                let help = "stages and clocks hang on them; use a field of your own".to_owned();
                self.wrong(name, &field, message, help);
                continue;
            }
            let Some(list) = enumeration::ALL.iter().find(|list| list.name == name.value) else {
                let names = enumeration::ALL.iter().map(|list| list.name);
                let help = meant(&name.value, names.filter(|name| !FIXED.contains(name)));
                let message = format!("there is no enumeration `{}`", name.value);
                self.wrong(name, &field, message, help);
                continue;
            };
            let mut kept = Vec::new();
            for value in values {
                let is_word = !value.value.contains(char::is_whitespace);
                if !is_word || list.values.contains(&value.value.as_str()) {
                    let problem = if is_word { "is there already" } else { "is no word" };
                    let message = format!("`{}` {problem}", value.value);
                    self.wrong(value, &field, message, "leave it out".to_owned());
                } else {
                    kept.push(interned(&value.value));
                }
            }
            found.insert(list.name, kept);
        }
        found
    }

    fn sections(&mut self) -> Aliases {
        let names: Vec<&'static str> =
            Kind::ALL.iter().flat_map(|kind| kind.spec().sections).map(|s| s.name).collect();
        let mut found = Aliases::new();
        let mut taken: BTreeMap<String, String> = BTreeMap::new();
        for (section, aliases) in &self.additions.sections {
            let field = format!("sections.{}", section.value);
            let Some(name) = names.iter().find(|name| **name == section.value) else {
                let help = meant(&section.value, names.iter().copied());
                let message = format!("no kind has a section `{}`", section.value);
                self.wrong(section, &field, message, help);
                continue;
            };
            let mut kept = Vec::new();
            for alias in aliases {
                let folded = alias.value.to_lowercase();
                let is_ours = names.iter().any(|n| n.to_lowercase() == folded && n != name);
                let other = taken.get(&folded).filter(|other| *other != name);
                if is_ours || other.is_some() || alias.value.contains(['\n', '#']) {
                    let message = format!("`{}` cannot stand for `{name}`", alias.value);
                    let help = "use a heading that no other section has".to_owned();
                    self.wrong(alias, &field, message, help);
                } else {
                    taken.insert(folded, (*name).to_owned());
                    kept.push(interned(&alias.value));
                }
            }
            found.insert(name, interned_list(kept));
        }
        found
    }
}

type Aliases = BTreeMap<&'static str, &'static [&'static str]>;

fn interned_list(list: Vec<&'static str>) -> &'static [&'static str] {
    list.leak()
}

/// The types that a field of the configuration may have, besides enumerations, `@kind` and choices.
pub const TYPES: &[&str] = &[
    "line", "word", "int", "number", "bool", "date", "stamp", "duration", "period", "person",
    "path", "sha256", "version", "ref", "asset", "why",
];

fn shape_of(text: &str) -> Option<Shape> {
    if let Some(kind) = text.strip_prefix('@') {
        if kind == "any" {
            return Some(Shape::AnyLink);
        }
        let kinds: Option<Vec<Kind>> = kind.split('/').map(Kind::parse).collect();
        return kinds.map(|kinds| Shape::Link(kinds.leak()));
    }
    if text.contains('/') {
        let words: Vec<&'static str> = text.split('/').map(|word| interned(word.trim())).collect();
        let is_good = words.iter().all(|w| !w.is_empty() && !w.contains(char::is_whitespace));
        return is_good.then(|| Shape::Choice(words.leak()));
    }
    Some(match text {
        "line" => Shape::Line,
        "word" => Shape::Word,
        "int" => Shape::Int,
        "number" => Shape::Number,
        "bool" => Shape::Bool,
        "date" => Shape::Date,
        "stamp" => Shape::Stamp,
        "duration" => Shape::Duration,
        "period" => Shape::Period,
        "person" => Shape::Person,
        "path" => Shape::Path,
        "sha256" => Shape::Sha256,
        "version" => Shape::Version,
        "ref" => Shape::Ref,
        "asset" => Shape::Asset,
        "why" => Shape::Why,
        _ => return enumeration::ALL.iter().find(|list| list.name == text).map(|l| Shape::Enum(l)),
    })
}

fn meant<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<_> = known.collect();
    nearest(word, known.iter().copied()).map_or_else(
        || format!("use one of {}", known.join(", ")),
        |meant| format!("did you mean `{meant}`?"),
    )
}
