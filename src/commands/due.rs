//! `pirctl due`: what is due, what is late, and what cannot be told.

use super::look::{Moment, check_owner, say_unread, within};
use super::{Door, Outcome, until_the_end};
use crate::agenda::{Duty, Selection, agenda};
use crate::emit::{self, DueReport};
use crate::session::{Failure, Session};
use crate::term::Duration;
use clap::{Args, ValueEnum};

/// Show what is due: late first, then by date, with owner, basis and clock
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl due --within 14d\n  \
    pirctl due --owner s.lind --format ics > due.ics\n\n\
    Exit status: 0 shown, 1 something is late and --check was given, 2 the job could not be done.")]
#[command(
    after_long_help = "The dates are those by which `pirctl lint` reports: reviews, causes, actions, verifications, risks, \
    bulletins, follow-ups, trend reports, statements, management reviews, reviews of policies and risks, assessments of vendors, \
    notifications under the regimes that an incident names, and waivers. What is late is always shown; so is what \
    cannot be told, with what is missing. Regulatory clocks are arithmetic on what the records state and no view on any law.\n\n\
    Examples:\n  pirctl due --within 14d\n  pirctl due --kind action --owner s.lind\n  \
    pirctl due --kind notification --format json\n  pirctl due --format ics > due.ics\n  \
    pirctl due --check --as-of 2026-03-31\n\n\
    Exit status: 0 shown, 1 something is late and --check was given, 2 the job could not be done."
)]
pub(super) struct Arguments {
    /// Only what is late or due within this time: 14d, 2w, 3m, P14D
    #[arg(long, value_name = "TIME", value_parser = within, allow_hyphen_values = true)]
    within: Option<Duration>,
    /// Only what this person owes, whatever the case of the letters
    #[arg(long, value_name = "HANDLE")]
    owner: Option<String>,
    /// Only things of this sort: action, review, notification ...; may be repeated
    #[arg(long = "kind", value_name = "KIND")]
    kinds: Vec<String>,
    /// End with status 1 when something shown is late
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    moment: Moment,
    /// How to print it: full, json, csv or ics
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Full,
    Json,
    Csv,
    Ics,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let duties = duties(&arguments.kinds)?;
    let mut options = door.options();
    options.face = arguments.moment.face();
    let session = until_the_end(Session::open(&options, &door.environment)?);
    let cx = session.inquiry();
    let mut agenda = agenda(&cx, session.people());
    if let Some(owner) = &arguments.owner {
        let owed = agenda.entries.iter().filter_map(|entry| entry.owner.as_deref());
        check_owner(owner, owed, session.people())?;
    }
    let until = arguments.within.map(|within| agenda.last_day(within));
    agenda.select(&Selection { until, owner: arguments.owner.clone(), duties });
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    let report = DueReport { agenda: &agenda, until };
    door.console.result(&match arguments.format {
        Format::Full => emit::due_text(report, door.console.look),
        Format::Json => emit::due_json(report),
        Format::Csv => emit::due_csv(report),
        Format::Ics => emit::due_ics(report),
    })?;
    say_unread(&session, door);
    let is_late = agenda.entries.iter().any(crate::agenda::Entry::is_late);
    Ok(match (session.troubles().is_empty(), arguments.check && is_late) {
        (false, _) => Outcome::Incomplete,
        (true, true) => Outcome::Findings,
        (true, false) => Outcome::Clean,
    })
}

fn duties(words: &[String]) -> Result<Vec<Duty>, Failure> {
    let mut found = Vec::new();
    for word in words {
        let named = Duty::named(word);
        found.extend(named.map_err(|error| Failure::new(error.to_string(), error.help.clone()))?);
    }
    Ok(found)
}
