//! How a tree grows, whichever reader reads: values come in file order, collections open and close.

use super::tree::{Entry, Kept, NodeId, Range, Slot, Style, Tree};
use crate::span::Span;

/// The two sorts of collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Collection {
    Sequence,
    Mapping,
}

/// A tree that still grows.
///
/// Children of a collection wait until it closes, so that they come to stand side by side.
pub(super) struct Growth {
    tree: Tree,
    open: Vec<Open>,
    items: Vec<NodeId>,
    entries: Vec<Entry>,
}

/// A collection that is still open.
struct Open {
    node: NodeId,
    sort: Collection,
    flow: bool,
    /// How many waiting items or entries belong to collections around this one.
    before: usize,
    /// The key that waits for its value.
    key: Option<NodeId>,
}

impl Growth {
    /// A tree for a text of `bytes` bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        // Front matters have a value or key on every twelve bytes or so; what is left goes back.
        let (nodes, few) = (bytes / 9 + 4, bytes / 40 + 4);
        let tree = Tree {
            nodes: Vec::with_capacity(nodes),
            items: Vec::with_capacity(few),
            entries: Vec::with_capacity(nodes / 2),
            own: Vec::new(),
        };
        let (items, entries) = (Vec::with_capacity(few), Vec::with_capacity(few));
        Self { tree, open: Vec::with_capacity(8), items, entries }
    }

    /// Nothing where a value could be.
    pub(super) fn nothing(&mut self, at: usize) {
        self.place(Span::at(at), Kept::Nothing);
    }

    /// A scalar whose text stands in the file at `text`.
    pub(super) fn lent(&mut self, style: Style, span: Span, text: Span) {
        self.place(span, Kept::Lent(style, text.into()));
    }

    /// A scalar whose text stands nowhere in the file.
    pub(super) fn own(&mut self, style: Style, span: Span, text: &str) {
        let at = Range::new(0, self.tree.own.len()).end;
        self.tree.own.push(text.into());
        self.place(span, Kept::Own(style, at));
    }

    /// A collection begins; what comes belongs to it until [`Self::end`].
    pub(super) fn start(&mut self, sort: Collection, flow: bool, span: Span) {
        // What it holds is known when it closes.
        let node = self.place(span, Kept::Nothing);
        let before = match sort {
            Collection::Sequence => self.items.len(),
            Collection::Mapping => self.entries.len(),
        };
        self.open.push(Open { node, sort, flow, before, key: None });
    }

    /// The collection that was opened last ends; `end` is its closing bracket's end.
    pub(super) fn end(&mut self, end: usize) -> Option<NodeId> {
        let Open { node, sort, flow, before, .. } = self.open.pop()?;
        let end = if flow { end } else { self.last_end(sort, before) };
        let kept = match sort {
            Collection::Sequence => {
                let items = moved(&mut self.items, before, &mut self.tree.items);
                Kept::Sequence { flow, items }
            }
            Collection::Mapping => {
                let entries = moved(&mut self.entries, before, &mut self.tree.entries);
                Kept::Mapping { flow, entries }
            }
        };
        let slot = &mut self.tree.nodes[node.0 as usize];
        let start = slot.at.start as usize;
        *slot = Slot { at: Range::new(start, end.max(start)), kept };
        Some(node)
    }

    /// Where a block collection ends: with its last child.
    fn last_end(&self, sort: Collection, before: usize) -> usize {
        let last = match sort {
            Collection::Sequence => self.items[before..].last().copied(),
            Collection::Mapping => self.entries[before..].last().map(|entry| entry.value),
        };
        last.map_or(0, |last| self.tree.nodes[last.0 as usize].at.end as usize)
    }

    /// Adds a node and hangs it into the collection that is open.
    fn place(&mut self, span: Span, kept: Kept) -> NodeId {
        let id = NodeId(Range::new(0, self.tree.nodes.len()).end);
        self.tree.nodes.push(Slot { at: span.into(), kept });
        let Some(open) = self.open.last_mut() else { return id };
        match (open.sort, open.key.take()) {
            (Collection::Sequence, _) => self.items.push(id),
            (Collection::Mapping, None) => open.key = Some(id),
            (Collection::Mapping, Some(key)) => self.entries.push(Entry { key, value: id }),
        }
        id
    }

    /// True when two keys of the mapping `node` say the same.
    pub(super) fn has_twins(&self, file: &str, node: NodeId) -> bool {
        let entries = self.tree.entries(node);
        let mut seen = 0_u128;
        entries.iter().enumerate().any(|(at, entry)| {
            let key = self.tree.text(file, entry.key).unwrap_or_default();
            // Few keys share a mark, so few are compared.
            let sum = key.bytes().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
            let mark = 1 << (sum & 127);
            let marked = seen & mark != 0;
            seen |= mark;
            marked && entries[..at].iter().any(|other| self.tree.is_text(file, other.key, key))
        })
    }

    /// The tree so far.
    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The tree, when there is anything in it; collections that are still open are closed.
    pub(super) fn finish(mut self) -> Option<Tree> {
        while self.end(0).is_some() {}
        self.tree.nodes.shrink_to_fit();
        self.tree.items.shrink_to_fit();
        self.tree.entries.shrink_to_fit();
        (!self.tree.nodes.is_empty()).then_some(self.tree)
    }
}

/// Moves what waits from `before` on to the end of `list`, and says where it stands there.
fn moved<T>(waiting: &mut Vec<T>, before: usize, list: &mut Vec<T>) -> Range {
    let start = list.len();
    list.extend(waiting.drain(before..));
    Range::new(start, list.len())
}
