//! The field's own terms as types: paths, ids, dates, durations, versions, severities.
//!
//! Parses and compares; reads no clock and no file.

mod date;
mod duration;
mod id;
mod path;
mod profile;
mod severity;
mod version;

pub use date::{Day, Period, Stamp, Zone, parse_day};
pub use duration::Duration;
pub use id::{RecordRef, canonical_control, nearest};
pub use path::RepoPath;
pub use profile::Profile;
pub use severity::Severity;
pub use version::Version;
