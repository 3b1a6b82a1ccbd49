//! `pirctl completions`: what a shell needs to complete the command line.

use super::{Cli, Door, Outcome};
use crate::session::Failure;
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

/// Print the completions of a shell
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    pirctl completions bash > ~/.local/share/bash-completion/completions/pirctl\n  \
    pirctl completions fish > ~/.config/fish/completions/pirctl.fish")]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    generate(arguments.shell, &mut Cli::command(), "pirctl", &mut script);
    door.console.result(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Clean)
}
