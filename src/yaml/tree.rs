//! The span tree: an arena of nodes that know where they stand in the file.

use crate::span::Span;

/// Index of a node in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes; only this style can be a boolean, a number or null.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As a `|` or `>` block.
    Block,
}

/// The text of a scalar: mostly a slice of the file, else (after escapes) its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Text {
    Slice(Span),
    Owned(Box<str>),
}

/// One key with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key's node, a scalar unless the file is wrong.
    pub key: NodeId,
    /// The value's node.
    pub value: NodeId,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// A scalar; read it with [`Tree::text`].
    Scalar(Style),
    /// Items in file order.
    Sequence(Vec<NodeId>),
    /// Entries in file order, duplicates kept.
    Mapping(Vec<Entry>),
}

/// A scalar, sequence or mapping with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where the value stands in the file, quotes and brackets included.
    pub span: Span,
    /// True for `[..]` and `{..}`.
    pub flow: bool,
    /// What it holds.
    pub content: Content,
    pub(super) text: Option<Text>,
}

/// A parsed YAML document; node 0 is the root.
#[derive(Clone, Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    pub(super) fn with_capacity(nodes: usize) -> Self {
        Self { nodes: Vec::with_capacity(nodes) }
    }

    pub(super) fn push(&mut self, node: Node) -> NodeId {
        let id = u32::try_from(self.nodes.len()).expect("a front matter of 64 KiB has fewer nodes");
        self.nodes.push(node);
        NodeId(id)
    }

    pub(super) fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The document itself.
    pub const fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// The node of `id`.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The text of a scalar as written, escapes resolved; `None` for lists and mappings.
    ///
    /// `file` is the text the tree was read from.
    pub fn text<'a>(&'a self, file: &'a str, id: NodeId) -> Option<&'a str> {
        match self.node(id).text.as_ref()? {
            Text::Slice(span) => Some(span.slice(file)),
            Text::Owned(text) => Some(text),
        }
    }

    /// The entries of a mapping; none for anything else.
    pub fn entries(&self, id: NodeId) -> &[Entry] {
        match &self.node(id).content {
            Content::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence; none for anything else.
    pub fn items(&self, id: NodeId) -> &[NodeId] {
        match &self.node(id).content {
            Content::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The first entry of mapping `id` under `key`.
    pub fn entry(&self, file: &str, id: NodeId, key: &str) -> Option<Entry> {
        self.entries(id).iter().copied().find(|entry| self.is_text(file, entry.key, key))
    }

    /// True when the scalar says `wanted`; looks at the length first, since most keys differ in it.
    fn is_text(&self, file: &str, id: NodeId, wanted: &str) -> bool {
        match &self.node(id).text {
            Some(Text::Slice(span)) => span.len() == wanted.len() && span.slice(file) == wanted,
            Some(Text::Owned(text)) => **text == *wanted,
            None => false,
        }
    }

    /// True for an empty value, `~` or `null`.
    pub fn is_null(&self, file: &str, id: NodeId) -> bool {
        matches!(self.node(id).content, Content::Scalar(Style::Plain))
            && matches!(self.text(file, id), Some("" | "~" | "null"))
    }

    /// True when two trees hold the same values in the same order, wherever they stand.
    pub fn same_values(
        &self,
        file: &str,
        id: NodeId,
        other: &Self,
        other_file: &str,
        other_id: NodeId,
    ) -> bool {
        match (&self.node(id).content, &other.node(other_id).content) {
            (Content::Scalar(_), Content::Scalar(_)) => {
                self.is_null(file, id) == other.is_null(other_file, other_id)
                    && self.text(file, id) == other.text(other_file, other_id)
            }
            (Content::Sequence(a), Content::Sequence(b)) => {
                a.len() == b.len()
                    && a.iter()
                        .zip(b)
                        .all(|(a, b)| self.same_values(file, *a, other, other_file, *b))
            }
            (Content::Mapping(a), Content::Mapping(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|(a, b)| {
                        self.same_values(file, a.key, other, other_file, b.key)
                            && self.same_values(file, a.value, other, other_file, b.value)
                    })
            }
            _ => false,
        }
    }
}
