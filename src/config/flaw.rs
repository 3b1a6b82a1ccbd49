//! What can be wrong with the files beside the records.

use crate::diag::{Place, Related};
use crate::span::Span;
use crate::term::RepoPath;

/// The rule that a flaw belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConfigRule {
    /// CFG001: unknown key, wrong type, a key that this version does not support.
    ConfigurationInvalid,
    /// CFG003: a list of people or assets that contradicts itself or cannot be read.
    ReferenceListInvalid,
    /// CFG006: an edition above the one that this version knows.
    SchemaNewer,
}

impl ConfigRule {
    /// The rule's code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ConfigurationInvalid => "CFG001",
            Self::ReferenceListInvalid => "CFG003",
            Self::SchemaNewer => "CFG006",
        }
    }
}

/// One thing that is wrong with a file beside the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFlaw {
    /// The rule it belongs to.
    pub rule: ConfigRule,
    /// Where.
    pub place: Place,
    /// Dotted path of the key; empty for the file as a whole.
    pub field: String,
    /// What is wrong, as a lower-case fragment.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The other place, when two disagree.
    pub related: Vec<Related>,
    /// True when nothing of the file could be read.
    pub fatal: bool,
}

impl ConfigFlaw {
    /// A flaw at a place.
    pub fn new(
        rule: ConfigRule,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { rule, place, field: String::new(), message, help, related: vec![], fatal: false }
    }

    /// Says which key it is about, as a dotted path.
    #[must_use]
    pub fn on(mut self, field: &str) -> Self {
        field.clone_into(&mut self.field);
        self
    }

    pub(super) fn fatal(mut self) -> Self {
        self.fatal = true;
        self
    }

    pub(super) fn first_at(mut self, path: &RepoPath, span: Span, message: &str) -> Self {
        self.related.push(Related { place: Place::new(path, span), message: message.to_owned() });
        self
    }
}

/// A value that a file states, with the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}
