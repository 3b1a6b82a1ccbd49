//! One more item at the end of a list, written as the items before it are.

use super::{Edit, EditError, apply_one, front_matter, read};
use crate::span::Span;
use crate::yaml::{Content, NodeId, Tree, quoted};
use std::fmt::Write;

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewItem {
    /// A text.
    Word(String),
    /// Names with their texts, in this order.
    Map(Vec<(&'static str, String)>),
}

impl NewItem {
    /// On one line, as it stands inside brackets.
    fn inline(&self) -> String {
        match self {
            Self::Word(word) => quoted(word),
            Self::Map(pairs) => {
                let pairs: Vec<_> =
                    pairs.iter().map(|(name, text)| format!("{name}: {}", quoted(text))).collect();
                format!("{{{}}}", pairs.join(", "))
            }
        }
    }

    /// On lines of its own; `lead` is what stands before its first character, as `  - `.
    fn lines(&self, lead: &str, newline: &str) -> String {
        match self {
            Self::Word(word) => format!("{lead}{}{newline}", quoted(word)),
            Self::Map(pairs) => {
                let under = " ".repeat(lead.len());
                let mut out = String::new();
                for (nth, (name, text)) in pairs.iter().enumerate() {
                    let lead = if nth == 0 { lead } else { under.as_str() };
                    write!(out, "{lead}{name}: {}{newline}", quoted(text))
                        .expect("writing to a string does not fail");
                }
                out
            }
        }
    }
}

pub(super) fn append(
    text: &str,
    front: Span,
    tree: &Tree,
    field: &str,
    item: &NewItem,
    newline: &str,
) -> Result<String, EditError> {
    let value = tree.entry(text, tree.root(), field).map(|entry| entry.value);
    let items = value.map(|value| tree.items(value)).unwrap_or_default();
    let is_null = value.is_none_or(|value| tree.is_null(text, value));
    let (at, new) = match (value, items.last()) {
        (Some(value), Some(last)) => after_last(text, tree, (value, *last), item, newline)
            .ok_or_else(|| EditError::NotExtensible(field.to_owned()))?,
        (Some(value), None) if !is_null && !is_empty_list(tree, value) => {
            return Err(EditError::NotExtensible(field.to_owned()));
        }
        _ => {
            let value = match item {
                NewItem::Word(_) => format!("[{}]", item.inline()),
                NewItem::Map(_) => format!("{newline}{}", item.lines("  - ", newline)),
            };
            return apply_one(text, &Edit::Set { field: field.to_owned(), value });
        }
    };
    let mut edited = text.to_owned();
    edited.insert_str(at, &new);
    prove((text, tree, front), &edited, field, items.len())?;
    Ok(edited)
}

fn is_empty_list(tree: &Tree, value: NodeId) -> bool {
    matches!(tree.node(value).content, Content::Sequence([]))
}

/// Where the new item goes, and its text.
fn after_last(
    text: &str,
    tree: &Tree,
    (sequence, last): (NodeId, NodeId),
    item: &NewItem,
    newline: &str,
) -> Option<(usize, String)> {
    let at = tree.node(last).span;
    if tree.node(sequence).flow {
        return Some((at.end, format!(", {}", item.inline())));
    }
    let line = text[..at.start].rfind('\n').map_or(0, |end| end + 1);
    let lead = &text[line..at.start];
    let dash = lead.trim();
    if dash != "-" {
        return None;
    }
    let trimmed = line + text[line..at.end].trim_end().len();
    let end = text[trimmed..].find('\n').map(|end| trimmed + end + 1)?;
    Some((end, item.lines(lead, newline)))
}

/// The list has the items it had and one more, and everything else reads as before.
fn prove(
    (before, tree, front): (&str, &Tree, Span),
    after: &str,
    field: &str,
    count: usize,
) -> Result<(), EditError> {
    let collateral = || EditError::Collateral(field.to_owned());
    let new_front = front_matter(after).ok_or_else(collateral)?;
    let new = read(after, new_front)?;
    let (old_entries, new_entries) = (tree.entries(tree.root()), new.entries(new.root()));
    let same = old_entries.len() == new_entries.len()
        && old_entries.iter().zip(new_entries).all(|(a, b)| {
            let same_key = tree.same_values(before, a.key, &new, after, b.key);
            let (old_items, new_items) = (tree.items(a.value), new.items(b.value));
            let grown = tree.text(before, a.key) == Some(field)
                && new_items.len() == count + 1
                && old_items
                    .iter()
                    .zip(new_items)
                    .all(|(a, b)| tree.same_values(before, *a, &new, after, *b));
            same_key && (grown || tree.same_values(before, a.value, &new, after, b.value))
        });
    let body_kept = before[front.end..] == after[new_front.end..];
    if same && body_kept { Ok(()) } else { Err(collateral()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;

    fn added(front: &str, item: NewItem) -> Result<String, EditError> {
        let text = format!("---\n{front}---\nBody\n");
        let edit = Edit::Append { field: "list".into(), item };
        let made = apply(&text, &[edit])?;
        Ok(made.strip_prefix("---\n").unwrap().strip_suffix("---\nBody\n").unwrap().to_owned())
    }

    fn word() -> NewItem {
        NewItem::Word("z".into())
    }

    fn map() -> NewItem {
        NewItem::Map(vec![("a", "x: y".into()), ("b", "2026-01-02".into())])
    }

    #[test]
    fn an_item_is_written_as_those_before_it() {
        for (before, item, after) in [
            ("id: A\n", word(), "id: A\nlist: [z]\n"),
            ("list:\nid: A\n", word(), "list: [z]\nid: A\n"),
            ("list: []\n", map(), "list:\n  - a: \"x: y\"\n    b: 2026-01-02\n"),
            ("list:\n  - - a\n", word(), "list:\n  - - a\n  - z\n"),
            ("list: [a] # c\n", word(), "list: [a, z] # c\n"),
            ("list: [a,\n  b,\n]\n", word(), "list: [a,\n  b, z,\n]\n"),
            (
                "list:\n- a: 1 # c\n  b: 2 # d\n\nid: A\n",
                map(),
                "list:\n- a: 1 # c\n  b: 2 # d\n- a: \"x: y\"\n  b: 2026-01-02\n\nid: A\n",
            ),
            (
                "list:\n    -   {a: b}\n",
                map(),
                "list:\n    -   {a: b}\n    -   a: \"x: y\"\n        b: 2026-01-02\n",
            ),
        ] {
            assert_eq!(added(before, item).as_deref(), Ok(after), "{before}");
        }
    }

    #[test]
    fn line_ends_of_the_file_are_kept() {
        let text = "---\r\nlist:\r\n  - a\r\n---\r\n";
        let edit = Edit::Append { field: "list".into(), item: word() };
        assert_eq!(apply(text, &[edit]).unwrap(), text.replace("- a\r\n", "- a\r\n  - z\r\n"));
    }

    #[test]
    fn what_is_no_list_is_left_alone() {
        assert_eq!(added("list: a\n", word()), Err(EditError::NotExtensible("list".into())));
        assert_eq!(added("list: {a: b}\n", word()), Err(EditError::NotExtensible("list".into())));
        assert_eq!(added("list: {}\n", word()), Err(EditError::NotExtensible("list".into())));
    }
}
