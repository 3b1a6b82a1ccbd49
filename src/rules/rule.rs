//! What a rule is: its card, its levels, its check.

use super::context::{ChangeContext, HistoryContext, RecordContext, RegisterContext};
use super::findings::Findings;
use crate::diag::Level;
use crate::proof::Past;
use crate::record::{FlawKind, Record};
use crate::schema::Kind;

/// Everything that is said of a rule; the docs and `explain` are made from it.
#[derive(Debug)]
pub struct Rule {
    /// Family and three digits; never used twice.
    pub code: &'static str,
    /// Kebab-case name.
    pub name: &'static str,
    /// How much a finding matters.
    pub levels: Levels,
    /// What the rule rests on.
    pub basis: Basis,
    /// State, stage or clock from which it can fire.
    pub from: &'static str,
    /// One line.
    pub summary: &'static str,
    /// What it checks, why an auditor asks, how to put it right.
    pub explanation: &'static str,
    /// Clause, article or guide it comes from; empty for rules of the product.
    pub source: &'static str,
    /// Registers that raise it.
    pub bad: &'static [Example],
    /// Registers that raise nothing.
    pub good: &'static [Example],
    /// The check.
    pub check: Check,
}

/// How much a finding of a rule matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Levels {
    /// Always the same.
    Always(Level),
    /// By a clock: before its first limit, after it, after its last.
    ByClock(Level, Level, Level),
}

/// What a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A clause or control of the standard.
    Standard,
    /// The organisation's own document or figure.
    OwnPolicy,
    /// Practice expectation of a public guide; never a demand of the standard.
    Guidance,
    /// What the tool needs in order to work.
    Product,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// One file as it was read: every flaw of this sort is a finding.
    Reading(&'static [FlawKind]),
    /// Each record of these kinds (all when empty) by itself.
    Record(&'static [Kind], fn(&RecordContext<'_>, &Record, &mut Findings)),
    /// Each record of these kinds (all when empty) among the others.
    Register(&'static [Kind], fn(&RegisterContext<'_>, &Record, &mut Findings)),
    /// The register as a whole.
    Whole(fn(&RegisterContext<'_>, &mut Findings)),
    /// The same, with what git shows where it is read and shows anything.
    WholeWith(fn(&RegisterContext<'_>, Option<&Past>, &mut Findings)),
    /// An expression of the configuration, run by `rules::custom`.
    Expression,
    /// Each record of these kinds (all when empty) against what git shows.
    History(&'static [Kind], fn(&HistoryContext<'_>, &Record, &mut Findings)),
    /// What git shows as a whole.
    WholeHistory(fn(&HistoryContext<'_>, &mut Findings)),
    /// What a change does: a register before it and after it.
    Change(fn(&ChangeContext<'_>, &mut Findings)),
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.reach())
    }
}

impl Check {
    /// How far the check reaches: `record` (one file), `register` (all of them), `history` (git) or
    /// `change` (two registers).
    pub const fn reach(&self) -> &'static str {
        match self {
            Self::Reading(_) | Self::Record(..) => "record",
            Self::Register(..) | Self::Whole(_) | Self::WholeWith(_) | Self::Expression => {
                "register"
            }
            Self::History(..) | Self::WholeHistory(_) => "history",
            Self::Change(_) => "change",
        }
    }
}

impl Check {
    /// The kinds it looks at; empty for every kind, and for checks of the whole.
    pub const fn kinds(&self) -> &'static [Kind] {
        match self {
            Self::Reading(_)
            | Self::Whole(_)
            | Self::WholeWith(_)
            | Self::Expression
            | Self::WholeHistory(_)
            | Self::Change(_) => &[],
            Self::Record(kinds, _) | Self::Register(kinds, _) | Self::History(kinds, _) => kinds,
        }
    }
}

impl Basis {
    /// The words for users.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::OwnPolicy => "own policy",
            Self::Guidance => "guidance",
            Self::Product => "product",
        }
    }
}

impl Levels {
    /// The words for users: `note > warning > error`.
    pub fn words(self) -> String {
        match self {
            Self::Always(level) => level.word().to_owned(),
            Self::ByClock(ahead, first, last) if first == last || ahead == first => {
                format!("{ahead} > {last}")
            }
            Self::ByClock(ahead, first, last) => format!("{ahead} > {first} > {last}"),
        }
    }
}

/// A small register, written as one text.
#[derive(Debug)]
pub struct Example {
    /// `rule-name/case`.
    pub name: &'static str,
    /// The text; see [`super::example`].
    pub text: &'static str,
}

/// An example from `examples/rules/`.
macro_rules! example {
    ($name:literal) => {
        crate::rules::Example {
            name: $name,
            text: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/examples/rules/",
                $name,
                ".txt"
            )),
        }
    };
}
pub(crate) use example;
