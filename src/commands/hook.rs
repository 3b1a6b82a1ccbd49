//! `pirctl hook`: the git hook that checks what is about to be committed.

use super::{Door, Outcome};
use crate::fs::{FsError, Root};
use crate::git::Repository;
use crate::plan::hook::{self, HookManager, HookState};
use crate::session::Failure;
use crate::term::RepoPath;
use clap::{Args, Subcommand, ValueEnum};

/// Check the records before each commit: install, look at or remove the git hook
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pirctl hook install\n  pirctl hook install --print lefthook\n\n\
    Exit status: 0 done, 1 no hook checks the records (status), 2 the job could not be done."
)]
#[command(
    after_long_help = "The hook runs `pirctl lint --staged` for the register of the folder that it was installed from.\n\n\
    Examples:\n  \
    pirctl hook install                   a plain git hook; a hook that is there is never touched\n  \
    pirctl hook install --print lefthook  what lefthook.yml has to say; writes nothing\n  \
    pirctl -C register hook install       for a register in a subfolder\n  \
    pirctl hook status                    which hook there is, and whether it checks the records\n  \
    pirctl hook uninstall                 take it away again\n\n\
    Exit status: 0 done, 1 no hook checks the records (status), 2 the job could not be done."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Write the hook, or print what another manager of hooks needs
    Install {
        /// Print the lines for MANAGER and write nothing: pre-commit, lefthook or husky
        #[arg(long, value_name = "MANAGER", hide_possible_values = true)]
        print: Option<Manager>,
        /// Write nothing; say what would be written
        #[arg(long)]
        dry_run: bool,
    },
    /// Say which hook there is, and whether it checks the records
    Status,
    /// Remove the hook that `install` wrote
    Uninstall,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Manager {
    PreCommit,
    Lefthook,
    Husky,
}

impl Manager {
    const fn meant(self) -> HookManager {
        match self {
            Self::PreCommit => HookManager::PreCommit,
            Self::Lefthook => HookManager::Lefthook,
            Self::Husky => HookManager::Husky,
        }
    }
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let repository = repository(door)?;
    let folder = repository.prefix().to_owned();
    if let Action::Install { print: Some(manager), .. } = arguments.action {
        door.console.result(&hook::snippet(manager.meant(), &folder))?;
        return Ok(Outcome::Clean);
    }
    let place = Place::of(&repository, &folder)?;
    match arguments.action {
        Action::Install { dry_run, .. } => install(&place, dry_run, door),
        Action::Status => status(&place, door),
        Action::Uninstall => uninstall(&place, door),
    }
}

fn repository(door: &Door) -> Result<Repository, Failure> {
    let folder = door.folder();
    let found = if folder.is_dir() {
        Repository::discover(&folder, &door.environment.git)?
    } else {
        let message = format!("folder `{}` was not found", folder.display());
        return Err(Failure::new(message, "name an existing folder"));
    };
    let found = found.filter(|repository| !repository.is_bare());
    found.ok_or_else(|| {
        let message = format!("`{}` is in no working tree of git", folder.display());
        Failure::new(message, "go to a clone of the register, or run `git init` first")
    })
}

/// A hook is a short script; what is larger is somebody's program and not read.
const LIMIT: u64 = 1 << 20;

/// Where the hook stands or would stand, and what is there.
struct Place {
    root: Root,
    path: RepoPath,
    folder: String,
    state: HookState,
}

impl Place {
    fn of(repository: &Repository, folder: &str) -> Result<Self, Failure> {
        if let Some(path) = repository.hooks_path() {
            return Err(elsewhere(&path, folder));
        }
        let root = Root::open(&repository.common_dir())?;
        let path = RepoPath::new("hooks/pre-commit");
        let state = match root.read(&path, LIMIT) {
            Ok(bytes) => hook::hook_state(Some(&String::from_utf8_lossy(&bytes)), folder),
            Err(FsError::NotFound { .. }) => HookState::Absent,
            Err(FsError::TooLarge { .. }) => HookState::Foreign,
            Err(error) => return Err(error.into()),
        };
        Ok(Self { root, path, folder: folder.to_owned(), state })
    }

    fn shown(&self) -> String {
        self.root.path().join(self.path.as_str()).to_string_lossy().into_owned()
    }

    fn write(&self) -> Result<(), Failure> {
        let script = hook::hook_script(&self.folder);
        Ok(self.root.create_script(&self.path, script.as_bytes())?)
    }
}

/// Git was told to look for hooks in a folder that another program keeps.
fn elsewhere(path: &str, folder: &str) -> Failure {
    let message = format!("`core.hooksPath` sends git to `{path}` for hooks, which is not ours");
    let line = hook::command(folder);
    Failure::new(message, format!("add the line `{line}` to the hook there, or see `--print`"))
}

fn install(place: &Place, dry_run: bool, door: &mut Door) -> Result<Outcome, Failure> {
    let shown = place.shown();
    match place.state {
        HookState::Current => {
            door.console.say(&format!("{shown} checks the records already"));
            return Ok(Outcome::Clean);
        }
        HookState::ForeignCalling => {
            door.console.say(&format!("{shown} is not ours and runs pirctl already; left alone"));
            return Ok(Outcome::Clean);
        }
        HookState::Foreign => {
            let message = format!("{shown} is there already and is not ours");
            let line = hook::command(&place.folder);
            return Err(Failure::new(message, format!("add this line to it: {line}")));
        }
        HookState::Other if !dry_run => place.root.remove(&place.path)?,
        HookState::Other | HookState::Absent => {}
    }
    if !dry_run {
        place.write()?;
    }
    let verb = if dry_run { "would write" } else { "wrote" };
    door.console.say(&format!("{verb} the hook; `git commit` now checks what it is about to hold"));
    door.console.result(&format!("{shown}\n"))?;
    Ok(Outcome::Clean)
}

fn status(place: &Place, door: &mut Door) -> Result<Outcome, Failure> {
    let shown = place.shown();
    let (said, outcome) = match place.state {
        HookState::Current => ("checks the records before each commit", Outcome::Clean),
        HookState::ForeignCalling => ("is not ours and runs pirctl", Outcome::Clean),
        HookState::Other => (
            "is of another version or for another folder; `pirctl hook install` renews it",
            Outcome::Findings,
        ),
        HookState::Foreign => ("is not ours and does not run pirctl", Outcome::Findings),
        HookState::Absent => ("is not there; `pirctl hook install` writes it", Outcome::Findings),
    };
    door.console.result(&format!("{shown} {said}\n"))?;
    Ok(outcome)
}

fn uninstall(place: &Place, door: &mut Door) -> Result<Outcome, Failure> {
    let shown = place.shown();
    match place.state {
        HookState::Current | HookState::Other => {
            place.root.remove(&place.path)?;
            door.console.say("removed the hook");
            door.console.result(&format!("{shown}\n"))?;
        }
        HookState::Absent => door.console.say(&format!("{shown} is not there; nothing to remove")),
        HookState::Foreign | HookState::ForeignCalling => {
            let message = format!("{shown} is not ours");
            return Err(Failure::new(message, "take the line with pirctl out of it by hand"));
        }
    }
    Ok(Outcome::Clean)
}
