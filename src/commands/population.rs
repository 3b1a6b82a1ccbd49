//! `pirctl population`: what there was in a period, what was declared, and gaps in numbering.

use super::look::{Moment, TableFormat, say_unread, window_or_quarter};
use super::{Door, Outcome, until_the_end};
use crate::emit::{self, PopulationReport};
use crate::population::population;
use crate::session::{Failure, Session};
use clap::Args;

/// Show what there was in a period: incidents, statements, gaps in numbering
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl population --period 2026-Q1\n  \
    pirctl population --period 2025-07-01..2026-07-01 --format json\n\n\
    Exit status: 0 shown, 2 the job could not be done.")]
#[command(
    after_long_help = "A sample is worth what the list is worth that it is drawn from. The command shows the incidents of a period; \
    near misses, weaknesses, exercises and lessons of others apart; what was left out and why; for each quarter what \
    its period statement declares, so that `none in scope` differs from `nobody said anything`; and every number of \
    its years that no record has, with the commit that removed or renumbered it.\n\nExamples:\n  \
    pirctl population --period 2026-Q1\n  pirctl population --period 2025-07-01..2026-07-01 --as-of 2026-06-30\n  \
    pirctl population --period 2026-Q1 --format csv\n\n\
    Exit status: 0 shown, 2 the job could not be done."
)]
pub(super) struct Arguments {
    /// A quarter (2026-Q3) or two days (A..B, B is the day after the last); else the quarter of today
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    #[command(flatten)]
    moment: Moment,
    /// How to print it: full, json or csv
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: TableFormat,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let mut options = door.options();
    options.face = arguments.moment.face();
    let session = until_the_end(Session::open(&options, &door.environment)?);
    let window = window_or_quarter(arguments.period.as_deref(), &session)?;
    let today = session.now().day();
    let cx = session.inquiry();
    let population = population(&cx, &window, session.ignored());
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    let report =
        PopulationReport { window: &window, today, zone: cx.now.zone, population: &population };
    door.console.result(&match arguments.format {
        TableFormat::Full => emit::population_text(report, door.console.look),
        TableFormat::Json => emit::population_json(report),
        TableFormat::Csv => emit::population_csv(report),
    })?;
    say_unread(&session, door);
    Ok(if session.troubles().is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}
