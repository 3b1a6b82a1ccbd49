//! `pirctl sample`: incidents drawn from the population of a period, in a way that anyone can repeat.

use super::look::{Moment, TableFormat, say_unread, window_or_quarter};
use super::{Door, Outcome, until_the_end};
use crate::emit::{self, SampleReport};
use crate::population::{Member, population};
use crate::sample::{SeedOrigin, SeverityRange, draw};
use crate::schema::incident;
use crate::session::{Failure, Session};
use crate::term::Severity;
use clap::Args;

/// Draw incidents of a period for an audit, so that anyone can repeat it
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pirctl sample --period 2025-07-01..2026-07-01 --n 5 --seed 8412\n  \
    pirctl sample --period 2026-Q1 --n 3 --severity high.. --rev HEAD\n\n\
    Each incident gets a ticket, the SHA-256 of seed, line break and id; the lowest tickets are drawn:\n  \
    printf '%s\\n%s' SEED ID | sha256sum\n\n\
    Exit status: 0 shown, 2 the job could not be done."
)]
pub(super) struct Arguments {
    /// A quarter (2026-Q3) or two days (A..B, B is the day after the last); else the quarter of today
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// How many to draw
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    n: u32,
    /// Only incidents of these severities: high.., ..low, medium..high, critical
    #[arg(long, value_name = "FROM..TO")]
    severity: Option<SeverityRange>,
    /// The auditor's seed, any text; without it the commit is the seed, and that is said
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    seed: Option<String>,
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
    let (seed, origin) = seed(arguments, &session)?;
    let window = window_or_quarter(arguments.period.as_deref(), &session)?;
    let today = session.now().day();
    let cx = session.inquiry();
    let population = population(&cx, &window, session.ignored());
    let is_asked = |member: &&Member<'_>| {
        let Some(range) = arguments.severity else { return true };
        let severity = member.record.text_of(incident::SEVERITY).and_then(Severity::parse);
        severity.is_some_and(|severity| range.contains(severity))
    };
    let members: Vec<Member<'_>> = population.incidents.iter().filter(is_asked).copied().collect();
    let unknown = population.incidents.iter().filter(|member| {
        arguments.severity.is_some()
            && member.record.text_of(incident::SEVERITY).and_then(Severity::parse).is_none()
    });
    let ids = members.iter().map(|member| member.record.id());
    let drawn = draw(ids, &seed, arguments.n as usize);
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    let report = SampleReport {
        window: &window,
        today,
        zone: session.now().zone,
        source: session.commit().map(|commit| commit.hex()),
        severity: arguments.severity,
        asked: arguments.n as usize,
        seed: &seed,
        origin,
        members: &members,
        without_severity: unknown.count(),
        population: &population,
        drawn: &drawn,
    };
    door.console.result(&match arguments.format {
        TableFormat::Full => emit::sample_text(&report, door.console.look),
        TableFormat::Json => emit::sample_json(&report),
        TableFormat::Csv => emit::sample_csv(&report),
    })?;
    say_unread(&session, door);
    Ok(if session.troubles().is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}

/// The seed that was named, else the commit that is judged or checked out.
fn seed(arguments: &Arguments, session: &Session) -> Result<(String, SeedOrigin), Failure> {
    if let Some(seed) = &arguments.seed {
        return Ok((seed.clone(), SeedOrigin::Given));
    }
    let commit = session.commit().or_else(|| session.head());
    let commit = commit.ok_or_else(|| {
        Failure::new("there is no commit whose id could be the seed", "name one with --seed")
    })?;
    Ok((commit.hex(), SeedOrigin::Commit))
}
