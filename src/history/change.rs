//! What a commit changes against its parents, by comparing folders by their ids.
//!
//! Folders are opened only where they differ from those of every parent.

use super::scope::Scope;
use crate::git::{BlobId, FileKind, Folder, FolderEntry, FolderReader, GitError, TreeId};
use std::rc::Rc;

/// The content at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) blob: BlobId,
    pub(super) kind: FileKind,
}

/// A path whose content differs from the one in every parent; absence counts as content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) path: Box<[u8]>,
    /// What each parent holds there.
    pub(super) old: Vec<Option<Held>>,
    /// What the commit holds there.
    pub(super) new: Option<Held>,
}

/// Up to this many names are looked up one by one; more are met by going through the folder.
const FEW: usize = 3;

/// How deep folders may nest.
const DEPTH: usize = 512;

/// The changes within `scope` from the `parents` to `new`, in the order of paths.
///
/// Without parents everything is a change. `new` may be absent, then all is gone.
pub(super) fn find_changes(
    reader: &mut FolderReader,
    parents: &[TreeId],
    new: Option<TreeId>,
    scope: &Scope,
) -> Result<Vec<Change>, GitError> {
    let mut walk = Walk { reader, path: Vec::new(), depth: 0, found: Vec::new() };
    let old: Vec<_> = parents.iter().map(|id| Some(*id)).collect();
    walk.folder(&old, new, scope)?;
    Ok(walk.found)
}

struct Walk<'r> {
    reader: &'r mut FolderReader,
    path: Vec<u8>,
    depth: usize,
    found: Vec<Change>,
}

type Opened = Option<Rc<Folder>>;

impl Walk<'_> {
    fn folder(
        &mut self,
        old: &[Option<TreeId>],
        new: Option<TreeId>,
        scope: &Scope,
    ) -> Result<(), GitError> {
        if old.contains(&new) || scope.is_empty() {
            return Ok(());
        }
        if self.depth == DEPTH {
            let what = format!("folder {}", String::from_utf8_lossy(&self.path));
            return Err(GitError::Damaged { what, reason: "folders nest too deep".into() });
        }
        self.depth += 1;
        let new = self.open(new)?;
        let old: Vec<Opened> = old.iter().map(|id| self.open(*id)).collect::<Result<_, _>>()?;
        if scope.is_whole() || scope.names() > FEW {
            self.all_entries(&old, &new, scope)?;
        } else {
            self.named_entries(&old, &new, scope)?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn open(&mut self, id: Option<TreeId>) -> Result<Opened, GitError> {
        id.map(|id| self.reader.read(&id)).transpose()
    }

    /// Looks only at the names that the scope leads to.
    fn named_entries(
        &mut self,
        old: &[Opened],
        new: &Opened,
        scope: &Scope,
    ) -> Result<(), GitError> {
        for (name, below) in scope.below() {
            for is_folder in [false, true] {
                if !is_folder && !below.is_whole() {
                    continue;
                }
                let new_entry = new.as_deref().and_then(|folder| folder.find(name, is_folder));
                let old_entries: Vec<_> = old
                    .iter()
                    .map(|folder| folder.as_deref().and_then(|folder| folder.find(name, is_folder)))
                    .collect();
                self.entry(name, is_folder, &old_entries, new_entry, below)?;
            }
        }
        Ok(())
    }

    /// Goes through all folders side by side, in git's order.
    fn all_entries(&mut self, old: &[Opened], new: &Opened, scope: &Scope) -> Result<(), GitError> {
        let folders: Vec<&Opened> = std::iter::once(new).chain(old).collect();
        let (first, last) = common_ends(new, old);
        let mut places = vec![first; folders.len()];
        let mut heads: Vec<Option<FolderEntry<'_>>> = Vec::with_capacity(folders.len());
        let mut same: Vec<Option<FolderEntry<'_>>> = Vec::with_capacity(folders.len());
        loop {
            heads.clear();
            heads.extend(folders.iter().zip(&places).map(|(folder, at)| {
                let folder = folder.as_deref().filter(|folder| *at + last < folder.len())?;
                folder.entry(*at)
            }));
            let Some(first) = heads.iter().flatten().min_by(|a, b| a.order(b)).copied() else {
                return Ok(());
            };
            same.clear();
            for (head, place) in heads.iter().zip(&mut places) {
                let here = head.filter(|head| head.order(&first).is_eq());
                *place += usize::from(here.is_some());
                same.push(here);
            }
            if let Some(scope) = scope.at(first.name, first.is_folder()) {
                self.entry(first.name, first.is_folder(), &same[1..], same[0], scope)?;
            }
        }
    }

    fn entry(
        &mut self,
        name: &[u8],
        is_folder: bool,
        old: &[Option<FolderEntry<'_>>],
        new: Option<FolderEntry<'_>>,
        scope: &Scope,
    ) -> Result<(), GitError> {
        let nowhere = new.is_none() && old.iter().all(Option::is_none);
        let unchanged = old.iter().any(|old| match (old, &new) {
            (Some(old), Some(new)) => old.same_content(new),
            (None, None) => true,
            _ => false,
        });
        if unchanged || nowhere {
            return Ok(());
        }
        let length = self.path.len();
        if length > 0 {
            self.path.push(b'/');
        }
        self.path.extend_from_slice(name);
        if is_folder {
            let old: Vec<_> = old.iter().map(|entry| entry.map(|entry| entry.folder())).collect();
            self.folder(&old, new.map(|entry| entry.folder()), scope)?;
        } else {
            let held = |entry: &FolderEntry<'_>| Held { blob: entry.blob(), kind: entry.kind() };
            let old = old.iter().map(|entry| entry.as_ref().map(held)).collect();
            self.found.push(Change {
                path: self.path.clone().into(),
                old,
                new: new.as_ref().map(held),
            });
        }
        self.path.truncate(length);
        Ok(())
    }
}

/// How many first and last entries all folders have alike: neighbours in history differ little.
fn common_ends(new: &Opened, old: &[Opened]) -> (usize, usize) {
    let Some(new) = new.as_deref().filter(|_| !old.is_empty()) else { return (0, 0) };
    let mut ends = (new.len(), new.len());
    for folder in old {
        let Some(folder) = folder.as_deref() else { return (0, 0) };
        let (first, last) = new.common_ends(folder);
        ends = (ends.0.min(first), ends.1.min(last));
    }
    ends
}
