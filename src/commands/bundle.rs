//! `pirctl bundle`: everything an auditor needs in one folder that can be checked without us.

use super::keys::say_cuts;
use super::{Door, Outcome, until_the_end};
use crate::deliver::{Content, write_folder};
use crate::handover::{Handed, STATEMENT, fill};
use crate::proof::Anchor;
use crate::session::{Face, Failure, Options, Session};
use clap::Args;
use std::path::PathBuf;

/// Pack site, records, git records and digests for an auditor
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pirctl bundle --out audit-2026\n  pirctl bundle --rev v2026.2 --out audit-2026\n\n\
    The folder has the layout of BagIt: `sha256sum -c manifest-sha256.txt` checks it, HOW-TO-CHECK.txt says the rest. \
    The same commit gives the same bytes on every machine. The anchor line that is printed is for the auditor to keep.\n\n\
    Exit status: 0 written, 2 the job could not be done; then nothing is written."
)]
pub(super) struct Arguments {
    /// Folder to write: new, empty, or one that an earlier bundle was written to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The commit; today is its time
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    rev: String,
    /// Leave out the files that records name as evidence
    #[arg(long)]
    no_evidence: bool,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let mut options = door.options();
    options.face = Face::Revision(arguments.rev.clone());
    let with_evidence = !arguments.no_evidence;
    let (sums, anchor) = with(&options, with_evidence, door, |handed| {
        say_cuts(&handed.session.past().seals, door);
        if let Some(cut) = handed.session.past().trust.cuts.first() {
            let message = format!("history is cut: {}", cut.reason);
            return Err(Failure::new(message, format!("run `{}`", cut.remedy)));
        }
        let (sums, _) = write_folder(&arguments.out, Content::Bundle, |new| {
            fill(handed, |place, bytes| Ok(new.write(place, bytes)?))
        })?;
        Ok((sums, Anchor::of(handed.repository, "", &handed.commit)?))
    })?;
    let (folder, files) = (arguments.out.display(), sums.len());
    door.console
        .say(&format!("{files} files written to {folder}; sign {STATEMENT} if you want to"));
    door.console.say("give this line to the auditor, who keeps it outside:");
    door.console.result(&format!("{anchor}\n"))?;
    Ok(Outcome::Clean)
}

/// Opens the register at a commit, without anything that is kept from earlier runs, and lets `work`
/// hand it over.
pub(super) fn with<T>(
    options: &Options,
    with_evidence: bool,
    door: &Door,
    work: impl FnOnce(&Handed<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    if options.ruled != crate::session::Ruled::default() {
        let hint = "leave out --config and --no-config";
        return Err(Failure::new("a bundle is made by the register's own configuration", hint));
    }
    let session = until_the_end(Session::open(options, &door.environment.without_cache())?);
    if let Some(trouble) = session.troubles().first() {
        return Err(trouble.clone());
    }
    if session.register().records().is_empty() {
        let hint = "name the folder of the register with `-C DIR`";
        return Err(Failure::new("no records were found at that commit", hint));
    }
    let (Some(repository), Some(commit)) = (session.repository(), session.commit()) else {
        let hint = "go to a clone of the register, or name one with `-C DIR`";
        return Err(Failure::new("there is no commit to hand over", hint));
    };
    work(&Handed { session: &session, repository, commit, with_evidence })
}
