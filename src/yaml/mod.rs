//! YAML text to a span tree; the only door to the YAML reader.
//!
//! Two readers give the same tree: a quick one for front matter as it is mostly written, which gives
//! up where it is not sure, and a full one for everything, which alone reports what is wrong.
//!
//! Scalars stay as written (`no` is text, `1.10` is text); what they mean is said by the schema.
//! Duplicate keys are kept, so that they can be reported with both places. Anchors, aliases, tags,
//! merge keys and second documents are refused: a record says what it says, once.

#[cfg(test)]
mod agree;
mod build;
mod grow;
mod plain;
mod tree;
mod write;

pub use tree::{Content, Entry, Node, NodeId, Style, Tree};
pub use write::quoted;

use crate::span::Span;

/// Deepest nesting of lists and mappings that is read.
pub const NESTING_LIMIT: usize = 32;

/// Something in the YAML text that is refused or cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, in the whole file.
    pub span: Span,
    /// What is wrong, as a lower-case fragment.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The other place, when two disagree (the first of two equal keys).
    pub first: Option<Span>,
}

/// Reads the YAML that stands at `range` in `file`; spans of the tree are offsets in `file`.
///
/// Returns what could be read together with every fault. The tree is `None` when a fault of
/// syntax stopped the reader.
pub fn parse(file: &str, range: Span) -> (Option<Tree>, Vec<Fault>) {
    match plain::read(file, range) {
        Some(tree) => (Some(tree), Vec::new()),
        None => build::build(file, range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Tree>, Vec<Fault>) {
        parse(text, Span::new(0, text.len()))
    }

    #[test]
    fn scalars_stay_as_written_and_know_their_place() {
        let text = "a: no\nb: '1.10'\nc: {d: [x, \"y\\n\"]}\ne:\n  - f: 1\n    g: |\n      two\n      lines\n";
        let (tree, faults) = read(text);
        assert_eq!(faults, []);
        let tree = tree.unwrap();
        let value = |key| tree.entry(text, tree.root(), key).unwrap().value;
        assert_eq!(tree.text(text, value("a")), Some("no"));
        assert_eq!(tree.node(value("b")).span.slice(text), "'1.10'");
        assert_eq!(tree.text(text, value("b")), Some("1.10"));
        assert_eq!(tree.node(value("c")).span.slice(text), "{d: [x, \"y\\n\"]}");
        let list = tree.entry(text, value("c"), "d").unwrap().value;
        assert_eq!(tree.text(text, tree.items(list)[1]), Some("y\n"));
        let item = tree.items(value("e"))[0];
        assert_eq!(tree.entries(item).len(), 2);
    }

    #[test]
    fn what_a_record_never_needs_is_refused_at_its_place() {
        for (text, word) in [
            ("a: &x 1\nb: *x\n", "anchors"),
            ("a: !tag 1\n", "tags"),
            ("a: 1\na: 2\n", "second time"),
            ("a: 1\n--- \nb: 1\n", "second YAML document"),
            ("<<: {a: 1}\n", "merge keys"),
            ("a: [1\n", "not valid YAML"),
            ("a: \"x\n", "not valid YAML"),
        ] {
            let (_, faults) = read(text);
            assert!(faults.iter().any(|fault| fault.message.contains(word)), "{text:?} {faults:?}");
        }
        let (_, faults) = read("k: 1\nx: 2\nk: 3\n");
        assert_eq!((faults[0].span, faults[0].first), (Span::new(10, 11), Some(Span::new(0, 1))));
    }

    #[test]
    fn deep_nesting_is_an_error_not_a_crash() {
        let text = format!("a: {}{}\n", "[".repeat(5000), "]".repeat(5000));
        let (tree, faults) = read(&text);
        assert!(tree.is_none() && faults.len() == 1, "{faults:?}");
    }
}
