//! The merge that lost a file by taking the side that never had it.
//!
//! Git has no row for it, so the document itself does not know; its last content is looked for on
//! the sides of merges. Of several merges that left it behind the oldest is the one that lost it.

use super::content::repo_path;
use super::model::{Document, DocumentReader};
use super::scope::Scope;
use super::walk::Walk;
use crate::git::{BlobId, CommitId, GitError};
use crate::term::RepoPath;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Content and path as they were left behind, and the places of the merges that did, oldest last.
type Left = HashMap<(RepoPath, BlobId), Vec<u32>>;

/// Says of each document that is gone without a commit that removed it which merge lost it.
pub(super) fn name_droppers<R: DocumentReader>(
    walk: &Walk<'_, R>,
    documents: &mut [Document<R::Facts>],
) -> Result<(), GitError> {
    let is_lost = |document: &Document<R::Facts>| document.removed && document.removal().is_none();
    let newest = |document: &Document<R::Facts>| {
        let held = document.revisions.iter().find(|revision| revision.blob.is_some())?;
        Some(((held.path.clone(), held.blob?), held.commit.id))
    };
    let lost: BTreeMap<usize, _> = documents
        .iter()
        .enumerate()
        .filter(|(_, document)| is_lost(document))
        .filter_map(|(at, document)| Some((at, newest(document)?)))
        .collect();
    if lost.is_empty() {
        return Ok(());
    }
    let left = left_behind(walk, lost.values().map(|((path, _), _)| path));
    let places: HashMap<CommitId, u32> =
        walk.commits.iter().map(|commit| commit.id).zip(0_u32..).collect();
    let mailmap = walk.repo.mailmap(&walk.commits[0].id);
    for (at, (content, commit)) in lost {
        let since = places.get(&commit).copied().unwrap_or(u32::MAX);
        let merges = left.get(&content).map(Vec::as_slice).unwrap_or_default();
        // A child stands before its parents.
        if let Some(merge) = merges.iter().rfind(|merge| **merge < since) {
            let mut meta = walk.repo.commit(&walk.commits[*merge as usize].id)?;
            mailmap.correct(&mut meta.author);
            mailmap.correct(&mut meta.committer);
            documents[at].dropped_by = Some(Arc::new(meta));
        }
    }
    Ok(())
}

fn left_behind<'p, R: DocumentReader>(
    walk: &Walk<'_, R>,
    paths: impl Iterator<Item = &'p RepoPath>,
) -> Left {
    let scope = Scope::of(paths.map(|path| path.as_str().as_bytes()));
    let mut left = Left::new();
    // Two contents at one path are never two files here: only what is gone counts.
    for ((merge, _), side) in walk.sides_of_merges(&scope, &|_, _| false) {
        for (path, held) in side.not_after {
            left.entry((repo_path(&path), held.blob)).or_default().push(merge);
        }
    }
    left
}
