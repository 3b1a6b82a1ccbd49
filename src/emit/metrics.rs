//! `metrics`: figures as a table in the terminal, as JSON, as CSV.

use super::Look;
use super::json::pretty;
use super::list::row;
use super::period::PeriodSpan;
use crate::escape::terminal;
use crate::metrics::{Amount, Metric, Note, Timing, Unit, Window};
use crate::term::{Day, Zone};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The figures of a window, and for when they are asked.
#[derive(Clone, Copy, Debug)]
pub struct MetricsReport<'a> {
    /// The window.
    pub window: &'a Window,
    /// Today.
    pub today: Day,
    /// The zone in which days are cut.
    pub zone: Zone,
    /// The figures.
    pub metrics: &'a [Metric],
}

/// The figures as a table, with what is to be known of each below it.
pub fn metrics_text(report: MetricsReport<'_>, look: Look) -> String {
    let MetricsReport { window, today, zone, metrics } = report;
    let mut out = format!("{window} ({}), as of {today}\n", zone.name());
    for metric in metrics {
        let part = if metric.part.is_empty() {
            String::new()
        } else {
            format!(": {}", terminal(&metric.part))
        };
        let by = metric.timing.map(by).unwrap_or_default();
        let title = format!("{}{part}{by}", metric.title);
        let title = if look.color { format!("\u{1b}[1m{title}\u{1b}[0m") } else { title };
        let _ = writeln!(out, "\n{title}\n  {}", line(metric));
        for remark in &metric.remarks {
            let _ = writeln!(out, "  {}", terminal(remark));
        }
        notes(&mut out, "", &metric.notes);
        notes(&mut out, "left out: ", &metric.excluded);
    }
    out
}

fn by(timing: Timing) -> &'static str {
    match timing {
        Timing::Claimed => ", by the dates stated",
        Timing::Recorded => ", by the dates of commits",
    }
}

/// `75.00 % (3 of 4)`, or `median 12.00 h, mean 14.50 h, p90 30.00 h (n 4)`.
fn line(metric: &Metric) -> String {
    let shown = |amount: Option<Amount>, unit: &str| match unit {
        _ if amount.is_none() => "n/a".to_owned(),
        "percent" => told(amount, " %"),
        "hours" => told(amount, " h"),
        "days" => told(amount, " d"),
        "people" => told(amount, " people").replace(".00", ""),
        _ => told(amount, "").trim_end_matches(".00").to_owned(),
    };
    let unit = metric.unit.word();
    let n = metric.n();
    if let Some(numerator) = &metric.numerator {
        let share = metric.values.first().and_then(|value| value.amount);
        return format!("{} ({} of {n})", shown(share, unit), numerator.len());
    }
    let values = metric.values.iter().filter(|value| value.name != "count");
    let values: Vec<String> = values
        .map(|it| format!("{} {}", it.name, shown(it.amount, it.unit(metric.unit))))
        .collect();
    let days = metric.counted.iter().filter(|counted| counted.by_day).count();
    let precision = if days == 0 { String::new() } else { format!(", {days} exact to days only") };
    format!("{} (n {n}{precision})", values.join(", "))
}

fn told(amount: Option<Amount>, unit: &str) -> String {
    amount.map(|amount| format!("{amount}{unit}")).unwrap_or_default()
}

/// Records with one text in one line.
fn notes(out: &mut String, before: &str, notes: &[Note]) {
    let mut by_text: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for note in notes {
        by_text.entry(&note.says).or_default().push(&note.record);
    }
    for (says, records) in by_text {
        let line = format!("{before}{} {says}", records.join(", "));
        let _ = writeln!(out, "  {}", terminal(&line));
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    period: PeriodSpan,
    as_of: String,
    timezone: &'a str,
    metrics: Vec<MetricRow<'a>>,
}

#[derive(Serialize)]
struct MetricRow<'a> {
    name: &'static str,
    part: Option<&'a str>,
    title: &'static str,
    unit: Unit,
    timing: Option<Timing>,
    n: usize,
    values: BTreeMap<&'static str, Json>,
    numerator: Option<&'a [String]>,
    denominator: &'a [String],
    counted: Vec<CountedRow<'a>>,
    notes: Vec<NoteRow<'a>>,
    excluded: Vec<NoteRow<'a>>,
    remarks: &'a [String],
}

