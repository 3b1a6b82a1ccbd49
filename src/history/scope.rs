//! Which paths of a repository a question is about.

use std::collections::BTreeMap;

/// A set of files and folders, as a tree of names.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    whole: bool,
    below: BTreeMap<Box<[u8]>, Scope>,
}

impl Scope {
    /// Everything.
    pub(super) fn all() -> Self {
        Self { whole: true, below: BTreeMap::new() }
    }

    /// The given files and folders, each with all that lies in it; an empty path is everything.
    pub(super) fn of<'p>(paths: impl IntoIterator<Item = &'p [u8]>) -> Self {
        let mut scope = Self::default();
        for path in paths {
            scope.add(path);
        }
        scope
    }

    fn add(&mut self, path: &[u8]) {
        let mut at = self;
        for name in path.split(|&b| b == b'/').filter(|name| !name.is_empty()) {
            at = at.below.entry(name.into()).or_default();
        }
        at.whole = true;
    }

    /// True when nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        !self.whole && self.below.is_empty()
    }

    /// True when all that lies here is in it.
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    /// The names that lead to something, each with the scope below it.
    pub(super) fn below(&self) -> impl Iterator<Item = (&[u8], &Scope)> {
        self.below.iter().map(|(name, scope)| (&**name, scope))
    }

    /// How many names lead to something.
    pub(super) fn names(&self) -> usize {
        self.below.len()
    }

    /// The scope of the file or folder called `name`, when anything of it is in this one.
    pub(super) fn at(&self, name: &[u8], is_folder: bool) -> Option<&Scope> {
        if self.whole {
            return Some(self);
        }
        self.below.get(name).filter(|scope| is_folder || scope.whole)
    }

    /// True when the file `path` is in it.
    pub(super) fn contains(&self, path: &[u8]) -> bool {
        let mut at = self;
        for name in path.split(|&b| b == b'/') {
            if at.whole {
                return true;
            }
            match at.below.get(name) {
                Some(scope) => at = scope,
                None => return false,
            }
        }
        at.whole
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn a_folder_holds_what_lies_in_it_and_no_neighbour() {
        let scope = Scope::of([b"docs/a".as_slice(), b"x.md"]);
        for inside in ["docs/a", "docs/a/b/c.md", "x.md"] {
            assert!(scope.contains(inside.as_bytes()), "{inside}");
        }
        for outside in ["docs", "docs/ab", "docs/b", "x", "y.md"] {
            assert!(!scope.contains(outside.as_bytes()), "{outside}");
        }
        assert!(Scope::of([b"".as_slice()]).contains(b"any/thing"));
    }
}
