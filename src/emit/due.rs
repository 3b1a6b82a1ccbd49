//! `due`: what is due as a table in the terminal, as JSON, as CSV.

use super::Look;
use super::columns::columns;
use super::json::pretty;
use super::list::row;
use crate::agenda::{Agenda, Entry, RegulatoryClockRow, Start, When};
use crate::deadline::{Due, Now, RegulatoryLimit, RegulatoryState, Told};
use crate::escape::terminal;
use crate::term::{Day, Stamp};
use chrono::SecondsFormat;
use serde::Serialize;
use std::fmt::Write;

/// What is due, and how far ahead was looked.
#[derive(Clone, Copy, Debug)]
pub struct DueReport<'a> {
    /// What is due.
    pub agenda: &'a Agenda<'a>,
    /// The last day that was asked for; `None` for all.
    pub until: Option<Day>,
}

impl DueReport<'_> {
    fn count(&self, is: impl Fn(&&Entry<'_>) -> bool) -> usize {
        self.agenda.entries.iter().filter(is).count()
    }

    fn summary(&self) -> Summary {
        let late = self.count(|entry| entry.is_late());
        let told = self.count(|entry| entry.due().is_some());
        let cannot_tell = self.agenda.entries.len() - told;
        Summary { late, ahead: told - late, cannot_tell, withheld: self.agenda.withheld.len() }
    }
}

/// What is due as tables: late, ahead, what cannot be told, and the regulatory clocks.
pub fn due_text(report: DueReport<'_>, look: Look) -> String {
    let Agenda { entries, clocks, now, withheld } = report.agenda;
    let Summary { late, ahead, cannot_tell, .. } = report.summary();
    let until = report.until.map(|day| format!(", up to {day}")).unwrap_or_default();
    let mut out = format!("Due as of {} ({}){until}: ", now.day(), now.zone.name());
    let _ = writeln!(out, "{late} late, {ahead} ahead, {cannot_tell} cannot tell");
    let known =
        |wanted| entries.iter().filter(move |it| it.due().is_some() && it.is_late() == wanted);
    for (title, rows) in [
        ("Late", known(true).map(|it| cells(it, *now)).collect::<Vec<_>>()),
        ("Ahead", known(false).map(|it| cells(it, *now)).collect()),
    ] {
        let table = columns(["due", "days", "owner", "record", "what (from, basis)"], &rows, look);
        part(&mut out, title, &table, look);
    }
    let unknown = entries.iter().filter_map(unknown).collect::<Vec<_>>();
    let table = columns(["missing", "owner", "record", "what", "to do"], &unknown, look);
    part(&mut out, "Cannot tell", &table, look);
    let rows: Vec<_> = clocks.iter().map(|row| clock_cells(row, *now)).collect();
    let table = columns(["incident", "clock", "state", "due", "told", "law"], &rows, look);
    let title = "Regulatory clocks: arithmetic on what the records state, no view on any law";
    part(&mut out, title, &table, look);
    if !withheld.is_empty() {
        let _ = writeln!(out, "\nPrivileged, nothing told: {}", terminal(&withheld.join(", ")));
    }
    out
}

