//! A new record: what is given, what is known, and what is still missing.
//!
//! Writes the fields owed at the first status, in the order of the table, and what the records it
//! is made from already say.

mod body;
mod check;
mod fill;
mod given;
mod number;
mod sheet;
mod source;

use crate::config::{Assets, People, RiskScale};
use crate::deadline::{Now, Terms};
use crate::metrics::TrendGround;
use crate::register::Register;
use crate::schema::{Kind, Table, risk};
use crate::term::{Profile, Quarters, RepoPath};
pub use number::next_numbered;
use sheet::Sheet;
use source::Sources;
use std::collections::BTreeSet;

/// What the user asked for.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The kind of record.
    pub kind: Kind,
    /// Its title.
    pub title: Option<&'a str>,
    /// Ids (or parts) it is made from.
    pub from: &'a [String],
    /// Values of fields, as YAML text.
    pub set: &'a [(String, String)],
    /// The handle of the user: owner, lead or author of the record.
    pub owner: Option<&'a str>,
    /// Whether an incident carries its review, cause and lesson itself.
    pub light: bool,
    /// The topic of a policy or a training.
    pub topic: Option<&'a str>,
    /// The quarter of a report or statement.
    pub period: Option<&'a str>,
}

impl<'a> Request<'a> {
    /// A request that says nothing but the kind.
    pub const fn of(kind: Kind) -> Self {
        Self {
            kind,
            title: None,
            from: &[],
            set: &[],
            owner: None,
            light: false,
            topic: None,
            period: None,
        }
    }

    /// The title, unless it is blank.
    fn title(&self) -> Option<&'a str> {
        self.title.map(str::trim).filter(|title| !title.is_empty())
    }
}

/// What is known when the record is made.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The table of the register.
    pub table: &'static Table,
    /// The register as it stands.
    pub register: &'a Register,
    /// The organisation's profile; `group` owes `entity` on every record.
    pub profile: Profile,
    /// The thresholds in force.
    pub terms: &'a Terms,
    /// The time, and the zone in which it is written.
    pub now: Now,
    /// How the year is cut into quarters.
    pub quarters: Quarters,
    /// Ids in use anywhere: in the working tree and on branches.
    pub taken: &'a BTreeSet<String>,
    /// The people known.
    pub people: &'a People,
    /// The assets known.
    pub assets: &'a Assets,
    /// The steps of likelihood and impact, where they are not the usual five.
    pub risk: Option<&'a RiskScale>,
}

impl<'a> Ground<'a> {
    /// What trends are read from.
    fn trends(&self) -> TrendGround<'a> {
        let Self { register, assets, now, quarters, .. } = *self;
        TrendGround { register, assets, now, quarters, framework: None }
    }

    /// The highest likelihood or impact.
    fn highest(&self, field: &str) -> u32 {
        self.risk.map_or(5, |scale| {
            if field == risk::IMPACT.name() { scale.impact } else { scale.likelihood }
        })
    }
}

/// A record that is ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// Where it goes, from the register's root.
    pub path: RepoPath,
    /// The whole file.
    pub text: String,
    /// What the user may want to know, a sentence each.
    pub hints: Vec<String>,
}

/// A value that the record cannot do without, and the flag that gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The field.
    pub field: String,
    /// The flag, as the user would type it: `--set severity=critical|high|medium|low|info`.
    pub flag: String,
    /// Why it could not be filled in, where that is not plain.
    pub reason: Option<String>,
}

/// Something given that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What was given: `--set severity=hihg`.
    pub given: String,
    /// What is wrong with it.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Why no record could be drafted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NewError {
    /// Values are missing.
    #[error("a new {} needs {}", .kind.word(), flags(.missing))]
    Missing {
        /// The kind asked for.
        kind: Kind,
        /// What is missing, in the order of the table.
        missing: Vec<Missing>,
    },
    /// Values given cannot be taken.
    #[error("{}", refusals(.0))]
    Refused(Vec<Refused>),
}

fn flags(missing: &[Missing]) -> String {
    let flags: Vec<_> = missing.iter().map(|missing| missing.flag.as_str()).collect();
    flags.join(" ")
}

fn refusals(refused: &[Refused]) -> String {
    let lines: Vec<_> =
        refused.iter().map(|refused| format!("{}: {}", refused.given, refused.message)).collect();
    lines.join("\n")
}

impl NewError {
    /// One refusal.
    fn refused(
        given: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::Refused(vec![Refused {
            given: given.into(),
            message: message.into(),
            help: help.into(),
        }])
    }

    /// Sentences that help: reasons of what is missing, ways out of what was refused.
    pub fn hints(&self) -> Vec<String> {
        match self {
            Self::Missing { missing, .. } => {
                missing.iter().filter_map(|missing| missing.reason.clone()).collect()
            }
            Self::Refused(refused) => refused
                .iter()
                .filter(|refused| !refused.help.is_empty())
                .map(|refused| refused.help.clone())
                .collect(),
        }
    }
}

/// Drafts a record.
pub fn draft(request: &Request<'_>, ground: &Ground<'_>) -> Result<Draft, NewError> {
    let given = given::read(request, ground)?;
    let sources = Sources::resolve(request.from, ground.register)?;
    let mut sheet = Sheet::new(ground.table.spec(request.kind), given);
    fill::fill(&mut sheet, request, ground, &sources);
    if let Some(flaw) = fill::period::flaw(&sheet, ground) {
        return Err(flaw);
    }
    let id = number::id(&mut sheet, request, ground)?;
    check::complete(&sheet, request.kind, ground.profile)?;
    let path = RepoPath::new(format!("{}/{id}.md", ground.table.spec(request.kind).folder));
    let text = format!("---\n{}---\n\n{}", sheet.front(), body::text(&sheet));
    check::reads_back(&sheet, &path, &text, ground)?;
    let mut hints = sheet.hints;
    hints.extend(check::unknown_people(&text, &path, ground));
    hints.extend(sources.unused(&text));
    Ok(Draft { id, path, text, hints })
}

#[cfg(test)]
mod tests;
