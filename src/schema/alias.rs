//! Old names of fields: read as the new one, with a note.

use super::Kind;

/// A name that a field once had or is often given.
#[derive(Debug)]
pub struct Alias {
    /// The kind whose field it is.
    pub kind: Kind,
    /// The old name.
    pub old: &'static str,
    /// The name it is read as.
    pub new: &'static str,
}

/// Every alias. A new edition of the model that renames a field adds a line here.
static ALIASES: &[Alias] = &[
    Alias { kind: Kind::Action, old: "assignee", new: "owner" },
    Alias { kind: Kind::Action, old: "deadline", new: "due" },
    Alias { kind: Kind::Pir, old: "facilitator", new: "lead" },
];

/// The alias that `name` is for a field of `kind`.
pub fn alias_of(kind: Kind, name: &str) -> Option<&'static Alias> {
    ALIASES.iter().find(|alias| alias.kind == kind && alias.old == name)
}
