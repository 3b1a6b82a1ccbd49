//! Opening a session: find the register, read its files, build the register.

use super::artefact;
use super::revised::Revised;
use super::{Environment, Face, Failure, Options, Ruled, SealCheck, Session};
use crate::cache::Cache;
use crate::clock::Stopwatch;
use crate::config::{Assets, CONFIG_LIMIT, Config, FROM_RUN, Given, People, SettingError};
use crate::deadline::{Now, Terms};
use crate::fs::FsError;
use crate::git::{CommitId, Head, Repository};
use crate::record::{Document, RECORD_LIMIT, oversized, read_by, unmerged};
use crate::register::Register;
use crate::rules::{RULES, Rule, catalogue, find_in};
use crate::schema::{Kind, Table};
use crate::source::{PathKind, Snapshot, SourceError};
use crate::span::LineIndex;
use crate::term::enumeration::{ASSET_GROUP, FUNCTION};
use crate::term::{Day, RepoPath, Zone, nearest};
use chrono::{DateTime, TimeDelta, Utc};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// The face that was asked for, found.
struct Found {
    snapshot: Snapshot,
    /// What today is, when the face says it.
    instant: Option<DateTime<Utc>>,
    commit: Option<CommitId>,
}

/// What a session is put together from.
pub(super) struct Parts {
    pub(super) snapshot: Snapshot,
    pub(super) config: Config,
    pub(super) now: Now,
    pub(super) commit: Option<CommitId>,
    pub(super) repository: Option<Repository>,
    pub(super) seals: Arc<SealCheck>,
    pub(super) cache: Option<Cache>,
    pub(super) folder: PathBuf,
    pub(super) ruled: Ruled,
    pub(super) spent: Vec<(&'static str, Duration)>,
}

pub(super) fn open(options: &Options, environment: &Environment) -> Result<Session, Failure> {
    let watch = Stopwatch::start();
    let folder = existing(&options.folder)?;
    let repository = Repository::discover(&folder, &environment.git)?;
    let seals = SealCheck::open(&options.keys, environment, &folder, repository.as_ref())?;
    let found = face(options, &folder, repository.as_ref())?;
    let snapshot = with_unsaved(found.snapshot, options, &folder, repository.as_ref())?;
    let over = |snapshot: Snapshot, (path, text): (&RepoPath, &String)| {
        snapshot.with_overlay(path, text.as_bytes())
    };
    let snapshot = options.overlay.iter().fold(snapshot, over);
    let config = config(&snapshot, &options.ruled)?;
    one_of_several(&snapshot, &config)?;
    let now = now(options.today, found.instant, config.zone, environment)?;
    let cache = repository.as_ref().and_then(|repo| super::cache_for(environment, repo));
    let (commit, seals) = (found.commit, Arc::new(seals));
    let spent = vec![("listing files", watch.time())];
    let ruled = options.ruled.clone();
    Ok(assemble(Parts {
        snapshot,
        config,
        now,
        commit,
        repository,
        seals,
        cache,
        folder,
        ruled,
        spent,
    }))
}

/// The snapshot with the text that is not saved, where there is one.
fn with_unsaved(
    snapshot: Snapshot,
    options: &Options,
    folder: &Path,
    repository: Option<&Repository>,
) -> Result<Snapshot, Failure> {
    let Some(unsaved) = &options.unsaved else { return Ok(snapshot) };
    let named = super::relative_to_top(folder, repository, &snapshot, &unsaved.path);
    let Some(path) = named.filter(|path| !path.as_str().is_empty()) else {
        let message = format!("`{}` is not in this repository", unsaved.path.display());
        return Err(Failure::new(message, "name a file of the register"));
    };
    Ok(snapshot.with_overlay(&path, unsaved.text.clone()))
}

/// Reads the files and builds the register.
pub(super) fn assemble(parts: Parts) -> Session {
    let Parts { snapshot, config, now, commit, repository, seals, cache, folder, ruled, mut spent } =
        parts;
    let mut watch = Stopwatch::start();
    let mut lap = |phase| {
        spent.push((phase, watch.time()));
        watch = Stopwatch::start();
    };
    let mut troubles = snapshot.troubles().iter().cloned().map(Failure::from).collect();
    let (people, assets) = lists(&snapshot, &config, &mut troubles);
    let (documents, ignored) = documents(&snapshot, &config, &mut troubles);
    lap("reading records");
    let register = Register::build(documents);
    lap("linking records");
    let named = config.incident_policy.as_ref().map(|given| given.value.as_str());
    let terms = Terms::of(&register, named);
    let artefacts = Arc::new(artefact::gather(&register, &snapshot, repository.as_ref()));
    lap("looking at evidence");
    let beside = super::Beside { config, people, assets, ignored };
    Session {
        snapshot,
        repository,
        commit,
        beside,
        register,
        terms,
        now,
        artefacts,
        troubles,
        folder,
        seals,
        past: OnceLock::new(),
        spent_on_past: OnceLock::new(),
        cache,
        revised: Revised::default(),
        ruled,
        is_base: false,
        spent,
    }
}

/// What `commit` holds of the register that `head` shows: at the same root, or where its
/// configuration stood before it was moved.
pub(super) fn commit_at(
    repository: &Repository,
    commit: CommitId,
    head: &Snapshot,
) -> Result<Snapshot, Failure> {
    let same = Snapshot::commit_below(repository, commit, head.root())?;
    if !same.files().is_empty() {
        return Ok(same);
    }
    let found = Snapshot::commit(repository, commit)?;
    let config = found.config_path();
    let moved = found.exists(&config) && !head.exists(&config);
    Ok(if moved { found } else { same })
}

/// The rules in force in the register that `options.folder` lies in; ours alone where there is none.
pub fn rules_at(options: &Options, environment: &Environment) -> Vec<&'static Rule> {
    let config = || {
        let folder = existing(&options.folder).ok()?;
        let repository = Repository::discover(&folder, &environment.git).ok()?;
        let snapshot = Snapshot::worktree(&folder, repository.as_ref()).ok()?;
        config(&snapshot, &options.ruled).ok()
    };
    config().map_or_else(|| RULES.to_vec(), |config| catalogue(&config))
}

