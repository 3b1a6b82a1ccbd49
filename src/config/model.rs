//! What the configuration adds to the model: fields, values, folders, names of sections.
//!
//! Read as written; what the names mean is for the table of kinds to say, which stands above.

use super::Given;
use super::reader::{Reader, inside};
use crate::term::RepoPath;
use crate::term::enumeration::KIND;
use crate::yaml::NodeId;

/// A field that the configuration adds to a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedField {
    /// The word of the kind.
    pub kind: String,
    /// The name.
    pub name: Given<String>,
    /// What its value looks like, in the words of the model: `line`, `[person]`, `low/high`.
    pub shape: Given<String>,
    /// The state from which it is owed, or `always`; never when absent.
    pub from: Option<Given<String>>,
    /// What it means.
    pub meaning: String,
}

/// Everything that the configuration adds to the model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Additions {
    /// Fields, in the order of the file.
    pub fields: Vec<AddedField>,
    /// Values by enumeration.
    pub values: Vec<(Given<String>, Vec<Given<String>>)>,
    /// Folders by the word of the kind.
    pub folders: Vec<(String, Given<String>)>,
    /// What sections are called here, by their name in the model; `new` writes the first.
    pub sections: Vec<(Given<String>, Vec<Given<String>>)>,
}

/// Reads `{incident: {region: {type: line, from: triaged, meaning: ..}, queue: word}}`.
pub(super) fn fields(reader: &mut Reader<'_>, value: NodeId) -> Vec<AddedField> {
    let mut found = Vec::new();
    for (kind, entry) in reader.fields(value, "fields", KIND.values) {
        let inner = inside("fields", kind);
        for (name, field) in reader.pairs(entry.value, &inner, "region: line") {
            let name = reader.given(name.to_owned(), field.key);
            found.extend(one(reader, kind, name, field.value));
        }
    }
    found
}

fn one(
    reader: &mut Reader<'_>,
    kind: &str,
    name: Given<String>,
    node: NodeId,
) -> Option<AddedField> {
    let path = inside(&inside("fields", kind), &name.value);
    let (mut shape, mut from, mut meaning) = (None, None, String::new());
    if reader.is_mapping(node) {
        for (key, entry) in reader.fields(node, &path, &["type", "from", "meaning"]) {
            let at = inside(&path, key);
            match key {
                "type" => shape = read_shape(reader, entry.value, &at),
                "from" => {
                    let text = reader.line(entry.value, &at)?;
                    from = Some(reader.given(text.to_owned(), entry.value));
                }
                _ => reader.line(entry.value, &at).unwrap_or_default().clone_into(&mut meaning),
            }
        }
    } else {
        shape = Some(read_shape(reader, node, &path)?);
    }
    let Some(shape) = shape else {
        reader.wrong(node, &path, format!("`{path}` has no type"), "add `type: line`");
        return None;
    };
    Some(AddedField { kind: kind.to_owned(), name, shape, from, meaning })
}

/// A type as written; a list of one type is written `[type]`, with or without quotes.
fn read_shape(reader: &mut Reader<'_>, node: NodeId, field: &str) -> Option<Given<String>> {
    if !reader.is_list(node) {
        let text = reader.line(node, field)?;
        return Some(reader.given(text.to_owned(), node));
    }
    let items = reader.items(node, field);
    let [item] = items else {
        let help = "write `[line]` for a list of lines";
        reader.wrong(node, field, format!("`{field}` must name one type"), help);
        return None;
    };
    let text = reader.line(*item, field)?;
    Some(reader.given(format!("[{text}]"), node))
}

/// Reads `{name: [first, second]}`; one text may stand without brackets.
pub(super) fn lists(
    reader: &mut Reader<'_>,
    value: NodeId,
    field: &str,
) -> Vec<(Given<String>, Vec<Given<String>>)> {
    let mut found = Vec::new();
    for (name, entry) in reader.pairs(value, field, "name: [first, second]") {
        let at = inside(field, name);
        let texts = if reader.is_list(entry.value) {
            reader.lines(entry.value, &at)
        } else {
            let text = reader.line(entry.value, &at);
            text.map(|text| reader.given(text.to_owned(), entry.value)).into_iter().collect()
        };
        found.push((reader.given(name.to_owned(), entry.key), texts));
    }
    found
}

/// Reads `{incident: security/incidents}`.
pub(super) fn folders(reader: &mut Reader<'_>, value: NodeId) -> Vec<(String, Given<String>)> {
    let mut found: Vec<(String, Given<String>)> = Vec::new();
    for (kind, entry) in reader.fields(value, "folders", KIND.values) {
        let field = inside("folders", kind);
        let Some(text) = reader.line(entry.value, &field) else { continue };
        let Some(path) = RepoPath::parse_written(text).filter(|path| !path.as_str().is_empty())
        else {
            let message = format!("`{field}` cannot be `{text}`");
            let help = "write a folder below that of pirctl.yaml, such as `security/incidents`";
            reader.wrong(entry.value, &field, message, help);
            continue;
        };
        let folder = path.as_str().trim_end_matches('/').to_owned();
        found.push((kind.to_owned(), reader.given(folder, entry.value)));
    }
    found
}
