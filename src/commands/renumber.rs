//! `pirctl renumber`: another id for a record, with its file and every reference.

use super::edits::{self, DryRun};
use super::new::taken;
use super::{Door, Outcome};
use crate::diag::Place;
use crate::git::CommitId;
use crate::plan::renumber::{
    Meaning, Moving, NumberError, Renumbered, Renumbering, Sides, check_new, next_id, renumber,
};
use crate::record::Record;
use crate::session::{Clash, Failure, OpenMerge, Session};
use crate::span::LineIndex;
use clap::Args;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Give a record another id, with its file and every reference
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl renumber INC-2026-0007 INC-2026-0009\n  \
    pirctl renumber incidents/INC-2026-0007-phishing.md next\n  \
    pirctl renumber --theirs\n\n\
    Exit status: 0 done, 2 the id cannot be given, or a file cannot be edited safely.")]
#[command(
    after_long_help = "The record gets the id and a file of that name; links, mentions in texts, paths of its file and \
    `pirctl.yaml` follow; `previous_ids` keeps the old id. Every other byte stays. All files are worked out and read again \
    before the first is written. Mentions in code and in other paths stay and are listed.\n\n\
    When two files have one id, name the one that gets another id by its path. References follow where git shows that they were \
    written on the branch that brought that record; where that cannot be told they stay, and are listed.\n\n\
    When a merge stops because both branches made the same file, `--theirs` gives every such record that comes in the next free \
    id and leaves ours as it is; `--ours` does the opposite. Then `git add --all` and go on with the merge.\n\nExamples:\n  \
    pirctl renumber INC-2026-0007 INC-2026-0009\n  \
    pirctl renumber INC-2026-0007 next --dry-run          the change as a patch\n  \
    pirctl renumber incidents/INC-2026-0007-phishing.md next\n  \
    pirctl renumber --theirs                              in the middle of a merge\n\n\
    Exit status: 0 done, 2 the id cannot be given, or a file cannot be edited safely."
)]
pub(super) struct Arguments {
    /// The record's id, or its file where two have that id
    #[arg(value_name = "OLD", required_unless_present_any = ["theirs", "ours"])]
    old: Option<String>,
    /// The id it gets, or `next` for the next free number
    #[arg(value_name = "NEW", required_unless_present_any = ["theirs", "ours"])]
    new: Option<String>,
    /// In a merge: every incoming record whose id is taken gets the next free one
    #[arg(long, conflicts_with_all = ["old", "new", "ours"])]
    theirs: bool,
    /// In a merge: every record of ours whose id comes in too gets the next free one
    #[arg(long, conflicts_with_all = ["old", "new"])]
    ours: bool,
    #[command(flatten)]
    dry_run: DryRun,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let session = Session::open(&door.options(), &door.environment)?;
    edits::say_troubles(&session, door);
    let taken = taken(&session, door);
    let (made, ids) = match (&arguments.old, &arguments.new) {
        (Some(old), Some(new)) => one(&session, old, new, &taken)?,
        _ => merge(&session, arguments.theirs, taken)?,
    };
    arguments.dry_run.deliver(&session, &made.changes, door)?;
    for ids in &ids {
        if !arguments.dry_run.dry_run {
            door.console.result(&format!("{}\n", ids.to))?;
        }
    }
    say(&made, &ids, arguments.dry_run, &session, door);
    Ok(Outcome::Clean)
}

/// One record, named by its id or by its file.
fn one(
    session: &Session,
    old: &str,
    new: &str,
    taken: &BTreeSet<String>,
) -> Result<(Renumbering, Vec<Renumbered>), Failure> {
    let record = named(session, old)?;
    let register = session.register();
    let new = match new {
        "next" => next_id(record, register, taken).map_err(refused)?,
        new => new.to_owned(),
    };
    check_new(record, &new, register, taken).map_err(refused)?;
    let ids = Renumbered::of(record, &new);
    let others: Vec<&Record> =
        register.all(record.id()).filter(|other| other.path != record.path).collect();
    let moving = [Moving { record, ids: ids.clone(), staying: None, standing: None }];
    let made = match others[..] {
        [] => renumber(&moving, register, session.config(), &|_, _, _| Meaning::Moving),
        [other] => match session.sides_of(record, other)? {
            Some((moves, stays)) => by_sides(session, &moving, moves, stays),
            None => renumber(&moving, register, session.config(), &|_, _, _| Meaning::Open),
        },
        _ => renumber(&moving, register, session.config(), &|_, _, _| Meaning::Open),
    };
    let made = made.map_err(|error| not_editable(&error.to_string()))?;
    Ok((made, vec![ids]))
}

