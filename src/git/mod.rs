//! The only door to gix: what git stores, in our own types.
//!
//! Nothing here starts a program, runs a filter or a hook, or reads the environment; nothing writes
//! but `write`, which makes new repositories only. Replacement objects are not followed. No gix type leaves this room.

mod alike;
mod ancestry;
mod blob;
mod commit;
mod error;
mod filtered;
mod folder;
mod hooks;
mod hunks;
mod id;
mod identity;
mod index;
mod lines;
mod mailmap;
mod notes;
mod object;
mod open;
mod pack;
mod person;
mod revision;
mod setting;
mod sha1;
mod signed;
mod tag;
mod trailer;
mod tree;
mod trust;
mod write;

pub use ancestry::Ancestor;
pub use blob::{BlobReader, Content};
pub use commit::{CommitMeta, CommitReader, SignatureKind};
pub use error::GitError;
pub use filtered::stored_by_filter;
pub use folder::{Folder, FolderEntry, FolderReader};
pub use hunks::{DiffLine, diff_bytes, diff_lines};
pub use id::{BlobId, CommitId, TagId, TreeId};
pub use index::{IndexFile, Stage};
pub use lines::{count_lines, is_binary};
pub use mailmap::Mailmap;
pub use notes::CommitNotes;
pub use open::{GitEnvironment, Repository};
pub use person::Person;
pub use revision::{Branch, CommitLookup, Head};
pub use sha1::sha1;
pub use signed::SignedObject;
pub use tag::{Tag, TagList, TagTarget};
pub use tree::{FileKind, TreeFile};
pub use trust::{OddDates, StandIns};
pub use write::{NewCommit, NewRepository, NewTree};
