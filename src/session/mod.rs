//! One opened register: snapshot, configuration, records, thresholds, today. Shared by all commands.

mod artefact;
mod change;
mod clash;
mod classified;
mod console;
mod derived;
mod environment;
mod failure;
mod load;
mod past;
mod revised;
mod seals;
mod staged;
mod stamp;
mod uncommitted;

pub use change::Change;
pub use clash::{Clash, OpenMerge};
pub use console::{Color, Console};
pub use derived::cache_for;
pub use environment::{CachePlace, Environment};
pub use failure::Failure;
pub use load::rules_at;
pub use seals::{KeyFiles, SealCheck};

use crate::cache::Cache;
use crate::chain::Inquiry;
use crate::clock::Stopwatch;
use crate::config::{Assets, Config, People};
use crate::deadline::{Now, Terms};
use crate::git::{CommitId, Head, Repository};
use crate::page::{ReadChange, Texts};
use crate::proof::{Artefacts, Past};
use crate::register::Register;
use crate::rules::{HistoryContext, Judgement, RecordContext, RegisterContext, Settings, judge};
use crate::source::Snapshot;
use crate::term::{Day, RepoPath};
use revised::Revised;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

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

impl Face {
    /// The face that `--rev` and `--as-of` name; the working tree when neither is given.
    pub fn of(rev: Option<&str>, as_of: Option<Day>) -> Self {
        match (rev, as_of) {
            (Some(rev), _) => Self::Revision(rev.to_owned()),
            (None, Some(day)) => Self::AsOf(day),
            (None, None) => Self::Worktree,
        }
    }
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
    /// The files of keys with which seals are checked.
    pub keys: KeyFiles,
    /// A text that stands over a file, as in an editor that has not saved yet.
    pub unsaved: Option<Unsaved>,
    /// What rules the register instead of its own configuration, and over it.
    pub ruled: Ruled,
    /// Texts that are judged in the place of those that the face has.
    pub overlay: BTreeMap<RepoPath, String>,
}

/// Which configuration is in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruled {
    /// The file that is read in the place of the register's own.
    pub file: Option<PathBuf>,
    /// No file is read: the defaults hold.
    pub by_defaults: bool,
    /// Values over it, each as `KEY=VALUE`; of several the last holds.
    pub settings: Vec<String>,
}

/// A text that is not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaved {
    /// The file, as somebody in the session's folder names it.
    pub path: PathBuf,
    /// Its content.
    pub text: Vec<u8>,
}

/// What stands beside the records.
#[derive(Debug)]
struct Beside {
    config: Config,
    people: People,
    assets: Assets,
    /// Records that the configuration ignores.
    ignored: Vec<RepoPath>,
}

/// An opened register.
pub struct Session {
    snapshot: Snapshot,
    repository: Option<Repository>,
    commit: Option<CommitId>,
    beside: Beside,
    register: Register,
    terms: Terms,
    now: Now,
    artefacts: Arc<Artefacts>,
    troubles: Vec<Failure>,
    folder: PathBuf,
    seals: Arc<SealCheck>,
    past: OnceLock<Past>,
    spent_on_past: OnceLock<Duration>,
    cache: Option<Cache>,
    revised: Revised,
    ruled: Ruled,
    is_base: bool,
    spent: Vec<(&'static str, Duration)>,
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

    /// The files that were read.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The repository; `None` outside git.
    pub fn repository(&self) -> Option<&Repository> {
        self.repository.as_ref()
    }

    /// The commit that is judged; `None` for working tree and index.
    pub fn commit(&self) -> Option<CommitId> {
        self.commit
    }

    /// The commit that is checked out; `None` outside git and before the first commit.
    pub fn head(&self) -> Option<CommitId> {
        past::head(self.repository.as_ref()?).ok()
    }

    /// The register's configuration.
    pub fn config(&self) -> &Config {
        &self.beside.config
    }

    /// The people known here.
    pub fn people(&self) -> &People {
        &self.beside.people
    }

    /// The assets known here.
    pub fn assets(&self) -> &Assets {
        &self.beside.assets
    }

    /// Records that the configuration ignores.
    pub fn ignored(&self) -> &[RepoPath] {
        &self.beside.ignored
    }

    /// The thresholds in force.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The time against which everything is judged.
    pub fn now(&self) -> Now {
        self.now
    }

    /// The same register, judged at the end of today: what is asked twice on a day has one answer.
    pub fn at_the_days_end(self) -> Self {
        Self { now: Now::end_of(self.now.day(), self.now.zone), ..self }
    }

    /// The user's cache, where there is one to use.
    pub fn cache(&self) -> Option<&Cache> {
        self.cache.as_ref()
    }

    /// How long each phase of opening took, and the reading of history, where it was read.
    pub fn spent(&self) -> impl Iterator<Item = (&'static str, Duration)> {
        let history = self.past.get().and(self.spent_on_past.get());
        self.spent.iter().copied().chain(history.map(|time| ("reading history", *time)))
    }

    /// Keeps in the cache what was read of changes, so that the next session needs no old text again.
    pub fn keep_changes(&self) {
        if let Some((repository, cache)) = self.repository.as_ref().zip(self.cache.as_ref()) {
            self.revised.keep(repository, cache);
        }
    }

    /// What could not be looked at.
    pub fn troubles(&self) -> &[Failure] {
        &self.troubles
    }

    /// What git shows of every record, from the commit that is judged or checked out; read once.
    pub fn past(&self) -> &Past {
        let sources = past::Sources {
            repository: self.repository.as_ref(),
            commit: self.commit,
            snapshot: &self.snapshot,
            register: &self.register,
            config: &self.beside.config,
            artefacts: &self.artefacts,
            seals: &self.seals,
            cache: self.cache.as_ref(),
            is_base: self.is_base,
        };
        self.past.get_or_init(|| {
            let watch = Stopwatch::start();
            let past = past::read(&sources);
            let _ = self.spent_on_past.set(watch.time());
            past
        })
    }

    /// False outside git and before the first commit, where there is nothing to hold records against.
    pub fn has_history(&self) -> bool {
        let unborn = |repository: &Repository| matches!(repository.head(), Ok(Head::Unborn { .. }));
        self.repository.as_ref().is_some_and(|repo| self.commit.is_some() || !unborn(repo))
    }

    /// What chains and figures are asked with.
    pub fn inquiry(&self) -> Inquiry<'_> {
        Inquiry {
            register: self.register(),
            terms: self.terms(),
            now: self.now(),
            config: self.config(),
            past: self.past(),
        }
    }