fn by_sides(
    session: &Session,
    moving: &[Moving<'_>],
    moves: CommitId,
    stays: CommitId,
) -> Result<Renumbering, crate::plan::renumber::RenumberError> {
    let moves = |path: &_| session.text_in(&moves, path);
    let stays = |path: &_| session.text_in(&stays, path);
    let sides = Sides::new(&moves, &stays);
    let meaning = |path: &_, text: &str, span| sides.meaning(path, text, span);
    renumber(moving, session.register(), session.config(), &meaning)
}

/// The record with this id, or in this file.
fn named<'s>(session: &'s Session, old: &str) -> Result<&'s Record, Failure> {
    let register = session.register();
    let is_path = old.contains(['/', '\\']) || old.ends_with(".md");
    if !is_path {
        if register.get(old).is_none() && is_in_merge(session, old)? {
            let message = format!("both sides of a merge made a record {old}");
            let hint =
                "`pirctl renumber --theirs` gives the one that comes in another id, `--ours` yours";
            return Err(Failure::new(message, hint));
        }
        return edits::record(session, old);
    }
    let path = session.named_paths(&[PathBuf::from(old)])?.remove(0);
    register.at_path(&path).ok_or_else(|| {
        let hint = "name the file of a record, or an id; `pirctl lint` says what cannot be read";
        Failure::new(format!("`{path}` holds no record that could be read"), hint)
    })
}

fn is_in_merge(session: &Session, id: &str) -> Result<bool, Failure> {
    let merge = session.open_merge()?;
    Ok(merge.is_some_and(|merge| merge.clashes.iter().any(|clash| clash.ours.id() == id)))
}

/// Every record whose id both sides of a merge gave.
fn merge(
    session: &Session,
    theirs: bool,
    mut taken: BTreeSet<String>,
) -> Result<(Renumbering, Vec<Renumbered>), Failure> {
    let Some(OpenMerge { ours: our_tip, theirs: their_tip, clashes }) = session.open_merge()?
    else {
        let hint = "name a record and its new id: `pirctl renumber OLD NEW`";
        return Err(Failure::new("no merge is going on here", hint));
    };
    let (mut ids, mut moving) = (Vec::new(), Vec::new());
    for clash in &clashes {
        let (record, stays) = pair(clash, theirs);
        let Ok(new) = next_id(record, session.register(), &taken) else { continue };
        taken.insert(new.clone());
        let (staying, standing) = (Some(stays.text.as_str()), session.text_of(&clash.path));
        ids.push(Renumbered::of(record, &new));
        moving.push(Moving { record, ids: Renumbered::of(record, &new), staying, standing });
    }
    if moving.is_empty() {
        let message = "no file of this merge holds two records of one number";
        return Err(Failure::new(message, "resolve the merge by hand, then run `pirctl lint`"));
    }
    let (moves, stays) = if theirs { (their_tip, our_tip) } else { (our_tip, their_tip) };
    let made = by_sides(session, &moving, moves, stays);
    Ok((made.map_err(|error| not_editable(&error.to_string()))?, ids))
}

/// The record that moves, and the one that stays.
fn pair(clash: &Clash, theirs: bool) -> (&Record, &Record) {
    if theirs { (&clash.theirs, &clash.ours) } else { (&clash.ours, &clash.theirs) }
}

fn refused(error: NumberError) -> Failure {
    Failure::new(error.message, error.help)
}

fn not_editable(message: &str) -> Failure {
    Failure::new(message, "nothing was written; put that file right first, `pirctl lint` helps")
}

fn say(made: &Renumbering, ids: &[Renumbered], dry_run: DryRun, session: &Session, door: &Door) {
    let verb = if dry_run.dry_run { "would become" } else { "is now" };
    for Renumbered { old, new, .. } in ids {
        door.console.say(&format!("{old} {verb} {new}"));
    }
    let count = made.followed;
    let word = if count == 1 { "reference follows" } else { "references follow" };
    door.console.say(&format!("{count} {word} in other files"));
    list(&made.open, "may mean the record that keeps the id, and stays", session, door);
    list(&made.left, "stands in code, a path or a ticket, and stays", session, door);
}

/// Places that stay, one a line.
fn list(places: &[Place], what: &str, session: &Session, door: &Door) {
    for place in places {
        let text = session.text_of(&place.path).unwrap_or_default();
        let at = LineIndex::new(text).position(text, place.span.start);
        let id = place.span.slice(text);
        door.console.say(&format!("note: {}:{}:{}: {id} {what}", place.path, at.line, at.column));
    }
}
