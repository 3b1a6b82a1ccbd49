//! Paths inside a repository: relative, with `/`, on every platform.

use std::fmt;
use std::sync::Arc;

/// A path relative to the root of the repository (or register), with `/` between its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(Arc<str>);

impl RepoPath {
    /// Takes `path` as it stands; use only for paths that came from a walk or from git.
    pub fn new(path: impl AsRef<str>) -> Self {
        Self(Arc::from(path.as_ref()))
    }

    /// Reads a path that a person wrote in a record.
    ///
    /// `None` when it is absolute, empty, has a `..`, a backslash, a drive letter or a NUL.
    pub fn parse_written(text: &str) -> Option<Self> {
        let clean = text.strip_prefix("./").unwrap_or(text);
        let bad = clean.is_empty()
            || clean.starts_with('/')
            || clean.contains(['\\', '\0'])
            || clean.get(1..2) == Some(":")
            || clean.split('/').any(|part| part.is_empty() || part == "." || part == "..");
        (!bad).then(|| Self::new(clean))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The last part without its final extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// The part before the last `/`; empty at the root.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// True when the path lies in `folder` (given with or without a closing `/`) or is it.
    pub fn is_under(&self, folder: &str) -> bool {
        let folder = folder.trim_end_matches('/');
        folder.is_empty()
            || self
                .0
                .strip_prefix(folder)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// This path below `folder`.
    pub fn below(&self, folder: &str) -> Self {
        let folder = folder.trim_end_matches('/');
        if folder.is_empty() { self.clone() } else { Self::new(format!("{folder}/{}", self.0)) }
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for RepoPath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_paths_stay_below_the_root() {
        for bad in ["", "/etc/passwd", "../x", "a/../b", "a\\b", "C:/x", "a//b", "a\0b"] {
            assert_eq!(RepoPath::parse_written(bad), None, "{bad:?}");
        }
        let path = RepoPath::parse_written("./evidence/Ä b.txt").unwrap();
        assert_eq!(path.as_str(), "evidence/Ä b.txt");
        assert_eq!((path.stem(), path.parent()), ("Ä b", "evidence"));
        assert!(path.is_under("evidence/") && !path.is_under("evid"));
    }
}
