//! A record as the data that an expression looks at: its fields, and the records it is linked with.

use crate::expression::Datum;
use crate::record::{Item, Read, Record};
use crate::register::Register;
use crate::schema::{ASSET, Field, Items, Kind, KindSpec, Part, Shape, WHY};

/// Which of the records around one are asked for; putting them together costs the most.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    pub(super) links: bool,
    pub(super) named_by: bool,
}

/// The record, with what is asked for around it.
pub(super) fn datum(register: &Register, record: &Record, around: Around) -> Datum {
    let mut entries = fields(record);
    if around.links {
        entries.push(("links".to_owned(), links(register, record)));
    }
    if around.named_by {
        entries.push(("named_by".to_owned(), named_by(register, record)));
    }
    Datum::Map(entries)
}

/// Every field of the kind, nothing where the record leaves it out, and the user's own.
fn fields(record: &Record) -> Vec<(String, Datum)> {
    let root = record.root();
    let mut entries: Vec<_> = record
        .spec
        .all_fields()
        .map(|field| (field.name.to_owned(), of_field(root, field)))
        .collect();
    if let Some(id) = entries.iter_mut().find(|(name, _)| name == "id") {
        id.1 = Datum::Text(record.id().to_owned());
    }
    let own = root.keys().into_iter().filter(|key| key.value.starts_with("x-"));
    entries.extend(own.map(|key| {
        let value = root.value(key.value).map_or(Datum::Nothing, plain);
        (key.value.to_owned(), value)
    }));
    entries
}

fn of_field(item: Item<'_>, field: &'static Field) -> Datum {
    item.value_of(field).map_or(Datum::Nothing, |value| of_shape(value, &field.shape))
}

fn of_shape(value: Item<'_>, shape: &'static Shape) -> Datum {
    match shape {
        Shape::List(inner) => Items::read(value).map_or(Datum::Nothing, |items| {
            Datum::List(items.into_iter().map(|item| of_shape(item, inner)).collect())
        }),
        Shape::Map(fields) => Part::read(value).map_or(Datum::Nothing, |map| of_map(map, fields)),
        Shape::Asset => either(value, ASSET),
        Shape::Why => either(value, WHY),
        _ => value.text().map_or(Datum::Nothing, |text| scalar(text, shape)),
    }
}

fn of_map(map: Item<'_>, fields: &'static [Field]) -> Datum {
    Datum::Map(fields.iter().map(|f| (f.name.to_owned(), of_field(map, f))).collect())
}

/// What may be written as its first field alone is looked at as a mapping all the same.
fn either(value: Item<'_>, fields: &'static [Field]) -> Datum {
    let Some(text) = value.text() else {
        return Part::read(value).map_or(Datum::Nothing, |map| of_map(map, fields));
    };
    let named = fields.iter().map(|field| (field.name.to_owned(), Datum::Nothing));
    let mut entries: Vec<_> = named.collect();
    if let Some(first) = entries.first_mut() {
        first.1 = Datum::Text(text.to_owned());
    }
    Datum::Map(entries)
}

/// Only numbers and booleans of the table are such; a version or an id never is.
fn scalar(text: &str, shape: &Shape) -> Datum {
    let typed = match shape {
        Shape::Int => text.parse().ok().map(Datum::Whole),
        Shape::Number => text.parse().ok().filter(|n: &f64| n.is_finite()).map(Datum::Decimal),
        Shape::Bool => text.parse().ok().map(Datum::Flag),
        _ => None,
    };
    typed.unwrap_or_else(|| Datum::Text(text.to_owned()))
}

/// A value that the table does not know, as written.
fn plain(value: Item<'_>) -> Datum {
    if let Some(text) = value.text() {
        return Datum::Text(text.to_owned());
    }
    if let Some(items) = Items::read(value) {
        return Datum::List(items.into_iter().map(plain).collect());
    }
    let keys = value.keys().into_iter();
    Datum::Map(
        keys.map(|key| {
            let inner = value.value(key.value).map_or(Datum::Nothing, plain);
            (key.value.to_owned(), inner)
        })
        .collect(),
    )
}

/// The records that each field names, by the field; what is not there is left out.
fn links(register: &Register, record: &Record) -> Datum {
    let named = link_fields(record.spec).map(|field| {
        let mut targets: Vec<&Record> = Vec::new();
        for link in record.links.iter().filter(|link| link.field == *field) {
            let target = register.get(&link.target.id);
            targets.extend(target.filter(|new| targets.iter().all(|old| old.path != new.path)));
        }
        (field.to_owned(), records(targets.into_iter()))
    });
    Datum::Map(named.collect())
}

/// The records that name this one, by their kind, each once.
fn named_by(register: &Register, record: &Record) -> Datum {
    let mut referrers: Vec<&Record> = register.referrers(record.id()).map(|(by, _)| by).collect();
    referrers.sort_by(|a, b| a.path.cmp(&b.path));
    referrers.dedup_by(|a, b| a.path == b.path);
    let by_kind = Kind::ALL.map(|kind| {
        let of_kind = referrers.iter().copied().filter(|by| by.kind() == kind);
        (name_of(kind), records(of_kind))
    });
    Datum::Map(by_kind.into())
}

fn records<'a>(all: impl Iterator<Item = &'a Record>) -> Datum {
    Datum::List(all.map(|record| Datum::Map(fields(record))).collect())
}

/// The fields of the front matter itself that name records.
pub(super) fn link_fields(spec: &'static KindSpec) -> impl Iterator<Item = &'static str> + use<> {
    let is_link = |shape: &Shape| matches!(shape, Shape::Link(_) | Shape::AnyLink | Shape::Ref);
    let names = spec.all_fields().filter(move |field| match field.shape {
        Shape::List(inner) => is_link(inner),
        ref shape => is_link(shape),
    });
    names.map(|field| field.name)
}

/// How expressions call a kind: its word, with `_` for `-`.
pub(super) fn name_of(kind: Kind) -> String {
    kind.word().replace('-', "_")
}
