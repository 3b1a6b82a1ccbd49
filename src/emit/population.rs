//! `population`: what there was in a period, in the terminal, as JSON, as CSV.

use super::Look;
use super::columns::columns;
use super::json::pretty;
use super::list::row;
use super::period::PeriodSpan;
use super::show_json::CommitRow;
use crate::escape::terminal;
use crate::metrics::Window;
use crate::population::{Gap, GapReason, Member, PeriodRow, Population, Statement};
use crate::proof::CommitNote;
use crate::record::Record;
use crate::schema::incident;
use crate::term::{Day, Zone};
use serde::Serialize;
use std::fmt::Write;

/// What there was in a period, and for when it is asked.
#[derive(Clone, Copy, Debug)]
pub struct PopulationReport<'a> {
    /// The period.
    pub window: &'a Window,
    /// Today.
    pub today: Day,
    /// The zone in which days are cut.
    pub zone: Zone,
    /// What there was.
    pub population: &'a Population<'a>,
}

/// What there was as tables.
pub fn population_text(report: PopulationReport<'_>, look: Look) -> String {
    let PopulationReport { window, today, zone, population } = report;
    let Population { incidents, apart, left_out, periods, gaps } = population;
    let mut out = format!("{window} ({}), as of {today}\n", zone.name());
    let _ = writeln!(
        out,
        "{} incidents, {} apart, {} left out, {} gaps in numbering",
        incidents.len(),
        apart.len(),
        left_out.len(),
        gaps.len()
    );
    let head = ["day", "record", "origin", "severity", "status", "title"];
    let rows = |members: &[Member<'_>]| members.iter().map(|it| cells(*it)).collect::<Vec<_>>();
    part(&mut out, "Incidents", &columns(head, &rows(incidents), look), look);
    let title = "Apart: near misses, weaknesses, exercises, lessons of others";
    part(&mut out, title, &columns(head, &rows(apart), look), look);
    let why = |(member, why): &(Member<'_>, String)| {
        [day(*member), member.record.id().to_owned(), why.clone()]
    };
    let rows: Vec<_> = left_out.iter().map(why).collect();
    part(&mut out, "Left out", &columns(["day", "record", "why"], &rows, look), look);
    let rows: Vec<_> = periods.iter().map(period_cells).collect();
    let head = [
        "quarter",
        "population",
        "incidents",
        "statement",
        "events",
        "assessed",
        "promoted",
        "weaknesses",
        "near misses",
    ];
    part(&mut out, "Quarters and what was declared", &columns(head, &rows, look), look);
    let statements = periods.iter().filter_map(|row| Some((row, row.statement.as_ref()?)));
    for (period, statement) in statements {
        let events: Vec<String> = statement
            .events
            .iter()
            .map(|channel| format!("{}: {}", channel.name, number(channel.count)))
            .collect();
        let line = format!("{}, events by channel: {}", period.period, events.join(", "));
        let _ = writeln!(out, "  {}", terminal(&line));
    }
    let rows: Vec<_> = gaps.iter().map(gap_cells).collect();
    let head = ["numbers", "what became of them", "commit", "committed", "message"];
    part(&mut out, "Numbers that no record has", &columns(head, &rows, look), look);
    out
}

fn part(out: &mut String, title: &str, table: &str, look: Look) {
    if !table.is_empty() {
        let bold = if look.color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        let _ = write!(out, "\n{}{title}{}\n{table}", bold.0, bold.1);
    }
}

fn day(member: Member<'_>) -> String {
    member.day.map(|day| day.to_string()).unwrap_or_default()
}

fn cells(member: Member<'_>) -> [String; 6] {
    let record = member.record;
    [
        day(member),
        record.id().to_owned(),
        member.origin().to_owned(),
        record.text_of(incident::SEVERITY).unwrap_or_default().to_owned(),
        record.status().to_owned(),
        title(record).to_owned(),
    ]
}

fn title(record: &Record) -> &str {
    if record.is_privileged() { "" } else { record.title() }
}

/// A number, or that nobody wrote one: a missing number is not zero.
fn number(number: Option<i64>) -> String {
    number.map_or_else(|| "not stated".into(), |number| number.to_string())
}

/// The sum of the channels; unknown when one of them is.
fn events(statement: &Statement<'_>) -> Option<i64> {
    let mut counts = statement.events.iter().map(|channel| channel.count);
    let sum = counts.try_fold(0_i64, |sum, count| sum.checked_add(count?));
    sum.filter(|_| !statement.events.is_empty())
}

fn period_cells(row: &PeriodRow<'_>) -> [String; 9] {
    let told = |value: fn(&Statement<'_>) -> Option<i64>| {
        row.statement.as_ref().map(|statement| number(value(statement))).unwrap_or_default()
    };
    let statement = match (&row.statement, row.others.first()) {
        (Some(statement), _) => statement.record.id().to_owned(),
        (None, Some(other)) => format!("{} ({})", other.id(), other.status()),
        (None, None) => "none".into(),
    };
    [
        row.period.to_string(),
        row.scoped.word().to_owned(),
        row.incidents.map(|n| n.to_string()).unwrap_or_default(),
        statement,
        told(events),
        told(|it| it.assessed),
        told(|it| it.promoted),
        told(|it| it.weaknesses),
        told(|it| it.near_misses),
    ]
}

fn numbers(gap: &Gap) -> String {
    if gap.first == gap.last { gap.first.clone() } else { format!("{} to {}", gap.first, gap.last) }
}

fn says(reason: &GapReason) -> String {
    match reason {
        GapReason::Renumbered { to, .. } => format!("renumbered, {to} now"),
        GapReason::Removed { path, .. } => format!("removed, stood at {path}"),
        GapReason::DroppedInMerge { path, .. } => {
            format!("left behind by a merge, stood at {path}")
        }
        GapReason::Unreadable(path) => format!("{path} cannot be read as a record"),
        GapReason::Ignored(path) => format!("{path} is ignored by the configuration"),
        GapReason::Unexplained => "no commit shows a record that had it".into(),
        GapReason::CannotTell(why) => format!("cannot tell: {why}"),
    }
}

fn gap_cells(gap: &Gap) -> [String; 5] {
    let commit = gap.reason.commit();
    let text = |told: fn(&CommitNote) -> String| commit.map(told).unwrap_or_default();
    [
        numbers(gap),
        says(&gap.reason),
        text(|it| it.short().to_owned()),
        text(|it| it.committed_at.format("%Y-%m-%d %H:%M %:z").to_string()),
        text(|it| it.summary.clone()),
    ]
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    period: PeriodSpan,
    as_of: String,
    timezone: &'a str,
    incidents: Vec<MemberRow<'a>>,
    apart: Vec<MemberRow<'a>>,
    left_out: Vec<LeftOutRow<'a>>,
    quarters: Vec<QuarterRow<'a>>,
    gaps: Vec<GapRow<'a>>,
}

#[derive(Serialize)]
struct MemberRow<'a> {
    id: &'a str,
    day: Option<String>,
    origin: &'a str,
    certainty: Option<&'a str>,
    severity: Option<&'a str>,
    status: &'a str,
    title: &'a str,
    path: &'a str,
}

