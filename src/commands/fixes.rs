//! `lint --fix`, `--unsafe-fixes` and `--diff`: makes the fixes of findings, or shows them.

use super::{Door, Outcome};
use crate::deliver::write_changes;
use crate::diag::Finding;
use crate::emit;
use crate::plan::FileChange;
use crate::plan::fix::{Fixed, changes, renames, round};
use crate::rules::Selection;
use crate::session::{Failure, Options, Session};
use crate::term::RepoPath;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Which fixes, and whether they are made.
#[derive(Clone, Debug, Args)]
pub(super) struct FixOptions {
    /// Make the safe fixes of findings in the working tree, then print what is left
    #[arg(long, conflicts_with_all = NOT_WITH)]
    pub(super) fix: bool,
    /// With --fix or --diff: also fixes that a person has to look at
    #[arg(long)]
    unsafe_fixes: bool,
    /// Print the fixes as a patch and write nothing
    #[arg(long, conflicts_with_all = NOT_WITH)]
    diff: bool,
}

/// What looks at something else than the files as they are.
const NOT_WITH: [&str; 4] = ["base", "baseline", "stdin_filename", "watch"];

/// The findings that may be fixed.
pub(super) struct Narrowed {
    /// By these rules.
    pub(super) rules: Selection,
    /// In these files and folders; `None` for all.
    pub(super) paths: Option<Vec<RepoPath>>,
}

impl Narrowed {
    fn has(&self, finding: &Finding) -> bool {
        let inside = |named: &RepoPath| finding.place.path.is_under(named.as_str());
        let paths = self.paths.as_ref();
        self.rules.has(finding.code) && paths.is_none_or(|paths| paths.iter().any(inside))
    }
}

/// No record needs more rounds: a fix uncovers a finding at most a few times.
const ROUNDS: usize = 8;

impl FixOptions {
    /// True when findings shall be fixed, or their fixes shown.
    pub(super) fn asked(&self) -> bool {
        self.fix || self.unsafe_fixes || self.diff
    }

    /// Refuses what does not go together.
    pub(super) fn check(&self, is_worktree: bool) -> Result<(), Failure> {
        if self.asked() && !is_worktree {
            let message = "only the working tree can be fixed";
            return Err(Failure::new(message, "leave out --staged, --rev and --as-of"));
        }
        if self.unsafe_fixes && !self.fix && !self.diff {
            let hint = "add --diff to look at them, or --fix to make them";
            return Err(Failure::new("--unsafe-fixes alone does nothing", hint));
        }
        Ok(())
    }

    /// Makes or shows the fixes; `None` when the command goes on to print what is left.
    pub(super) fn run(
        &self,
        options: &Options,
        narrowed: &dyn Fn(&Session) -> Result<Narrowed, Failure>,
        door: &mut Door,
    ) -> Result<Option<Outcome>, Failure> {
        let mended = self.mend(options, narrowed, door)?;
        if self.diff {
            door.console.result(&emit::changes_diff(&mended.changes, door.console.look))?;
            door.console.say(&format!("would fix {}", mended.words()));
            let clean = mended.changes.is_empty();
            return Ok(Some(if clean { Outcome::Clean } else { Outcome::Findings }));
        }
        write_changes(&mended.folder, &mended.changes)?;
        if !mended.changes.is_empty() {
            door.console.say(&format!("fixed {}", mended.words()));
        }
        Ok(None)
    }

    /// Works the fixes out, round after round, without writing anything.
    fn mend(
        &self,
        options: &Options,
        narrowed: &dyn Fn(&Session) -> Result<Narrowed, Failure>,
        door: &Door,
    ) -> Result<Mended, Failure> {
        let first = Session::open(options, &door.environment)?;
        let narrowed = narrowed(&first)?;
        let (mut overlay, mut fixed) = (BTreeMap::new(), Vec::new());
        let mut renamed = Vec::new();
        for nth in 0..ROUNDS {
            let later = (nth > 0).then(|| {
                let options = Options { overlay: overlay.clone(), ..options.clone() };
                Session::open(&options, &door.environment)
            });
            let later = later.transpose()?;
            let session = later.as_ref().unwrap_or(&first);
            let mut findings = session.judge_records().findings;
            findings.retain(|finding| narrowed.has(finding));
            renamed = renames(&findings, self.unsafe_fixes);
            let made = round(&findings, self.unsafe_fixes, &|path| session.text_of(path));
            if made.texts.is_empty() {
                break;
            }
            overlay.extend(made.texts);
            fixed.extend(made.fixed);
        }
        fixed.extend(renamed.iter().map(|(fixed, _)| fixed.clone()));
        let changes = changes(&overlay, &renamed, &|path: &RepoPath| first.text_of(path));
        let folder = first.snapshot().folder().expect("only the working tree is fixed").to_owned();
        Ok(Mended { folder, changes, fixed })
    }
}

/// What fixes come to.
struct Mended {
    folder: PathBuf,
    changes: Vec<FileChange>,
    fixed: Vec<Fixed>,
}

impl Mended {
    fn words(&self) -> String {
        let plural = |count: usize, word: &str| {
            format!("{count} {word}{}", if count == 1 { "" } else { "s" })
        };
        format!("{} in {}", plural(self.fixed.len(), "finding"), plural(self.changes.len(), "file"))
    }
}
