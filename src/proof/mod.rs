//! Facts that claims are held against: named files and commits, and what git shows of records.

mod artefact;
mod attribution;
mod past;
mod provenance;
mod reading;
mod trust;
mod version;

pub use artefact::{Artefacts, CommitFact, FileFact, evidence_of, named_commits, named_files};
pub use attribution::{Attributed, attributed, in_force_at};
pub use past::{
    CommitNote, DatedClaim, LogEntry, Past, PolicyVersion, RecordPast, RiskStep, Version,
};
pub use provenance::{Lag, lag, tolerance};
pub use reading::{KnownReader, RecordReader, gather, is_same_text};
pub use trust::Trust;
pub use version::{
    ActionFacts, DatedField, IncidentFacts, PolicyFacts, RiskFacts, VersionFacts, dated_fields,
};
