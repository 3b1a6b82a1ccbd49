//! The timeline of a review is a table of at least three rows inside the incident's span.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::markdown::{Row, Table};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident};
use crate::span::Span;
use crate::term::{Day, Stamp, parse_day};
use chrono::Days;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR006",
    name: "timeline-thin",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "drafted",
    summary: "timeline has no table, fewer than three rows, or rows outside the incident",
    explanation: "The section Timeline of a drafted review holds a table with the time in its \
        first column, at least three rows, and no row before the incident began or after it was \
        closed (a day is allowed for at both ends; bare clock times are not judged). The timeline \
        is what the rest of the review rests on, and auditors compare it with the log. Write \
        one row for each thing that happened, or record `occurred_at` if it began earlier.",
    source: "High Table and AuditFront, practice guides on A.5.27",
    bad: &[
        example!("timeline-thin/no-table"),
        example!("timeline-thin/two-rows"),
        example!("timeline-thin/wrong-year"),
    ],
    good: &[example!("timeline-thin/clock-times")],
    check: Check::Register(&[Kind::Pir], check),
};

const ROWS: usize = 3;

fn check(cx: &RegisterContext<'_>, review: &Record, found: &mut Findings) {
    if !is_judged(review) || !review.is_from("drafted") {
        return;
    }
    let outline = review.outline();
    // REC007 reports a section that is missing or empty.
    let Some(section) = outline.section("Timeline").filter(|section| section.filled) else {
        return;
    };
    let id = review.id();
    let report = |span, message: String, help: &str| {
        Report::on(review, without_line_end(review, span), message).help(help).field("Timeline")
    };
    let Some(table) = outline.tables_in(section.content).find(|table| is_timed(table)) else {
        let help = "write a table with the time in its first column";
        found.push(report(
            section.heading,
            format!("{id} has no table of times in Timeline"),
            help,
        ));
        return;
    };
    if table.rows.len() < ROWS {
        let message = format!("{id} tells the incident in {} rows", table.rows.len());
        found.push(report(section.heading, message, "write one row for each thing that happened"));
    }
    let Some((first, last)) = span_of_incidents(cx, review) else { return };
    let outside =
        |row: &&Row| day(row).is_some_and(|day| day < first || last.is_some_and(|last| day > last));
    let mut rows = table.rows.iter().filter(outside);
    if let Some(row) = rows.next() {
        let when = row.cells.first().map_or("", |cell| cell.trim());
        let message = match rows.count() {
            0 => format!("{id} has a row outside the incident: {when}"),
            more => format!("{id} has a row outside the incident, and {more} more: {when}"),
        };
        found.push(report(row.span, message, "correct the time, or the stamps of the incident"));
    }
}

fn without_line_end(review: &Record, span: Span) -> Span {
    Span::new(span.start, span.start + span.slice(&review.text).trim_end().len())
}

/// True when the first column holds something that may be a time.
fn is_timed(table: &Table) -> bool {
    let digit = |row: &Row| {
        row.cells.first().is_some_and(|cell| cell.contains(|c: char| c.is_ascii_digit()))
    };
    table.rows.is_empty() || table.rows.iter().any(digit)
}

/// The day of a row; `None` for bare clock times and all else that names no day.
fn day(row: &Row) -> Option<Day> {
    parse_day(row.cells.first()?.trim().get(..10)?)
}

/// First and last day of the incidents of a review, with a day of tolerance at both ends.
///
/// `None` when one of them cannot be found; no last day while one of them goes on.
fn span_of_incidents(cx: &RegisterContext<'_>, review: &Record) -> Option<(Day, Option<Day>)> {
    let zone = cx.basis.now.zone;
    let (mut firsts, mut lasts) = (Vec::new(), Vec::new());
    for named in review.incidents() {
        let incident = cx.register.get_kind(Kind::Incident, named.value)?;
        let stamp = |key| incident.get(key).map(|found| -> Stamp { *found });
        let start = stamp(incident::OCCURRED_AT).or(stamp(incident::DETECTED_AT))?;
        firsts.push(start.day(zone));
        let end = stamp(incident::CLOSED_AT).or(stamp(incident::RESOLVED_AT));
        lasts.push(end.map(|end| end.day(zone)));
    }
    let first = firsts.into_iter().min()?.checked_sub_days(Days::new(1))?;
    let last =
        lasts.into_iter().collect::<Option<Vec<_>>>().and_then(|days| days.into_iter().max());
    Some((first, last.and_then(|day| day.checked_add_days(Days::new(1)))))
}
