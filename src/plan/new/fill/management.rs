//! A new management review: what has come up since the last one, and how the actions stand.

use super::super::sheet::Sheet;
use super::{Cx, stamp};
use crate::record::Record;
use crate::schema::{
    Key, Kind, Part, Words, action, incident, management_review as management, part,
};
use chrono::{DateTime, Months, Utc};

pub(super) fn fill(sheet: &mut Sheet, cx: Cx<'_>) {
    let day = cx.ground.now.day();
    cx.title_from(sheet, Some(format!("Management review, {}", day.format("%B %Y"))));
    let links = [
        (management::INCIDENTS, incidents(cx)),
        (management::TREND_REPORTS, unnamed(cx, Kind::TrendReport, management::TREND_REPORTS)),
        (
            management::PERIOD_STATEMENTS,
            unnamed(cx, Kind::PeriodStatement, management::PERIOD_STATEMENTS),
        ),
        (management::ESCALATIONS, escalations(cx)),
    ];
    for (key, ids) in links {
        sheet.words(key, &ids);
    }
    sheet.raw(management::ACTIONS_STATUS.name(), actions_status(cx));
}

/// Reviews that were held and not cancelled.
fn held(cx: Cx<'_>) -> impl Iterator<Item = &Record> {
    let reviews = cx.ground.register.of_kind(Kind::ManagementReview);
    reviews.filter(|review| !review.is_ended() && review.is_from("held"))
}

/// The last review's beginning; without one, a year ago.
fn since(cx: Cx<'_>) -> DateTime<Utc> {
    let now = cx.ground.now;
    let last = held(cx).filter_map(|review| stamp(review, management::HELD_AT));
    let last = last.map(|at| at.earliest(now.zone)).max();
    last.or_else(|| now.instant.checked_sub_months(Months::new(12))).unwrap_or(now.instant)
}

/// Incidents closed since, that no review has discussed; those of the sources first.
fn incidents(cx: Cx<'_>) -> Vec<&str> {
    let (since, zone) = (since(cx), cx.ground.now.zone);
    let discussed = named(cx, management::INCIDENTS);
    let mut ids = cx.sources.incident_ids();
    for incident in cx.all_incidents().filter(|incident| incident.is_from("closed")) {
        let closed = stamp(incident, incident::CLOSED_AT);
        let recent = closed.is_some_and(|at| at.latest(zone) > since);
        if recent && !discussed.contains(&incident.id()) && !ids.contains(&incident.id()) {
            ids.push(incident.id());
        }
    }
    ids
}

/// Finished records of a kind that no review has named.
fn unnamed(cx: Cx<'_>, kind: Kind, key: Key<Words>) -> Vec<&str> {
    let named = named(cx, key);
    let finished = |record: &&Record| !matches!(record.status(), "draft" | "");
    let records = cx.ground.register.of_kind(kind).filter(finished);
    records.map(Record::id).filter(|id| !named.contains(id)).collect()
}

fn named(cx: Cx<'_>, key: Key<Words>) -> Vec<&str> {
    held(cx).flat_map(|review| review.words(key)).map(|found| found.value).collect()
}

/// Actions that were escalated and have no outcome yet.
fn escalations(cx: Cx<'_>) -> Vec<&str> {
    let waiting = |record: &&Record| {
        let escalation: Option<_> = record.get(Key::<Part>::new("escalation"));
        !record.is_ended() && escalation.is_some_and(|e| e.text_of(part::OUTCOME).is_none())
    };
    cx.ground.register.of_kind(Kind::Action).filter(waiting).map(Record::id).collect()
}

fn actions_status(cx: Cx<'_>) -> String {
    let today = cx.ground.now.day();
    let (mut open, mut overdue, mut closed) = (0, 0, 0);
    for record in cx.ground.register.of_kind(Kind::Action) {
        match record.status() {
            "open" | "in-progress" | "blocked" => {
                open += 1;
                overdue +=
                    usize::from(record.get(action::DUE).is_some_and(|due| due.value < today));
            }
            "closed" => closed += 1,
            _ => {}
        }
    }
    format!("{{open: {open}, overdue: {overdue}, closed: {closed}, as_of: {today}}}")
}
