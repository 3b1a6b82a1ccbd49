//! Dates that a record states of the past, wherever the table has one.

use super::{Found, Item, Record};
use crate::schema::{Claim, Field, Key, Part, Shape, StampValue, common_fields};
use crate::term::Stamp;

/// Calls `tell` with the dotted path and value of each date that says something has happened.
pub fn stated_dates(record: &Record, tell: &mut impl FnMut(&str, Found<Stamp>)) {
    let own = record.spec.fields;
    let common = common_fields().iter().filter(|field| own.iter().all(|o| o.name != field.name));
    for field in own.iter().chain(common) {
        visit(record.root(), field, "", tell);
    }
}

fn visit(
    item: Item<'_>,
    field: &'static Field,
    inside: &str,
    tell: &mut impl FnMut(&str, Found<Stamp>),
) {
    let path = || match inside {
        "" => field.name.to_owned(),
        inside => format!("{inside}.{}", field.name),
    };
    match &field.shape {
        Shape::Date | Shape::Stamp => {
            let stated = matches!(field.claim, Claim::Stated | Claim::StatedForDeadline);
            if stated && let Some(date) = item.get(Key::<StampValue>::new(field.name)) {
                tell(&path(), date);
            }
        }
        Shape::Map(fields) if fields.iter().any(holds_date) => {
            if let Some(map) = item.get(Key::<Part>::new(field.name)) {
                let path = path();
                fields.iter().for_each(|inner| visit(*map, inner, &path, tell));
            }
        }
        Shape::List(Shape::Map(fields)) if fields.iter().any(holds_date) => {
            let path = path();
            for entry in item.items(Key::new(field.name)) {
                fields.iter().for_each(|inner| visit(entry, inner, &path, tell));
            }
        }
        _ => {}
    }
}

fn holds_date(field: &Field) -> bool {
    match &field.shape {
        Shape::Date | Shape::Stamp => true,
        Shape::Map(fields) | Shape::List(Shape::Map(fields)) => fields.iter().any(holds_date),
        _ => false,
    }
}
