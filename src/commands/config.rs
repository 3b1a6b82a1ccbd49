//! `pirctl config show`: every value in force, with where it comes from.

use super::look::Format;
use super::{Door, Outcome, until_the_end};
use crate::emit;
use crate::rows::settings;
use crate::session::{Failure, Session};
use clap::{Args, Subcommand};

/// Show the configuration that is in force
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Show(Show),
}

/// Show each value with its origin: default, policy, or the line of pirctl.yaml
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl config show\n  pirctl config show --format json\n\n\
    Exit status: 0 shown, 2 the configuration cannot be read. What is wrong with single values is for `pirctl lint`.")]
struct Show {
    /// How to print it: full or json
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let Action::Show(show) = &arguments.action;
    let session = until_the_end(Session::open(&door.options(), &door.environment)?);
    let config = session.config();
    let found = settings(config, session.terms(), session.register());
    door.console.result(&match show.format {
        Format::Full => emit::settings_text(&found),
        Format::Json => emit::settings_json(config.path.as_str(), config.is_present, &found),
    })?;
    if !config.is_present {
        door.console.say("note: there is no pirctl.yaml here or above; the defaults are in force");
    }
    Ok(Outcome::Clean)
}
