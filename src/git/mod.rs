//! The only door to gix: what git stores, in our own types.
//!
//! Nothing here starts a program, runs a filter or a hook, writes, or reads the environment;
//! replacement objects are not followed. No gix type leaves this room.

mod blob;
mod commit;
mod error;
mod id;
mod identity;
mod index;
mod open;
mod person;
mod revision;
mod trailer;
mod tree;

pub use blob::{BlobReader, Content};
pub use commit::{CommitMeta, SignatureKind};
pub use error::GitError;
pub use id::{BlobId, CommitId, TreeId};
pub use index::{IndexFile, Stage};
pub use open::{GitEnvironment, Repository};
pub use person::Person;
pub use revision::{Branch, CommitLookup, Head};
pub use tree::{FileKind, TreeFile};
