//! Events, weaknesses and near misses, from period statements and from nothing else.

use super::amount::Exact;
use super::figure::{Metric, Unit};
use super::trend::begins;
use super::window::Window;
use crate::chain::Inquiry;
use crate::record::Record;
use crate::schema::{Key, Kind, Whole, part, period_statement as statement};
use crate::term::{Period, Quarters};
use std::collections::{BTreeMap, BTreeSet};

/// A total of all statements: name, title, field.
type Total = (&'static str, &'static str, Key<Whole>);

const TOTALS: [Total; 4] = [
    ("events-assessed", "Events assessed", statement::ASSESSED),
    ("events-promoted", "Events that became incidents", statement::PROMOTED),
    ("weaknesses", "Weaknesses reported", statement::WEAKNESSES),
    ("near-misses", "Near misses reported", statement::NEAR_MISSES),
];

/// What the declared statements of the window's quarters count, in all and by channel.
pub(super) fn events(cx: &Inquiry<'_>, window: &Window) -> Vec<Metric> {
    let quarters = cx.config.quarters();
    let statements = cx.register.of_kind(Kind::PeriodStatement);
    let (declared, others): (Vec<_>, Vec<_>) = statements
        .filter(|record| touches(record, window, quarters))
        .map(|record| (record, unusable(record, window, quarters)))
        .partition(|(_, why)| why.is_none());
    let declared: Vec<&Record> = declared.into_iter().map(|(record, _)| record).collect();
    let missing = missing(cx, window, &declared);
    let finish = |mut metric: Metric, added| {
        for (record, why) in &others {
            metric.exclude(record.id(), why.clone().unwrap_or_default());
        }
        metric.remarks.extend(missing.clone());
        metric.total(added)
    };
    let mut found = Vec::new();
    for (name, title, key) in TOTALS {
        let mut metric = Metric::new(name, title, Unit::Number);
        let mut added = Vec::new();
        for record in &declared {
            let stated = record.get(key).map(|count| *count);
            add(&mut metric, &mut added, record, key.name(), stated);
        }
        found.push(finish(metric, added));
    }
    for (channel, counts) in by_channel(&declared) {
        let mut metric = Metric::new("events-by-channel", "Events reported", Unit::Number);
        metric.part = channel;
        let mut added = Vec::new();
        for (record, count) in counts {
            add(&mut metric, &mut added, record, "count", count);
        }
        found.push(finish(metric, added));
    }
    found
}

fn add(
    metric: &mut Metric,
    added: &mut Vec<(String, Exact)>,
    record: &Record,
    field: &str,
    stated: Option<i64>,
) {
    match stated {
        Some(count) if count >= 0 => added.push((record.id().to_owned(), Exact::whole(count))),
        Some(_) => metric.exclude(record.id(), format!("{field} is below zero")),
        None => metric.exclude(record.id(), format!("{field} is not stated")),
    }
}

/// A channel by its name, and what each statement counts for it.
type Channel<'r> = (String, Vec<(&'r Record, Option<i64>)>);

/// What each channel counts, by the name it has first; a statement that names no channel counts in none.
fn by_channel<'r>(declared: &[&'r Record]) -> Vec<Channel<'r>> {
    let mut channels: BTreeMap<String, Channel<'r>> = BTreeMap::new();
    for record in declared {
        for event in record.items(statement::EVENTS) {
            let channel = event.text_of(part::CHANNEL).unwrap_or("channel not stated").trim();
            let empty = || (channel.to_owned(), Vec::new());
            let (_, counts) = channels.entry(channel.to_lowercase()).or_insert_with(empty);
            counts.push((*record, event.get(part::COUNT).map(|count| *count)));
        }
    }
    channels.into_values().collect()
}

fn period(record: &Record) -> Option<Period> {
    Period::parse(record.text_of(statement::PERIOD)?)
}

/// True when the quarter of a statement has a day in the window, or is not known.
fn touches(record: &Record, window: &Window, quarters: Quarters) -> bool {
    period(record).is_none_or(|period| {
        let (first, last) = quarters.days(period);
        first < window.end && window.first <= last
    })
}

/// Why a statement does not count.
fn unusable(record: &Record, window: &Window, quarters: Quarters) -> Option<String> {
    let Some(period) = period(record) else { return Some("period is not stated".into()) };
    let (first, last) = quarters.days(period);
    if record.is_privileged() {
        Some("privileged".into())
    } else if record.status() != "declared" {
        Some(format!("status {}", record.status()))
    } else if !window.contains(first) || !window.contains(last) {
        Some(format!("{period} lies only partly in the period"))
    } else {
        None
    }
}

/// The finished quarters that lie in the window and for which nothing is declared.
fn missing(cx: &Inquiry<'_>, window: &Window, declared: &[&Record]) -> Option<String> {
    let quarters = cx.config.quarters();
    let begins = begins(cx.register, cx.now.zone, quarters)?;
    let known: BTreeSet<Period> = declared.iter().filter_map(|record| period(record)).collect();
    let mut lacking = Vec::new();
    let mut quarter = quarters.at(window.first.max(begins));
    while quarters.days(quarter).1 < window.end.min(cx.now.day()) {
        if quarters.days(quarter).0 >= window.first && !known.contains(&quarter) {
            lacking.push(quarter.to_string());
        }
        quarter = quarter.next();
    }
    let says = |quarters: String| format!("nothing is declared for {quarters}, which is not zero");
    (!lacking.is_empty()).then(|| says(lacking.join(", ")))
}
