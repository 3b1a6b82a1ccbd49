//! The population of the period: incidents, what stands apart or is left out, quarters, numbering.

use super::{Part, Reading, command, counted, period};
use crate::metrics::Window;
use crate::page::site::Site;
use crate::population::{Gap, GapReason, Member, PeriodRow, Population, Scoped, Statement};
use crate::record::Record;
use crate::rows::{Cell, Piece, Table, plain};
use crate::schema::incident;
use crate::verdict::Verdict;

pub(super) fn reading(
    site: &Site<'_>,
    window: &Window,
    found: &Population<'_>,
) -> Reading<'static> {
    let Population { incidents, apart, left_out, periods, gaps } = found;
    let lead = format!(
        "{window}: {}, {} apart, {} left out, {} in numbering. An incident counts by the day on which it happened, else was \
         detected, else reported.",
        counted(incidents.len(), "incident", "incidents"),
        apart.len(),
        left_out.len(),
        counted(gaps.len(), "gap", "gaps")
    );
    let parts = vec![
        Part::new("quarters", "Quarters and what was declared")
            .note("A number that nobody wrote is not stated, and not zero.")
            .table(quarters(site, periods), "no quarter of the period has begun."),
        Part::new("incidents", "Incidents").table(
            members(site, "Incidents of the period", incidents),
            "no incident counts in this period.",
        ),
        Part::new("apart", "Apart")
            .note("Near misses, weaknesses, exercises and lessons of others: in no rate.")
            .table(members(site, "What stands apart", apart), "nothing stands apart."),
        Part::new("left-out", "Left out").table(left(site, left_out), "nothing is left out."),
        Part::new("gaps", "Numbers that no record has")
            .note(
                "Each missing number of the years of the period, with the commit that explains it.",
            )
            .table(numbers(site, gaps), "no number is missing."),
        Part::new("repeat", "How to make it again")
            .command(command(site, &format!("population {}", period(window)))),
    ];
    Reading::new("population", "Population", lead, parts)
}

fn members(site: &Site<'_>, caption: &str, members: &[Member<'_>]) -> Table {
    let mut table = Table::new(caption, &["record", "day", "origin", "severity", "status"]);
    for member in members {
        let record = member.record;
        let cells = vec![
            headed(site, record),
            day(*member),
            plain(member.origin()),
            plain(record.text_of(incident::SEVERITY).unwrap_or("not stated")),
            plain(record.status()),
        ];
        table.push("", cells);
    }
    table
}

fn headed(site: &Site<'_>, record: &Record) -> Cell {
    let mut cell = vec![Piece::id(record.id(), site.addresses.file(record))];
    if !record.is_privileged() {
        cell.push(Piece::sub(record.title()));
    }
    cell
}

fn day(member: Member<'_>) -> Cell {
    member.day.map_or_else(|| plain("not stated"), |day| vec![Piece::day(day)])
}

fn left(site: &Site<'_>, members: &[(Member<'_>, String)]) -> Table {
    let mut table = Table::new("Incidents that do not count", &["record", "day", "why+"]);
    for (member, why) in members {
        let day = if member.record.is_privileged() { Cell::new() } else { day(*member) };
        let id = Piece::id(member.record.id(), site.addresses.file(member.record));
        table.push("", vec![vec![id], day, plain(why)]);
    }
    table
}

fn quarters(site: &Site<'_>, periods: &[PeriodRow<'_>]) -> Table {
    let labels = [
        "quarter",
        "population",
        "incidents#",
        "statement",
        "assessed#",
        "promoted#",
        "weaknesses#",
        "near misses#",
        "events by channel+",
    ];
    let mut table = Table::new("Quarters of the period", &labels);
    for row in periods {
        let said = row.statement.as_ref();
        let told = |value: fn(&Statement<'_>) -> Option<i64>| {
            plain(said.map(|it| number(value(it))).unwrap_or_default())
        };
        let cells = vec![
            vec![
                Piece::id(row.period.to_string(), ""),
                Piece::line(format!("{} to {}", row.days.0, row.days.1)),
            ],
            scoped(row.scoped),
            plain(row.incidents.map_or_else(|| "only a part".to_owned(), |n| n.to_string())),
            statement(site, row),
            told(|it| it.assessed),
            told(|it| it.promoted),
            told(|it| it.weaknesses),
            told(|it| it.near_misses),
            said.map(channels).unwrap_or_default(),
        ];
        table.push("", cells);
    }
    table
}

fn scoped(scoped: Scoped) -> Cell {
    match scoped {
        Scoped::Incidents => plain("incidents"),
        Scoped::NoneInScope => vec![Piece::state(Verdict::NoneInScope, "none, and declared so")],
        Scoped::NoStatement => {
            vec![Piece::state(Verdict::CannotTell, "none, and nobody declared it")]
        }
        Scoped::Running => vec![Piece::state(Verdict::InTimeSoFar, "not over")],
        Scoped::Part => plain("part of the quarter"),
    }
}

fn statement(site: &Site<'_>, row: &PeriodRow<'_>) -> Cell {
    let mut cell: Cell = Vec::new();
    if let Some(statement) = &row.statement {
        cell.push(Piece::id(statement.record.id(), site.addresses.file(statement.record)));
    }
    for other in &row.others {
        cell.push(Piece::id(other.id(), site.addresses.file(other)));
        cell.push(Piece::sub(other.status()));
    }
    if cell.is_empty() { plain("none") } else { cell }
}

fn channels(statement: &Statement<'_>) -> Cell {
    let told = statement.events.iter();
    told.map(|channel| Piece::sub(format!("{}: {}", channel.name, number(channel.count)))).collect()
}

fn number(number: Option<i64>) -> String {
    number.map_or_else(|| "not stated".into(), |number| number.to_string())
}

fn numbers(site: &Site<'_>, gaps: &[Gap]) -> Table {
    let labels = ["numbers", "what became of them+", "commit", "dated", "by", "command"];
    let mut table = Table::new("Numbers that no record has", &labels);
    for gap in gaps {
        let name = if gap.first == gap.last {
            vec![Piece::id(&gap.first, "")]
        } else {
            vec![Piece::id(&gap.first, ""), Piece::text("to"), Piece::id(&gap.last, "")]
        };
        let mut cells = vec![name, became(site, &gap.reason)];
        match gap.reason.commit() {
            Some(commit) => {
                cells.extend(crate::page::git::commit_cells(commit));
                cells.push(vec![Piece::code(format!("git show --stat {}", commit.short()))]);
            }
            None => cells.extend(vec![plain("none"), Cell::new(), Cell::new(), Cell::new()]),
        }
        table.push("", cells);
    }
    table
}

fn became(site: &Site<'_>, reason: &GapReason) -> Cell {
    match reason {
        GapReason::Renumbered { to, .. } => {
            vec![Piece::text("renumbered, now"), Piece::id(to, site.addresses.id(to))]
        }
        GapReason::Removed { path, .. } => {
            vec![Piece::text("removed, stood at"), Piece::code(path)]
        }
        GapReason::DroppedInMerge { path, .. } => {
            vec![Piece::text("left behind by a merge, stood at"), Piece::code(path)]
        }
        GapReason::Unreadable(path) => {
            vec![Piece::code(path), Piece::text("cannot be read as a record")]
        }
        GapReason::Ignored(path) => {
            vec![Piece::code(path), Piece::text("is ignored by the configuration")]
        }
        GapReason::Unexplained => plain("no commit shows a record that had it"),
        GapReason::CannotTell(why) => {
            vec![Piece::state(Verdict::CannotTell, "cannot tell"), Piece::sub(why)]
        }
    }
}
