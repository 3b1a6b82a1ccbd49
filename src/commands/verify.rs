//! `pirctl verify`: a bundle held against its own lists, against a repository, and against an anchor.

use super::look::Format;
use super::{Door, Outcome, anchor, bundle};
use crate::bag::{Check, CheckState, DECLARATION, INFO, label};
use crate::deliver::{BagFolder, read_bag};
use crate::emit;
use crate::git::{CommitId, Repository};
use crate::handover::{self, ANCHOR, COMMIT, EVIDENCE, REGISTER, TODAY};
use crate::proof::Anchor;
use crate::session::{Face, Failure, Options};
use crate::term::{Day, RepoPath, parse_day};
use clap::Args;
use std::path::{Path, PathBuf};

/// Check a bundle: its files, the repository it came from, an anchor line
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pirctl verify audit-2026\n  pirctl verify audit-2026 --repo ~/register\n  \
    pirctl verify audit-2026 --repo ~/register --anchor \"$(cat kept.txt)\"\n\n\
    With --repo every record, figure and page is made again from the commit and compared. --anchor takes a line that was \
    kept outside: is its commit still an ancestor, with the same files?\n\n\
    Exit status: 0 all of it holds, 1 something differs, 2 the job could not be done."
)]
pub(super) struct Arguments {
    /// The folder of the bundle
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// A clone of the repository that the bundle came from
    #[arg(long, value_name = "DIR")]
    repo: Option<PathBuf>,
    /// An anchor line that was kept outside
    #[arg(long, value_name = "LINE")]
    anchor: Option<String>,
    /// How to print it: full or json
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let kept = arguments.anchor.as_deref().map(anchor::parse).transpose()?;
    let bag = opened(&arguments.path)?;
    let origin = Origin::of(&bag.text(INFO)?)?;
    let mut checks = handover::inside(&bag)?;
    let rest = match &arguments.repo {
        Some(folder) => with_repository(&bag, &origin, folder, kept.as_ref(), door),
        None => alone(&bag, kept.as_ref()),
    };
    checks.extend(rest?);
    let (shown, commit) = (arguments.path.display().to_string(), origin.commit.hex());
    door.console.result(&match arguments.format {
        Format::Full => emit::verify_text(&shown, &commit, &checks),
        Format::Json => emit::verify_json(&commit, &checks),
    })?;
    let differs = checks.iter().any(|check| check.state == CheckState::Differs);
    Ok(if differs { Outcome::Findings } else { Outcome::Clean })
}

/// What a bundle says it was made from.
struct Origin {
    commit: CommitId,
    today: Day,
    /// The folder of the register, from the top of the repository.
    register: RepoPath,
    with_evidence: bool,
}

impl Origin {
    fn of(info: &str) -> Result<Self, Failure> {
        let stated = |name| label(info, name).unwrap_or_default();
        let refused = |name: &str, what: &str| {
            let message = format!("`{name}` of {INFO} {what}");
            Failure::new(message, "ask for the bundle again: it is not one of ours")
        };
        let commit = CommitId::parse(stated(COMMIT));
        let register = match stated(REGISTER) {
            "." => Some(RepoPath::new("")),
            below => RepoPath::parse_written(below),
        };
        Ok(Self {
            commit: commit.ok_or_else(|| refused(COMMIT, "is no commit"))?,
            today: parse_day(stated(TODAY)).ok_or_else(|| refused(TODAY, "is no day"))?,
            register: register.ok_or_else(|| refused(REGISTER, "leads out of the repository"))?,
            with_evidence: stated(EVIDENCE) != "left out",
        })
    }
}

/// Everything is made again from the commit.
fn with_repository(
    bag: &BagFolder,
    origin: &Origin,
    folder: &Path,
    kept: Option<&Anchor>,
    door: &Door,
) -> Result<Vec<Check>, Failure> {
    let options = Options {
        folder: folder.join(origin.register.as_str()),
        face: Face::Revision(origin.commit.hex()),
        today: Some(origin.today),
        ..Options::default()
    };
    bundle::with(&options, origin.with_evidence, door, |handed| {
        let mut found = handover::against(bag, handed)?;
        let kept = kept.map(|kept| outside(kept, handed.repository, &origin.commit));
        found.extend(kept.transpose()?);
        Ok(found)
    })
}

fn alone(bag: &BagFolder, kept: Option<&Anchor>) -> Result<Vec<Check>, Failure> {
    let why = "name a clone with --repo to compare records, figures and pages";
    let mut found = vec![Check::cannot_tell("repository", why)];
    found.extend(kept.map(|kept| same_line(kept, bag)).transpose()?);
    Ok(found)
}

fn opened(path: &Path) -> Result<BagFolder, Failure> {
    let hint = "name the folder that `pirctl bundle` wrote, unpacked";
    let bag = read_bag(path).map_err(|error| Failure::new(error.to_string(), hint))?;
    if !bag.sums.contains_key(DECLARATION) {
        return Err(Failure::new(
            format!("`{}` is no bundle: it has no {DECLARATION}", path.display()),
            hint,
        ));
    }
    Ok(bag)
}

/// The line that was kept against the history that the bundle was made from.
fn outside(kept: &Anchor, repository: &Repository, commit: &CommitId) -> Result<Check, Failure> {
    let answer = anchor::check(kept, repository, commit)?;
    let said = if answer.holds { Vec::new() } else { vec![answer.text.trim_end().to_owned()] };
    Ok(Check::of("kept anchor", 1, said))
}

/// Without the repository only the same line can be told.
fn same_line(kept: &Anchor, bag: &BagFolder) -> Result<Check, Failure> {
    let own = bag.text(ANCHOR)?;
    if Anchor::parse(&own).is_ok_and(|own| own == *kept) {
        return Ok(Check::of("kept anchor", 1, Vec::new()));
    }
    let why = "it is another line than the bundle's own; only --repo can tell how the two stand to each other";
    Ok(Check::cannot_tell("kept anchor", why))
}
