//! Facts that claims are held against: named files and commits, and what git shows of records.

mod anchor;
mod approval;
mod approver;
mod artefact;
mod attribution;
mod brief;
mod claims;
mod gather;
mod kept;
mod named;
mod past;
mod provenance;
mod reading;
mod renumbered;
mod seal;
mod step;
mod story;
mod tag;
mod text;
mod trust;
mod version;

pub use anchor::{Anchor, AnchorError, AnchorStanding, stand, tree_digest};
pub use approval::{Approval, approval_of};
pub use approver::ApproverField;
pub use artefact::{
    Artefacts, CommitFact, FileFact, evidence_of, files_in, named_commits, named_files,
};
pub use attribution::{Attributed, attributed, in_force_at};
pub use brief::{BriefReader, VersionBrief};
pub use claims::{Claim, ClaimSources, claims_of};
pub use gather::{gather, note_of};
pub use named::{NamedChange, change_of, evidence_shown, target_shown};
pub use past::{
    CommitNote, DatedClaim, LogEntry, Past, PolicyVersion, RecordPast, RiskStep, Version,
};
pub use provenance::{Lag, lag, tolerance};
pub use reading::{KnownReader, RecordReader};
pub use seal::{Seals, present};
pub use step::Moments;
pub use story::{StoryStep, begins, moved_between, story_of};
pub use tag::{TagNote, Tags};
pub use text::wording;
pub use trust::{Trust, Uncommitted, is_relied_on};
pub use version::{
    ActionFacts, DatedField, IncidentFacts, PolicyFacts, RiskFacts, Settled, VersionFacts,
    dated_fields, waiver_words,
};
