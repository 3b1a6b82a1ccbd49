//! Every revision of one or many documents in one walk, on any repository and any file.
//!
//! A version of a document is a path with a content. A commit is a revision when its version
//! differs from those in all its parents. A document is followed by its record's id first, then
//! by similar content, then by the earlier paths that it names. Where history is cut the answer
//! says so. No record format is known here: the caller brings a [`DocumentReader`].

mod answer;
mod change;
mod content;
mod dropped;
mod follow;
mod join;
mod kept;
mod memo;
mod model;
mod moves;
mod rename;
mod row;
mod scope;
mod similar;
mod track;
mod walk;

pub use answer::read_history;
pub use kept::{Shelf, read_history_kept};
pub use model::{
    Change, Document, DocumentCut, DocumentReader, FollowedBy, History, HistoryError, IdClash,
    ParentChange, PlainFiles, Question, Revision, Seen,
};
