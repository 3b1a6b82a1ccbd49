//! `pirctl lint`: judge the records of a snapshot, or what a change brings.

mod baseline;
mod input;
mod judged;
mod output;
mod place;
mod spent;
mod told;

pub(super) use place::write;

use super::fixes::{FixOptions, Narrowed};
use super::keys::Keys;
use super::look::Moment;
use super::watched::watched;
use super::{Door, Outcome, until_the_end};
use crate::clock::Stopwatch;
use crate::config::Config;
use crate::diag::Level;
use crate::rules::{Judgement, Selection, catalogue};
use crate::session::{Face, Failure, Options, Session};
use clap::{Args, ValueEnum};
use input::Input;
use judged::Judged;
use output::{Extras, Output, Sinks};
use std::path::PathBuf;

/// Check the records and their links
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the command line")]
#[command(after_help = "Examples:\n  pirctl lint\n  pirctl lint --staged --fail-on warning\n  \
    pirctl lint --base origin/main\n\n\
    Exit status: 0 clean, 1 findings at or above --fail-on, 2 the job could not be done.")]
#[command(
    after_long_help = "The whole register is read, so that links are always checked; PATH only narrows what is \
    printed.\n\nExamples:\n  pirctl lint                          all records of the working tree\n  \
    pirctl lint --staged                 what the next commit would hold (for a hook)\n  \
    pirctl lint --base origin/main       only what this branch introduces (for a pull request)\n  \
    pirctl lint --rev HEAD               a commit, with its own time as today\n  \
    pirctl lint --fix                    make the safe fixes; --diff only shows them\n  \
    pirctl lint incidents --format json  findings in one folder, for a program\n  \
    pirctl lint --format sarif=out.sarif --format full\n                                       \
    a report for code scanning, and the usual text\n  \
    pirctl lint --select INC,LNK001      only some rules, by family, code or name\n  \
    pirctl lint --statistics             how many findings each rule has\n  \
    pirctl lint --baseline write         set down what an old register has; later runs hide it\n  \
    pirctl lint - --stdin-filename FILE  a text that is not saved yet (for an editor)\n  \
    git diff --name-only -z --diff-filter=d | pirctl lint --files0-from -\n  \
    pirctl lint --require-history        in CI: a clone that is cut does not pass\n  \
    pirctl lint --allowed-signers FILE   also check SSH signatures, with keys outside the repository\n\n\
    Exit status: 0 clean, 1 findings at or above --fail-on, 2 the job could not be done."
)]
pub(super) struct Arguments {
    /// Print only findings in these files and folders; `-` for a text on standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Judge what the next commit would hold, and the step that it takes
    #[arg(long, conflicts_with_all = ["rev", "as_of"])]
    staged: bool,
    /// Print only what was introduced since the branch left REV
    #[arg(long, value_name = "REV", conflicts_with_all = ["as_of", "baseline"])]
    base: Option<String>,
    #[command(flatten)]
    moment: Moment,
    /// Run only these rules: a code, a family such as INC, or a name
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// The baseline of known findings: write, use or off
    #[arg(long, value_name = "WHAT", hide_possible_values = true)]
    baseline: Option<baseline::What>,
    /// Read a text on standard input as if it stood in PATH
    #[arg(long, value_name = "PATH", conflicts_with_all = ["staged", "rev", "as_of", "baseline"])]
    stdin_filename: Option<PathBuf>,
    /// Print only findings in the files that FILE lists, each ended by a NUL; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "stdin_filename")]
    files0_from: Option<PathBuf>,
    /// Run again whenever a file changes, until interrupted
    #[arg(long, conflicts_with_all = ["rev", "as_of", "baseline", "stdin_filename", "files0_from"])]
    watch: bool,
    /// Print how many findings each rule has instead of the findings
    #[arg(long)]
    statistics: bool,
    #[command(flatten)]
    output: Output,
    /// Exit with 1 from this level on: error, warning, note or never
    #[arg(long, value_name = "LEVEL", default_value = "error", hide_possible_values = true)]
    fail_on: FailOn,
    /// Exit with 1 where history is cut and an answer cannot be given
    #[arg(long)]
    require_history: bool,
    #[command(flatten)]
    fixes: FixOptions,
    #[command(flatten)]
    keys: Keys,
    /// Also list the findings that waivers set aside, with reason, approver and last day
    #[arg(long)]
    show_waived: bool,
}

impl Arguments {
    /// True when not all findings of all rules are asked for.
    fn is_narrowed(&self) -> bool {
        let rules = !self.select.is_empty() || !self.ignore.is_empty();
        rules || !self.paths.is_empty() || self.files0_from.is_some()
    }