fn existing(folder: &Path) -> Result<PathBuf, Failure> {
    let found = folder.canonicalize().map_err(|error| {
        let message = format!("folder `{}` cannot be opened: {error}", folder.display());
        Failure::new(message, "name an existing folder")
    })?;
    if found.is_dir() {
        return Ok(found);
    }
    Err(Failure::new(format!("`{}` is no folder", folder.display()), "name an existing folder"))
}

fn face(
    options: &Options,
    folder: &Path,
    repository: Option<&Repository>,
) -> Result<Found, Failure> {
    if options.face == Face::Worktree {
        let snapshot = Snapshot::worktree(folder, repository)?;
        return Ok(Found { snapshot, instant: None, commit: None });
    }
    let repository = repository.ok_or_else(|| no_repository(folder))?;
    match &options.face {
        Face::Index | Face::Worktree => {
            let snapshot = Snapshot::index(repository)?;
            Ok(Found { snapshot, instant: None, commit: None })
        }
        Face::Revision(rev) => {
            let commit = repository.resolve(rev)?;
            let instant = repository.commit(&commit)?.committer.time.with_timezone(&Utc);
            let snapshot = Snapshot::commit(repository, commit)?;
            Ok(Found { snapshot, instant: Some(instant), commit: Some(commit) })
        }
        Face::AsOf(day) => as_of(*day, repository, &options.ruled),
    }
}

pub(super) fn no_repository(folder: &Path) -> Failure {
    let message = format!("`{}` is not in a git repository", folder.display());
    Failure::new(message, "go to a clone of the register, or name one with `-C DIR`")
}

/// The first commit from the tip along first parents that is not after the end of `day`, in the
/// zone that the tip's configuration names.
fn as_of(day: Day, repository: &Repository, ruled: &Ruled) -> Result<Found, Failure> {
    let Head::Commit { id: tip, .. } = repository.head()? else {
        return Err(Failure::new("there is no commit yet", "commit the register first"));
    };
    let zone = config(&Snapshot::commit(repository, tip)?, ruled)?.zone;
    let end = zone.end_of(day) - TimeDelta::seconds(1);
    let commit = repository.as_of(&tip, end)?.ok_or_else(|| {
        let message = format!("the history of this branch begins after {day}");
        Failure::new(message, "name a later day")
    })?;
    let snapshot = Snapshot::commit(repository, commit)?;
    Ok(Found { snapshot, instant: Some(end), commit: Some(commit) })
}

