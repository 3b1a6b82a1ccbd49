//! Text plus edits, proved by reading the result again.
//!
//! An edit replaces the value of a top-level field (or adds, or removes one, or adds to a list), or
//! replaces bytes at named places, and keeps every other byte. When the result does not read back as
//! exactly the intended change, nothing is returned.

mod append;
mod splice;

pub use append::NewItem;
pub use splice::{Splice, rewrite, rewrite_yaml, splice};

use crate::span::Span;
use crate::yaml::{self, Content, Tree};

/// A change of one top-level field of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The field gets this value, given as YAML (`closed`, `"1.10"`, `[a, b]`, or an indented block).
    Set {
        /// The field's name.
        field: String,
        /// The value as YAML text.
        value: String,
    },
    /// The list under the field gets one more item at its end; a field that is not there, or says
    /// nothing, becomes a list of this item.
    Append {
        /// The field's name.
        field: String,
        /// The item.
        item: NewItem,
    },
    /// The field goes.
    Remove {
        /// The field's name.
        field: String,
    },
}

/// Why an edit was refused.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum EditError {
    /// The text has no front matter to edit.
    #[error("there is no front matter that could be edited")]
    NoFrontMatter,
    /// The front matter cannot be read before or after the edit.
    #[error("the front matter would not read back: {0}")]
    Unreadable(String),
    /// Something else than the field would have changed.
    #[error("editing `{0}` would change more than `{0}`")]
    Collateral(String),
    /// The field is written in a way to which nothing can be added safely.
    #[error("`{0}` is no list that an item could be added to")]
    NotExtensible(String),
    /// Replacements that lie over each other, or outside of the text.
    #[error("two replacements touch the same bytes")]
    Overlap,
    /// Replacing bytes would change more than the values they belong to.
    #[error("replacing a part of the text would change another part of it")]
    Spill,
}

/// The span of the front matter in `text`, without its `---` lines.
pub fn front_matter(text: &str) -> Option<Span> {
    let mut start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let first = text[start..].split_inclusive('\n').next()?;
    if first.trim_end() != "---" || !first.ends_with('\n') {
        return None;
    }
    start += first.len();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some(Span::new(start, at));
        }
        at += line.len();
    }
    None
}

/// Applies `edits` in order and returns the new text.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    for edit in edits {
        text = apply_one(&text, edit)?;
    }
    Ok(text)
}

fn apply_one(text: &str, edit: &Edit) -> Result<String, EditError> {
    let front = front_matter(text).ok_or(EditError::NoFrontMatter)?;
    let tree = read(text, front)?;
    let newline = if front.slice(text).contains("\r\n") { "\r\n" } else { "\n" };
    if let Edit::Append { field, item } = edit {
        return append::append(text, front, &tree, field, item, newline);
    }
    let (name, at, replacement) = match edit {
        Edit::Remove { field } => match entry_span(text, &tree, field) {
            Some(span) => (field, span, String::new()),
            None => return Ok(text.to_owned()),
        },
        Edit::Set { field, value } => {
            let line = written(field, value, newline);
            match entry_span(text, &tree, field) {
                Some(span) => (field, span, keep_comment(text, &tree, field, &line, newline)),
                None => (field, Span::at(front.end), line),
            }
        }
        Edit::Append { field, .. } => return Err(EditError::NotExtensible(field.clone())),
    };
    let mut edited = text.to_owned();
    edited.replace_range(at.start..at.end, &replacement);
    prove(text, &tree, &edited, name)?;
    Ok(edited)
}

/// `field: value` with line ends of the file; a value that starts with a line end is a block.
fn written(field: &str, value: &str, newline: &str) -> String {
    let value = value.trim_end().replace("\r\n", "\n").replace('\n', newline);
    let gap = if value.starts_with(['\n', '\r']) || value.is_empty() { "" } else { " " };
    format!("{field}:{gap}{value}{newline}")
}

/// A comment at the end of a one-line entry stays.
fn keep_comment(text: &str, tree: &Tree, field: &str, line: &str, newline: &str) -> String {
    let Some(entry) = tree.entry(text, tree.root(), field) else { return line.to_owned() };
    let value = tree.node(entry.value);
    let rest = text[value.span.end..].split('\n').next().unwrap_or_default().trim_end();
    let inline = matches!(value.content, Content::Scalar(yaml::Style::Plain | yaml::Style::Quoted))
        || value.flow;
    let one_line = !line.trim_end().contains('\n');
    if inline && one_line && rest.trim_start().starts_with('#') && rest.starts_with([' ', '\t']) {
        format!("{}{rest}{newline}", line.trim_end())
    } else {
        line.to_owned()
    }
}

