//! `reconcile`: the register against a list of tickets, in the terminal, as JSON, as CSV.

use super::Look;
use super::columns::columns;
use super::json::pretty;
use super::list::row;
use super::period::PeriodSpan;
use crate::escape::terminal;
use crate::metrics::Window;
use crate::population::{Match, Reconciled, TicketLine, Tickets};
use crate::record::Record;
use crate::term::{Day, Zone};
use serde::Serialize;
use std::fmt::Write;

/// The register against a list, and which list.
#[derive(Clone, Copy, Debug)]
pub struct ReconcileReport<'a> {
    /// The period asked for.
    pub window: Option<&'a Window>,
    /// Today.
    pub today: Day,
    /// The zone in which days are cut.
    pub zone: Zone,
    /// The name of the list, as the user gave it.
    pub list: &'a str,
    /// Its tickets.
    pub tickets: &'a Tickets,
    /// The system asked for.
    pub system: Option<&'a str>,
    /// What was found.
    pub found: &'a Reconciled<'a>,
}

/// What stands on both sides, only there, only here.
pub fn reconcile_text(report: ReconcileReport<'_>, look: Look) -> String {
    let ReconcileReport { list, tickets, found, .. } = report;
    let named = format!("{list}: {} tickets in column {}", tickets.lines.len(), tickets.column);
    let mut out = format!("{}\n", terminal(&named));
    let _ = writeln!(
        out,
        "{} in both, {} only there, {} only here, {} records without a ticket",
        found.both.len(),
        found.only_there.len(),
        found.only_here.len(),
        found.without_reference.len()
    );
    let ticket = |line: &TicketLine| [line.id.clone(), numbers(&line.lines)];
    let rows: Vec<_> = found.only_there.iter().map(ticket).collect();
    part(&mut out, "Only there", &columns(["ticket", "line"], &rows, look), look);
    let rows: Vec<_> = found.only_here.iter().map(|(it, id)| here(it, id)).collect();
    let head = ["ticket", "record", "status", "title"];
    part(&mut out, "Only here", &columns(head, &rows, look), look);
    let rows: Vec<_> = found.without_reference.iter().map(|it| here(it, "")).collect();
    part(&mut out, "Without a ticket", &columns(head, &rows, look), look);
    let twice = found.both.iter().map(|it| &it.ticket).chain(&found.only_there);
    let rows: Vec<_> = twice.filter(|line| line.lines.len() > 1).map(ticket).collect();
    part(&mut out, "Twice in the list", &columns(["ticket", "lines"], &rows, look), look);
    if !found.without_id.is_empty() {
        let _ = writeln!(out, "\nLines of the list without an id: {}", numbers(&found.without_id));
    }
    let rows: Vec<_> = found.both.iter().map(both).collect();
    part(&mut out, "In both", &columns(["ticket", "records", "status"], &rows, look), look);
    out
}

fn part(out: &mut String, title: &str, table: &str, look: Look) {
    if !table.is_empty() {
        let bold = if look.color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        let _ = write!(out, "\n{}{title}{}\n{table}", bold.0, bold.1);
    }
}

fn numbers(lines: &[usize]) -> String {
    lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn title(record: &Record) -> &str {
    if record.is_privileged() { "" } else { record.title() }
}

fn here(record: &Record, ticket: &str) -> [String; 4] {
    [ticket, record.id(), record.status(), title(record)].map(str::to_owned)
}

fn both(found: &Match<'_>) -> [String; 3] {
    let join = |text: fn(&Record) -> &str| {
        found.records.iter().map(|record| text(record)).collect::<Vec<_>>().join(", ")
    };
    [found.ticket.id.clone(), join(Record::id), join(Record::status)]
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    period: Option<PeriodSpan>,
    as_of: String,
    timezone: &'a str,
    list: &'a str,
    column: &'a str,
    system: Option<&'a str>,
    agrees: bool,
    both: Vec<BothRow<'a>>,
    only_there: Vec<TicketRow<'a>>,
    only_here: Vec<HereRow<'a>>,
    without_reference: Vec<RecordRow<'a>>,
    lines_without_id: &'a [usize],
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    tickets: usize,
    both: usize,
    only_there: usize,
    only_here: usize,
    without_reference: usize,
}

#[derive(Serialize)]
struct TicketRow<'a> {
    ticket: &'a str,
    lines: &'a [usize],
}