/// The configuration in force; one that cannot be read at all leaves nothing to judge by.
pub(super) fn config(snapshot: &Snapshot, ruled: &Ruled) -> Result<Config, Failure> {
    let path = snapshot.config_path();
    let config = match (&ruled.file, snapshot.kind(&path)) {
        (Some(file), _) => Config::read(&path, named_file(file)?),
        (None, Some(_)) if !ruled.by_defaults => {
            Config::read(&path, snapshot.read(&path, CONFIG_LIMIT)?)
        }
        _ => Config::absent(&path),
    };
    let Some(flaw) = config.fatal() else { return stated(config, &ruled.settings) };
    let at = LineIndex::new(&config.text).position(&config.text, flaw.place.span.start);
    let message = format!("{}:{}:{}: {}", flaw.place.path, at.line, at.column, flaw.message);
    Err(Failure::new(message, flaw.help.clone()))
}

/// The bytes of a configuration that the user named.
fn named_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |what: &dyn std::fmt::Display| {
        let message = format!("`{}` cannot be read: {what}", path.display());
        Failure::new(
            message,
            "name a configuration, or set one value as `--config rules.PIR007=off`",
        )
    };
    let found = std::fs::metadata(path).map_err(|error| failed(&error))?;
    match (found.is_file(), found.len() > CONFIG_LIMIT) {
        (false, _) => Err(failed(&"it is no file")),
        (_, true) => Err(failed(&"it is larger than 4 MiB")),
        _ => std::fs::read(path).map_err(|error| failed(&error)),
    }
}

