//! A new trend report or period statement: the quarter, and what the register counts in it.

use super::super::body::table;
use super::super::sheet::{Sheet, items};
use super::{Cx, counted_at};
use crate::record::Record;
use crate::schema::{Key, Line, Words, incident, part, period_statement, trend_report};
use crate::term::{Day, Period};
use crate::yaml;
use chrono::Months;
use std::collections::BTreeMap;

/// Months that a trend report looks back.
const WINDOW: u32 = 12;

pub(super) fn fill_report(sheet: &mut Sheet, cx: Cx<'_>) {
    let Some(period) = period(sheet, cx, trend_report::PERIOD) else { return };
    sheet.raw(trend_report::WINDOW_MONTHS.name(), WINDOW.to_string());
    author(sheet, cx, trend_report::PREPARED_BY);
    cx.title_from(sheet, Some(format!("Incident trends to {}", spoken(period))));
    let last = cx.ground.quarters.days(period).1;
    let first = last.succ_opt().and_then(|next| next.checked_sub_months(Months::new(WINDOW)));
    let window = incidents(cx, first.unwrap_or(last), last);
    let counted: Vec<_> =
        window.into_iter().filter(|incident| origin(incident) == "incident").collect();
    let ids: Vec<_> = counted.iter().map(|incident| incident.id()).collect();
    sheet.words(trend_report::INCIDENTS, &ids);
    sheet.section("Figures", figures(&counted));
}

pub(super) fn fill_statement(sheet: &mut Sheet, cx: Cx<'_>) {
    let Some(period) = period(sheet, cx, period_statement::PERIOD) else { return };
    author(sheet, cx, period_statement::DECLARED_BY);
    cx.title_from(sheet, Some(format!("Events and weaknesses, {}", spoken(period))));
    let (first, last) = cx.ground.quarters.days(period);
    let records = incidents(cx, first, last);
    let count = |word: &str| records.iter().filter(|record| origin(record) == word).count();
    sheet.raw(period_statement::PROMOTED.name(), count("incident").to_string());
    sheet.raw(period_statement::WEAKNESSES.name(), count("weakness").to_string());
    sheet.raw(period_statement::NEAR_MISSES.name(), count("near-miss").to_string());
    let channels = cx.ground.terms.reporting_channels.iter();
    let lines: Vec<_> =
        channels.map(|name| format!("channel: {}\n    count:", yaml::quoted(name))).collect();
    if !lines.is_empty() {
        sheet.raw(period_statement::EVENTS.name(), items(&lines));
    }
    if last >= cx.ground.now.day() {
        sheet.hints.push(format!("{period} is not over yet; the counts are those of today"));
    }
}

/// The quarter asked for; without one the flag's reason names the last finished one.
fn period(sheet: &mut Sheet, cx: Cx<'_>, key: Key<Line>) -> Option<Period> {
    if let Some(text) = cx.request.period {
        sheet.text(key, text);
    }
    let asked = sheet.scalar(key.name());
    if asked.is_none() {
        let quarters = cx.ground.quarters;
        let (today, _) = quarters.days(quarters.at(cx.ground.now.day()));
        let quarter = today.pred_opt().map(|day| quarters.at(day));
        let reason = quarter.map(|quarter| format!("the last finished quarter is {quarter}"));
        sheet.reasons.extend(reason.map(|reason| (key.name(), reason)));
    }
    Period::parse(&asked?)
}

fn author(sheet: &mut Sheet, cx: Cx<'_>, key: Key<Line>) {
    if let Some(you) = cx.request.owner {
        sheet.text(key, you);
    }
}

fn spoken(period: Period) -> String {
    let quarter = ["first", "second", "third", "fourth"][period.quarter as usize - 1];
    format!("the {quarter} quarter of {}", period.year)
}

/// Living incidents that count in these days.
fn incidents(cx: Cx<'_>, first: Day, last: Day) -> Vec<&Record> {
    let inside = |incident: &&Record| {
        counted_at(incident).is_some_and(|at| (first..=last).contains(&at.day(cx.ground.now.zone)))
    };
    cx.all_incidents().filter(inside).collect()
}

fn origin(incident: &Record) -> &str {
    incident.text_of(incident::ORIGIN).unwrap_or("incident")
}

/// How often each severity, sort of action, way in and asset group occurs.
fn figures(incidents: &[&Record]) -> String {
    let mut counts: BTreeMap<(u8, String), usize> = BTreeMap::new();
    for incident in incidents {
        let mut values: Vec<_> = values_of(incident).collect();
        values.sort();
        values.dedup();
        for value in values {
            *counts.entry(value).or_default() += 1;
        }
    }
    let mut rows =
        vec![vec!["all".to_owned(), "incidents".to_owned(), incidents.len().to_string()]];
    rows.extend(counts.into_iter().map(|((dimension, value), n)| {
        vec![DIMENSIONS[usize::from(dimension)].to_owned(), value, n.to_string()]
    }));
    table(&["by", "value", "incidents"], &rows)
}

const DIMENSIONS: [&str; 4] = ["severity", "attack action", "vector", "asset group"];

fn values_of(incident: &Record) -> impl Iterator<Item = (u8, String)> {
    let attack = incident.get(incident::ATTACK);
    let severity = incident.text_of(incident::SEVERITY).map(|word| (0, word));
    let actions = attack.map(|a| a.words(Key::<Words>::new("actions"))).unwrap_or_default();
    let vector = attack.and_then(|attack| attack.text_of(part::VECTOR)).map(|word| (2, word));
    let groups = incident.items(incident::ASSETS);
    let groups = groups.into_iter().filter_map(|asset| Some((3, asset.text_of(part::GROUP)?)));
    let actions = actions.into_iter().map(|word| (1, word.value));
    severity.into_iter().chain(actions).chain(vector).chain(groups).map(|(d, w)| (d, w.to_owned()))
}
