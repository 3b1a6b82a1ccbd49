//! `pirctl demo`: a complete sample register with a year of history.

use super::{Door, Outcome};
use crate::deliver::{DemoError, build_demo};
use crate::session::Failure;
use clap::Args;
use std::path::{Path, PathBuf};

/// Make a sample repository with a year of history and planted mistakes
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pirctl demo\n  pirctl demo /tmp/register",
    after_long_help = "The repository holds the register of an invented company: one incident followed to its end, a \
    fix that did not hold, and mistakes planted for lint to find. Its commit ids are equal on every machine. \
    Its last day is 2026-05-20: look at it with --rev HEAD, or with --today 2026-05-20.\n\n\
    Examples:\n  pirctl demo                 into ./pirctl-demo\n  \
    pirctl demo /tmp/register   into another folder\n\n\
    Exit status: 0 made, 2 the folder is not empty or cannot be written."
)]
pub(super) struct Arguments {
    /// Folder to make; it must be missing or empty
    // Not `folder`: that is the name of the global `-C`.
    #[arg(value_name = "DIR", default_value = "pirctl-demo")]
    target: PathBuf,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let base = door.folder();
    if !base.is_dir() {
        let missing = format!("there is no folder {}", base.display());
        return Err(Failure::new(missing, "name a folder that is there with -C"));
    }
    // `-C .` is the default: the path is then said as it was typed.
    let plain = base == Path::new(".");
    let folder = if plain { arguments.target.clone() } else { base.join(&arguments.target) };
    let made = build_demo(&folder).map_err(|error| failure(&error, &folder))?;
    let shown = folder.display();
    door.console.result(&format!("{}\n", crate::escape::terminal(&shown.to_string())))?;
    door.console.say(&format!(
        "{} commits, {} files; the last day is 2026-05-20. Try:\n  \
        pirctl -C {shown} lint --rev HEAD\n  \
        pirctl -C {shown} trace INC-2026-0007 --rev HEAD\n  \
        pirctl -C {shown} history POL-access-control\n  \
        pirctl -C {shown} report --rev HEAD --out site",
        made.commits, made.files
    ));
    Ok(Outcome::Clean)
}

fn failure(error: &DemoError, folder: &Path) -> Failure {
    let hint = match error {
        DemoError::NotEmpty { .. } => "name a folder that is missing or empty".to_owned(),
        DemoError::Unusable { .. } => "name a folder that can be made and written".to_owned(),
        DemoError::Git(error) => {
            format!("{}; then remove {} and try again", error.hint(), folder.display())
        }
        DemoError::Story(_) => "this is a fault of the program; please report it".to_owned(),
    };
    Failure::new(error.to_string(), hint)
}
