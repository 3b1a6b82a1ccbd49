//! `pirctl history`: what git shows of documents, in any repository.

use super::keys::{Keys, say_cuts};
use super::look::Format;
use super::{Door, Outcome};
use crate::emit;
use crate::git::{CommitId, GitError, Head, Repository};
use crate::history::{History, Question, Shelf, read_history_kept};
use crate::proof::{BriefReader, Tags, VersionBrief};
use crate::schema::Kind;
use crate::session::{Failure, SealCheck, cache_for};
use crate::term::RepoPath;
use clap::Args;
use std::path::{Component, Path};

/// Show every revision of records, files or folders, in one walk over history
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pirctl history POL-access-control\n  pirctl history policies --format json\n  \
    pirctl history policies --allowed-signers ~/signers\n\n\
    Exit status: 0 shown (also where history is cut, which is said), 1 the line of --check-anchor does not hold, \
    2 the job could not be done."
)]
#[command(
    after_long_help = "A record is followed by its id, also when it was moved and rewritten at once; any other file \
    by similar content. Works in any git repository. The rows are those of\n`git log --full-history -M -c --raw \
    --combined-all-paths`, less changes of the file mode.\n\nExamples:\n  pirctl history POL-access-control\n  \
    pirctl history policies risks/RISK-0003.md --format json\n  \
    pirctl history policies --allowed-signers ~/signers --keyring ~/keys.asc\n\n\
    Exit status: 0 shown (also where history is cut, which is said), 1 the line of --check-anchor does not hold, \
    2 the job could not be done."
)]
pub(super) struct Arguments {
    /// Ids of records, files or folders
    #[arg(
        value_name = "PATH|ID|DIR",
        required_unless_present = "anchors",
        conflicts_with = "anchors"
    )]
    what: Vec<String>,
    /// Look back from a commit instead of HEAD
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// How to print it: full or json
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: Format,
    #[command(flatten)]
    anchors: super::anchor::Arguments,
    #[command(flatten)]
    keys: Keys,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let folder = door.folder();
    let repository = Repository::discover(&folder, &door.environment.git)?.ok_or_else(|| {
        let message = format!("`{}` is not in a git repository", folder.display());
        Failure::new(message, "go to a clone, or name one with `-C DIR`")
    })?;
    let (keys, environment) = (arguments.keys.files(), &door.environment);
    let check = SealCheck::open(&keys, environment, &folder, Some(&repository))?;
    let tip = tip(&repository, arguments.rev.as_deref())?;
    let rev = arguments.rev.as_deref();
    if let Some(outcome) = super::anchor::run(&arguments.anchors, rev, &repository, &tip, door)? {
        return Ok(outcome);
    }
    let question = question(&repository, tip, &arguments.what)?;
    let reader = BriefReader { with_texts: matches!(arguments.format, Format::Json) };
    let cache = cache_for(&door.environment, &repository);
    let name = if reader.with_texts { "brief with texts" } else { "brief" };
    let shelf = Shelf { cache: cache.as_ref(), reader: name, is_base: false };
    let history = read_history_kept(&repository, &question, &reader, shelf).map_err(failure)?;
    refuse_unknown(&question, &history)?;
    let found = repository.tags()?;
    let seals = check.seals(&repository, &history, &found.tags);
    say_cuts(&seals, door);
    for error in &found.unread {
        let help = error.hint();
        door.console.say(&format!("warning: a tag is left out: {error}; help: {help}"));
    }
    let tags = Tags::new(found.tags, &seals, &repository.mailmap(&tip));
    door.console.result(&match arguments.format {
        Format::Full => emit::history_text(&history, &seals, &tags),
        Format::Json => emit::history_json(&history, &seals, &tags),
    })?;
    Ok(Outcome::Clean)
}

fn failure(error: crate::history::HistoryError) -> Failure {
    let crate::history::HistoryError::Git(error) = error;
    Failure::from(error).while_doing("reading history")
}

fn tip(repository: &Repository, rev: Option<&str>) -> Result<CommitId, Failure> {
    if let Some(rev) = rev {
        return Ok(repository.resolve(rev)?);
    }
    match repository.head()? {
        Head::Commit { id, .. } => Ok(id),
        Head::Unborn { .. } => {
            Err(Failure::new("there is no commit yet", "commit something first"))
        }
    }
}

/// An argument is a path when something stands there now, else an id when it has the form of one.
fn question(repository: &Repository, tip: CommitId, what: &[String]) -> Result<Question, Failure> {
    let mut question = Question { tip, paths: Vec::new(), ids: Vec::new(), count_lines: true };
    for named in what {
        let path = from_top(repository.prefix(), named).ok_or_else(|| {
            let message = format!("`{named}` is not in this repository");
            Failure::new(message, "name a file or folder of it, or the id of a record")
        })?;
        if Kind::of_id(named).is_some() && !stands(repository, &tip, &path)? {
            question.ids.push(named.clone());
        } else {
            question.paths.push(path);
        }
    }
    Ok(question)
}

fn stands(repository: &Repository, tip: &CommitId, path: &str) -> Result<bool, GitError> {
    Ok(repository.blob_at(tip, &RepoPath::new(path))?.is_some()
        || !repository.tree_files(tip, path)?.is_empty())
}

/// A path as somebody in the folder `prefix` wrote it, from the top; `None` when it leads out.
fn from_top(prefix: &str, written: &str) -> Option<String> {
    let mut parts: Vec<&str> = prefix.split('/').filter(|part| !part.is_empty()).collect();
    for part in Path::new(written).components() {
        match part {
            Component::Normal(name) => parts.push(name.to_str()?),
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

/// What was named and is nowhere in history: nothing shown must not look like nothing happened.
fn refuse_unknown(question: &Question, history: &History<VersionBrief>) -> Result<(), Failure> {
    if let Some(id) = history.unknown_ids.first() {
        let message = format!("no commit holds a record with the id {id}");
        return Err(Failure::new(message, "check the id, or name the file"));
    }
    for path in &question.paths {
        let under = |at: &RepoPath| at.is_under(path);
        let known = history.documents.iter().any(|document| {
            under(&document.path) || document.revisions.iter().any(|revision| under(&revision.path))
        });
        if !known && history.complete {
            let message = format!("no commit holds anything at `{path}`");
            return Err(Failure::new(
                message,
                "check the path; it is read from the current folder",
            ));
        }
    }
    Ok(())
}
