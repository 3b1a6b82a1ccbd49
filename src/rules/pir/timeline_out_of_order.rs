//! The rows of a timeline follow each other in time.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::markdown::Row;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::Kind;
use crate::span::Span;
use crate::term::{Stamp, Zone, parse_day};
use chrono::{NaiveTime, TimeDelta};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR017",
    name: "timeline-out-of-order",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "drafted",
    summary: "rows of the timeline do not follow each other in time",
    explanation: "Each row of the first table in Timeline is no earlier than the one above it, by the \
        date and time in its first column. A row out of place is mostly a slip of a digit, and it \
        changes what came first, which is what a timeline is read for. Bare clock times are judged \
        only where a row lies less than an hour before the one above it, because the next day may \
        have begun in between. Correct the time, or move the row. Tried on the timelines of 344 public \
        post-mortems: two findings, both of them slips.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("timeline-out-of-order/slip-of-the-hour"),
        example!("timeline-out-of-order/clock-times"),
    ],
    good: &[
        example!("timeline-out-of-order/over-midnight"),
        example!("timeline-out-of-order/same-time-twice"),
    ],
    check: Check::Record(&[Kind::Pir], check),
};

fn check(cx: &RecordContext<'_>, review: &Record, found: &mut Findings) {
    if !is_judged(review) || !review.is_from("drafted") {
        return;
    }
    let outline = review.outline();
    let Some(section) = outline.section("Timeline") else { return };
    let Some(table) = outline.tables_in(section.content).next() else { return };
    let early = rows_before(&table.rows, cx.now.zone);
    let Some((row, above)) = early.first() else { return };
    let cell = |row: &Row| row.cells.first().map_or("", |cell| cell.trim()).to_owned();
    let more = match early.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more rows"),
    };
    let message =
        format!("{} has {} after {} in its timeline{more}", review.id(), cell(row), cell(above));
    let len = row.span.slice(&review.text).trim_end().len();
    let span = Span::new(row.span.start, row.span.start + len);
    let help = "correct the time, or move the row";
    found.push(Report::on(review, span, message).help(help).field("Timeline"));
}

/// The rows that lie before the one above them, each with that one.
fn rows_before(rows: &[Row], zone: Zone) -> Vec<(&Row, &Row)> {
    let timed = rows.iter().filter_map(|row| Some((row, When::read(row.cells.first()?)?)));
    let timed: Vec<_> = timed.collect();
    let pairs = timed.windows(2).filter_map(|pair| match pair {
        [(above, first), (row, second)] if second.is_before(*first, zone) => Some((*row, *above)),
        _ => None,
    });
    pairs.collect()
}

/// What the first cell of a row says.
#[derive(Clone, Copy)]
enum When {
    /// A day, with or without a time.
    Dated(Stamp),
    /// A time of some day.
    Clock(NaiveTime),
}

impl When {
    /// Reads `2026-03-02`, `2026-03-02 09:14 +01:00` or `09:14`, whatever words follow.
    fn read(cell: &str) -> Option<Self> {
        let mut words = cell.split([' ', 'T', '\u{a0}']).filter(|word| !word.is_empty());
        let first = words.next()?;
        let Some(day) = parse_day(first) else { return clock(first).map(Self::Clock) };
        let Some(time) = words.next().and_then(clock) else {
            return Some(Self::Dated(Stamp::Day(day)));
        };
        let offset = words.next().unwrap_or_default();
        let at = Stamp::parse(&format!("{day}T{}{offset}", time.format("%H:%M:%S")));
        at.or(Some(Stamp::Local(day.and_time(time)))).map(Self::Dated)
    }

    fn is_before(self, above: Self, zone: Zone) -> bool {
        match (self, above) {
            (Self::Dated(at), Self::Dated(above)) => above.surely_after(at, zone),
            (Self::Clock(at), Self::Clock(above)) => at < above && above - at < TimeDelta::hours(1),
            _ => false,
        }
    }
}

/// The time at the beginning of a word: `09:14`, `09:14:20`, `09:14Z`, `09:14-09:20`.
fn clock(word: &str) -> Option<NaiveTime> {
    let long = word.get(..8).and_then(|text| NaiveTime::parse_from_str(text, "%H:%M:%S").ok());
    long.or_else(|| NaiveTime::parse_from_str(word.get(..5)?, "%H:%M").ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_before(row: &str, above: &str) -> bool {
        When::read(row).unwrap().is_before(When::read(above).unwrap(), Zone::default())
    }

    #[test]
    fn times_are_compared_as_far_as_they_are_stated() {
        assert!(is_before("2026-03-02 09:14", "2026-03-02 09:15"));
        assert!(is_before("2026-03-02 09:14 +02:00", "2026-03-02 08:14 +00:00"));
        assert!(!is_before("2026-03-02 09:14 +01:00", "2026-03-02 08:14 +00:00"));
        assert!(!is_before("2026-03-02", "2026-03-02 09:15"));
        assert!(is_before("2026-03-01 (evening)", "2026-03-02T09:15Z"));
        assert!(is_before("09:14 CET", "09:15 - 09:20") && !is_before("00:10", "23:50"));
        assert!(!is_before("09:14", "2026-03-02 09:15"));
    }

    #[test]
    fn what_is_no_time_is_left_out() {
        for cell in ["", "later", "9:14", "day 2", "25:00", "ä:ööö"] {
            assert!(When::read(cell).is_none(), "{cell}");
        }
    }
}
