//! What a check may look at, by reach.

use crate::config::{Assets, Config, People};
use crate::deadline::{Now, Terms};
use crate::proof::Artefacts;
use crate::register::Register;
use crate::term::{Profile, RepoPath};

/// For checks of one record by itself.
#[derive(Clone, Copy, Debug)]
pub struct RecordContext<'a> {
    /// The time against which everything is judged.
    pub now: Now,
    /// The organisation's profile.
    pub profile: Profile,
    /// The thresholds in force.
    pub terms: &'a Terms,
    /// The register's configuration.
    pub config: &'a Config,
}

/// For checks among all records.
#[derive(Clone, Copy, Debug)]
pub struct RegisterContext<'a> {
    /// What checks of one record see.
    pub basis: RecordContext<'a>,
    /// Every record.
    pub register: &'a Register,
    /// What was found of the evidence that records name.
    pub artefacts: &'a Artefacts,
    /// The people known here.
    pub people: &'a People,
    /// The assets known here.
    pub assets: &'a Assets,
    /// Records that the configuration ignores.
    pub ignored: &'a [RepoPath],
}
