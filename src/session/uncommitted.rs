//! What the working tree holds of final records and their evidence, and the commit judged does not.

use crate::git::{
    BlobId, BlobReader, CommitId, FileKind, GitError, Repository, TreeFile, stored_by_filter,
};
use crate::proof::{Uncommitted, evidence_of, files_in, is_relied_on};
use crate::record::Record;
use crate::register::Register;
use crate::source::{Face, Snapshot, SourceError};
use crate::term::RepoPath;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Files are compared up to this size, in bytes.
const LIMIT: u64 = 256 * 1024 * 1024;

/// Files that differ from those of `tip`; none unless the working tree is looked at, since what is
/// staged is about to be committed.
pub(super) fn find(
    repository: &Repository,
    tip: &CommitId,
    snapshot: &Snapshot,
    register: &Register,
) -> Result<BTreeMap<RepoPath, Uncommitted>, GitError> {
    if snapshot.face() != Face::Worktree {
        return Ok(BTreeMap::new());
    }
    let relied: Vec<&Record> = register.records().iter().filter(|r| is_relied_on(r)).collect();
    if relied.is_empty() {
        return Ok(BTreeMap::new());
    }
    let files = repository.tree_files(tip, snapshot.root())?;
    let held = files.into_iter().map(|file| (file.path.clone(), file)).collect();
    let commit = Commit { repository, blobs: repository.blobs(), held };
    let is_final = |record: &&&Record| record.spec.machine.is_settled(record.status());
    let records = relied.iter().filter(is_final);
    let mut found: BTreeMap<RepoPath, Uncommitted> = records
        .filter_map(|record| {
            Some((record.path.clone(), commit.compare(&record.path, record.text.as_bytes())?))
        })
        .collect();
    let evidence: BTreeSet<RepoPath> =
        relied.iter().flat_map(|record| named(record, snapshot.root())).collect();
    let evidence: Vec<RepoPath> = evidence.into_iter().collect();
    let bytes = |_: &RepoPath, bytes: Result<Vec<u8>, SourceError>| bytes.ok();
    // One by one: a file of evidence may be large.
    for path in evidence {
        let Some(Some(bytes)) = snapshot.read_many(std::slice::from_ref(&path), LIMIT, bytes).pop()
        else {
            continue;
        };
        if let Some(how) = commit.compare(&path, &bytes) {
            found.insert(path, how);
        }
    }
    Ok(found)
}

fn named(record: &Record, root: &str) -> Vec<RepoPath> {
    let items = evidence_of(record).into_iter();
    let written = items.flat_map(|(_, item)| files_in(item)).map(|file| file.value);
    written.filter_map(RepoPath::parse_written).map(|path| path.below(root)).collect()
}

struct Commit<'r> {
    repository: &'r Repository,
    blobs: BlobReader,
    held: HashMap<RepoPath, TreeFile>,
}

impl Commit<'_> {
    /// How `bytes` at `path` stand to what the commit holds there; `None` when they are the same,
    /// and where a filter stores something else or the content is not here.
    fn compare(&self, path: &RepoPath, bytes: &[u8]) -> Option<Uncommitted> {
        let Some(file) = self.held.get(path) else { return Some(Uncommitted::Absent) };
        if !matches!(file.kind, FileKind::File | FileKind::Executable) {
            return Some(Uncommitted::Differs);
        }
        if BlobId::of(self.repository, bytes) == Some(file.blob) {
            return None;
        }
        let stored = self.blobs.read(&file.blob).ok()?;
        let elsewhere = stored_by_filter(&stored).is_some();
        (!elsewhere && !is_same(&stored, bytes)).then_some(Uncommitted::Differs)
    }
}

/// True when two contents differ in their line ends at most.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    let plain = |bytes: &[u8]| {
        let ends = bytes.iter().zip(bytes.iter().skip(1).map(Some).chain([None]));
        let kept = ends.filter(|(byte, next)| !(**byte == b'\r' && *next == Some(&b'\n')));
        kept.map(|(byte, _)| *byte).collect::<Vec<u8>>()
    };
    plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn line_ends_do_not_count_and_nothing_else_is_left_out() {
        assert!(is_same(b"a\r\nb\r\n", b"a\nb\n"));
        assert!(!is_same(b"a\rb", b"ab") && !is_same(b"a\n", b"a"));
        assert!(is_same(b"", b""));
    }
}
