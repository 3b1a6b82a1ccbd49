//! `pirctl init`: the first files of a register, none of them in the place of another.

use super::{Door, Outcome};
use crate::fs::{FsError, Root};
use crate::git::Repository;
use crate::plan::{InitRequest, NewFile, init_files};
use crate::session::Failure;
use crate::term::{Profile, Zone};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::path::{Path, PathBuf};

/// Begin a register: configuration, folders, people, and a draft of the policy
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl init\n  pirctl init register --profile small\n\n\
    Exit status: 0 done, 2 something could not be written.")]
#[command(
    after_long_help = "Files that are there already are kept as they are and named. The paths of new files go to standard \
    output.\n\nExamples:\n  \
    pirctl init                           in this folder\n  \
    pirctl init register --profile small  in a folder of its own, for a few people\n  \
    pirctl init --dry-run                 only say what would be written\n\n\
    Exit status: 0 done, 2 something could not be written."
)]
pub(super) struct Arguments {
    /// Folder of the register; made when it is missing
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// How much form is asked for: small, standard or group
    #[arg(long, default_value = "standard", value_name = "PROFILE", value_parser = profiles())]
    profile: Profile,
    /// Write nothing; say what would be written
    #[arg(long)]
    dry_run: bool,
}

fn profiles() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(Profile::ALL.map(Profile::word))
        .map(|word| Profile::parse(&word).expect("only words of profiles are possible values"))
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let named = arguments.dir.as_ref();
    let folder = named.map_or_else(|| door.folder(), |named| door.folder().join(named));
    let files = files(arguments, door, &folder)?;
    if !arguments.dry_run {
        make_folder(&folder)?;
    }
    let root = if folder.exists() { Some(Root::open(&folder)?) } else { None };
    let mut written = 0;
    for file in &files {
        let shown = shown(&folder, file);
        match write(root.as_ref(), file, arguments.dry_run) {
            Ok(()) => {
                door.console.result(&format!("{shown}\n"))?;
                written += 1;
            }
            Err(FsError::Exists { .. }) => {
                door.console.say(&format!("kept {shown}: it is there already"));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let verb = if arguments.dry_run { "would write" } else { "wrote" };
    door.console.say(&format!("{verb} {written} of {} files", files.len()));
    next_steps(arguments, door);
    Ok(Outcome::Clean)
}

fn files(arguments: &Arguments, door: &Door, folder: &Path) -> Result<Vec<NewFile>, Failure> {
    let zone = Zone::default();
    let today = match door.options().today {
        Some(day) => day,
        None => zone.day_of(crate::clock::now(door.environment.source_date_epoch.as_deref())?),
    };
    let email = repository(door, folder)?.and_then(|repository| repository.user_email());
    let email = email.as_deref();
    let request = InitRequest { today, zone, profile: arguments.profile, name: None, email };
    Ok(init_files(&request))
}

/// The repository that the folder lies in, or will lie in.
fn repository(door: &Door, folder: &Path) -> Result<Option<Repository>, Failure> {
    let existing = folder.ancestors().find(|folder| folder.is_dir());
    let existing = existing.unwrap_or_else(|| Path::new("."));
    Ok(Repository::discover(existing, &door.environment.git)?)
}

fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| {
        let message = format!("folder `{}` could not be made: {error}", folder.display());
        Failure::new(message, "name a folder that you may write to")
    })
}

fn write(root: Option<&Root>, file: &NewFile, dry_run: bool) -> Result<(), FsError> {
    let Some(root) = root else { return Ok(()) };
    if !dry_run {
        return root.create(&file.path, file.text.as_bytes());
    }
    match root.kind(&file.path)? {
        Some(_) => Err(FsError::Exists { path: file.path.to_string() }),
        None => Ok(()),
    }
}

fn shown(folder: &Path, file: &NewFile) -> String {
    let path = folder.join(file.path.as_str());
    let path = path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path);
    path.to_string_lossy().into_owned()
}

fn next_steps(arguments: &Arguments, door: &Door) {
    if !door.console.hints || arguments.dry_run {
        return;
    }
    for line in [
        "next: look at people.yaml, it holds you as the first person",
        "next: read policies/POL-incident-management.md and have it approved",
        "next: run `pirctl lint`, then commit",
    ] {
        door.console.say(line);
    }
}