#[derive(Serialize)]
struct LeftOutRow<'a> {
    id: &'a str,
    day: Option<String>,
    why: &'a str,
    path: &'a str,
}

#[derive(Serialize)]
struct QuarterRow<'a> {
    quarter: String,
    from: String,
    before: String,
    population: &'static str,
    incidents: Option<usize>,
    statement: Option<StatementRow<'a>>,
    others: Vec<&'a str>,
}

#[derive(Serialize)]
struct StatementRow<'a> {
    id: &'a str,
    events: Vec<ChannelRow<'a>>,
    events_total: Option<i64>,
    assessed: Option<i64>,
    promoted: Option<i64>,
    weaknesses: Option<i64>,
    near_misses: Option<i64>,
    channels_tested_at: Option<String>,
    source_system: Option<&'a str>,
}

#[derive(Serialize)]
struct ChannelRow<'a> {
    channel: &'a str,
    count: Option<i64>,
}

#[derive(Serialize)]
struct GapRow<'a> {
    kind: &'static str,
    first: &'a str,
    last: &'a str,
    reason: &'static str,
    says: String,
    now: Option<&'a str>,
    commit: Option<CommitRow<'a>>,
}

/// What there was as one JSON object, `pirctl.population/1`.
pub fn population_json(report: PopulationReport<'_>) -> String {
    let PopulationReport { window, today, zone, population } = report;
    let left_out = population.left_out.iter().map(|(member, why)| LeftOutRow {
        id: member.record.id(),
        day: member.day.map(|day| day.to_string()),
        why,
        path: member.record.path.as_str(),
    });
    pretty(&Document {
        schema: "pirctl.population/1",
        period: PeriodSpan::of(window),
        as_of: today.to_string(),
        timezone: zone.name(),
        incidents: population.incidents.iter().map(|it| member_row(*it)).collect(),
        apart: population.apart.iter().map(|it| member_row(*it)).collect(),
        left_out: left_out.collect(),
        quarters: population.periods.iter().map(quarter_row).collect(),
        gaps: population.gaps.iter().map(gap_row).collect(),
    })
}

