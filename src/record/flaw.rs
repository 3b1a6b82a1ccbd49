//! What can be wrong with a record by itself; the rules of family `REC` make findings of it.

use crate::span::Span;

/// The sort of a flaw; each belongs to one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlawKind {
    /// The front matter cannot be read (REC001).
    Unreadable,
    /// A value is not of its field's shape (REC002).
    FieldInvalid,
    /// A date is no date (REC004).
    DateInvalid,
    /// A key that the kind does not have (REC012).
    KeyUnknown,
    /// A key under its old name (REC012, as a note).
    KeyRenamed,
    /// A file in a kind's folder that is no record (REC013).
    NotARecord,
    /// Marks of an unresolved merge (REC014).
    ConflictMarkers,
    /// A byte-order mark or mixed line ends (REC015).
    EncodingUntidy,
}

/// One thing that is wrong with a record by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Its sort.
    pub kind: FlawKind,
    /// Where.
    pub span: Span,
    /// Dotted path of the field; empty for the file as a whole.
    pub field: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The other place, when two disagree.
    pub related: Option<(Span, String)>,
}

impl Flaw {
    pub(super) fn new(
        kind: FlawKind,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { kind, span, field: String::new(), message, help, related: None }
    }

    pub(super) fn on(mut self, field: &str) -> Self {
        field.clone_into(&mut self.field);
        self
    }
}
