//! A new trend report or period statement: the quarter, and what the register counts in it. The
//! analysis is left to people.

use super::super::sheet::{Sheet, items};
use super::super::{Ground, NewError};
use super::figures::figures;
use super::{Cx, counted_at};
use crate::metrics::{Window, trends};
use crate::record::Record;
use crate::schema::{Key, Line, incident, period_statement, trend_report};
use crate::term::{Day, Period};
use crate::yaml;

/// Months that a trend report looks back.
const WINDOW: u32 = 12;

pub(super) fn fill_report(sheet: &mut Sheet, cx: Cx<'_>) {
    let Some(period) = period(sheet, cx, trend_report::PERIOD) else { return };
    sheet.raw(trend_report::WINDOW_MONTHS.name(), WINDOW.to_string());
    author(sheet, cx, trend_report::PREPARED_BY);
    cx.title_from(sheet, Some(format!("Incident trends to {}", spoken(cx, period))));
    let ground = cx.ground.trends();
    let trends = trends(&ground, &Window::quarter(period, ground.quarters));
    let trends = trends.expect("one quarter and the three before it are not too many");
    let mut ids: Vec<&str> =
        trends.all.cells.iter().flat_map(|cell| cell.incidents.iter().copied()).collect();
    ids.sort_unstable();
    sheet.words(trend_report::INCIDENTS, &ids);
    sheet.section("Figures", figures(&trends));
    not_over(sheet, cx, period);
}

/// Why no report or statement can be made of the quarter that is asked for.
pub(in crate::plan::new) fn flaw(sheet: &Sheet, ground: &Ground<'_>) -> Option<NewError> {
    let asked = sheet.scalar(trend_report::PERIOD.name())?;
    let flag = format!("--period {asked}");
    let Some(period) = Period::parse(&asked) else {
        return Some(NewError::refused(flag, "this is no quarter", "write it as 2026-Q1"));
    };
    let (first, _) = ground.quarters.days(period);
    let today = ground.now.day();
    let message = format!("it begins on {first}, and today is {today}");
    let help = "name a quarter that has begun; `--today` says what day it is";
    (first > today).then(|| NewError::refused(flag, message, help))
}

pub(super) fn fill_statement(sheet: &mut Sheet, cx: Cx<'_>) {
    let Some(period) = period(sheet, cx, period_statement::PERIOD) else { return };
    author(sheet, cx, period_statement::DECLARED_BY);
    cx.title_from(sheet, Some(format!("Events and weaknesses, {}", spoken(cx, period))));
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
    not_over(sheet, cx, period);
}

fn not_over(sheet: &mut Sheet, cx: Cx<'_>, period: Period) {
    if cx.ground.quarters.days(period).1 >= cx.ground.now.day() {
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

/// The quarter in words; with its days where the year does not begin in January.
fn spoken(cx: Cx<'_>, period: Period) -> String {
    let (first, last) = cx.ground.quarters.days(period);
    if (first, last) != period.days() {
        return format!("{period} ({first} to {last})");
    }
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
