//! How each face is listed, and where the root of the register is.

use super::{CONFIG_NAME, PathKind, Snapshot, SourceError, SourceFile, Store, range_below};
use crate::fs::{FsError, Root, Walk};
use crate::git::{CommitId, IndexFile, Repository, Stage, TreeFile};
use crate::term::RepoPath;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(super) fn worktree(start: &Path, repo: Option<&Repository>) -> Result<Snapshot, SourceError> {
    let start = Root::open(start)?;
    let (top, root) = match repo {
        Some(repo) => {
            let top = Root::open(repo.worktree().ok_or(SourceError::Bare)?)?;
            let root = configured(start.path(), Some(top.path()));
            let root = root.unwrap_or_else(|| top.path().to_owned());
            (top, root)
        }
        None => match configured(start.path(), None) {
            Some(root) => (Root::open(&root)?, root),
            None => (start.clone(), start.path().to_owned()),
        },
    };
    let below = root.strip_prefix(top.path()).unwrap_or(Path::new(""));
    match below.to_str() {
        Some(below) => Ok(on_disk(top, below)),
        None => Err(FsError::NameNotUtf8 { path: below.display().to_string() }.into()),
    }
}

/// The folder of the configuration, upward from `start`, no further than `top`.
///
/// A link of that name counts: reading it will say that it is one.
fn configured(start: &Path, top: Option<&Path>) -> Option<PathBuf> {
    let inside = |folder: &&Path| top.is_none_or(|top| folder.starts_with(top));
    let is_there = |folder: &&Path| {
        folder.join(CONFIG_NAME).symlink_metadata().is_ok_and(|seen| !seen.is_dir())
    };
    start.ancestors().take_while(inside).find(is_there).map(Path::to_owned)
}

/// The files below `root`, a folder of the disk root `top`.
pub(super) fn on_disk(top: Root, root: &str) -> Snapshot {
    let Walk { entries, nested, troubles } = top.walk(root);
    let known = entries.into_iter().map(|entry| SourceFile {
        path: entry.path,
        kind: entry.kind.into(),
        blob: None,
    });
    let known = known.collect();
    let troubles = troubles.into_iter().map(SourceError::File).collect();
    Snapshot { nested, troubles, ..listed(Store::Disk(top), root, known) }
}

pub(super) fn index(repo: &Repository) -> Result<Snapshot, SourceError> {
    let mut unmerged = Vec::new();
    let mut chosen: BTreeMap<RepoPath, IndexFile> = BTreeMap::new();
    for entry in repo.index_files()?.into_iter().filter(|entry| !entry.intent_to_add) {
        if entry.stage != Stage::Merged {
            unmerged.push(entry.path.clone());
        }
        match chosen.get(&entry.path) {
            Some(other) if preference(other.stage) <= preference(entry.stage) => {}
            _ => drop(chosen.insert(entry.path.clone(), entry)),
        }
    }
    unmerged.sort_unstable();
    unmerged.dedup();
    let known = chosen.into_values().map(|entry| stored(entry.path, entry.kind.into(), entry.blob));
    let (known, troubles) = named(known.collect());
    let root = ancestors(repo.prefix())
        .find(|folder| known.binary_search_by(|f| f.path.cmp(&config_in(folder))).is_ok());
    let store = Store::Index(repo.clone());
    Ok(Snapshot { unmerged, troubles, ..listed(store, root.unwrap_or_default(), known) })
}

/// Which side of a conflict is read: the lower, the sooner.
const fn preference(stage: Stage) -> u8 {
    match stage {
        Stage::Merged => 0,
        Stage::Ours => 1,
        Stage::Theirs => 2,
        Stage::Base => 3,
    }
}

pub(super) fn commit(repo: &Repository, id: CommitId) -> Result<Snapshot, SourceError> {
    let mut root = "";
    for folder in ancestors(repo.prefix()) {
        if repo.blob_at(&id, &config_in(folder))?.is_some() {
            root = folder;
            break;
        }
    }
    commit_below(repo, id, root)
}

pub(super) fn commit_below(
    repo: &Repository,
    id: CommitId,
    root: &str,
) -> Result<Snapshot, SourceError> {
    let files = repo.tree_files(&id, root)?.into_iter();
    let known = files.map(|TreeFile { path, blob, kind }| stored(path, kind.into(), blob));
    let (known, troubles) = named(known.collect());
    Ok(Snapshot { troubles, ..listed(Store::Commit(repo.clone(), id), root, known) })
}

fn stored(path: RepoPath, kind: PathKind, blob: crate::git::BlobId) -> SourceFile {
    SourceFile { path, kind, blob: Some(blob) }
}

fn config_in(folder: &str) -> RepoPath {
    RepoPath::new(CONFIG_NAME).below(folder)
}

/// A folder and those above it, ending with the top, which is empty.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| above(folder))
}

fn above(folder: &str) -> Option<&str> {
    match folder {
        "" => None,
        _ => Some(folder.rsplit_once('/').map_or("", |(above, _)| above)),
    }
}

/// Leaves out names that are no text, which git's door gives with marks in place of the bytes.
fn named(files: Vec<SourceFile>) -> (Vec<SourceFile>, Vec<SourceError>) {
    let (odd, good): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|file| file.path.as_str().contains(char::REPLACEMENT_CHARACTER));
    let trouble = |file: SourceFile| FsError::NameNotUtf8 { path: file.path.to_string() }.into();
    (good, odd.into_iter().map(trouble).collect())
}

/// A snapshot of what is known, with nothing to complain about.
fn listed(store: Store, root: &str, mut known: Vec<SourceFile>) -> Snapshot {
    let root = if root.is_empty() { String::new() } else { format!("{root}/") };
    known.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    known.dedup_by(|a, b| a.path == b.path);
    let below = range_below(&known, &root);
    Snapshot {
        store,
        root,
        known,
        below,
        overlay: BTreeMap::new(),
        unmerged: Vec::new(),
        nested: Vec::new(),
        troubles: Vec::new(),
    }
}
