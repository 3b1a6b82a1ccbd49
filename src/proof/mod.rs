//! Facts that claims are held against: named files and commits, and what git shows of records.

mod artefact;
mod past;
mod reading;

pub use artefact::{Artefacts, CommitFact, FileFact, evidence_of, named_commits, named_files};
pub use past::{CommitNote, DatedClaim, LogEntry, Past, PolicyVersion, RecordPast, RiskStep};
pub use reading::{KnownReader, RecordReader, VersionFacts, gather, is_same_text};
