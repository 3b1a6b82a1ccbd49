//! Every text of a record's front matter with the audience of the field that it stands in.

use super::Record;
use crate::schema::{ASSET, Audience, Field, Kind, Shape, WHY};
use crate::yaml::{Content, NodeId};

/// A text of a record.
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'r> {
    /// The name of the field of the record in which it stands, however deep.
    pub field: &'r str,
    /// Who may read it.
    pub audience: Audience,
    /// True for the name of an asset.
    pub is_asset: bool,
    /// The text.
    pub text: &'r str,
}

/// Hands every text of the front matter to `tell`.
pub fn leaves<'r>(record: &'r Record, tell: &mut impl FnMut(Leaf<'r>)) {
    let tree = record.tree();
    for entry in tree.entries(tree.root()) {
        let Some(name) = tree.text(&record.text, entry.key) else { continue };
        let shape = record.kind().spec().field(name).map(|field| field.shape);
        Walk { record, field: name, tell: &mut *tell }.value(entry.value, shape, false);
    }
}

struct Walk<'r, 't, T> {
    record: &'r Record,
    field: &'r str,
    tell: &'t mut T,
}

impl<'r, T: FnMut(Leaf<'r>)> Walk<'r, '_, T> {
    /// Without a shape nobody has said who may read it.
    fn value(&mut self, at: NodeId, shape: Option<Shape>, is_asset: bool) {
        let (tree, file) = (self.record.tree(), &self.record.text);
        match tree.node(at).content {
            Content::Scalar(_) => {
                let Some(text) = tree.text(file, at) else { return };
                let is_asset = is_asset || matches!(shape, Some(Shape::Asset));
                let audience = shape.map_or(Audience::Inside, |shape| audience_of(shape, text));
                (self.tell)(Leaf { field: self.field, audience, is_asset, text });
            }
            Content::Sequence(items) => {
                let inner = match shape {
                    Some(Shape::List(inner)) => Some(*inner),
                    other => other,
                };
                for item in items {
                    self.value(*item, inner, false);
                }
            }
            Content::Mapping(entries) => {
                let asset = matches!(shape, Some(Shape::Asset));
                let fields: &[Field] = match shape {
                    Some(Shape::Map(fields)) => fields,
                    Some(Shape::Asset) => ASSET,
                    Some(Shape::Why) => WHY,
                    _ => &[],
                };
                for entry in entries {
                    let name = tree.text(file, entry.key).unwrap_or_default();
                    let field = fields.iter().find(|field| field.name == name);
                    self.value(
                        entry.value,
                        field.map(|field| field.shape),
                        asset && name == "name",
                    );
                }
            }
        }
    }
}

/// True for what may be the id of a commit or file content: digits alone are a number that somebody chose.
fn is_object(text: &str) -> bool {
    let is_hex = text.chars().all(|c| c.is_ascii_hexdigit());
    is_hex && text.len() >= 7 && text.chars().any(|c| c.is_ascii_alphabetic())
}

/// Who may read a text of this shape; words that people choose are their own words.
pub fn audience_of(shape: Shape, text: &str) -> Audience {
    match shape {
        Shape::Person => Audience::Person,
        Shape::Path | Shape::Sha256 => Audience::Custodians,
        Shape::Word if Kind::of_id(text).is_none() && !is_object(text) => Audience::Inside,
        // A list or mapping here is written otherwise than its shape asks for.
        Shape::Line | Shape::Why | Shape::Asset | Shape::List(_) | Shape::Map(_) => {
            Audience::Inside
        }
        _ => Audience::Anyone,
    }
}
