//! Dates are days of the calendar, and what has happened does not lie ahead.

use crate::diag::Level;
use crate::record::{FlawKind, Found, Record, stated_dates};
use crate::rules::rule::example;
use crate::rules::runner::flaw_report;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::term::Stamp;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC004",
    name: "date-invalid",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "impossible date, or one in the future where the past is stated",
    explanation: "A date must be a day of the calendar, written 2026-03-31, with a time and offset \
        where one is known. Fields that state what has happened may not lie in the future; planned \
        dates such as `due` may. Clocks and order of events are computed from these dates, so an \
        auditor asks about every one that cannot be. Correct the date, or leave it out until it \
        has happened.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("date-invalid/no-such-day"),
        example!("date-invalid/not-happened-yet"),
        example!("date-invalid/inside-a-list"),
    ],
    good: &[example!("date-invalid/planned-date")],
    check: Check::Record(&[], check),
};

fn check(cx: &RecordContext<'_>, record: &Record, found: &mut Findings) {
    for flaw in record.flaws.iter().filter(|flaw| flaw.kind == FlawKind::DateInvalid) {
        found.push(flaw_report(record.id(), &record.path, flaw));
    }
    stated_dates(record, &mut |field, date| {
        if date.earliest(cx.now.zone) > cx.now.instant {
            found.push(ahead(cx, record, field, date));
        }
    });
}

fn ahead(cx: &RecordContext<'_>, record: &Record, field: &str, date: Found<Stamp>) -> Report {
    let message = match -cx.now.days_since(*date) {
        0 => format!("{} states `{field}` later today than it is now", record.id()),
        1 => format!("{} states `{field}` {}, which is tomorrow", record.id(), *date),
        days => format!("{} states `{field}` {}, which lies {days} days ahead", record.id(), *date),
    };
    Report::on(record, date.span, message)
        .help("correct the date, or leave it out until it has happened")
        .field(field)
        .argument(date.to_string())
}