    /// True when earlier commits are not asked for by name.
    fn is_about_the_step(&self) -> bool {
        let writes = self.baseline == Some(baseline::What::Write);
        self.staged && self.select.is_empty() && !self.require_history && !writes
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    if arguments.baseline == Some(baseline::What::Write) && arguments.is_narrowed() {
        let hint = "leave out PATH, --select, --ignore and --files0-from";
        return Err(Failure::new("a baseline is written of all findings", hint));
    }
    let sinks = arguments.output.sinks(&door.folder())?;
    let input = Input::read(arguments)?;
    let mut options = door.options();
    options.face = if arguments.staged { Face::Index } else { arguments.moment.face() };
    options.keys = arguments.keys.files();
    options.unsaved.clone_from(&input.unsaved);
    arguments.fixes.check(options.face == Face::Worktree)?;
    let run = Run { arguments, sinks, input, options };
    if arguments.fixes.asked()
        && let Some(outcome) = arguments.fixes.run(&run.options, &|at| run.narrowed(at), door)?
    {
        return Ok(outcome);
    }
    if arguments.watch { run.again_and_again(door) } else { run.once(door) }
}

/// A run, ready to be made.
struct Run<'a> {
    arguments: &'a Arguments,
    sinks: Sinks,
    input: Input,
    options: Options,
}

impl Run<'_> {
    /// Judges once; what was read stays until the process ends.
    fn once(&self, door: &mut Door) -> Result<Outcome, Failure> {
        let session = until_the_end(Session::open(&self.options, &door.environment)?);
        let judged = until_the_end(self.judge(&session, door)?);
        self.tell(&session, &judged, door)
    }

    /// Judges, and again whenever files change, until nobody reads the results any more.
    fn again_and_again(&self, door: &mut Door) -> Result<Outcome, Failure> {
        let mut watch = watched(&self.options, Vec::new(), &[], door)?;
        let mut begun = false;
        loop {
            let told = Session::open(&self.options, &door.environment)
                .and_then(|session| self.tell(&session, &self.judge(&session, door)?, door));
            match told {
                Ok(outcome) if door.console.is_broken() => return Ok(outcome),
                Ok(_) => {}
                Err(failure) if !begun => return Err(failure),
                // It may be a configuration in the middle of being written.
                Err(failure) => door.console.fail(&failure),
            }
            begun = true;
            door.console.say("waiting for files to change; interrupt to end");
            watch.wait();
        }
    }

    /// What is asked for of the files and rules of a session.
    fn narrowed(&self, session: &Session) -> Result<Narrowed, Failure> {
        let rules = selection(self.arguments, session.config())?;
        Ok(Narrowed { rules, paths: self.input.paths(session)? })
    }

    fn judge(&self, session: &Session, door: &Door) -> Result<Judged, Failure> {
        if self.arguments.require_history && session.repository().is_none() {
            let hint = "run `git init` and commit the register, or leave out --require-history";
            return Err(Failure::new("the register is not in a git repository", hint));
        }
        let selection = selection(self.arguments, session.config())?;
        let watch = Stopwatch::start();
        let judged = Judged::of(session, self.arguments, &selection, &self.input, door)?;
        if door.is_verbose() {
            spent::say(session, judged.judgement(), watch.time(), &door.console);
        }
        Ok(judged)
    }

    /// What was asked for beside the findings.
    fn extras(&self) -> Extras {
        let Arguments { statistics, show_waived, .. } = *self.arguments;
        Extras { statistics, show_waived }
    }

    /// Prints what came of a run, and says how it ended.
    fn tell(
        &self,
        session: &Session,
        judged: &Judged,
        door: &mut Door,
    ) -> Result<Outcome, Failure> {
        let arguments = self.arguments;
        for trouble in judged.troubles(session) {
            door.console.fail(trouble);
        }
        if arguments.baseline == Some(baseline::What::Write) {
            return written(session, judged, door);
        }
        let delivered = output::deliver(&self.sinks, session, judged, self.extras(), door);
        let complete = judged.troubles(session).next().is_none();
        super::look::say_when_empty(session, door);
        delivered?;
        if arguments.require_history && complete && !judged.judgement().unknown.is_empty() {
            let said = "error: some answers cannot be given, and --require-history asks for all";
            door.console.say(said);
            return Ok(Outcome::Findings);
        }
        Ok(outcome(judged.judgement(), arguments.fail_on, complete))
    }
}

/// The rules that are asked for.
fn selection(arguments: &Arguments, config: &Config) -> Result<Selection, Failure> {
    let Arguments { select, ignore, .. } = arguments;
    let rules = catalogue(config);
    Selection::parse(select, ignore, &rules).map_err(|error| {
        let hint = error.near.as_ref().map_or_else(
            || "run `pirctl rules` for all of them".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        Failure::new(error.to_string(), hint)
    })
}

/// Writes the baseline, unless something could not be looked at.
fn written(session: &Session, judged: &Judged, door: &Door) -> Result<Outcome, Failure> {
    if judged.troubles(session).next().is_some() {
        return Ok(Outcome::Incomplete);
    }
    door.console.say(&baseline::write(session, judged.judgement())?);
    Ok(Outcome::Clean)
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