/// The whole lines of a top-level entry, without comments or blank lines that follow it.
fn entry_span(text: &str, tree: &Tree, field: &str) -> Option<Span> {
    let entry = tree.entry(text, tree.root(), field)?;
    let key = tree.node(entry.key).span;
    let value = tree.node(entry.value).span;
    let start = text[..key.start].rfind('\n').map_or(0, |at| at + 1);
    let mut last = value.end.max(key.end);
    let trimmed = text[start..last].trim_end().len();
    last = start + trimmed.max(key.end - start);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at + 1);
    Some(Span::new(start, end))
}

fn read(text: &str, front: Span) -> Result<Tree, EditError> {
    let (tree, faults) = yaml::parse(text, front);
    if let Some(fault) = faults.first() {
        return Err(EditError::Unreadable(fault.message.clone()));
    }
    let tree = tree.ok_or_else(|| EditError::Unreadable("it is empty".into()))?;
    match tree.node(tree.root()).content {
        Content::Mapping(_) => Ok(tree),
        _ => Err(EditError::Unreadable("it is not a mapping".into())),
    }
}

/// All other fields must read as before, in the same order, and the body must be untouched.
fn prove(before: &str, tree: &Tree, after: &str, field: &str) -> Result<(), EditError> {
    let front = front_matter(after).ok_or_else(|| EditError::Collateral(field.to_owned()))?;
    let new = read(after, front)?;
    let others = |tree: &Tree, text: &str| -> Vec<_> {
        let entries = tree.entries(tree.root()).iter();
        entries.filter(|entry| tree.text(text, entry.key) != Some(field)).copied().collect()
    };
    let (old_entries, new_entries) = (others(tree, before), others(&new, after));
    let same = old_entries.len() == new_entries.len()
        && old_entries.iter().zip(&new_entries).all(|(a, b)| {
            tree.same_values(before, a.key, &new, after, b.key)
                && tree.same_values(before, a.value, &new, after, b.value)
        });
    let old_front = front_matter(before).ok_or(EditError::NoFrontMatter)?;
    let body_kept = before[old_front.end..] == after[front.end..];
    if same && body_kept { Ok(()) } else { Err(EditError::Collateral(field.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, field: &str, value: &str) -> Result<String, EditError> {
        apply(text, &[Edit::Set { field: field.into(), value: value.into() }])
    }

    const TEXT: &str = "---\r\nid: A\r\nstatus: open   # for now\r\nlist:\r\n  - a\r\n  - b\r\n\r\nnote: |\r\n  x\r\n  y\r\n---\r\nBody: status: x\r\n";

    #[test]
    fn every_byte_but_the_value_stays() {
        assert_eq!(
            set(TEXT, "status", "closed").unwrap(),
            TEXT.replace("status: open ", "status: closed ")
        );
        assert_eq!(
            set(TEXT, "list", "[c]").unwrap(),
            TEXT.replace("list:\r\n  - a\r\n  - b\r\n", "list: [c]\r\n")
        );
        assert_eq!(
            set(TEXT, "note", "z").unwrap(),
            TEXT.replace("note: |\r\n  x\r\n  y\r\n", "note: z\r\n")
        );
        assert_eq!(
            set(TEXT, "due", "2026-01-02").unwrap(),
            TEXT.replace("  y\r\n---", "  y\r\ndue: 2026-01-02\r\n---")
        );
        let gone = apply(TEXT, &[Edit::Remove { field: "list".into() }]).unwrap();
        assert_eq!(gone, TEXT.replace("list:\r\n  - a\r\n  - b\r\n", ""));
    }

    #[test]
    fn an_edit_that_would_change_more_is_refused() {
        assert!(matches!(
            set(TEXT, "status", "x\nid: B"),
            Err(EditError::Unreadable(_) | EditError::Collateral(_))
        ));
        assert!(matches!(set(TEXT, "status", "x\nother: B"), Err(EditError::Collateral(_))));
        assert!(matches!(set(TEXT, "status", "[a"), Err(EditError::Unreadable(_))));
        assert!(matches!(
            set(TEXT, "status", "x\n---\ny"),
            Err(EditError::Collateral(_) | EditError::Unreadable(_))
        ));
        assert_eq!(set("no front matter", "a", "b"), Err(EditError::NoFrontMatter));
    }
}
