//! What was found out about commits and contents, so that a longer history asks only for the rest.
//!
//! Each fact hangs on nothing but what it is kept under: what a commit changes on its scope and the
//! commit, what a reader sees on path and content, lines on the two contents. So facts may come from
//! any walk, and a walk with them finds what it would find without.

use super::change::{Change, Held};
use super::content::Step;
use super::model::Seen;
use super::scope::Scope;
use crate::cache::{Pack, Packer, Unpacker, packed, packed_words};
use crate::digest::sha256;
use crate::git::{BlobId, CommitId, FileKind, GitError};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// A commit, and the parent it was compared with alone, counted from 1; 0 is all of them together.
pub(super) type Against = (CommitId, u32);

type Path = Box<[u8]>;
type Sight<F> = Option<Arc<Seen<F>>>;
type Lines = Option<(u32, u32)>;

/// Facts by what they hang on.
pub(super) struct Facts<F> {
    changes: BTreeMap<String, HashMap<Against, Vec<Change>>>,
    /// By path, and there in the order in which they were met: neighbours differ little.
    sights: BTreeMap<Path, Vec<(BlobId, Sight<F>)>>,
    lines: HashMap<Step, Lines>,
}

impl<F> Default for Facts<F> {
    fn default() -> Self {
        Self { changes: BTreeMap::new(), sights: BTreeMap::new(), lines: HashMap::new() }
    }
}

impl<F> Facts<F> {
    fn extend(&mut self, other: Self) {
        for (scope, changes) in other.changes {
            self.changes.entry(scope).or_default().extend(changes);
        }
        for (path, mut sights) in other.sights {
            self.sights.entry(path).or_default().append(&mut sights);
        }
        self.lines.extend(other.lines);
    }
}

/// Facts of earlier walks, and those that this one adds.
pub(super) struct Memo<F> {
    known: Facts<F>,
    by_content: HashMap<Path, HashMap<BlobId, Sight<F>>>,
    fresh: Mutex<Facts<F>>,
}

impl<F> Memo<F> {
    /// A memo that begins with what is known.
    pub(super) fn new(known: Facts<F>) -> Self {
        let all = known.sights.iter();
        let by_content = all.map(|(path, list)| (path.clone(), list.iter().cloned().collect()));
        Self { by_content: by_content.collect(), known, fresh: Mutex::default() }
    }

    /// All facts; `None` when this walk added none.
    pub(super) fn into_facts(self) -> Option<Facts<F>> {
        let fresh = self.fresh.into_inner().unwrap_or_else(PoisonError::into_inner);
        let nothing = fresh.changes.is_empty() && fresh.sights.is_empty() && fresh.lines.is_empty();
        let mut all = self.known;
        all.extend(fresh);
        (!nothing).then_some(all)
    }

    /// What the commit changes within the scope; found out when it is not known.
    pub(super) fn changes(
        &self,
        scope: &ScopeMark,
        against: Against,
        find: impl FnOnce() -> Result<Vec<Change>, GitError>,
    ) -> Result<Vec<Change>, GitError> {
        if let Some(known) = self.known.changes.get(&scope.0).and_then(|all| all.get(&against)) {
            return Ok(known.clone());
        }
        let found = find()?;
        self.add(|fresh| {
            if !fresh.changes.contains_key(&scope.0) {
                fresh.changes.insert(scope.0.clone(), HashMap::new());
            }
            let changes = fresh.changes.get_mut(&scope.0).expect("it was just put there");
            changes.insert(against, found.clone());
        });
        Ok(found)
    }

    /// What the reader saw.
    pub(super) fn sight(&self, path: &[u8], blob: BlobId) -> Option<Sight<F>> {
        self.by_content.get(path)?.get(&blob).cloned()
    }

    /// Lines added and removed.
    pub(super) fn lines(&self, step: Step) -> Option<Lines> {
        self.known.lines.get(&step).copied()
    }

    /// Adds what was read at one path.
    pub(super) fn add_contents(
        &self,
        path: &[u8],
        sights: Vec<(BlobId, Sight<F>)>,
        lines: &[(Step, Lines)],
    ) {
        self.add(|fresh| {
            if !sights.is_empty() {
                fresh.sights.entry(path.into()).or_default().extend(sights);
            }
            fresh.lines.extend(lines.iter().copied());
        });
    }

    fn add(&self, change: impl FnOnce(&mut Facts<F>)) {
        change(&mut self.fresh.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Tells one scope from another.
pub(super) struct ScopeMark(String);

impl ScopeMark {
    pub(super) fn of(scope: &Scope) -> Self {
        Self(sha256(format!("{scope:?}").as_bytes()))
    }
}

packed_words!(FileKind { File, Executable, Link, Submodule });
packed!(Held { blob, kind });
packed!(Change { path, old, new });

impl<F: Pack + Send + Sync + 'static> Pack for Facts<F> {
    fn pack(&self, out: &mut Packer) {
        let Self { changes, sights, lines } = self;
        out.number(changes.len() as u64);
        for (scope, changes) in changes {
            scope.pack(out);
            pack_sorted(changes, out);
        }
        out.number(sights.len() as u64);
        for (path, list) in sights {
            path.pack(out);
            list.pack(out);
        }
        pack_sorted(lines, out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let scopes = from.count()?;
        let changes = (0..scopes).map(|_| Some((Pack::unpack(from)?, unpack_map(from)?)));
        let changes = changes.collect::<Option<_>>()?;
        let paths = from.count()?;
        let sights = (0..paths).map(|_| Some((Pack::unpack(from)?, Pack::unpack(from)?)));
        let sights = sights.collect::<Option<_>>()?;
        Some(Self { changes, sights, lines: unpack_map(from)? })
    }
}

/// The same facts are the same bytes.
fn pack_sorted<K: Pack + Ord, V: Pack>(map: &HashMap<K, V>, out: &mut Packer) {
    let sorted: BTreeMap<&K, &V> = map.iter().collect();
    out.number(sorted.len() as u64);
    for (key, value) in sorted {
        key.pack(out);
        value.pack(out);
    }
}

fn unpack_map<K: Pack + Eq + std::hash::Hash, V: Pack>(
    from: &mut Unpacker<'_>,
) -> Option<HashMap<K, V>> {
    (0..from.count()?).map(|_| Some((K::unpack(from)?, V::unpack(from)?))).collect()
}
