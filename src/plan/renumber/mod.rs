//! A record gets another id: its file, every reference, and the word that it had another one before.
//!
//! Pure: texts come in, changes go out. Which of two records of one id a reference means is asked of
//! whoever calls.

mod number;
mod reference;
mod text;

pub use number::{NumberError, check_new, next_id};
pub use reference::{Meaning, Sides};

use super::FileChange;
use crate::config::Config;
use crate::diag::Place;
use crate::edit::EditError;
use crate::record::{Broken, Record};
use crate::register::Register;
use crate::span::Span;
use crate::term::RepoPath;
use text::{Uses, uses_in_config, uses_in_record};

/// A record and the id that it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renumbered {
    /// The id it has.
    pub old: String,
    /// The id it gets.
    pub new: String,
    /// Where it stands.
    pub from: RepoPath,
    /// Where it shall stand.
    pub to: RepoPath,
}

impl Renumbered {
    /// The record in the file `from` gets the id `new` and a file of that name.
    pub fn of(record: &Record, new: &str) -> Self {
        let from = record.path.clone();
        let to = RepoPath::new(format!("{new}.md")).below(from.parent());
        Self { old: record.id().to_owned(), new: new.to_owned(), from, to }
    }
}

/// What renumbering comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renumbering {
    /// Every file that changes.
    pub changes: Vec<FileChange>,
    /// References in other files that follow.
    pub followed: usize,
    /// References that may mean either of two records and stay as they are.
    pub open: Vec<Place>,
    /// Mentions that are no plain reference (in code, in paths, in files that cannot be read) and stay.
    pub left: Vec<Place>,
}

/// A record that moves, with the text from which it is made.
#[derive(Debug)]
pub struct Moving<'a> {
    /// The record, as it stands in the working tree or on one side of a merge.
    pub record: &'a Record,
    /// The ids.
    pub ids: Renumbered,
    /// The text that stays at its old place: the other side's; `None` when nothing stays there.
    pub staying: Option<&'a str>,
    /// What stands at its old place now.
    pub standing: Option<&'a str>,
}

/// Why a record cannot be renumbered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` cannot be edited safely: {error}")]
pub struct RenumberError {
    /// The file.
    pub path: RepoPath,
    /// Why.
    pub error: EditError,
}

/// What a reference in a file means: the file, its text, the bytes of the id.
pub type Meant<'a> = dyn Fn(&RepoPath, &str, Span) -> Meaning + 'a;

/// Gives every record of `moving` its new id, and every reference that means it.
pub fn renumber(
    moving: &[Moving<'_>],
    register: &Register,
    config: &Config,
    meant: &Meant<'_>,
) -> Result<Renumbering, RenumberError> {
    let ids: Vec<Renumbered> = moving.iter().map(|moving| moving.ids.clone()).collect();
    let mut made = Renumbering::default();
    let is_moving = |path: &RepoPath| ids.iter().any(|ids| ids.from == *path);
    for record in register.records().iter().filter(|record| !is_moving(&record.path)) {
        let uses = uses_in_record(record, &ids);
        follow(&mut made, &record.path, &record.text, uses, meant, &|text, chosen| {
            text::rewrite_record(record, text, chosen)
        })?;
    }
    let uses = uses_in_config(&config.text, &ids);
    follow(&mut made, &config.path, &config.text, uses, meant, &text::rewrite_config)?;
    for moving in moving {
        made.changes.extend(moved(moving, &ids, &mut made.left)?);
    }
    for broken in register.broken().iter().filter(|broken| !is_moving(&broken.path)) {
        made.left.extend(in_broken(broken, &ids));
    }
    made.left.sort();
    made.open.sort();
    Ok(made)
}

type Rewrite<'a> = dyn Fn(&str, &[(Span, String)]) -> Result<String, EditError> + 'a;

/// Lets the references of one file follow that mean a moving record.
fn follow(
    made: &mut Renumbering,
    path: &RepoPath,
    text: &str,
    uses: Uses,
    meant: &Meant<'_>,
    rewrite: &Rewrite<'_>,
) -> Result<(), RenumberError> {
    let mut chosen = Vec::new();
    for (span, new) in uses.references {
        match meant(path, text, span) {
            Meaning::Moving => chosen.push((span, new)),
            Meaning::Staying => {}
            Meaning::Open => made.open.push(Place::new(path, span)),
        }
    }
    made.left.extend(uses.left.iter().map(|span| Place::new(path, *span)));
    if chosen.is_empty() {
        return Ok(());
    }
    let after = rewrite(text, &chosen);
    let after = after.map_err(|error| RenumberError { path: path.clone(), error })?;
    made.followed += chosen.len();
    made.changes.push(FileChange::text(path, text, after));
    Ok(())
}

/// The record under its new id, and what stays at its old place.
fn moved(
    moving: &Moving<'_>,
    ids: &[Renumbered],
    left: &mut Vec<Place>,
) -> Result<Vec<FileChange>, RenumberError> {
    let record = moving.record;
    let uses = uses_in_record(record, ids);
    let Renumbered { old, from, to, .. } = &moving.ids;
    left.extend(uses.left.iter().map(|span| Place::new(from, *span)));
    let after = text::rewrite_record(record, &record.text, &uses.references)
        .and_then(|text| text::remember(&text, record, old));
    let after = after.map_err(|error| RenumberError { path: from.clone(), error })?;
    let Some(staying) = moving.staying else {
        let moved_from = (from != to).then(|| from.clone());
        let before = Some(record.text.clone());
        return Ok(vec![FileChange { path: to.clone(), moved_from, before, after }]);
    };
    let standing = moving.standing.map(str::to_owned);
    let path = from.clone();
    let stays = FileChange { path, moved_from: None, before: standing, after: staying.to_owned() };
    let moves = FileChange { path: to.clone(), moved_from: None, before: None, after };
    Ok([stays, moves].into_iter().filter(|c| c.before.as_deref() != Some(&c.after)).collect())
}

/// Mentions in a file that cannot be read.
fn in_broken(broken: &Broken, ids: &[Renumbered]) -> Vec<Place> {
    let spans = text::plain_mentions(&broken.text, ids);
    spans.into_iter().map(|span| Place::new(&broken.path, span)).collect()
}
