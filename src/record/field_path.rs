//! The dotted path of a field, as links carry it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// The dotted path of a field, list positions left out: `change_log.incidents`.
///
/// A register has a hundred thousand links, nearly all of them in fields of the front matter itself;
/// those only point to the name in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath(Cow<'static, str>);

impl FieldPath {
    /// The path of a field of the front matter itself.
    pub const fn named(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// A longer path.
    pub const fn written(path: String) -> Self {
        Self(Cow::Owned(path))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for FieldPath {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for FieldPath {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for FieldPath {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&FieldPath> for String {
    fn from(path: &FieldPath) -> Self {
        path.as_str().to_owned()
    }
}
