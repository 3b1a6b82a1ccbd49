//! Options that several reading commands share: which records, and how they are printed.

use super::{Door, day};
use crate::agenda::parse_within;
use crate::config::People;
use crate::metrics::Window;
use crate::session::{Face, Failure, Session};
use crate::term::{Day, Duration, nearest};
use clap::{Args, ValueEnum};

/// Which records are looked at: those of the working tree, of a commit, or of a day.
#[derive(Clone, Debug, Args)]
pub(super) struct Moment {
    /// Look at the records of a commit; today is its time
    #[arg(long, value_name = "REV", conflicts_with = "as_of")]
    pub(super) rev: Option<String>,
    /// Look at the records as they stood at the end of DATE, which is also today
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) as_of: Option<Day>,
}

impl Moment {
    /// The face of the repository that was asked for.
    pub(super) fn face(&self) -> Face {
        Face::of(self.rev.as_deref(), self.as_of)
    }
}

/// The days that a `--period` names; `None` where there is none.
pub(super) fn asked_window(
    period: Option<&str>,
    session: &Session,
) -> Result<Option<Window>, Failure> {
    let (quarters, today) = (session.config().quarters(), session.now().day());
    let parse = |text| Window::parse(text, quarters, today);
    let parsed = period.map(parse).transpose();
    parsed.map_err(|flaw| Failure::new(flaw.to_string(), flaw.help()))
}

/// The days that a `--period` names, else the quarter of today.
pub(super) fn window_or_quarter(
    period: Option<&str>,
    session: &Session,
) -> Result<Window, Failure> {
    let (quarters, today) = (session.config().quarters(), session.now().day());
    let own = || Window::quarter(quarters.at(today), quarters);
    Ok(asked_window(period, session)?.unwrap_or_else(own))
}

/// How something is printed: for people or for programs.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    Full,
    Json,
}

/// How a table is printed: for people, for programs, or for a spreadsheet.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum TableFormat {
    Full,
    Json,
    Csv,
}

/// Reads how far ahead is looked: `14d`, `2w`, `3m`, `P14D`.
pub(super) fn within(text: &str) -> Result<Duration, String> {
    parse_within(text).ok_or_else(|| "write it as 14d, 2w, 3m or P14D".to_owned())
}

/// Refuses an owner of whom neither the records that are looked at nor the list of people knows,
/// whatever the case of the letters.
pub(super) fn check_owner<'a>(
    owner: &str,
    named: impl Iterator<Item = &'a str>,
    people: &'a People,
) -> Result<(), Failure> {
    let listed = people.all().iter().map(|person| person.handle.as_str());
    let known: Vec<&str> = named.chain(listed).collect();
    let lower = owner.to_lowercase();
    if known.iter().any(|known| known.to_lowercase() == lower) {
        return Ok(());
    }
    let hint = nearest(owner, known).map_or_else(
        || "name a handle as the records write it".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    Err(Failure::new(format!("nobody called `{owner}` owes anything here"), hint))
}

/// Says that nothing was read: no record looked at must never look like nothing to do.
pub(super) fn say_when_empty(session: &Session, door: &Door) {
    if session.register().records().is_empty() {
        door.console.say("warning: no records were found; is this the folder of the register?");
    }
}

/// Says what a figure cannot hold: files that nobody can read as records, or that there are none.
pub(super) fn say_unread(session: &Session, door: &Door) {
    let broken = session.register().broken().len();
    if broken == 0 {
        return say_when_empty(session, door);
    }
    let files = if broken == 1 { "file is" } else { "files are" };
    let why = "because nobody can read them; see `pirctl lint`";
    door.console.say(&format!("note: {broken} {files} not counted, {why}"));
}
