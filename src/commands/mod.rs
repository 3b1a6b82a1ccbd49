//! The commands: one file each, with its arguments beside it. They compose; they do not compute.

mod anchor;
mod bundle;
mod completions;
mod config;
mod demo;
mod due;
mod edition;
mod edits;
mod explain;
mod export;
mod fixes;
mod history;
mod hook;
mod init;
mod keys;
mod lint;
mod list;
mod look;
mod manner;
mod metrics;
mod new;
mod population;
mod reconcile;
mod renumber;
mod report;
mod roles;
mod rules;
mod sample;
mod serve;
mod show;
mod status;
mod trace;
mod trends;
mod verify;
mod waive;
mod watched;

use crate::config::is_setting;
use crate::session::{Color, Console, Environment, Failure, Options, Ruled};
use crate::term::{Day, parse_day};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::process::ExitCode;

/// Git-native records of learning from information security incidents (ISO/IEC 27001:2022 A.5.27).
#[derive(Debug, Parser)]
#[command(name = "pirctl", version, propagate_version = false, disable_help_subcommand = true)]
#[command(after_help = "Exit status: 0 clean, 1 findings, 2 the job could not be done.")]
struct Cli {
    #[command(flatten)]
    everywhere: Everywhere,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Everywhere {
    /// Work in DIR instead of the current folder
    #[arg(short = 'C', value_name = "DIR", global = true)]
    folder: Option<PathBuf>,
    /// Take DATE for today (2026-05-20)
    #[arg(long, value_name = "DATE", value_parser = day, global = true)]
    today: Option<Day>,
    #[command(flatten)]
    ruling: Ruling,
    /// Use colour: auto, always or never
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        global = true
    )]
    color: When,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say on standard error where time goes
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
    /// Read all of history again; use and keep nothing in the cache folder
    #[arg(long, global = true)]
    no_cache: bool,
}

/// Options that say which configuration is in force.
#[derive(Clone, Debug, Args)]
struct Ruling {
    /// Read FILE in the place of pirctl.yaml, or set one value over it (rules.PIR007=off); may be
    /// repeated
    #[arg(long, value_name = "FILE|KEY=VALUE", global = true)]
    config: Vec<String>,
    /// Read no configuration: the defaults hold
    #[arg(long, global = true)]
    no_config: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Arguments),
    Demo(demo::Arguments),
    New(Box<new::Arguments>),
    Renumber(renumber::Arguments),
    Waive(waive::Arguments),
    Lint(lint::Arguments),
    Rules(rules::Arguments),
    Explain(explain::Arguments),
    List(Box<list::Arguments>),
    Show(show::Arguments),
    Trace(trace::Arguments),
    History(history::Arguments),
    Status(status::Arguments),
    Due(due::Arguments),
    Metrics(metrics::Arguments),
    Trends(trends::Arguments),
    Population(population::Arguments),
    Reconcile(reconcile::Arguments),
    Sample(sample::Arguments),
    Roles(roles::Arguments),
    Export(export::Arguments),
    Report(report::Arguments),
    Serve(serve::Arguments),
    Bundle(bundle::Arguments),
    Verify(verify::Arguments),
    Config(config::Arguments),
    Hook(hook::Arguments),
    Completions(completions::Arguments),
}

/// How a command that could do its job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to report at the asked level.
    Clean,
    /// Findings at or above the asked level.
    Findings,
    /// Something could not be looked at; it was said on standard error.
    Incomplete,
}

/// What every command gets.
#[derive(Debug)]
pub(crate) struct Door {
    pub(crate) console: Console,
    pub(crate) environment: Environment,
    everywhere: Everywhere,
}

impl Door {
    /// The folder to work in.
    pub(crate) fn folder(&self) -> PathBuf {
        self.everywhere.folder.clone().unwrap_or_else(|| PathBuf::from("."))
    }

    /// True when the user wants to know where time goes.
    pub(crate) fn is_verbose(&self) -> bool {
        self.everywhere.verbose
    }

    /// What a session over the working tree is opened with.
    pub(crate) fn options(&self) -> Options {
        Options {
            folder: self.folder(),
            today: self.everywhere.today,
            ruled: self.ruled(),
            ..Options::default()
        }
    }

    /// The same for the records of a moment, with the keys that the user names.
    fn options_at(&self, moment: &look::Moment, keys: &keys::Keys) -> Options {
        Options { face: moment.face(), keys: keys.files(), ..self.options() }
    }