/// The configuration with what the run states over it.
fn stated(config: Config, settings: &[String]) -> Result<Config, Failure> {
    let failure = |error: SettingError| Failure::new(error.to_string(), error.help);
    let config = settings.iter().try_fold(config, |config, setting| config.with(setting));
    let config = config.map_err(failure)?;
    let all = catalogue(&config);
    let is_known = |rule: &&Given<String>| find_in(&all, &rule.value).is_some();
    let ours = config.rules.iter().map(|(rule, _)| rule);
    let mut ours = ours.filter(|rule| rule.place.path.as_str() == FROM_RUN);
    if let Some(rule) = ours.find(|rule| !is_known(rule)) {
        let known = all.iter().flat_map(|rule| [rule.code, rule.name]);
        let hint = nearest(&rule.value, known).map_or_else(
            || "run `pirctl rules` for all of them".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        return Err(Failure::new(format!("there is no rule `{}`", rule.value), hint));
    }
    Ok(config)
}

/// The folders below the root that hold a configuration, and so a register, of their own.
fn registers_below(snapshot: &Snapshot, config: &Config) -> Vec<String> {
    let named = |path: &&RepoPath| **path != config.path && path.as_str().ends_with("/pirctl.yaml");
    let paths = snapshot.files().iter().map(|file| &file.path).filter(named);
    paths.map(|path| format!("{}/", path.parent())).collect()
}

/// Above several registers there is none: their records must not be read as one.
fn one_of_several(snapshot: &Snapshot, config: &Config) -> Result<(), Failure> {
    let below = registers_below(snapshot, config);
    let (Some(first), false) = (below.first(), config.is_present) else { return Ok(()) };
    let all = below.iter().map(|folder| folder.trim_end_matches('/')).take(5);
    let all = all.collect::<Vec<_>>().join(", ");
    let message = match below.len() {
        1 => format!("no pirctl.yaml stands here or above; a register stands below: {all}"),
        n => format!("no pirctl.yaml stands here or above; {n} registers stand below: {all}"),
    };
    let first = first.trim_end_matches('/');
    Err(Failure::new(
        message,
        format!("name one from the top of the repository: `pirctl -C {first} ..`"),
    ))
}

/// People and assets, by the functions and groups that the register knows.
fn lists(snapshot: &Snapshot, config: &Config, troubles: &mut Vec<Failure>) -> (People, Assets) {
    let table = Table::of(config).0;
    let people = |path: &RepoPath, bytes| People::read_with(path, bytes, &table.words(&FUNCTION));
    let assets =
        |path: &RepoPath, bytes| Assets::read_with(path, bytes, &table.words(&ASSET_GROUP));
    (
        list(snapshot, &config.people_path(), people, People::absent, troubles),
        list(snapshot, &config.assets_path(), assets, Assets::absent, troubles),
    )
}

/// A reference list, where there is one.
fn list<T>(
    snapshot: &Snapshot,
    path: &RepoPath,
    read: impl Fn(&RepoPath, Vec<u8>) -> T,
    absent: impl Fn(&RepoPath) -> T,
    troubles: &mut Vec<Failure>,
) -> T {
    match snapshot.kind(path).map(|_| snapshot.read(path, CONFIG_LIMIT)) {
        Some(Ok(bytes)) => read(path, bytes),
        Some(Err(error)) => {
            troubles.push(error.into());
            absent(path)
        }
        None => absent(path),
    }
}

/// What today is: `--today`, else what the face says, else the clock.
fn now(
    today: Option<Day>,
    instant: Option<DateTime<Utc>>,
    zone: Zone,
    environment: &Environment,
) -> Result<Now, Failure> {
    match (today, instant) {
        (Some(day), _) => Ok(Now::end_of(day, zone)),
        (None, Some(instant)) => Ok(Now { instant, zone }),
        (None, None) => {
            let instant = crate::clock::now(environment.source_date_epoch.as_deref())?;
            Ok(Now { instant, zone })
        }
    }
}

/// Reads every Markdown file of the register; those that the configuration ignores are only named.
pub(super) fn documents(
    snapshot: &Snapshot,
    config: &Config,
    troubles: &mut Vec<Failure>,
) -> (Vec<Document>, Vec<RepoPath>) {
    let is_record =
        |path: &RepoPath| Path::new(path.as_str()).extension().is_some_and(|e| e == "md");
    // A register inside this one is read by its own configuration, not by this.
    let inner = registers_below(snapshot, config);
    let is_ours = |path: &RepoPath| inner.iter().all(|folder| !path.as_str().starts_with(folder));
    let files = snapshot
        .files()
        .iter()
        .filter(|file| file.kind == PathKind::File && is_record(&file.path) && is_ours(&file.path));
    let (ignored, wanted): (Vec<_>, Vec<_>) =
        files.map(|file| file.path.clone()).partition(|path| config.ignored(path).is_some());
    let table = Table::of(config).0;
    let home = |path: &RepoPath| home(table, path, snapshot.root());
    let read = |path: &RepoPath, bytes| read_by(table, path, bytes, home(path));
    let one = |path: &RepoPath, bytes: Result<Vec<u8>, SourceError>| match bytes {
        _ if snapshot.unmerged().binary_search(path).is_ok() => Ok(unmerged(path)),
        Ok(bytes) => Ok(read(path, bytes)),
        Err(SourceError::File(FsError::TooLarge { .. })) => Ok(oversized(path, home(path))),
        Err(error) => Err(Failure::from(error)),
    };
    let limit = RECORD_LIMIT as u64;
    let mut found = Vec::with_capacity(wanted.len());
    for document in snapshot.read_many(&wanted, limit, one) {
        match document {
            Ok(document) => found.push(document),
            Err(failure) => troubles.push(failure),
        }
    }
    let hidden = snapshot.read_many(&ignored, limit, |path, bytes| {
        let document = bytes.map_or(Document::Foreign, |bytes| read(path, bytes));
        (!matches!(document, Document::Foreign)).then(|| path.clone())
    });
    (found, hidden.into_iter().flatten().collect())
}

/// The kind in whose folder a file of the register stands.
fn home(table: &Table, path: &RepoPath, root: &str) -> Option<Kind> {
    table.kind_at(path.as_str().get(root.len()..)?.trim_start_matches('/'))
}
