//! A new post-incident review: who leads, when it is held, who responded, what the stamps say.

use super::super::body::table;
use super::super::sheet::{Sheet, items, list, mapping};
use super::{Cx, about, stamp};
use crate::deadline::review_clock;
use crate::record::Record;
use crate::schema::{Key, StampValue, incident, part, pir};
use crate::term::{Day, Severity, Stamp};
use chrono::{DateTime, Datelike, SecondsFormat, TimeDelta, Utc, Weekday};

pub(super) fn fill(sheet: &mut Sheet, cx: Cx<'_>) {
    cx.incidents(sheet);
    cx.title_from(sheet, about(cx.sources.incidents()).map(|about| format!("Review: {about}")));
    lead(sheet, cx);
    schedule(sheet, cx);
    attendees(sheet, cx);
    timeline(sheet, cx);
}

/// The user leads, unless they led the response.
fn lead(sheet: &mut Sheet, cx: Cx<'_>) {
    let primary: Vec<_> = cx
        .sources
        .incidents()
        .iter()
        .filter_map(|incident| incident.text_of(incident::PRIMARY_RESPONDER))
        .collect();
    let rule = |who: &str| format!("the review is not led by {who}, who led the response");
    if let Some(given) = sheet.scalar(pir::LEAD.name()) {
        if primary.contains(&given.as_str()) {
            sheet.hints.push(rule(&given));
        }
        return;
    }
    match cx.request.owner {
        Some(you) if primary.contains(&you) => {
            sheet.reasons.insert(pir::LEAD.name(), rule(you));
        }
        Some(you) => sheet.text(pir::LEAD, you),
        None => {}
    }
}

/// The next working morning; it lies before the clock's first limit, or as soon after as can be.
fn schedule(sheet: &mut Sheet, cx: Cx<'_>) {
    let now = cx.ground.now;
    let limit =
        cx.sources.incidents().iter().filter_map(|incident| first_limit(incident, cx)).min();
    let morning = next_working_morning(cx);
    let at = match limit {
        // Whole minutes, so that what is written does not pass the limit.
        Some(limit) if limit > now.instant && limit < morning => limit,
        _ => morning,
    };
    let written = now.zone.local(at).to_rfc3339_opts(SecondsFormat::Secs, true);
    sheet.raw(pir::SCHEDULED_AT.name(), written);
    match limit {
        Some(limit) if limit <= now.instant => {
            let day = now.zone.day_of(limit);
            sheet.hints.push(format!("the time for holding the review ended on {day}"));
        }
        Some(limit) => {
            let day = Stamp::Instant(now.zone.local(limit));
            sheet.hints.push(format!("the review is to be held by {day}"));
        }
        None => {}
    }
}

fn first_limit(incident: &Record, cx: Cx<'_>) -> Option<DateTime<Utc>> {
    let closed = stamp(incident, incident::CLOSED_AT)?;
    let severity = incident.text_of(incident::SEVERITY).and_then(Severity::parse);
    let severity = severity.unwrap_or(Severity::High);
    let tier = incident.text_of(incident::REVIEW_TIER).unwrap_or("full");
    Some(review_clock(closed, severity, tier, cx.ground.terms, cx.ground.now.zone).first)
}

/// Ten o'clock on the first day after today that is no Saturday or Sunday.
fn next_working_morning(cx: Cx<'_>) -> DateTime<Utc> {
    let now = cx.ground.now;
    let mut day: Day = now.day();
    for _ in 0..3 {
        day = day.succ_opt().unwrap_or(day);
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            break;
        }
    }
    now.zone.start_of(day) + TimeDelta::hours(10)
}

/// The lead and everyone who responded.
fn attendees(sheet: &mut Sheet, cx: Cx<'_>) {
    let mut people: Vec<(String, &str)> = Vec::new();
    let mut add = |name: &str, role| {
        if people.iter().all(|(known, _)| known != name) {
            people.push((name.to_owned(), role));
        }
    };
    if let Some(lead) = sheet.scalar(pir::LEAD.name()) {
        add(&lead, "lead");
    }
    for incident in cx.sources.incidents() {
        let primary = incident.text_of(incident::PRIMARY_RESPONDER);
        let others = incident.words(incident::RESPONDERS);
        for name in primary.into_iter().chain(others.iter().map(|name| name.value)) {
            add(name, "responder");
        }
    }
    if people.is_empty() {
        return;
    }
    let lines: Vec<_> = people
        .iter()
        .map(|(name, role)| {
            let entries = [
                ("name", Some(name.as_str())),
                ("role", Some(*role)),
                ("function", cx.function(name)),
            ];
            mapping(&entries)
        })
        .collect();
    sheet.raw(pir::ATTENDEES.name(), items(&lines));
}

/// Stamps of an incident, with the words for a row of the timeline.
const STAMPS: [(Key<StampValue>, &str); 6] = [
    (incident::OCCURRED_AT, "occurred"),
    (incident::DETECTED_AT, "detected"),
    (incident::REPORTED_AT, "reported"),
    (incident::CONTAINED_AT, "contained"),
    (incident::RESOLVED_AT, "resolved"),
    (incident::CLOSED_AT, "closed"),
];

fn timeline(sheet: &mut Sheet, cx: Cx<'_>) {
    let zone = cx.ground.now.zone;
    let mut rows: Vec<(DateTime<Utc>, Vec<String>)> = Vec::new();
    let several = cx.sources.incidents().len() > 1;
    for incident in cx.sources.incidents() {
        let decision = incident.get(incident::DECISION).and_then(|d| d.get(part::AT));
        let stamps = STAMPS.iter().filter_map(|(key, word)| Some((stamp(incident, *key)?, *word)));
        for (at, word) in stamps.chain(decision.map(|at| (at.value, "assessed"))) {
            let event = if several { format!("{} {word}", incident.id()) } else { word.to_owned() };
            rows.push((at.earliest(zone), vec![at.to_string(), event]));
        }
    }
    rows.sort_by_key(|(at, _)| *at);
    if !rows.is_empty() {
        let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
        sheet.section("Timeline", table(&["time", "event"], &rows));
    }
}

/// Attendees of reviews, each once, with function: they are asked to analyse.
pub(super) fn analysts(reviews: &[&Record], cx: Cx<'_>) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for attendee in reviews.iter().flat_map(|review| review.items(pir::ATTENDEES)) {
        let Some(name) = attendee.text_of(part::NAME).filter(|name| !seen.contains(name)) else {
            continue;
        };
        seen.push(name);
        let function = attendee.text_of(part::FUNCTION).or_else(|| cx.function(name));
        lines.push(mapping(&[("name", Some(name)), ("function", function)]));
    }
    (!lines.is_empty()).then(|| items(&lines))
}

/// Ids of records, as a list.
pub(super) fn ids(records: &[&Record]) -> Option<String> {
    let ids: Vec<_> = records.iter().map(|record| record.id()).collect();
    (!ids.is_empty()).then(|| list(&ids))
}
