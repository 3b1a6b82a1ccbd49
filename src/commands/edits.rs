//! What commands share that change files of the register: which record, dry runs, writing.

use super::Door;
use crate::catalog;
use crate::deliver::write_changes;
use crate::emit;
use crate::plan::FileChange;
use crate::record::Record;
use crate::session::{Failure, Session};
use crate::term::{canonical_control, nearest_id};
use clap::Args;

/// Whether anything is written.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct DryRun {
    /// Write nothing; print the change as a patch
    #[arg(long)]
    pub(super) dry_run: bool,
}

impl DryRun {
    /// Writes the changes, or prints them.
    pub(super) fn deliver(
        self,
        session: &Session,
        changes: &[FileChange],
        door: &mut Door,
    ) -> Result<(), Failure> {
        if self.dry_run {
            return door.console.result(&emit::changes_diff(changes, door.console.look));
        }
        let folder = session.snapshot().folder().expect("such commands open the working tree");
        Ok(write_changes(folder, changes)?)
    }
}

/// Says what could not be looked at; a change is made all the same where it is about a file that could.
pub(super) fn say_troubles(session: &Session, door: &Door) {
    for trouble in session.troubles() {
        door.console.say(&format!("warning: {}", trouble.message));
    }
}

/// The one record with this id.
pub(super) fn record<'s>(session: &'s Session, id: &str) -> Result<&'s Record, Failure> {
    let register = session.register();
    let mut all = register.all(id);
    match (all.next(), all.next()) {
        (Some(record), None) => Ok(record),
        (Some(one), Some(other)) => {
            let message = format!("{id} is the id of two files: {} and {}", one.path, other.path);
            let hint =
                format!("give one of them another id: `pirctl renumber {} next`", other.path);
            Err(Failure::new(message, hint))
        }
        (None, _) => Err(unknown(session, id)),
    }
}

/// Why there is no record with this id.
pub(super) fn unknown(session: &Session, id: &str) -> Failure {
    let register = session.register();
    let broken = register.broken().iter().find(|broken| broken.path.stem() == id);
    let hint = match (broken, register.formerly(id)) {
        (Some(broken), _) => format!("`{}` cannot be read; `pirctl lint` says why", broken.path),
        (_, Some(now)) => format!("it is `{}` now", now.id()),
        _ if catalog::control(id).is_some() => {
            "it is a control of Annex A that has no record here; `pirctl list controls` shows them all".to_owned()
        }
        _ if is_like_a_control(id) => match catalog::nearest_control(id) {
            Some(meant) => format!("Annex A has no such control; did you mean `{}`?", meant.id),
            None => "Annex A has no such control; `pirctl list controls` shows them all".to_owned(),
        },
        _ => nearest_id(id, register.records().iter().map(Record::id)).map_or_else(
            || "name the id of a record of this register".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        ),
    };
    Failure::new(format!("there is no record `{id}`"), hint)
}

/// True for `A.8.55`, `8.55` and `A.5.277`: written like a control of Annex A.
fn is_like_a_control(id: &str) -> bool {
    canonical_control(id).is_some() || id.starts_with("A.") || id.starts_with("a.")
}