fn part(out: &mut String, title: &str, table: &str, look: Look) {
    if !table.is_empty() {
        let bold = if look.color { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        let _ = write!(out, "\n{}{title}{}\n{table}", bold.0, bold.1);
    }
}

fn cells(entry: &Entry<'_>, now: Now) -> [String; 5] {
    let due = entry.due().map(|due| shown(due, now)).unwrap_or_default();
    let grace = match &entry.when {
        When::Due { grace: Some(grace), .. } => format!("; grace to {}", shown(*grace, now)),
        _ => String::new(),
    };
    let days = entry.due().map(|due| days(due, now, entry.is_late())).unwrap_or_default();
    let start = entry.start.as_ref().map(start).unwrap_or_default();
    let owner = entry.owner.clone().unwrap_or_default();
    let what = format!("{} ({start}; {}{grace})", what(entry), entry.basis);
    [due, days, owner, entry.subject.clone(), what]
}

/// What is to be done, with the title of the record.
fn what(entry: &Entry<'_>) -> String {
    if entry.title.is_empty() {
        entry.does.clone()
    } else {
        format!("{}: {}", entry.does, entry.title)
    }
}

fn start(start: &Start) -> String {
    format!("{} {}", start.field, start.at)
}

fn days(due: Due, now: Now, late: bool) -> String {
    match (due.days_left(now), late) {
        (0, true) => "late today".to_owned(),
        (left, true) => format!("{} d late", -left),
        (0, false) => "today".to_owned(),
        (left, false) if left < 0 => format!("{} d ago, in grace", -left),
        (left, false) => format!("in {left} d"),
    }
}

/// A day, or an instant in the zone's time to the minute.
fn shown(due: Due, now: Now) -> String {
    match due {
        Due::Day(day) => day.to_string(),
        Due::At(at) => now.zone.local(at).format("%Y-%m-%d %H:%M %:z").to_string(),
    }
}

fn unknown(entry: &Entry<'_>) -> Option<[String; 5]> {
    let When::CannotTell { missing, remedy } = &entry.when else { return None };
    let owner = entry.owner.clone().unwrap_or_default();
    Some([missing.clone(), owner, entry.subject.clone(), what(entry), remedy.clone()])
}

fn clock_cells(row: &RegulatoryClockRow<'_>, now: Now) -> [String; 6] {
    let clock = row.due.clock;
    let state = match row.state {
        RegulatoryState::CannotTell(name) => format!("cannot tell: {name} missing"),
        state => state.word().to_owned(),
    };
    let told = match row.due.told {
        Told::At(at) => at.to_string(),
        Told::Late => "reason recorded".into(),
        Told::NotYet => String::new(),
    };
    let due = limits(row, now).0.map(|due| shown(due, now)).unwrap_or_default();
    let name = format!("{} {}", clock.regime, clock.stage.unwrap_or_default());
    [row.incident.id().to_owned(), name, state, due, told, clock.law.to_owned()]
}

/// The limit, and where a weekend may move it.
fn limits(row: &RegulatoryClockRow<'_>, now: Now) -> (Option<Due>, Option<Due>) {
    let RegulatoryLimit::At(clock) = row.due.limit else { return (None, None) };
    let of = |end| Due::of(end, now.zone);
    (Some(of(clock.first)), (clock.first != clock.second).then(|| of(clock.second)))
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: String,
    timezone: &'a str,
    until: Option<String>,
    entries: Vec<EntryRow<'a>>,
    clocks: Vec<ClockRow<'a>>,
    withheld: &'a [&'a str],
    summary: Summary,
}

#[derive(Clone, Copy, Serialize)]
struct Summary {
    late: usize,
    ahead: usize,
    cannot_tell: usize,
    withheld: usize,
}

#[derive(Serialize)]
struct EntryRow<'a> {
    kind: &'static str,
    subject: &'a str,
    part: Option<&'a str>,
    title: &'a str,
    what: &'a str,
    owner: Option<&'a str>,
    state: &'static str,
    due: Option<String>,
    due_at: Option<String>,
    grace_until: Option<String>,
    days_left: Option<i64>,
    missing: Option<&'a str>,
    remedy: Option<&'a str>,
    basis: BasisRow,
    starts: Option<StartRow<'a>>,
    rule: &'static str,
    path: Option<&'a str>,
}

#[derive(Serialize)]
struct BasisRow {
    kind: &'static str,
    says: String,
}

#[derive(Serialize)]
struct StartRow<'a> {
    record: &'a str,
    field: &'static str,
    at: String,
}

#[derive(Serialize)]
struct ClockRow<'a> {
    incident: &'a str,
    clock: &'static str,
    regime: &'static str,
    stage: Option<&'static str>,
    law: &'static str,
    what: &'static str,
    state: &'static str,
    missing: Option<&'static str>,
    due: Option<String>,
    due_at: Option<String>,
    moved_to: Option<String>,
    submitted_at: Option<String>,
}

/// What is due as one JSON object, `pirctl.due/1`.
pub fn due_json(report: DueReport<'_>) -> String {
    let Agenda { entries, clocks, now, withheld } = report.agenda;
    pretty(&Document {
        schema: "pirctl.due/1",
        as_of: now.day().to_string(),
        timezone: now.zone.name(),
        until: report.until.map(|day| day.to_string()),
        entries: entries.iter().map(|entry| entry_row(entry, *now)).collect(),
        clocks: clocks.iter().map(|row| clock_row(row, *now)).collect(),
        withheld,
        summary: report.summary(),
    })
}