fn member_row(member: Member<'_>) -> MemberRow<'_> {
    let record = member.record;
    MemberRow {
        id: record.id(),
        day: member.day.map(|day| day.to_string()),
        origin: member.origin(),
        certainty: record.text_of(incident::CERTAINTY),
        severity: record.text_of(incident::SEVERITY),
        status: record.status(),
        title: title(record),
        path: record.path.as_str(),
    }
}

fn quarter_row<'a>(row: &'a PeriodRow<'_>) -> QuarterRow<'a> {
    let statement = row.statement.as_ref().map(|statement| StatementRow {
        id: statement.record.id(),
        events: statement
            .events
            .iter()
            .map(|channel| ChannelRow { channel: channel.name, count: channel.count })
            .collect(),
        events_total: events(statement),
        assessed: statement.assessed,
        promoted: statement.promoted,
        weaknesses: statement.weaknesses,
        near_misses: statement.near_misses,
        channels_tested_at: statement.channels_tested_at.map(|day| day.to_string()),
        source_system: statement.source_system,
    });
    QuarterRow {
        quarter: row.period.to_string(),
        from: row.days.0.to_string(),
        before: row.days.1.succ_opt().unwrap_or(row.days.1).to_string(),
        population: row.scoped.word(),
        incidents: row.incidents,
        statement,
        others: row.others.iter().map(|record| record.id()).collect(),
    }
}

fn gap_row(gap: &Gap) -> GapRow<'_> {
    GapRow {
        kind: gap.kind.word(),
        first: &gap.first,
        last: &gap.last,
        reason: gap.reason.word(),
        says: says(&gap.reason),
        now: match &gap.reason {
            GapReason::Renumbered { to, .. } => Some(to),
            _ => None,
        },
        commit: gap.reason.commit().map(CommitRow::of),
    }
}

/// What there was as comma-separated values: incidents, quarters and gaps, told apart by `sort`.
pub fn population_csv(report: PopulationReport<'_>) -> String {
    let mut out = String::new();
    let head = [
        "sort",
        "id",
        "day",
        "origin",
        "severity",
        "status",
        "title",
        "says",
        "events",
        "assessed",
        "promoted",
        "weaknesses",
        "near_misses",
        "commit",
        "path",
    ];
    row(&mut out, head.into_iter().map(str::to_owned));
    let population = report.population;
    let members = population.incidents.iter().map(|it| ("incident", *it, ""));
    let apart = population.apart.iter().map(|it| ("apart", *it, ""));
    let left_out = population.left_out.iter().map(|(it, why)| ("left-out", *it, why.as_str()));
    for (sort, member, why) in members.chain(apart).chain(left_out) {
        let [day, id, origin, severity, status, title] = cells(member);
        let told = [sort.to_owned(), id, day, origin, severity, status, title, why.to_owned()];
        let path = member.record.path.to_string();
        line(&mut out, told, [const { String::new() }; 5], ["", &path]);
    }
    for period in &population.periods {
        let [quarter, scoped, n, statement, rest @ ..] = period_cells(period);
        let says = format!("{scoped}, {} incidents", if n.is_empty() { "some" } else { &n });
        let told = ["quarter".into(), quarter, period.days.0.to_string()];
        let [sort, id, from] = told;
        let none = String::new;
        line(&mut out, [sort, id, from, none(), none(), statement, none(), says], rest, ["", ""]);
    }
    for gap in &population.gaps {
        let commit = gap.reason.commit().map(|commit| commit.id.as_str()).unwrap_or_default();
        let none = String::new;
        let told = ["gap".into(), numbers(gap), none(), none(), none(), gap.reason.word().into()];
        let [sort, id, a, b, c, status] = told;
        let told = [sort, id, a, b, c, status, none(), says(&gap.reason)];
        line(&mut out, told, [const { String::new() }; 5], [commit, ""]);
    }
    out
}

fn line(out: &mut String, told: [String; 8], counts: [String; 5], rest: [&str; 2]) {
    row(out, told.into_iter().chain(counts).chain(rest.map(str::to_owned)));
}
