//! Values of one sort wherever the table has them: dates that state the past, handles of people.

use super::{Found, Item, Record};
use crate::schema::{Claim, Field, Key, Part, Shape, StampValue, common_fields};
use crate::term::Stamp;

/// Calls `tell` with the dotted path and value of each date that says something has happened.
pub fn stated_dates(record: &Record, tell: &mut impl FnMut(&str, Found<Stamp>)) {
    let states = |field: &Field| {
        matches!(field.shape, Shape::Date | Shape::Stamp)
            && matches!(field.claim, Claim::Stated | Claim::StatedForDeadline)
    };
    each(record, &states, &mut |path, field, item| {
        if let Some(date) = item.get(Key::<StampValue>::of(field)) {
            tell(path, date);
        }
    });
}

/// Calls `tell` with the dotted path and each handle of a person, as written.
pub fn people(record: &Record, tell: &mut impl FnMut(&str, Found<&str>)) {
    let names = |field: &Field| matches!(field.shape, Shape::Person | Shape::List(Shape::Person));
    each(record, &names, &mut |path, field, item| {
        let Some(value) = item.value_of(field) else { return };
        if let Some(handle) = value.text() {
            tell(path, Found { value: handle, span: value.span() });
        }
        for handle in item.words(Key::of(field)) {
            tell(path, handle);
        }
    });
}

/// Calls `tell` for each field of the table that is `wanted`, with the item that may hold it.
fn each<'r>(
    record: &'r Record,
    wanted: &impl Fn(&Field) -> bool,
    tell: &mut impl FnMut(&str, &'static Field, Item<'r>),
) {
    let own = record.spec.fields;
    let common =
        common_fields().iter().filter(|field| own.iter().all(|o| o.hash() != field.hash()));
    for field in own.iter().chain(common) {
        visit(record.root(), field, "", wanted, tell);
    }
}

fn visit<'r>(
    item: Item<'r>,
    field: &'static Field,
    inside: &str,
    wanted: &impl Fn(&Field) -> bool,
    tell: &mut impl FnMut(&str, &'static Field, Item<'r>),
) {
    let path = || match inside {
        "" => field.name.to_owned(),
        inside => format!("{inside}.{}", field.name),
    };
    if wanted(field) {
        if item.value_of(field).is_some() {
            tell(&path(), field, item);
        }
        return;
    }
    match &field.shape {
        Shape::Map(fields) if holds(fields, wanted) => {
            if let Some(map) = item.get(Key::<Part>::of(field)) {
                let path = path();
                for inner in *fields {
                    visit(*map, inner, &path, wanted, tell);
                }
            }
        }
        Shape::List(Shape::Map(fields)) if holds(fields, wanted) => {
            for entry in item.items(Key::of(field)) {
                let path = path();
                for inner in *fields {
                    visit(entry, inner, &path, wanted, tell);
                }
            }
        }
        _ => {}
    }
}

/// True when one of the fields, or one inside them, is wanted.
fn holds(fields: &[Field], wanted: &impl Fn(&Field) -> bool) -> bool {
    fields.iter().any(|field| {
        wanted(field)
            || matches!(&field.shape, Shape::Map(inner) | Shape::List(Shape::Map(inner)) if holds(inner, wanted))
    })
}
