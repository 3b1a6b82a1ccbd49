//! The span tree: nodes that know where they stand in the file.
//!
//! A register holds the trees of all its records at once, so they are kept small: offsets of 32
//! bits, children of all lists and mappings side by side, texts left in the file.

use crate::span::Span;

/// Index of a node in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

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

/// One key with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key's node, a scalar unless the file is wrong.
    pub key: NodeId,
    /// The value's node.
    pub value: NodeId,
}

/// What a node holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content<'t> {
    /// A scalar; read it with [`Tree::text`].
    Scalar(Style),
    /// Items in file order.
    Sequence(&'t [NodeId]),
    /// Entries in file order, duplicates kept.
    Mapping(&'t [Entry]),
}

/// A scalar, sequence or mapping with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node<'t> {
    /// Where the value stands in the file, quotes and brackets included.
    pub span: Span,
    /// True for `[..]` and `{..}`.
    pub flow: bool,
    /// What it holds.
    pub content: Content<'t>,
}

/// From one number up to, not including, another: bytes of the file, or places in a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Range {
    pub(super) fn new(start: usize, end: usize) -> Self {
        let small = |at| u32::try_from(at).expect("a text is refused long before it has 4 GiB");
        Self { start: small(start), end: small(end) }
    }

    fn of<T>(self, list: &[T]) -> &[T] {
        &list[self.start as usize..self.end as usize]
    }

    pub(super) fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

impl From<Span> for Range {
    fn from(span: Span) -> Self {
        Self::new(span.start, span.end)
    }
}

/// What a node holds, as it is kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kept {
    /// Nothing stands there; the YAML reader calls that `~`.
    Nothing,
    /// Text that stands in the file as it reads.
    Lent(Style, Range),
    /// Text that does not, such as one with escapes: its place among the tree's own texts.
    Own(Style, u32),
    /// Places among the items.
    Sequence { flow: bool, items: Range },
    /// Places among the entries.
    Mapping { flow: bool, entries: Range },
}

/// A node as it is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) at: Range,
    pub(super) kept: Kept,
}

/// A parsed YAML document; node 0 is the root.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub(super) nodes: Vec<Slot>,
    pub(super) items: Vec<NodeId>,
    pub(super) entries: Vec<Entry>,
    pub(super) own: Vec<Box<str>>,
}

impl Tree {
    /// The document itself.
    pub const fn root(&self) -> NodeId {
        NodeId(0)
    }

    fn slot(&self, id: NodeId) -> &Slot {
        &self.nodes[id.0 as usize]
    }

    /// The node of `id`.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        let Slot { at, kept } = self.slot(id);
        let (flow, content) = match *kept {
            Kept::Nothing => (false, Content::Scalar(Style::Plain)),
            Kept::Lent(style, _) | Kept::Own(style, _) => (false, Content::Scalar(style)),
            Kept::Sequence { flow, items } => (flow, Content::Sequence(items.of(&self.items))),
            Kept::Mapping { flow, entries } => (flow, Content::Mapping(entries.of(&self.entries))),
        };
        Node { span: at.span(), flow, content }
    }

    /// The text of a scalar as written, escapes resolved; `None` for lists and mappings.
    ///
    /// `file` is the text the tree was read from.
    pub fn text<'a>(&'a self, file: &'a str, id: NodeId) -> Option<&'a str> {
        match self.slot(id).kept {
            Kept::Nothing => Some("~"),
            Kept::Lent(_, range) => Some(range.span().slice(file)),
            Kept::Own(_, at) => Some(&self.own[at as usize]),
            Kept::Sequence { .. } | Kept::Mapping { .. } => None,
        }
    }

    /// The entries of a mapping; none for anything else.
    pub fn entries(&self, id: NodeId) -> &[Entry] {
        match self.slot(id).kept {
            Kept::Mapping { entries, .. } => entries.of(&self.entries),
            _ => &[],
        }
    }

    /// The items of a sequence; none for anything else.
    pub fn items(&self, id: NodeId) -> &[NodeId] {
        match self.slot(id).kept {
            Kept::Sequence { items, .. } => items.of(&self.items),
            _ => &[],
        }
    }

    /// The first entry of mapping `id` under `key`.
    pub fn entry(&self, file: &str, id: NodeId, key: &str) -> Option<Entry> {
        self.entries(id).iter().copied().find(|entry| self.is_text(file, entry.key, key))
    }

    /// True when the scalar says `wanted`; looks at the length first, since most keys differ in it.
    pub fn is_text(&self, file: &str, id: NodeId, wanted: &str) -> bool {
        match self.slot(id).kept {
            Kept::Lent(_, Range { start, end }) if (end - start) as usize != wanted.len() => false,
            _ => self.text(file, id) == Some(wanted),
        }
    }

    /// True for an empty value, `~` or `null`.
    pub fn is_null(&self, file: &str, id: NodeId) -> bool {
        match self.slot(id).kept {
            Kept::Nothing => true,
            Kept::Lent(Style::Plain, Range { start, end }) if end - start > 4 => false,
            Kept::Lent(Style::Plain, _) | Kept::Own(Style::Plain, _) => {
                matches!(self.text(file, id), Some("" | "~" | "null"))
            }
            _ => false,
        }
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
        match (self.node(id).content, other.node(other_id).content) {
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
