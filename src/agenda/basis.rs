//! Whose rule a date goes by.

use crate::owed::{Books, ruling_policy};
use crate::schema::policy;
use std::fmt;

/// Whose rule a date goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A figure of the organisation's own incident management policy.
    Policy {
        /// The policy's id.
        id: String,
        /// The field of its `defines`.
        field: &'static str,
        /// The figure.
        value: String,
    },
    /// A default of this tool.
    Default(&'static str),
    /// The day that the record itself states, in this field.
    Record(&'static str),
    /// A law, which the record names.
    Law(&'static str),
}

impl Basis {
    /// The sort of it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Policy { .. } => "own-policy",
            Self::Default(_) => "product-default",
            Self::Record(_) => "record",
            Self::Law(_) => "law",
        }
    }

    /// The policy's figure where the policy in force states one, else the default.
    pub(super) fn figure(books: Books<'_>, field: &'static str, default: &'static str) -> Self {
        let policy = ruling_policy(books);
        let stated = policy.and_then(|policy| {
            let defines = policy.get(policy::DEFINES)?;
            Some((policy.id(), defines.value.value(field)?.text()?))
        });
        stated.map_or(Self::Default(default), |(id, value)| Self::Policy {
            id: id.to_owned(),
            field,
            value: value.to_owned(),
        })
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy { id, field, value } => write!(f, "{id}, {field} {value}"),
            Self::Default(what) => write!(f, "product default, {what}"),
            Self::Record(field) => write!(f, "the record's own {field}"),
            Self::Law(law) => f.write_str(law),
        }
    }
}
