//! `pirctl metrics`: the figures of a quarter, or from day to day.

use super::look::{Moment, TableFormat, say_unread, window_or_quarter};
use super::{Door, Outcome, until_the_end};
use crate::emit::{self, MetricsReport};
use crate::metrics::metrics;
use crate::session::{Failure, Session};
use clap::Args;

/// Show figures: reviews completed, times, open actions, lessons, recurrence, volumes and costs
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl metrics --period 2026-Q1\n  \
    pirctl metrics --period 2025-07-01..2026-07-01 --as-of 2026-06-30 --format csv\n\n\
    Each figure says how many records it counts, which, and which it leaves out and why. \
    docs/metrics.md has the formulas.\n\n\
    Exit status: 0 shown, 2 the job could not be done.")]
pub(super) struct Arguments {
    /// A quarter (2026-Q3) or two days (A..B, B is the day after the last); else the quarter of today
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    #[command(flatten)]
    moment: Moment,
    /// How to print the figures: full, json or csv
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: TableFormat,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let mut options = door.options();
    options.face = arguments.moment.face();
    let session = until_the_end(Session::open(&options, &door.environment)?);
    let window = window_or_quarter(arguments.period.as_deref(), &session)?;
    let cx = session.inquiry();
    let metrics = metrics(&cx, session.assets(), &window);
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    let report = MetricsReport {
        window: &window,
        today: cx.now.day(),
        zone: cx.now.zone,
        metrics: &metrics,
    };
    door.console.result(&match arguments.format {
        TableFormat::Full => emit::metrics_text(report, door.console.look),
        TableFormat::Json => emit::metrics_json(report),
        TableFormat::Csv => emit::metrics_csv(report),
    })?;
    say_unread(&session, door);
    Ok(if session.troubles().is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}