    /// Runs the rules.
    pub fn judge(&self) -> Judgement {
        self.judge_by(&Settings::of(self.config()))
    }

    /// Runs the rules that need nothing but the records as they are.
    pub fn judge_records(&self) -> Judgement {
        judge(&self.context(), None, &Settings::of(self.config()))
    }

    /// Runs the rules that `settings` leave on.
    pub fn judge_by(&self, settings: &Settings) -> Judgement {
        judge(&self.context(), self.past_for(settings), settings)
    }

    /// What rules about history see, for readings that ask rules and chains alike.
    pub fn evidence(&self) -> HistoryContext<'_> {
        HistoryContext { basis: self.context(), past: self.past() }
    }

    /// What the rules see.
    fn context(&self) -> RegisterContext<'_> {
        let Beside { config, people, assets, ignored } = &self.beside;
        let basis =
            RecordContext { now: self.now, profile: config.profile, terms: &self.terms, config };
        let (register, artefacts) = (&self.register, &self.artefacts);
        RegisterContext { basis, register, artefacts, people, assets, ignored }
    }

    /// What git shows, where a rule asks for it.
    fn past_for(&self, settings: &Settings) -> Option<&Past> {
        (self.has_history() && settings.need_history()).then(|| self.past())
    }

    /// The text of a file that findings point into.
    pub fn text_of(&self, path: &RepoPath) -> Option<&str> {
        if let Some(record) = self.register.at_path(path) {
            return Some(&record.text);
        }
        let broken = self.register.broken();
        if let Ok(at) = broken.binary_search_by(|broken| broken.path.cmp(path)) {
            return Some(&broken[at].text);
        }
        let Beside { config, people, assets, .. } = &self.beside;
        let beside = [
            (&config.path, &config.text),
            (&people.path, &people.text),
            (&assets.path, &assets.text),
        ];
        beside.into_iter().find(|(other, _)| *other == path).map(|(_, text)| text.as_str())
    }

    /// Paths that a person named on the command line, from the top of the repository.
    ///
    /// A path that names nothing in the snapshot is a failure: "0 checked" must not look like success.
    pub fn named_paths(&self, paths: &[PathBuf]) -> Result<Vec<RepoPath>, Failure> {
        paths.iter().map(|path| self.named_path(path)).collect()
    }

    fn named_path(&self, path: &Path) -> Result<RepoPath, Failure> {
        let shown = path.display();
        let hint = "name a file or folder of the register";
        let outside = || Failure::new(format!("`{shown}` is not in this repository"), hint);
        let named = self.relative_to_top(path).ok_or_else(outside)?;
        if named.as_str().is_empty() || self.snapshot.exists(&named) {
            return Ok(named);
        }
        Err(Failure::new(format!("`{shown}` does not exist"), hint))
    }

    /// `path`, as somebody in the session's folder wrote it, from the top of the repository.
    pub fn relative_to_top(&self, path: &Path) -> Option<RepoPath> {
        relative_to_top(&self.folder, self.repository.as_ref(), &self.snapshot, path)
    }
}

/// `path`, as somebody in `folder` wrote it, from the top of the repository.
fn relative_to_top(
    folder: &Path,
    repository: Option<&Repository>,
    snapshot: &Snapshot,
    path: &Path,
) -> Option<RepoPath> {
    let top = repository.and_then(Repository::worktree);
    let top = top.or_else(|| snapshot.folder()).unwrap_or(folder);
    let mut parts: Vec<&str> = Vec::new();
    let mut absolute = folder.join(path).components().collect::<PathBuf>();
    if let Ok(real) = absolute.canonicalize() {
        absolute = real;
    }
    for part in absolute.strip_prefix(top).ok()?.components() {
        match part {
            Component::Normal(name) => parts.push(name.to_str()?),
            Component::ParentDir => {
                parts.pop()?;
            }
            _ => {}
        }
    }
    Some(RepoPath::new(parts.join("/")))
}

impl Texts for Session {
    fn text_of(&self, path: &RepoPath) -> Option<&str> {
        Self::text_of(self, path)
    }

    fn changes(&self) -> ReadChange<'_> {
        let Some(repository) = &self.repository else { return Box::new(|_, _| None) };
        let mut reader = self.revised.reader(repository, self.cache.as_ref());
        Box::new(move |held, before| reader.change(held.blob?, before.blob?))
    }
}