#[derive(Serialize)]
struct BothRow<'a> {
    ticket: &'a str,
    lines: &'a [usize],
    records: Vec<RecordRow<'a>>,
}

#[derive(Serialize)]
struct HereRow<'a> {
    ticket: &'a str,
    record: RecordRow<'a>,
}

#[derive(Serialize)]
struct RecordRow<'a> {
    id: &'a str,
    kind: &'static str,
    status: &'a str,
    title: &'a str,
    path: &'a str,
}

fn record_row(record: &Record) -> RecordRow<'_> {
    RecordRow {
        id: record.id(),
        kind: record.kind().word(),
        status: record.status(),
        title: title(record),
        path: record.path.as_str(),
    }
}

/// The same as one JSON object, `pirctl.reconcile/1`.
pub fn reconcile_json(report: ReconcileReport<'_>) -> String {
    let ReconcileReport { list, tickets, system, found, .. } = report;
    let both = found.both.iter().map(|it| BothRow {
        ticket: &it.ticket.id,
        lines: &it.ticket.lines,
        records: it.records.iter().map(|record| record_row(record)).collect(),
    });
    let there = found.only_there.iter().map(|it| TicketRow { ticket: &it.id, lines: &it.lines });
    let here = found
        .only_here
        .iter()
        .map(|(record, ticket)| HereRow { ticket, record: record_row(record) });
    pretty(&Document {
        schema: "pirctl.reconcile/1",
        period: report.window.map(PeriodSpan::of),
        as_of: report.today.to_string(),
        timezone: report.zone.name(),
        list,
        column: &tickets.column,
        system,
        agrees: found.agrees(),
        both: both.collect(),
        only_there: there.collect(),
        only_here: here.collect(),
        without_reference: found.without_reference.iter().map(|it| record_row(it)).collect(),
        lines_without_id: &found.without_id,
        summary: Summary {
            tickets: tickets.lines.len(),
            both: found.both.len(),
            only_there: found.only_there.len(),
            only_here: found.only_here.len(),
            without_reference: found.without_reference.len(),
        },
    })
}

/// The same as comma-separated values, one pair of ticket and record a line.
pub fn reconcile_csv(report: ReconcileReport<'_>) -> String {
    let mut out = String::new();
    let head = ["state", "ticket", "lines", "record", "kind", "status", "title", "path"];
    row(&mut out, head.into_iter().map(str::to_owned));
    let found = report.found;
    for it in &found.both {
        for record in &it.records {
            line(&mut out, "both", (&it.ticket.id, &it.ticket.lines), Some(record));
        }
    }
    for ticket in &found.only_there {
        line(&mut out, "only-there", (&ticket.id, &ticket.lines), None);
    }
    for (record, ticket) in &found.only_here {
        line(&mut out, "only-here", (ticket, &[]), Some(record));
    }
    for record in &found.without_reference {
        line(&mut out, "without-reference", ("", &[]), Some(record));
    }
    for at in &found.without_id {
        line(&mut out, "line-without-id", ("", &[*at]), None);
    }
    out
}

fn line(out: &mut String, state: &str, (ticket, lines): (&str, &[usize]), record: Option<&Record>) {
    let lines = lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let told = record.map(record_row);
    let text = |text: fn(&RecordRow<'_>) -> String| told.as_ref().map(text).unwrap_or_default();
    let cells = [
        state.to_owned(),
        ticket.to_owned(),
        lines,
        text(|it| it.id.to_owned()),
        text(|it| it.kind.to_owned()),
        text(|it| it.status.to_owned()),
        text(|it| it.title.to_owned()),
        text(|it| it.path.to_owned()),
    ];
    row(out, cells.into_iter());
}
