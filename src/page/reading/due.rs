//! What is due: late first, then ahead, then what cannot be told, and the regulatory clocks.

use super::part::Later;
use super::{Part, Reading, command};
use crate::agenda::{Agenda, Entry, RegulatoryClockRow, When, agenda};
use crate::deadline::{Due, Now, RegulatoryLimit, RegulatoryState, Told};
use crate::page::site::Site;
use crate::rows::{Cell, Piece, Row, Table, plain};
use crate::term::{RepoPath, Stamp};
use crate::verdict::Verdict;

/// Columns of what has a date.
const DATED: [&str; 7] = ["record+", "what is due", "due", "owner", "runs from", "basis", "rule"];

/// Columns of what has none.
const UNTOLD: [&str; 6] = ["record+", "what is due", "what is missing", "to do", "owner", "rule"];

pub(super) fn reading<'a>(site: &Site<'a>) -> Reading<'a> {
    let Agenda { mut entries, clocks, withheld, now } = agenda(&site.cx, site.people);
    // Of a privileged record only the id is told, below.
    entries.retain(|entry| !hidden(site, entry));
    let (told, untold): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|entry| entry.due().is_some());
    let (late, ahead): (Vec<_>, Vec<_>) = told.into_iter().partition(Entry::is_late);
    let lead = format!(
        "As of {}: {} late, {} ahead, {} that cannot be told. The dates are those by which the rules report.",
        now.day(),
        late.len(),
        ahead.len(),
        untold.len()
    );
    let privileged = match withheld.len() {
        0 => String::new(),
        n => format!("{n} privileged records are left out: {}.", withheld.join(", ")),
    };
    let parts = vec![
        Part::new("late", "Late")
            .table(Table::new("What is late", &DATED), "nothing is late.")
            .later(Later::Dates(late)),
        Part::new("ahead", "Ahead")
            .table(Table::new("What is ahead", &DATED), "nothing is ahead.")
            .later(Later::Dates(ahead)),
        Part::new("cannot-tell", "Cannot tell")
            .note(privileged)
            .table(Table::new("What cannot be told", &UNTOLD), "every date can be told.")
            .later(Later::Dates(untold)),
        Part::new("clocks", "Regulatory clocks")
            .note("Arithmetic on what the records state, and no view on any law.")
            .table(regulatory(site, &clocks, now), "no incident names a regime."),
        Part::new("repeat", "How to make it again").command(command(site, "due")),
    ];
    Reading::new("due", "Due", lead, parts)
}

fn hidden(site: &Site<'_>, entry: &Entry<'_>) -> bool {
    entry.path.is_some_and(|path| site.is_path_withheld(&RepoPath::new(path)))
        || entry.start.as_ref().is_some_and(|start| site.hides(&start.record))
}

/// The record, what it owes, and its title.
fn subject(site: &Site<'_>, entry: &Entry<'_>) -> Cell {
    let href = entry.path.and_then(|path| site.addresses.path(path)).unwrap_or_default();
    let mut cell = vec![Piece::id(&entry.subject, href)];
    if !entry.title.is_empty() {
        cell.push(Piece::sub(entry.title));
    }
    cell
}

fn owner(entry: &Entry<'_>) -> Cell {
    plain(entry.owner.as_deref().unwrap_or("nobody named"))
}

fn rule(site: &Site<'_>, entry: &Entry<'_>) -> Cell {
    let code = entry.duty.rule();
    if code.is_empty() { Cell::new() } else { vec![Piece::link(code, site.rule_href(code))] }
}

/// The rows of some entries.
pub(super) fn rows(site: &Site<'_>, entries: &[Entry<'_>]) -> Vec<Row> {
    entries.iter().map(|entry| Row { cells: cells(site, entry), ..Row::default() }).collect()
}

fn cells(site: &Site<'_>, entry: &Entry<'_>) -> Vec<Cell> {
    match &entry.when {
        When::Due { due, grace, late } => {
            let start = entry.start.as_ref().map(|start| {
                let own = if start.record == entry.subject { "" } else { start.record.as_str() };
                [Piece::stamp(start.at), Piece::sub(format!("{own} {}", start.field).trim_start())]
            });
            vec![
                subject(site, entry),
                plain(&entry.does),
                when(*due, *grace, *late, site.cx.now),
                owner(entry),
                start.into_iter().flatten().collect(),
                plain(entry.basis.to_string()),
                rule(site, entry),
            ]
        }
        When::CannotTell { missing, remedy } => vec![
            subject(site, entry),
            plain(&entry.does),
            vec![Piece::state(Verdict::CannotTell, "cannot tell"), Piece::sub(missing)],
            plain(remedy),
            owner(entry),
            rule(site, entry),
        ],
    }
}

fn when(due: Due, grace: Option<Due>, late: bool, now: Now) -> Cell {
    let days = match (due.days_left(now), late) {
        (0, true) => "late today".to_owned(),
        (left, true) => format!("{} d late", -left),
        (0, false) => "today".to_owned(),
        (left, false) => format!("in {left} d"),
    };
    let verdict = if late { Verdict::Missing } else { Verdict::InTimeSoFar };
    let mut cell = vec![shown(due, now), Piece::state(verdict, days)];
    cell.extend(grace.map(|grace| Piece::line(format!("grace to {}", grace.day(now.zone)))));
    cell
}

/// A day, or an instant in the zone's time to the minute.
fn shown(due: Due, now: Now) -> Piece {
    match due {
        Due::Day(day) => Piece::day(day),
        Due::At(at) => Piece {
            text: now.zone.local(at).format("%Y-%m-%d %H:%M %:z").to_string(),
            ..Piece::stamp(Stamp::Instant(at.fixed_offset()))
        },
    }
}

fn regulatory(site: &Site<'_>, clocks: &[RegulatoryClockRow<'_>], now: Now) -> Table {
    let labels = ["incident", "clock", "state", "due", "told", "law+"];
    let mut table = Table::new("Clocks of the regimes that incidents name", &labels);
    for row in clocks.iter().filter(|row| !row.incident.is_privileged()) {
        let clock = row.due.clock;
        let state = match row.state {
            RegulatoryState::CannotTell(name) => format!("cannot tell: {name} missing"),
            state => state.word().to_owned(),
        };
        let due = match row.due.limit {
            RegulatoryLimit::At(clock) => vec![shown(Due::of(clock.first, now.zone), now)],
            _ => Cell::new(),
        };
        let told = match row.due.told {
            Told::At(at) => vec![Piece::stamp(at)],
            Told::Late => plain("reason recorded"),
            Told::NotYet => Cell::new(),
        };
        let name = format!("{} {}", clock.regime, clock.stage.unwrap_or_default());
        let id = Piece::id(row.incident.id(), site.addresses.file(row.incident));
        table.push("", vec![vec![id], plain(name), plain(state), due, told, plain(clock.law)]);
    }
    table
}
