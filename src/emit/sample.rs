//! `sample`: the population, how complete it is, and what was drawn; in the terminal, as JSON, as CSV.

use super::Look;
use super::columns::columns;
use super::json::pretty;
use super::list::row;
use super::period::PeriodSpan;
use crate::escape::terminal;
use crate::metrics::Window;
use crate::population::{GapReason, Member, Population};
use crate::record::Record;
use crate::sample::{Drawn, SeedOrigin, SeverityRange};
use crate::schema::{Kind, incident};
use crate::term::{Day, Zone};
use serde::Serialize;
use std::fmt::Write;

/// A draw, and what it was drawn from.
#[derive(Clone, Debug)]
pub struct SampleReport<'a> {
    /// The period.
    pub window: &'a Window,
    /// Today.
    pub today: Day,
    /// The zone in which days are cut.
    pub zone: Zone,
    /// The commit that was read; `None` for the working tree.
    pub source: Option<String>,
    /// The severities asked for.
    pub severity: Option<SeverityRange>,
    /// How many were asked for.
    pub asked: usize,
    /// The seed.
    pub seed: &'a str,
    /// Where it came from.
    pub origin: SeedOrigin,
    /// Those that could be drawn.
    pub members: &'a [Member<'a>],
    /// Incidents that state no severity, where severities were asked for.
    pub without_severity: usize,
    /// All that there was in the period.
    pub population: &'a Population<'a>,
    /// Those that were drawn, in the order of the draw.
    pub drawn: &'a [Drawn<'a>],
}

impl SampleReport<'_> {
    /// How many numbers of incidents are missing: explained by a commit, not explained, cannot tell.
    fn gaps(&self) -> (usize, usize, usize) {
        let own = self.population.gaps.iter().filter(|gap| gap.kind == Kind::Incident);
        let mut counts = (0, 0, 0);
        for gap in own {
            match gap.reason {
                GapReason::Unexplained => counts.1 += 1,
                GapReason::CannotTell(_) => counts.2 += 1,
                _ => counts.0 += 1,
            }
        }
        counts
    }

    fn completeness(&self) -> String {
        let gaps = |n: usize| if n == 1 { "1 gap".to_owned() } else { format!("{n} gaps") };
        let (explained, not, unknown) = self.gaps();
        match (explained, not, unknown) {
            (0, 0, 0) => "no number is missing".into(),
            (_, 0, 0) => format!("{} in numbering, explained by commits", gaps(explained)),
            (_, _, 0) => {
                format!("{} in numbering explained by commits, {not} not", gaps(explained))
            }
            _ => format!(
                "cannot tell: {} in numbering lie where history is cut; {explained} explained, {not} not",
                gaps(unknown)
            ),
        }
    }

    fn record(&self, drawn: &Drawn<'_>) -> Option<&Record> {
        let member = self.members.iter().find(|member| member.record.id() == drawn.id);
        member.map(|member| member.record)
    }
}

fn title(record: &Record) -> &str {
    if record.is_privileged() { "(privileged)" } else { record.title() }
}

/// The draw for people.
pub fn sample_text(report: &SampleReport<'_>, look: Look) -> String {
    let SampleReport { window, today, zone, seed, origin, members, drawn, .. } = report;
    let mut out = format!("{window} ({}), as of {today}\n", zone.name());
    let of = report.severity.map_or_else(String::new, |range| format!(" of severity {range}"));
    let _ = writeln!(
        out,
        "Population: {} incidents{of}; {} apart, {} left out of the count; {}",
        members.len(),
        report.population.apart.len(),
        report.population.left_out.len(),
        report.completeness()
    );
    if report.without_severity > 0 {
        let _ = writeln!(
            out,
            "{} incidents state no severity and could not be drawn",
            report.without_severity
        );
    }
    let _ = writeln!(out, "Seed: {}\n  {}", terminal(seed), origin.words());
    let rows: Vec<[String; 5]> = drawn
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some((at, one, report.record(one)?)))
        .map(|(at, one, record)| {
            [
                (at + 1).to_string(),
                one.id.to_owned(),
                one.ticket[..16].to_owned(),
                record.text_of(incident::SEVERITY).unwrap_or_default().to_owned(),
                title(record).to_owned(),
            ]
        })
        .collect();
    if rows.is_empty() {
        out.push_str("\nNothing could be drawn: the population is empty.\n");
        return out;
    }
    let _ =
        write!(out, "\n{}", columns(["#", "record", "ticket", "severity", "title"], &rows, look));
    if rows.len() < report.asked {
        let _ = writeln!(out, "\n{} were asked for; these are all there are.", report.asked);
    }
    let _ =
        writeln!(out, "\nTo repeat: printf '%s\\n%s' SEED ID | sha256sum; the lowest are drawn.");
    out.push_str("To walk a chain: pirctl trace ID, or its page on the site.\n");
    out
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    period: PeriodSpan,
    as_of: String,
    timezone: &'a str,
    commit: Option<&'a str>,
    severity: Option<String>,
    population: Counts,
    seed: &'a str,
    seed_origin: &'static str,
    note: &'static str,
    asked: usize,
    drawn: Vec<Row<'a>>,
    members: Vec<&'a str>,
}

#[derive(Serialize)]
struct Counts {
    incidents: usize,
    apart: usize,
    left_out: usize,
    without_severity: usize,
    gaps_explained: usize,
    gaps_unexplained: usize,
    gaps_cannot_tell: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    ticket: &'a str,
    severity: Option<&'a str>,
    title: &'a str,
}

fn row_of<'a>(report: &'a SampleReport<'_>, drawn: &'a Drawn<'_>) -> Row<'a> {
    let record = report.record(drawn);
    Row {
        id: drawn.id,
        ticket: &drawn.ticket,
        severity: record.and_then(|record| record.text_of(incident::SEVERITY)),
        title: record.map(title).unwrap_or_default(),
    }
}

/// The draw as `pirctl.sample/1`.
pub fn sample_json(report: &SampleReport<'_>) -> String {
    let (gaps_explained, gaps_unexplained, gaps_cannot_tell) = report.gaps();
    let SampleReport { window, origin, .. } = report;
    pretty(&Document {
        schema: "pirctl.sample/1",
        period: PeriodSpan::of(window),
        as_of: report.today.to_string(),
        timezone: report.zone.name(),
        commit: report.source.as_deref(),
        severity: report.severity.map(|range| range.to_string()),
        population: Counts {
            incidents: report.members.len(),
            apart: report.population.apart.len(),
            left_out: report.population.left_out.len(),
            without_severity: report.without_severity,
            gaps_explained,
            gaps_unexplained,
            gaps_cannot_tell,
        },
        seed: report.seed,
        seed_origin: match origin {
            SeedOrigin::Given => "given",
            SeedOrigin::Commit => "commit",
        },
        note: origin.words(),
        asked: report.asked,
        drawn: report.drawn.iter().map(|drawn| row_of(report, drawn)).collect(),
        members: report.members.iter().map(|member| member.record.id()).collect(),
    })
}

/// What was drawn as CSV.
pub fn sample_csv(report: &SampleReport<'_>) -> String {
    let mut out = String::new();
    row(&mut out, ["id", "ticket", "severity", "title"].map(str::to_owned).into_iter());
    for drawn in report.drawn {
        let Row { id, ticket, severity, title } = row_of(report, drawn);
        let cells = [id, ticket, severity.unwrap_or_default(), title];
        row(&mut out, cells.map(str::to_owned).into_iter());
    }
    out
}
