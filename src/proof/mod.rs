//! Facts that claims are held against: files and commits that records name as evidence.

mod artefact;

pub use artefact::{Artefacts, CommitFact, FileFact, evidence_of, named_commits, named_files};
