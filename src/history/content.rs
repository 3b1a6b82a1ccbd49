//! Contents of versions: each read once for what the reader sees in it and for counting lines.

use super::change::{Change, Held};
use super::memo::Memo;
use super::model::{DocumentReader, Seen};
use super::rename::Contents;
use super::similar::Pieces;
use super::walk::Walk;
use crate::git::stored_by_filter;
use crate::git::{BlobId, BlobReader, FileKind, GitError, count_lines};
use crate::term::RepoPath;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

/// Contents above this size are neither read as documents nor compared by lines.
const LARGE: u64 = 8 << 20;

/// Contents above this size are not compared for similarity.
const LARGE_TO_COMPARE: u64 = 64 << 20;

/// What became of reading one content as a document.
pub(super) type Sight<F> = Result<Option<Arc<Seen<F>>>, GitError>;

/// One content against another; absent is empty.
pub(super) type Step = (Option<BlobId>, Option<BlobId>);

/// What is known of contents.
pub(super) struct Library<F> {
    /// What the reader saw.
    pub(super) sights: HashMap<BlobId, Sight<F>>,
    /// Lines added and removed.
    pub(super) lines: HashMap<Step, Option<(u32, u32)>>,
}

/// A path as the rest of the program knows it; bytes that are not UTF-8 are replaced.
pub(super) fn repo_path(path: &[u8]) -> RepoPath {
    RepoPath::new(String::from_utf8_lossy(path))
}

/// The contents at one path.
#[derive(Default)]
struct Work {
    see: Vec<BlobId>,
    count: Vec<Step>,
}

impl<F: Send + Sync> Library<F> {
    /// A library that knows nothing.
    pub(super) fn new() -> Self {
        Self { sights: HashMap::new(), lines: HashMap::new() }
    }

    /// Reads the contents of `changes`, one path after the other, in parallel.
    pub(super) fn read<'c, R: DocumentReader<Facts = F>>(
        &mut self,
        walk: &Walk<'_, R>,
        changes: impl Iterator<Item = &'c Change>,
    ) {
        let (repo, reader) = (walk.repo, walk.reader);
        let mut plan = self.plan(reader, changes, walk.count_lines);
        if let Some(memo) = walk.memo {
            self.recall(memo, &mut plan);
        }
        let parts: Vec<_> = plan
            .par_iter()
            .map_init(
                || repo.blobs(),
                |blobs, (path, work)| Desk::new(blobs).do_work(reader, &repo_path(path), work),
            )
            .collect();
        for (path, (sights, lines)) in plan.keys().zip(parts) {
            if let Some(memo) = walk.memo {
                let good = sights.iter().filter_map(|(blob, s)| Some((*blob, s.clone().ok()?)));
                memo.add_contents(path, good.collect(), &lines);
            }
            self.sights.extend(sights);
            self.lines.extend(lines);
        }
    }

    /// Takes what earlier walks found out, and leaves the rest in the plan.
    fn recall(&mut self, memo: &Memo<F>, plan: &mut BTreeMap<&[u8], Work>) {
        for (path, work) in plan.iter_mut() {
            work.see.retain(|blob| {
                let known = memo.sight(path, *blob);
                known.map(|sight| self.sights.insert(*blob, Ok(sight))).is_none()
            });
            work.count.retain(|step| {
                let known = memo.lines(*step);
                known.map(|lines| self.lines.insert(*step, lines)).is_none()
            });
        }
        plan.retain(|_, work| !work.see.is_empty() || !work.count.is_empty());
    }

    fn plan<'c, R: DocumentReader<Facts = F>>(
        &self,
        reader: &R,
        changes: impl Iterator<Item = &'c Change>,
        with_lines: bool,
    ) -> BTreeMap<&'c [u8], Work> {
        let mut plan: BTreeMap<&[u8], Work> = BTreeMap::new();
        let mut wanted: HashMap<&[u8], bool> = HashMap::new();
        let mut planned: HashSet<BlobId> = HashSet::new();
        for change in changes {
            let path = &*change.path;
            let wants = *wanted.entry(path).or_insert_with(|| reader.wants(&repo_path(path)));
            if !wants && !with_lines {
                continue;
            }
            let work = plan.entry(path).or_default();
            let all = std::iter::once(&change.new).chain(&change.old);
            for blob in all.filter_map(|held| readable(*held)).filter(|_| wants) {
                if !self.sights.contains_key(&blob) && planned.insert(blob) {
                    work.see.push(blob);
                }
            }
            let first = change.old.first().copied().flatten();
            let step = (readable(first), readable(change.new));
            if with_lines && !self.lines.contains_key(&step) {
                work.count.push(step);
            }
        }
        plan
    }
}

/// The content of a file or link; a submodule has none here.
fn readable(held: Option<Held>) -> Option<BlobId> {
    held.filter(|held| held.kind != FileKind::Submodule).map(|held| held.blob)
}