fn entry_row<'a>(entry: &'a Entry<'_>, now: Now) -> EntryRow<'a> {
    let due = entry.due();
    let (grace, missing, remedy) = match &entry.when {
        When::Due { grace, .. } => (*grace, None, None),
        When::CannotTell { missing, remedy } => (None, Some(missing), Some(remedy)),
    };
    EntryRow {
        kind: entry.duty.word(),
        subject: &entry.subject,
        part: Some(entry.part.as_str()).filter(|part| !part.is_empty()),
        title: entry.title,
        what: &entry.does,
        owner: entry.owner.as_deref(),
        state: state(entry),
        due: due.map(|due| due.day(now.zone).to_string()),
        due_at: due.and_then(instant),
        grace_until: grace.map(|grace| grace.day(now.zone).to_string()),
        days_left: due.map(|due| due.days_left(now)),
        missing: missing.map(String::as_str),
        remedy: remedy.map(String::as_str),
        basis: BasisRow { kind: entry.basis.word(), says: entry.basis.to_string() },
        starts: entry.start.as_ref().map(|start| StartRow {
            record: &start.record,
            field: start.field,
            at: iso(start.at),
        }),
        rule: entry.duty.rule(),
        path: entry.path,
    }
}

fn state(entry: &Entry<'_>) -> &'static str {
    match &entry.when {
        When::CannotTell { .. } => "cannot-tell",
        When::Due { late: true, .. } => "late",
        When::Due { .. } => "ahead",
    }
}

fn iso(stamp: Stamp) -> String {
    crate::rows::Piece::stamp(stamp).word
}

/// The instant in UTC; `None` for a day.
fn instant(due: Due) -> Option<String> {
    match due {
        Due::Day(_) => None,
        Due::At(at) => Some(at.to_rfc3339_opts(SecondsFormat::Secs, true)),
    }
}

fn clock_row<'a>(row: &RegulatoryClockRow<'a>, now: Now) -> ClockRow<'a> {
    let (clock, (due, moved)) = (row.due.clock, limits(row, now));
    ClockRow {
        incident: row.incident.id(),
        clock: clock.id,
        regime: clock.regime,
        stage: clock.stage,
        law: clock.law,
        what: clock.what,
        state: row.state.word(),
        missing: match row.state {
            RegulatoryState::CannotTell(name) => Some(name),
            _ => None,
        },
        due: due.map(|due| due.day(now.zone).to_string()),
        due_at: due.and_then(instant),
        moved_to: moved.map(|due| instant(due).unwrap_or_else(|| due.day(now.zone).to_string())),
        submitted_at: match row.due.told {
            Told::At(at) => Some(iso(at)),
            Told::Late | Told::NotYet => None,
        },
    }
}

/// What is due as comma-separated values, one thing a line; no cell is a formula.
pub fn due_csv(report: DueReport<'_>) -> String {
    let mut out = String::new();
    let head = [
        "state",
        "due",
        "due_at",
        "grace_until",
        "days_left",
        "days_late",
        "kind",
        "subject",
        "part",
        "title",
        "what",
        "owner",
        "basis",
        "basis_says",
        "starts_record",
        "starts_field",
        "starts_at",
        "missing",
        "remedy",
        "rule",
        "path",
    ];
    row(&mut out, head.into_iter().map(str::to_owned));
    for entry in &report.agenda.entries {
        let it = entry_row(entry, report.agenda.now);
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let starts = it.starts.as_ref();
        let cells = [
            it.state.to_owned(),
            it.due.unwrap_or_default(),
            it.due_at.unwrap_or_default(),
            it.grace_until.unwrap_or_default(),
            it.days_left
                .filter(|_| !entry.is_late())
                .map(|left| left.to_string())
                .unwrap_or_default(),
            it.days_left
                .filter(|_| entry.is_late())
                .map(|left| (-left).to_string())
                .unwrap_or_default(),
            it.kind.to_owned(),
            it.subject.to_owned(),
            text(it.part),
            it.title.to_owned(),
            it.what.to_owned(),
            text(it.owner),
            it.basis.kind.to_owned(),
            it.basis.says,
            text(starts.map(|start| start.record)),
            text(starts.map(|start| start.field)),
            starts.map(|start| start.at.clone()).unwrap_or_default(),
            text(it.missing),
            text(it.remedy),
            it.rule.to_owned(),
            text(it.path),
        ];
        row(&mut out, cells.into_iter());
    }
    out
}
