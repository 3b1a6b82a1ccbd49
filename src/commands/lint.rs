//! `pirctl lint`: judge the records of a snapshot.

use super::keys::Keys;
use super::look::Moment;
use super::output::{self, Output};
use super::{Door, Outcome, until_the_end};
use crate::diag::Level;
use crate::rules::Judgement;
use crate::session::{Face, Failure, Session};
use crate::term::RepoPath;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Check the records and their links
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl lint\n  pirctl lint --staged --fail-on warning\n\n\
    Exit status: 0 clean, 1 findings at or above --fail-on, 2 the job could not be done.")]
#[command(
    after_long_help = "The whole register is read, so that links are always checked; PATH only narrows what is \
    printed.\n\nExamples:\n  pirctl lint                          all records of the working tree\n  \
    pirctl lint --staged                 what the next commit would hold (for a hook)\n  \
    pirctl lint --rev HEAD               a commit, with its own time as today\n  \
    pirctl lint incidents --format json  findings in one folder, for a program\n  \
    pirctl lint --format sarif=out.sarif --format full\n                                       \
    a report for code scanning, and the usual text\n  \
    pirctl lint --require-history        in CI: a clone that is cut does not pass\n  \
    pirctl lint --allowed-signers FILE   also check SSH signatures, with keys outside the repository\n\n\
    Exit status: 0 clean, 1 findings at or above --fail-on, 2 the job could not be done."
)]
pub(super) struct Arguments {
    /// Print only findings in these files and folders
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Judge the index instead of the working tree
    #[arg(long, conflicts_with_all = ["rev", "as_of"])]
    staged: bool,
    #[command(flatten)]
    moment: Moment,
    #[command(flatten)]
    output: Output,
    /// Exit with 1 from this level on: error, warning, note or never
    #[arg(long, value_name = "LEVEL", default_value = "error", hide_possible_values = true)]
    fail_on: FailOn,
    /// Exit with 1 where history is cut and an answer cannot be given
    #[arg(long)]
    require_history: bool,
    #[command(flatten)]
    keys: Keys,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let sinks = arguments.output.sinks(&door.folder())?;
    let mut options = door.options();
    options.face = if arguments.staged { Face::Index } else { arguments.moment.face() };
    options.keys = arguments.keys.files();
    let session = until_the_end(Session::open(&options, &door.environment)?);
    if arguments.require_history && session.repository().is_none() {
        let hint = "run `git init` and commit the register, or leave out --require-history";
        return Err(Failure::new("the register is not in a git repository", hint));
    }
    let mut judgement = session.judge();
    narrow(&mut judgement, &session.named_paths(&arguments.paths)?);
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    let complete = session.troubles().is_empty();
    let records = session.register().records().len();
    let delivered = output::deliver(&sinks, &session, &judgement, door);
    if records == 0 {
        door.console.say("warning: no records were found; is this the folder of the register?");
    }
    delivered?;
    if arguments.require_history && complete && !judgement.unknown.is_empty() {
        door.console.say("error: some answers cannot be given, and --require-history asks for all");
        return Ok(Outcome::Findings);
    }
    Ok(outcome(&judgement, arguments.fail_on, complete))
}

/// Keeps what lies at or below one of `paths`; everything when none is named.
fn narrow(judgement: &mut Judgement, paths: &[RepoPath]) {
    if paths.is_empty() {
        return;
    }
    let inside = |path: &RepoPath| paths.iter().any(|named| path.is_under(named.as_str()));
    judgement.findings.retain(|finding| inside(&finding.place.path));
    judgement.waived.retain(|waived| inside(&waived.finding.place.path));
}

fn outcome(judgement: &Judgement, fail_on: FailOn, complete: bool) -> Outcome {
    let least = match fail_on {
        FailOn::Error => Some(Level::Error),
        FailOn::Warning => Some(Level::Warning),
        FailOn::Note => Some(Level::Note),
        FailOn::Never => None,
    };
    if !complete {
        return Outcome::Incomplete;
    }
    let failing =
        least.is_some_and(|least| judgement.findings.iter().any(|finding| finding.level >= least));
    if failing { Outcome::Findings } else { Outcome::Clean }
}
