//! Answers that were given before, kept in the user's cache.
//!
//! An answer is kept whole under the question and for the tip it was given for; beside it stand the
//! facts from which the answer for a later tip is made. Only a complete answer is kept, and none is
//! taken where the clone is cut: there the answer may change with what is fetched. Every byte is as
//! if it had been read again.

use super::answer::{read_history, read_with};
use super::memo::Memo;
use super::model::{
    Change, Document, DocumentCut, DocumentReader, FollowedBy, History, HistoryError, IdClash,
    ParentChange, Question, Revision, Seen,
};
use crate::cache::{Cache, Pack, Packer, Unpacker, packed, packed_words};
use crate::git::{OddDates, Repository};

packed_words!(Change { Added, Modified, Renamed, Removed });
packed_words!(FollowedBy { Id, Path, Similarity, PreviousPaths });
packed!(ParentChange { commit, change, previous_path, previous_blob, similarity });
packed!(Seen<F> { id, previous_paths, facts });
packed!(Revision<F> { commit, path, blob, added, removed, parents, seen });
packed!(DocumentCut { commit, blob, cut });
packed!(Document<F> { id, path, blob, removed, dropped_by, followed_by, complete, cuts, revisions });
packed!(OddDates { reversed, out_of_range });
packed!(History<F> { tip, commits, odd_dates, complete, cuts, documents, clashes, unknown_ids });

impl Pack for IdClash {
    fn pack(&self, out: &mut Packer) {
        let Self { id, commit, paths: [a, b] } = self;
        id.pack(out);
        commit.pack(out);
        a.pack(out);
        b.pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let (id, commit) = Pack::unpack(from)?;
        Some(Self { id, commit, paths: [Pack::unpack(from)?, Pack::unpack(from)?] })
    }
}

/// Where answers are kept, and what tells those of one reader from those of another.
#[derive(Clone, Copy, Debug)]
pub struct Shelf<'c> {
    /// The cache; `None` where there is none to use.
    pub cache: Option<&'c Cache>,
    /// What the reader keeps of a version.
    pub reader: &'c str,
    /// True for the commit that a change is held against: its answer has a place of its own, so that
    /// the answer for the tip does not push it out.
    pub is_base: bool,
}

/// The same as [`read_history`], from the shelf when it holds the answer.
pub fn read_history_kept<R>(
    repo: &Repository,
    question: &Question,
    reader: &R,
    shelf: Shelf<'_>,
) -> Result<History<R::Facts>, HistoryError>
where
    R: DocumentReader,
    R::Facts: Pack + 'static,
{
    let whole = !repo.is_shallow() && !repo.is_partial();
    let Some(cache) = shelf.cache.filter(|_| whole) else {
        return read_history(repo, question, reader);
    };
    let name = name_of(repo, question, shelf.reader);
    let key = question.tip.as_bytes();
    let place = if shelf.is_base { format!("base of {name}") } else { name.clone() };
    let kept = cache.get(&place, key).and_then(|bytes| Unpacker::value_of(&bytes));
    let is_answer = |kept: &History<R::Facts>| kept.complete && kept.tip == question.tip;
    if let Some(kept) = kept.filter(is_answer) {
        return Ok(kept);
    }
    let facts = format!("facts of {name}");
    let known = cache.get(&facts, b"").and_then(|bytes| Unpacker::value_of(&bytes));
    let memo = Memo::new(known.unwrap_or_default());
    let history = read_with(repo, question, reader, Some(&memo))?;
    if history.complete && !repo.was_unread() {
        cache.put(&place, key, &Packer::bytes_of(&history));
        if let Some(known) = memo.into_facts() {
            cache.put(&facts, b"", &Packer::bytes_of(&known));
        }
    }
    Ok(history)
}

/// One file for a repository, question and reader: the next tip's answer takes the place.
fn name_of(repo: &Repository, question: &Question, reader: &str) -> String {
    let Question { tip: _, paths, ids, count_lines } = question;
    let folder = repo.common_dir();
    let folder = folder.canonicalize().unwrap_or(folder);
    format!("history {:?}", (folder, reader, paths, ids, count_lines))
}
