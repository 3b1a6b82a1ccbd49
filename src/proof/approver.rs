//! The fields of a kind in which somebody is named who approves what the record says.

use crate::record::{Item, Record};
use crate::schema::{Claim, Field, Key, Kind, Line, Part, Shape};
use std::sync::LazyLock;

/// A field that names who approves, such as `approved_by` or `signoff.ism.name`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApproverField {
    /// The dotted path.
    pub path: String,
    maps: Vec<&'static str>,
    name: &'static str,
}

impl ApproverField {
    /// The person that a record names, by handle.
    fn of<'r>(&self, record: &'r Record) -> Option<&'r str> {
        let mut item: Item<'r> = record.root();
        for map in &self.maps {
            item = *item.get(Key::<Part>::new(map))?;
        }
        item.text_of(Key::<Line>::new(self.name))
    }
}

/// Whom a record names, by field.
pub(super) fn approvers(record: &Record) -> Vec<(&'static ApproverField, Box<str>)> {
    let fields = approver_fields(record.kind()).iter();
    fields.filter_map(|field| Some((field, field.of(record)?.into()))).collect()
}

/// The fields of a kind that name who approves; those in lists are left out, as with dates.
pub(super) fn approver_fields(kind: Kind) -> &'static [ApproverField] {
    static FIELDS: LazyLock<Vec<(Kind, Vec<ApproverField>)>> = LazyLock::new(|| {
        let of_kind = |kind: &Kind| {
            let mut found = Vec::new();
            let fields = kind.spec().all_fields();
            fields.for_each(|field| collect(field, Claim::Plain, &[], &mut found));
            (*kind, found)
        };
        Kind::ALL.iter().map(of_kind).collect()
    });
    let own = FIELDS.iter().find(|(other, _)| *other == kind);
    own.map(|(_, fields)| fields.as_slice()).unwrap_or_default()
}

/// A map that is claimed as an approval says so for the people in it.
fn collect(
    field: &'static Field,
    outer: Claim,
    maps: &[&'static str],
    found: &mut Vec<ApproverField>,
) {
    let claim = if outer == Claim::Approval { outer } else { field.claim };
    let path: Vec<&'static str> = maps.iter().copied().chain([field.name]).collect();
    match field.shape {
        Shape::Map(inner) => inner.iter().for_each(|field| collect(field, claim, &path, found)),
        Shape::Person if claim == Claim::Approval => {
            found.push(ApproverField {
                path: path.join("."),
                maps: maps.to_vec(),
                name: field.name,
            });
        }
        _ => {}
    }
}
