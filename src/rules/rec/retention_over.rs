//! A record whose retention has ended is disposed of, unless a hold says otherwise.

use crate::diag::Level;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{DayValue, Key, StampValue, Whole, common};
use crate::term::{Day, Duration, Stamp};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC020",
    name: "retention-over",
    levels: Levels::Always(Level::Note),
    basis: Basis::OwnPolicy,
    from: "always",
    summary: "retention ended, no disposal, no legal hold",
    explanation: "The record's `retention`, or `repository.retention_years` counted from \
        `closed_at`, has ended, and nothing says that it was disposed of or is under a hold. What \
        is kept longer than promised is a finding of its own wherever personal data is concerned. \
        Dispose of the record, leaving a tombstone with `disposed`; set `legal_hold`; or extend \
        `retention` with a basis.",
    source: "",
    bad: &[
        example!("retention-over/stated-in-the-record"),
        example!("retention-over/stated-in-the-configuration"),
    ],
    good: &[example!("retention-over/legal-hold"), example!("retention-over/still-running")],
    check: Check::Record(&[], check),
};

fn check(cx: &RecordContext<'_>, record: &Record, found: &mut Findings) {
    let held = record.get(common::LEGAL_HOLD).is_some_and(|hold| hold.value);
    if held || record.get(common::DISPOSED).is_some() {
        return;
    }
    let Some((from, years)) = retention(cx, record) else { return };
    let zone = cx.now.zone;
    let end = Duration::months(years.saturating_mul(12)).after(zone.end_of(*from));
    if end < cx.now.instant {
        let message = format!("retention of {} ended: {years} years from {}", record.id(), *from);
        found.push(
            Report::on(record, from.span, message)
                .help("dispose of it and leave a tombstone, or set `legal_hold`")
                .field("retention"),
        );
    }
}

/// The day from which the record is kept, and for how many years.
fn retention(cx: &RecordContext<'_>, record: &Record) -> Option<(Found<Day>, u32)> {
    let stated = record.get(common::RETENTION);
    let from = stated.and_then(|it| it.get(Key::<DayValue>::new("from"))).or_else(|| {
        let closed: Found<Stamp> = record.get(Key::<StampValue>::new("closed_at"))?;
        Some(Found { value: closed.day(cx.now.zone), span: closed.span })
    })?;
    let years = stated.and_then(|it| it.get(Key::<Whole>::new("years")));
    let years = years.map_or(cx.config.retention_years, |years| u32::try_from(*years).ok())?;
    // A longer time than the calendar has ends never.
    (years <= 1000).then_some((from, years))
}
