//! `trends` as JSON, `pirctl.trends/1`.

use super::json::pretty;
use super::period::PeriodSpan;
use super::trends::TrendsReport;
use crate::metrics::{Note, Often, Pair, Series, Shared, TrendCell, TrendDimension, TrendQuarter};
use serde::Serialize;
use serde_json::{Value as Json, json};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    period: PeriodSpan,
    as_of: String,
    timezone: &'a str,
    framework: Option<&'a str>,
    fiscal_year_start: String,
    register_begins: Option<String>,
    quarters: Vec<Json>,
    all: SeriesRow<'a>,
    dimensions: Vec<DimensionRow<'a>>,
    apart: Vec<SeriesRow<'a>>,
    patterns: Patterns<'a>,
    excluded: Vec<Json>,
    remarks: &'a [String],
}

#[derive(Serialize)]
struct DimensionRow<'a> {
    name: &'static str,
    title: &'static str,
    values: Vec<SeriesRow<'a>>,
    not_stated: Vec<CellRow<'a>>,
}

#[derive(Serialize)]
struct SeriesRow<'a> {
    value: &'a str,
    quarters: Vec<CellRow<'a>>,
}

#[derive(Serialize)]
struct CellRow<'a> {
    incidents: Option<usize>,
    share: Option<f64>,
    to_last_quarter: Option<i64>,
    to_year_before: Option<i64>,
    twelve_months: Option<usize>,
    twelve_months_to_year_before: Option<i64>,
    records: &'a [&'a str],
}

#[derive(Serialize)]
struct Patterns<'a> {
    recurring: Vec<Json>,
    minor_with_major: Vec<SharedRow<'a>>,
    failed_controls: Vec<OftenRow<'a>>,
    units: Vec<OftenRow<'a>>,
    suppliers: Vec<OftenRow<'a>>,
    within_six_months: Vec<SharedRow<'a>>,
}

#[derive(Serialize)]
struct SharedRow<'a> {
    cause: &'a str,
    major: &'a [&'a str],
    minor: &'a [&'a str],
    first: String,
    last: String,
    dora: bool,
}

#[derive(Serialize)]
struct OftenRow<'a> {
    name: &'a str,
    incidents: &'a [&'a str],
    recurring: &'a [&'a str],
}

/// The trends as one JSON object, `pirctl.trends/1`.
pub fn trends_json(report: TrendsReport<'_>) -> String {
    let TrendsReport { window, today, zone, year_starts: (month, day), trends, framework } = report;
    let watch = &trends.watch;
    pretty(&Document {
        schema: "pirctl.trends/1",
        period: PeriodSpan::of(window),
        as_of: today.to_string(),
        timezone: zone.name(),
        framework,
        fiscal_year_start: format!("{month:02}-{day:02}"),
        register_begins: trends.begins.map(|day| day.to_string()),
        quarters: trends.quarters.iter().map(quarter).collect(),
        all: series(&trends.all),
        dimensions: trends.dimensions.iter().map(dimension).collect(),
        apart: trends.apart.iter().map(series).collect(),
        patterns: Patterns {
            recurring: watch.recurring.iter().map(pair).collect(),
            minor_with_major: watch.minor_with_major.iter().map(shared).collect(),
            failed_controls: watch.failed_controls.iter().map(often).collect(),
            units: watch.units.iter().map(often).collect(),
            suppliers: watch.suppliers.iter().map(often).collect(),
            within_six_months: watch.within_six_months.iter().map(shared).collect(),
        },
        excluded: trends.excluded.iter().map(note).collect(),
        remarks: &trends.remarks,
    })
}

fn quarter(quarter: &TrendQuarter) -> Json {
    json!({
        "quarter": quarter.period.to_string(),
        "from": quarter.first.to_string(),
        "before": quarter.end.to_string(),
        "standing": quarter.standing.word(),
    })
}

fn dimension<'a>(dimension: &'a TrendDimension<'a>) -> DimensionRow<'a> {
    DimensionRow {
        name: dimension.name,
        title: dimension.title,
        values: dimension.values.iter().map(series).collect(),
        not_stated: dimension.not_stated.cells.iter().map(cell).collect(),
    }
}

fn series<'a>(series: &'a Series<'a>) -> SeriesRow<'a> {
    SeriesRow { value: &series.value, quarters: series.cells.iter().map(cell).collect() }
}

fn cell<'a>(cell: &'a TrendCell<'a>) -> CellRow<'a> {
    CellRow {
        incidents: cell.count,
        share: cell.share.and_then(|share| share.to_string().parse().ok()),
        to_last_quarter: cell.to_last_quarter,
        to_year_before: cell.to_year_before,
        twelve_months: cell.twelve_months,
        twelve_months_to_year_before: cell.twelve_months_to_year_before,
        records: &cell.incidents,
    }
}

fn pair(pair: &Pair<'_>) -> Json {
    json!({ "later": pair.later, "earlier": pair.earlier, "days": pair.days, "by": pair.by })
}

fn shared<'a>(shared: &'a Shared<'a>) -> SharedRow<'a> {
    SharedRow {
        cause: &shared.cause,
        major: &shared.major,
        minor: &shared.minor,
        first: shared.days.0.to_string(),
        last: shared.days.1.to_string(),
        dora: shared.dora,
    }
}

fn often<'a>(often: &'a Often<'a>) -> OftenRow<'a> {
    OftenRow { name: &often.name, incidents: &often.incidents, recurring: &often.recurring }
}

fn note(note: &Note) -> Json {
    json!({ "id": note.record, "says": note.says })
}
