//! `pirctl trends`: incidents by quarter, and the patterns worth a look.

use super::look::{Moment, TableFormat, asked_window, say_unread};
use super::{Door, Outcome, until_the_end};
use crate::emit::{self, TrendsReport};
use crate::metrics::{TrendGround, trends};
use crate::session::{Failure, Session};
use clap::Args;

/// Show how many incidents of each sort there are by quarter, and what recurs
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl trends --period 2026-Q1\n  \
    pirctl trends --period 2025-01-01..2026-07-01 --format csv\n  \
    pirctl trends --framework nist-800-53:IR-4\n\n\
    Shows the quarters of the period, and three before its last at least, so that they make twelve months. \
    Quarters are those of the organisation's year (`fiscal_year_start`). docs/trends.md says what is \
    counted. `pirctl new trend-report --period 2026-Q1` writes it into a report.\n\n\
    Exit status: 0 shown, 2 the job could not be done.")]
pub(super) struct Arguments {
    /// A quarter (2026-Q3) or two days (A..B, B is the day after the last); else the last quarter that
    /// is over
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Only incidents that name a control mapped to this framework; NAME:REFERENCE for one reference
    #[arg(long, value_name = "NAME")]
    framework: Option<String>,
    #[command(flatten)]
    moment: Moment,
    /// How to print the trends: full, json or csv
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: TableFormat,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let framework = arguments.framework.as_deref().map(super::list::framework).transpose()?;
    let mut options = door.options();
    options.face = arguments.moment.face();
    let session = until_the_end(Session::open(&options, &door.environment)?);
    let (now, quarters) = (session.now(), session.config().quarters());
    let ground = TrendGround {
        register: session.register(),
        assets: session.assets(),
        now,
        quarters,
        framework,
    };
    let window = asked_window(arguments.period.as_deref(), &session)?;
    let window = window.unwrap_or_else(|| ground.last_finished());
    let trends =
        trends(&ground, &window).map_err(|flaw| Failure::new(flaw.to_string(), flaw.help()))?;
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    let report = TrendsReport {
        window: &window,
        today: now.day(),
        zone: now.zone,
        year_starts: session.config().fiscal_year_start.unwrap_or((1, 1)),
        framework: arguments.framework.as_deref(),
        trends: &trends,
    };
    door.console.result(&match arguments.format {
        TableFormat::Full => emit::trends_text(report, door.console.look),
        TableFormat::Json => emit::trends_json(report),
        TableFormat::Csv => emit::trends_csv(report),
    })?;
    say_unread(&session, door);
    Ok(if session.troubles().is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}
