//! What the table says of the value or key at a place of the front matter.

use crate::record::Record;
use crate::schema::{self, Field, Shape};
use crate::span::Span;
use crate::yaml::NodeId;

/// What stands at a place.
#[derive(Clone, Debug)]
pub(super) enum Spot {
    /// A value of this shape.
    Value(NodeId, &'static Shape),
    /// A key in a mapping that has these fields.
    Key(NodeId, Vec<&'static str>),
}

/// The spot that covers exactly `span`.
pub(super) fn at(record: &Record, span: Span) -> Option<Spot> {
    let fields: Vec<&'static Field> = record.spec.all_fields().collect();
    let find = |name: &str| {
        let name = schema::alias_of(record.kind(), name).map_or(name, |alias| alias.new);
        record.spec.field(name)
    };
    in_mapping(record, span, record.tree().root(), &fields, &find)
}

fn in_mapping(
    record: &Record,
    span: Span,
    mapping: NodeId,
    fields: &[&'static Field],
    find: &dyn Fn(&str) -> Option<&'static Field>,
) -> Option<Spot> {
    let tree = record.tree();
    for entry in tree.entries(mapping) {
        if tree.node(entry.key).span == span {
            return Some(Spot::Key(mapping, fields.iter().map(|field| field.name).collect()));
        }
        let field = tree.text(&record.text, entry.key).and_then(find);
        let found = field.and_then(|field| in_value(record, span, entry.value, &field.shape));
        if found.is_some() {
            return found;
        }
    }
    None
}

fn in_value(record: &Record, span: Span, node: NodeId, shape: &'static Shape) -> Option<Spot> {
    let tree = record.tree();
    let own = tree.node(node).span;
    if own == span {
        return Some(Spot::Value(node, shape));
    }
    if !own.contains(span) {
        return None;
    }
    let fields: &'static [Field] = match shape {
        Shape::List(inner) => {
            return tree.items(node).iter().find_map(|item| in_value(record, span, *item, inner));
        }
        Shape::Map(fields) => fields,
        Shape::Asset => schema::ASSET,
        Shape::Why => schema::WHY,
        _ => return None,
    };
    let all: Vec<&'static Field> = fields.iter().collect();
    let find = |name: &str| fields.iter().find(|field| field.name == name);
    in_mapping(record, span, node, &all, &find)
}