/// Reads contents and keeps the last few, since neighbours in history share them.
struct Desk<'b> {
    blobs: &'b BlobReader,
    kept: VecDeque<(BlobId, Option<Rc<Vec<u8>>>)>,
}

impl<'b> Desk<'b> {
    fn new(blobs: &'b BlobReader) -> Self {
        Self { blobs, kept: VecDeque::new() }
    }

    #[expect(clippy::type_complexity, reason = "the two halves of the library, still apart")]
    fn do_work<R: DocumentReader>(
        mut self,
        reader: &R,
        path: &RepoPath,
        work: &Work,
    ) -> (Vec<(BlobId, Sight<R::Facts>)>, Vec<(Step, Option<(u32, u32)>)>) {
        let mut to_see: HashSet<BlobId> = work.see.iter().copied().collect();
        let (mut sights, mut lines) = (Vec::new(), Vec::new());
        // Counting goes through the path's contents in the order of history, so seeing follows it.
        for step in &work.count {
            lines.push((*step, self.count(*step)));
            for blob in [step.1, step.0].into_iter().flatten() {
                if to_see.remove(&blob) {
                    sights.push((blob, self.see(reader, path, blob)));
                }
            }
        }
        for blob in work.see.iter().filter(|blob| to_see.contains(blob)) {
            sights.push((*blob, self.see(reader, path, *blob)));
        }
        (sights, lines)
    }

    fn see<R: DocumentReader>(
        &mut self,
        reader: &R,
        path: &RepoPath,
        blob: BlobId,
    ) -> Sight<R::Facts> {
        if let Some(seen) = reader.known(path, blob) {
            return Ok(Some(Arc::new(seen)));
        }
        let Some(bytes) = self.bytes(blob)? else { return Ok(None) };
        if let Some(filter) = stored_by_filter(&bytes) {
            return Err(GitError::Filtered { id: blob.hex(), filter });
        }
        Ok(reader.read(path, &bytes).map(Arc::new))
    }

    fn count(&mut self, (old, new): Step) -> Option<(u32, u32)> {
        let mut bytes = |blob: Option<BlobId>| match blob {
            None => Some(Rc::default()),
            Some(blob) => self.bytes(blob).ok().flatten(),
        };
        let (new, old) = (bytes(new)?, bytes(old)?);
        count_lines(&old, &new)
    }

    /// The bytes of `blob`; `None` when they are too many.
    fn bytes(&mut self, blob: BlobId) -> Result<Option<Rc<Vec<u8>>>, GitError> {
        if let Some((_, bytes)) = self.kept.iter().find(|(id, _)| *id == blob) {
            return Ok(bytes.clone());
        }
        let bytes = self.blobs.share_up_to(&blob, LARGE)?.ok();
        if self.kept.len() == 4 {
            self.kept.pop_front();
        }
        self.kept.push_back((blob, bytes.clone()));
        Ok(bytes)
    }
}

/// Counts lines between two contents that the plan did not foresee (moves).
pub(super) fn count_step(blobs: &BlobReader, step: Step) -> Option<(u32, u32)> {
    Desk::new(blobs).count(step)
}

/// Reads one content that the plan did not foresee as a document.
pub(super) fn see_one<R: DocumentReader>(
    blobs: &BlobReader,
    reader: &R,
    path: &[u8],
    blob: BlobId,
) -> Sight<R::Facts> {
    Desk::new(blobs).see(reader, &repo_path(path), blob)
}

/// Contents cut into pieces for one commit.
pub(super) struct PieceShelf<'b> {
    blobs: &'b BlobReader,
    sizes: HashMap<BlobId, u64>,
    pieces: HashMap<BlobId, Rc<Pieces>>,
}

impl<'b> PieceShelf<'b> {
    pub(super) fn new(blobs: &'b BlobReader) -> Self {
        Self { blobs, sizes: HashMap::new(), pieces: HashMap::new() }
    }
}

impl Contents for PieceShelf<'_> {
    fn size(&mut self, blob: &BlobId) -> Result<u64, GitError> {
        if let Some(size) = self.sizes.get(blob) {
            return Ok(*size);
        }
        // Too large to compare counts as empty: never alike.
        let size =
            self.blobs.size(blob).map(|size| if size > LARGE_TO_COMPARE { 0 } else { size })?;
        self.sizes.insert(*blob, size);
        Ok(size)
    }

    fn pieces(&mut self, blob: &BlobId) -> Result<Rc<Pieces>, GitError> {
        if let Some(pieces) = self.pieces.get(blob) {
            return Ok(Rc::clone(pieces));
        }
        let pieces = Rc::new(Pieces::of(&self.blobs.read_shared(blob)?));
        self.pieces.insert(*blob, Rc::clone(&pieces));
        Ok(pieces)
    }
}
