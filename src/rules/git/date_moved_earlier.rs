//! A stated date does not move to an earlier day.

use crate::diag::Level;
use crate::proof::{DatedField, RecordPast, Version, dated_fields};
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::term::{Stamp, Zone};
use std::collections::HashSet;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT003",
    name: "date-moved-earlier",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "a stated date was changed to an earlier one",
    explanation: "Deadlines run between the dates that records state, so a date that moves to an \
        earlier one can turn a late step into a timely one. The rule compares each version with \
        those that it came from, as parsed: another zone or another way of writing the same \
        instant is no move, and neither is more precision within the day; a date that was left out \
        for a while is held against what it was before. A date that was moved \
        back since is left out, and so is a correction within a day of the record's first commit \
        while it is in its first status: that is still writing it down. Where the earlier date is \
        the right one, say so with an entry under `amendments` that names the field, or in \
        `late_entry_reason`: the finding becomes a note and stays visible.",
    source: "",
    bad: &[
        example!("date-moved-earlier/review-held-earlier"),
        example!("date-moved-earlier/with-an-amendment"),
    ],
    good: &[
        example!("date-moved-earlier/other-zone"),
        example!("date-moved-earlier/slip-of-the-first-hour"),
        example!("date-moved-earlier/moved-back"),
    ],
    check: Check::History(&[], check),
};

fn check(cx: &HistoryContext<'_>, record: &Record, found: &mut Findings) {
    let Some(past) = cx.past_of(record, found) else { return };
    let zone = cx.basis.basis.now.zone;
    for field in dated_fields(record.kind()) {
        let Some(now) = field.of(record) else { continue };
        for version in past.lineage().filter(|version| !past.is_slip(version)) {
            let Some((was, at)) = moved(past, version, field, zone) else { continue };
            if was.surely_after(*now, zone) {
                found.push(report(record, field, now, (was, at), version));
            }
        }
    }
}

/// The date before and after, when every version that this one came from states a later one.
fn moved(
    past: &RecordPast,
    version: &Version,
    field: &DatedField,
    zone: Zone,
) -> Option<(Stamp, Stamp)> {
    let at = version.facts().date(field)?;
    let stated = stated_before(past, version, field);
    let later = stated.iter().all(|was| was.surely_after(at, zone));
    stated.first().filter(|_| later).map(|was| (*was, at))
}

/// The dates that a version came from: where the date was left out for a while, those before that.
fn stated_before(past: &RecordPast, version: &Version, field: &DatedField) -> Vec<Stamp> {
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let mut open: Vec<&Version> = past.before(version).collect();
    while let Some(before) = open.pop() {
        match before.facts().date(field) {
            Some(was) => found.push(was),
            None if seen.insert(std::ptr::from_ref(before)) => open.extend(past.before(before)),
            None => {}
        }
    }
    found
}

fn report(
    record: &Record,
    field: &DatedField,
    now: Found<Stamp>,
    (was, at): (Stamp, Stamp),
    version: &Version,
) -> Report {
    let (path, id, commit) = (&field.path, record.id(), version.commit.quoted());
    let message = format!("`{path}` of {id} moved from {was} to {at} in {commit}");
    let report = Report::on(record, now.span, message).field(path.clone());
    let report = report.argument(was.to_string()).argument(at.to_string());
    if super::is_explained(record, path) || super::is_amended_by(id, &version.commit) {
        return report.help("the reason given stays visible beside it").at_most(Level::Note);
    }
    report
        .help("say under `amendments` with the field's name why the earlier date is the right one")
}
