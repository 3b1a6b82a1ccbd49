//! One opened register: snapshot, configuration, records, thresholds, today. Shared by all commands.

mod console;
mod environment;
mod failure;
mod load;

pub use console::{Color, Console};
pub use environment::Environment;
pub use failure::Failure;

use crate::deadline::{Now, Terms};
use crate::proof::Artefacts;
use crate::register::Register;
use crate::rules::{Judgement, RecordContext, RegisterContext, Settings, judge};
use crate::term::{Day, Profile, RepoPath, Zone};
use std::path::{Path, PathBuf};

/// Which face of the repository is judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// The files as they are.
    #[default]
    Worktree,
    /// What the next commit would hold.
    Index,
    /// A commit that a person named.
    Revision(String),
    /// The first commit from the tip along first parents not after the end of a day.
    AsOf(Day),
}

/// What a session is opened with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The folder to start from.
    pub folder: PathBuf,
    /// The face.
    pub face: Face,
    /// The day that is today, when the user says so.
    pub today: Option<Day>,
}

/// An opened register.
#[derive(Debug)]
pub struct Session {
    register: Register,
    terms: Terms,
    now: Now,
    profile: Profile,
    settings: Settings,
    artefacts: Artefacts,
    troubles: Vec<Failure>,
    top: PathBuf,
    folder: PathBuf,
}

impl Session {
    /// Opens the register that `options.folder` lies in.
    pub fn open(options: &Options, environment: &Environment) -> Result<Self, Failure> {
        load::open(options, environment)
    }

    /// Every record.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The thresholds in force.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The time against which everything is judged.
    pub fn now(&self) -> Now {
        self.now
    }

    /// The organisation's profile.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// What could not be looked at.
    pub fn troubles(&self) -> &[Failure] {
        &self.troubles
    }

    /// Runs the rules.
    pub fn judge(&self) -> Judgement {
        let basis = RecordContext { now: self.now, profile: self.profile, terms: &self.terms };
        let cx = RegisterContext { basis, register: &self.register, artefacts: &self.artefacts };
        judge(&cx, &self.settings)
    }

    /// The text of a file that findings point into.
    pub fn text_of(&self, path: &RepoPath) -> Option<&str> {
        if let Some(record) = self.register.at_path(path) {
            return Some(&record.text);
        }
        let broken = self.register.broken();
        let at = broken.binary_search_by(|broken| broken.path.cmp(path)).ok()?;
        Some(&broken[at].text)
    }

    /// Paths that a person named on the command line, from the top of the repository.
    ///
    /// A path that names nothing in the snapshot is a failure: "0 checked" must not look like success.
    pub fn named_paths(&self, paths: &[PathBuf]) -> Result<Vec<RepoPath>, Failure> {
        paths.iter().map(|path| self.named_path(path)).collect()
    }

    fn named_path(&self, path: &Path) -> Result<RepoPath, Failure> {
        let shown = path.display();
        let outside = || {
            Failure::new(
                format!("`{shown}` is not in this repository"),
                "name a file or folder of the register",
            )
        };
        let absolute = self.folder.join(path);
        let mut parts: Vec<String> = Vec::new();
        for part in absolute.strip_prefix(&self.top).map_err(|_| outside())?.components() {
            match part {
                std::path::Component::Normal(name) => {
                    parts.push(name.to_str().ok_or_else(outside)?.to_owned());
                }
                std::path::Component::ParentDir => {
                    parts.pop().ok_or_else(outside)?;
                }
                _ => {}
            }
        }
        let named = RepoPath::new(parts.join("/"));
        let known = self.register.records().iter().map(|record| &record.path);
        let broken = self.register.broken().iter().map(|broken| &broken.path);
        if !absolute.exists() && !known.chain(broken).any(|path| path.is_under(named.as_str())) {
            return Err(Failure::new(
                format!("`{shown}` does not exist"),
                "name a file or folder of the register",
            ));
        }
        Ok(named)
    }
}

impl Now {
    /// Now by the clock, or the end of the day that the user calls today.
    fn of(today: Option<Day>, zone: Zone, environment: &Environment) -> Result<Self, Failure> {
        match today {
            Some(day) => Ok(Self::end_of(day, zone)),
            None => Ok(Self {
                instant: crate::clock::now(environment.source_date_epoch.as_deref())?,
                zone,
            }),
        }
    }
}
