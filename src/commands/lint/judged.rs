//! What a run of `lint` finds: in all records, or in a change.

use super::input::Input;
use super::{Arguments, baseline};
use crate::commands::Door;
use crate::compare::Hidden;
use crate::diag::Finding;
use crate::rules::{Judgement, Selection, Settings};
use crate::session::{Change, Failure, Session};
use crate::term::RepoPath;

/// What came of a run.
pub(super) struct Judged {
    /// Of what.
    pub(super) of: Of,
    /// By which rules.
    pub(super) settings: Settings,
}

/// What a run was about.
pub(super) enum Of {
    /// All records, with what a baseline hides.
    All(Judgement, Option<Hidden>),
    /// A change.
    Change(Box<Change>),
}

impl Judged {
    /// Judges what the arguments ask for.
    pub(super) fn of(
        session: &Session,
        arguments: &Arguments,
        selection: &Selection,
        input: &Input,
        door: &Door,
    ) -> Result<Self, Failure> {
        let paths = input.paths(session)?;
        let mut settings = Settings::of(session.config()).with(selection);
        if let Some(base) = &arguments.base {
            let mut change = session.since(base, selection)?;
            narrow(&mut change.judgement, paths.as_deref());
            keep(&mut change.resolved, paths.as_deref());
            return Ok(Self { of: Of::Change(Box::new(change)), settings });
        }
        settings.timed = door.is_verbose();
        let mut judgement = if arguments.staged {
            settings.step_only = arguments.is_about_the_step();
            session.judge_staged(&settings)?
        } else {
            session.judge_by(&settings)
        };
        let hidden = match arguments.baseline {
            Some(baseline::What::Write) => None,
            asked => baseline::hide(session, asked, &settings, &mut judgement)?,
        };
        narrow(&mut judgement, paths.as_deref());
        Ok(Self { of: Of::All(judgement, hidden), settings })
    }

    /// What is printed.
    pub(super) fn judgement(&self) -> &Judgement {
        match &self.of {
            Of::All(judgement, _) => judgement,
            Of::Change(change) => &change.judgement,
        }
    }

    /// What could not be looked at, on either side.
    pub(super) fn troubles<'a>(
        &'a self,
        session: &'a Session,
    ) -> impl Iterator<Item = &'a Failure> {
        let before = match &self.of {
            Of::All(..) => &[],
            Of::Change(change) => change.troubles(),
        };
        session.troubles().iter().chain(before)
    }
}

/// Keeps what lies at or below one of `paths`; everything when none is named.
fn narrow(judgement: &mut Judgement, paths: Option<&[RepoPath]>) {
    keep(&mut judgement.findings, paths);
    if let Some(paths) = paths {
        judgement.waived.retain(|waived| is_inside(&waived.finding.place.path, paths));
    }
}

fn keep(findings: &mut Vec<Finding>, paths: Option<&[RepoPath]>) {
    if let Some(paths) = paths {
        findings.retain(|finding| is_inside(&finding.place.path, paths));
    }
}

fn is_inside(path: &RepoPath, paths: &[RepoPath]) -> bool {
    paths.iter().any(|named| path.is_under(named.as_str()))
}
