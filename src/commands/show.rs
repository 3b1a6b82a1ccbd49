//! `pirctl show`: one record, its claims held against git, its links and its story.

use super::keys::{Keys, say_cuts};
use super::look::{Format, Moment};
use super::{Door, Outcome, until_the_end};
use crate::emit;
use crate::rows::RecordCard;
use crate::session::{Failure, Session};
use clap::Args;

/// Show a record: each claim with strength, seal, commit and both dates
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pirctl show PIR-2026-0001\n  pirctl show RISK-0003 --format json\n  \
    pirctl show PIR-2026-0001 --allowed-signers ~/signers\n\n\
    Exit status: 0 shown (also where history is cut, which is said), 2 the job could not be done."
)]
#[command(
    after_long_help = "A claim is `recorded` when git shows the value near the date it states, `corroborated` when \
    git shows that the thing itself changed, and else only `claimed`. Of a vendor its assessments, \
    the incidents it took part in and what is still open are shown too. Both clocks of the commit are shown; they are \
    what its author and committer state.\n\nExamples:\n  pirctl show PIR-2026-0001\n  pirctl show RISK-0003 --rev HEAD~5\n  \
    pirctl show POL-access-control --format json\n\n\
    Exit status: 0 shown (also where history is cut, which is said), 2 the job could not be done."
)]
pub(super) struct Arguments {
    /// The record's id
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    moment: Moment,
    /// How to print it: full or json
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: Format,
    #[command(flatten)]
    keys: Keys,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let options = door.options_at(&arguments.moment, &arguments.keys);
    let session = until_the_end(Session::open(&options, &door.environment)?);
    let record = session
        .register()
        .get(&arguments.id)
        .ok_or_else(|| super::edits::unknown(&session, &arguments.id))?;
    let past = session.has_history().then(|| session.past());
    let zone = session.now().zone;
    let card = RecordCard::of(record, session.register(), past, session.people(), zone)
        .with_added(record, session.config())
        .with_supplier(record, &session.inquiry());
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    if let Some(past) = past {
        say_cuts(&past.seals, door);
    }
    door.console.result(&match arguments.format {
        Format::Full => emit::show_text(&card, door.console.look),
        Format::Json => emit::show_json(&card),
    })?;
    if past.is_none() {
        door.console.say("note: without a commit to look at, git shows nothing of any claim");
    }
    Ok(if session.troubles().is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}
