//! The files beside the records: `pirctl.yaml`, `people.yaml`, `assets.yaml`.
//!
//! Reading never fails: it gives what could be read together with every flaw, and the rules of
//! family `CFG` make findings of the flaws. No file is opened here; the bytes come from a snapshot.

mod assets;
mod custom;
mod flaw;
mod keys;
mod lists;
mod model;
mod overrides;
mod pattern;
mod people;
mod reader;
mod risk;
mod stated;

pub use assets::{Asset, Assets};
pub use custom::{CustomRule, FAMILIES};
pub use flaw::{ConfigFlaw, ConfigRule, Given};
pub use keys::KEYS;
pub use lists::{ConfigWaiver, Redaction};
pub use model::{AddedField, Additions};
pub use overrides::Override;
pub use pattern::Pattern;
pub use people::{People, Person};
pub use risk::RiskScale;
pub use stated::{FROM_RUN, SettingError, is_setting};

use crate::diag::{Level, Place};
use crate::span::Span;
use crate::term::{
    Classification, Profile, Quarters, RepoPath, SCHEMA_EDITION, Severity, Stage, Zone,
};
use std::collections::BTreeMap;

/// Most bytes that are read of a file beside the records.
pub const CONFIG_LIMIT: u64 = 4 * 1024 * 1024;

/// What `pirctl.yaml` says; every value it leaves out has its default.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the file is, or would be.
    pub path: RepoPath,
    /// The text as read; empty when there is no file.
    pub text: String,
    /// True when there is a file.
    pub is_present: bool,
    /// The keys that the file sets, each with its place.
    pub keys: BTreeMap<String, Place>,
    /// Edition of the data model that the records follow.
    pub schema: i64,
    /// How much form the rules ask for.
    pub profile: Profile,
    /// Id of the incident management policy whose `defines` gives the thresholds.
    pub incident_policy: Option<Given<String>>,
    /// The highest classification that may stand in the repository.
    pub ceiling: Option<Given<Classification>>,
    /// Classification of a record that states none.
    pub default_classification: Option<Given<Classification>>,
    /// Years for which records are kept when they do not say themselves.
    pub retention_years: Option<u32>,
    /// The zone in which days and quarters are cut.
    pub zone: Zone,
    /// First month and day of the fiscal year, from which quarters are cut.
    pub fiscal_year_start: Option<(u32, u32)>,
    /// Level by rule, as written: a code or a name; `None` switches the rule off.
    pub rules: Vec<(Given<String>, Option<Level>)>,
    /// Levels for parts of the register, in the order of the file.
    pub overrides: Vec<Override>,
    /// What the configuration adds to the model.
    pub additions: Additions,
    /// Rules that the configuration adds.
    pub custom: Vec<CustomRule>,
    /// Required stages by severity, instead of the default table's; in the order of the chain.
    pub stages: BTreeMap<Severity, Given<Vec<Stage>>>,
    /// Branches that `new` looks at for the next number; `None` for all.
    pub id_refs: Option<Vec<Pattern>>,
    /// Paths below the register's root whose files are not read as records.
    pub ignore: Vec<Given<Pattern>>,
    /// Rules set aside for a record.
    pub waivers: Vec<ConfigWaiver>,
    /// Rewrites of history that were approved; read and kept.
    pub redactions: Vec<Redaction>,
    /// The scale of likelihood and impact.
    pub risk: Option<Given<RiskScale>>,
    /// Where the list of people is, when not in `people.yaml`.
    pub people_source: Option<Given<RepoPath>>,
    /// What is wrong with the file.
    pub flaws: Vec<ConfigFlaw>,
}

impl Config {
    /// Reads the configuration that stands at `path`.
    pub fn read(path: &RepoPath, bytes: Vec<u8>) -> Self {
        keys::read(path, bytes)
    }

    /// The defaults, where no file stands at `path`.
    pub fn absent(path: &RepoPath) -> Self {
        Self {
            path: path.clone(),
            text: String::new(),
            is_present: false,
            keys: BTreeMap::new(),
            schema: SCHEMA_EDITION,
            profile: Profile::default(),
            incident_policy: None,
            ceiling: None,
            default_classification: None,
            retention_years: None,
            zone: Zone::default(),
            fiscal_year_start: None,
            rules: Vec::new(),
            overrides: Vec::new(),
            additions: Additions::default(),
            custom: Vec::new(),
            stages: BTreeMap::new(),
            id_refs: None,
            ignore: Vec::new(),
            waivers: Vec::new(),
            redactions: Vec::new(),
            risk: None,
            people_source: None,
            flaws: Vec::new(),
        }
    }

    /// The flaw that leaves no configuration to judge by; the doors stop with it.
    pub fn fatal(&self) -> Option<&ConfigFlaw> {
        self.flaws.iter().find(|flaw| flaw.fatal)
    }

    /// The register's root: the folder of the configuration, empty at the top.
    pub fn root(&self) -> &str {
        self.path.parent()
    }

    /// The beginning of the file, for findings about the configuration as a whole.
    pub fn place(&self) -> Place {
        Place::new(&self.path, Span::at(0))
    }

    /// Where the list of people is.
    pub fn people_path(&self) -> RepoPath {
        let named = self.people_source.as_ref().map(|source| source.value.clone());
        named.unwrap_or_else(|| RepoPath::new("people.yaml").below(self.root()))
    }

    /// Where the list of assets is.
    pub fn assets_path(&self) -> RepoPath {
        RepoPath::new("assets.yaml").below(self.root())
    }

    /// The entry of `ignore` that covers `path`, a path relative to the repository.
    pub fn ignored(&self, path: &RepoPath) -> Option<&Given<Pattern>> {
        if self.ignore.is_empty() || !path.is_under(self.root()) {
            return None;
        }
        let below = &path.as_str()[self.root().len()..];
        let below = below.trim_start_matches('/');
        self.ignore.iter().find(|pattern| pattern.value.covers(below))
    }

    /// How the year is cut into quarters.
    pub fn quarters(&self) -> Quarters {
        Quarters::from_start(self.fiscal_year_start)
    }

    /// The stages that the configuration requires at `severity`; `None` leaves it to the defaults.
    pub fn stages_at(&self, severity: Severity) -> Option<&[Stage]> {
        self.stages.get(&severity).map(|given| given.value.as_slice())
    }

    /// True when `name` is looked at for the next number.
    pub fn looks_at_branch(&self, name: &str) -> bool {
        self.id_refs.as_ref().is_none_or(|all| all.iter().any(|pattern| pattern.covers(name)))
    }
}

#[cfg(test)]
mod tests;