    /// What the user says of the configuration: flags, then the environment.
    fn ruled(&self) -> Ruled {
        let Ruling { config, no_config: by_defaults } = &self.everywhere.ruling;
        let (settings, files): (Vec<_>, Vec<_>) =
            config.iter().cloned().partition(|text| is_setting(text));
        let named = files.last().map(PathBuf::from);
        let usual = self.environment.config.clone().filter(|_| !by_defaults);
        Ruled { file: named.or(usual), by_defaults: *by_defaults, settings }
    }
}

/// Runs the command that `args` names: 0 clean, 1 findings, 2 the job could not be done.
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go out on standard output; a reader that went away is no failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut environment = Environment::of_process();
    if cli.everywhere.no_cache {
        environment = environment.without_cache();
    }
    let color = match cli.everywhere.color {
        When::Auto => Color::Auto,
        When::Always => Color::Always,
        When::Never => Color::Never,
    };
    let console = Console::new(color, cli.everywhere.quiet, &environment);
    let mut door = Door { console, environment, everywhere: cli.everywhere };
    match dispatch(cli.command, &mut door) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        Err(failure) => {
            door.console.fail(&failure);
            ExitCode::from(2)
        }
    }
}

fn dispatch(command: Command, door: &mut Door) -> Result<Outcome, Failure> {
    match command {
        Command::Init(arguments) => init::run(&arguments, door),
        Command::Demo(arguments) => demo::run(&arguments, door),
        Command::New(arguments) => new::run(&arguments, door),
        Command::Renumber(arguments) => renumber::run(&arguments, door),
        Command::Waive(arguments) => waive::run(&arguments, door),
        Command::Lint(arguments) => lint::run(&arguments, door),
        Command::Rules(arguments) => rules::run(&arguments, door),
        Command::Explain(arguments) => explain::run(&arguments, door),
        Command::List(arguments) => list::run(&arguments, door),
        Command::Show(arguments) => show::run(&arguments, door),
        Command::Trace(arguments) => trace::run(&arguments, door),
        Command::Due(arguments) => due::run(&arguments, door),
        Command::Status(arguments) => status::run(&arguments, door),
        Command::History(arguments) => history::run(&arguments, door),
        Command::Metrics(arguments) => metrics::run(&arguments, door),
        Command::Population(arguments) => population::run(&arguments, door),
        Command::Reconcile(arguments) => reconcile::run(&arguments, door),
        Command::Sample(arguments) => sample::run(&arguments, door),
        Command::Export(arguments) => export::run(&arguments, door),
        Command::Roles(arguments) => roles::run(&arguments, door),
        Command::Trends(arguments) => trends::run(&arguments, door),
        Command::Report(arguments) => report::run(&arguments, door),
        Command::Serve(arguments) => serve::run(&arguments, door),
        Command::Bundle(arguments) => bundle::run(&arguments, door),
        Command::Verify(arguments) => verify::run(&arguments, door),
        Command::Config(arguments) => config::run(&arguments, door),
        Command::Hook(arguments) => hook::run(&arguments, door),
        Command::Completions(arguments) => completions::run(&arguments, door),
    }
}

/// Keeps a large value until the process ends, which is with the command: giving its memory back
/// piece by piece would take a twentieth of the time for nothing.
pub(crate) fn until_the_end<T>(value: T) -> ManuallyDrop<T> {
    ManuallyDrop::new(value)
}

/// A large value of a command that may begin again: kept until the process ends only in its last run.
pub(crate) enum Kept<T> {
    /// Nothing follows.
    UntilTheEnd(ManuallyDrop<T>),
    /// Another run follows.
    ForThisRun(T),
}

impl<T> Kept<T> {
    /// Keeps `value`; `is_last` when nothing follows.
    pub(crate) fn of(value: T, is_last: bool) -> Self {
        if is_last { Self::UntilTheEnd(until_the_end(value)) } else { Self::ForThisRun(value) }
    }
}

impl<T> std::ops::Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::UntilTheEnd(value) => value,
            Self::ForThisRun(value) => value,
        }
    }
}

/// Reads a day on the command line.
pub(crate) fn day(text: &str) -> Result<Day, String> {
    parse_day(text).ok_or_else(|| format!("`{text}` is no day; write it as 2026-05-20"))
}