#[derive(Serialize)]
struct CountedRow<'a> {
    id: &'a str,
    incident: Option<&'a str>,
    amount: Json,
    precision: Option<&'static str>,
}

#[derive(Serialize)]
struct NoteRow<'a> {
    id: &'a str,
    says: &'a str,
}

/// The figures as one JSON object, `pirctl.metrics/1`.
pub fn metrics_json(report: MetricsReport<'_>) -> String {
    let MetricsReport { window, today, zone, metrics } = report;
    pretty(&Document {
        schema: "pirctl.metrics/1",
        period: PeriodSpan::of(window),
        as_of: today.to_string(),
        timezone: zone.name(),
        metrics: metrics.iter().map(metric_row).collect(),
    })
}

fn metric_row(metric: &Metric) -> MetricRow<'_> {
    let counted = metric.counted.iter().map(|counted| CountedRow {
        id: &counted.record,
        incident: counted.incident.as_deref(),
        amount: number(Some(counted.amount)),
        precision: match metric.unit {
            Unit::Hours | Unit::Days if counted.by_day => Some("day"),
            Unit::Hours | Unit::Days => Some("time"),
            Unit::Percent | Unit::Number => None,
        },
    });
    MetricRow {
        name: metric.name,
        part: Some(metric.part.as_str()).filter(|part| !part.is_empty()),
        title: metric.title,
        unit: metric.unit,
        timing: metric.timing,
        n: metric.n(),
        values: metric.values.iter().map(|value| (value.name, number(value.amount))).collect(),
        numerator: metric.numerator.as_deref(),
        denominator: &metric.denominator,
        counted: counted.collect(),
        notes: note_rows(&metric.notes),
        excluded: note_rows(&metric.excluded),
        remarks: &metric.remarks,
    }
}

fn note_rows(notes: &[Note]) -> Vec<NoteRow<'_>> {
    notes.iter().map(|note| NoteRow { id: &note.record, says: &note.says }).collect()
}

/// A number with its two decimals; `null` is not available.
fn number(amount: Option<Amount>) -> Json {
    amount.and_then(|amount| amount.to_string().parse::<f64>().ok()).map_or(Json::Null, Json::from)
}

/// The figures as comma-separated values, one value a line; no cell is a formula.
pub fn metrics_csv(report: MetricsReport<'_>) -> String {
    let mut out = String::new();
    let head = [
        "metric",
        "part",
        "timing",
        "from",
        "before",
        "value",
        "amount",
        "unit",
        "numerator",
        "n",
        "excluded",
        "numerator_records",
        "records",
        "excluded_records",
    ];
    row(&mut out, head.into_iter().map(str::to_owned));
    for metric in report.metrics {
        for value in &metric.values {
            let numerator = metric.numerator.as_deref();
            let why = |note: &Note| format!("{} ({})", note.record, note.says);
            let excluded: Vec<String> = metric.excluded.iter().map(why).collect();
            let unit = value.unit(metric.unit);
            let cells = [
                metric.name.to_owned(),
                metric.part.clone(),
                metric.timing.map(Timing::word).unwrap_or_default().to_owned(),
                report.window.first.to_string(),
                report.window.end.to_string(),
                value.name.to_owned(),
                value.amount.map_or_else(|| "n/a".into(), |amount| amount.to_string()),
                unit.to_owned(),
                numerator.map(|ids| ids.len().to_string()).unwrap_or_default(),
                metric.n().to_string(),
                excluded.len().to_string(),
                numerator.unwrap_or_default().join(" "),
                metric.denominator.join(" "),
                excluded.join("; "),
            ];
            row(&mut out, cells.into_iter());
        }
    }
    out
}
