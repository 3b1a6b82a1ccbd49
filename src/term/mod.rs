//! The field's own terms as types: paths, ids, dates, durations, versions, severities.
//!
//! Parses and compares; reads no clock and no file.

mod classification;
mod date;
mod duration;
pub mod enumeration;
mod id;
mod interned;
mod path;
mod profile;
mod quarter;
mod severity;
mod stage;
mod version;

pub use classification::Classification;
pub use date::{Day, Period, Stamp, Zone, parse_day};
pub use duration::Duration;
pub use id::{RecordRef, canonical_control, clearly_meant, nearest, nearest_id};
pub use interned::interned;
pub use path::RepoPath;
pub use profile::Profile;
pub use quarter::Quarters;
pub use severity::Severity;
pub use stage::Stage;
pub use version::Version;

/// The newest edition of the data model that this version knows; `schema:` above it is CFG006.
pub const SCHEMA_EDITION: i64 = 1;

#[cfg(test)]
mod tests {
    use super::{Classification, Profile, Severity, Stage, enumeration};

    #[test]
    fn typed_words_are_those_of_the_enumerations() {
        assert_eq!(
            Classification::ALL.map(Classification::word),
            enumeration::CLASSIFICATION.values
        );
        assert_eq!(Profile::ALL.map(Profile::word), enumeration::PROFILE.values);
        assert_eq!(Severity::ALL.map(Severity::word), enumeration::SEVERITY.values);
        assert_eq!(Stage::ALL.map(Stage::word), enumeration::STAGE.values);
    }
}
