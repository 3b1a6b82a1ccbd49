//! `export`: registers as comma-separated values, as JSON, as JSON Lines.

use super::json::pretty;
use super::list::{json_value, quoted};
use super::period::PeriodSpan;
use crate::escape::csv_cell;
use crate::metrics::Window;
use crate::rows::ledger::Sheet;
use crate::rows::listing::ListValue;
use crate::term::{Day, Zone};
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// Registers, and how they were asked for.
#[derive(Clone, Copy, Debug)]
pub struct ExportReport<'a> {
    /// The registers.
    pub sheets: &'a [Sheet],
    /// The days to which rows belong; `None` for all.
    pub window: Option<&'a Window>,
    /// The framework that was asked for, as it is written.
    pub framework: Option<&'a str>,
    /// Today.
    pub today: Day,
    /// The zone in which days are cut.
    pub zone: Zone,
    /// The commit that was read; `None` for the working tree.
    pub commit: Option<&'a str>,
    /// True when everything could be looked at.
    pub complete: bool,
}

/// A register as comma-separated values by RFC 4180: a head line, lines that end in CR LF, UTF-8 without
/// a byte-order mark; no cell is a formula.
pub fn export_csv(sheet: &Sheet) -> String {
    let mut out = String::new();
    line(&mut out, sheet.ledger.all_columns().map(str::to_owned));
    for row in &sheet.rows {
        line(&mut out, row.iter().map(text));
    }
    out
}

/// Several values stand in one cell with a semicolon between them.
fn text(value: &ListValue) -> String {
    match value {
        ListValue::Many(texts) => texts.join("; "),
        value => value.text(),
    }
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (nth, cell) in cells.enumerate() {
        if nth > 0 {
            out.push(',');
        }
        out.push_str(&quoted(&csv_cell(&cell)));
    }
    out.push_str("\r\n");
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    complete: bool,
    #[serde(flatten)]
    asked: Asked<'a>,
    registers: Vec<RegisterRow<'a>>,
}

#[derive(Serialize)]
struct Asked<'a> {
    as_of: String,
    timezone: &'a str,
    commit: Option<&'a str>,
    period: Option<PeriodSpan>,
    framework: Option<&'a str>,
}

#[derive(Serialize)]
struct RegisterRow<'a> {
    #[serde(flatten)]
    about: About<'a>,
    columns: Vec<&'a str>,
    rows: Vec<Map<String, Json>>,
}

/// A register without its rows.
#[derive(Serialize)]
struct About<'a> {
    name: &'a str,
    title: &'a str,
    period_by: &'a str,
    count: usize,
    withheld: usize,
    undated: &'a [String],
}

fn asked<'a>(report: &ExportReport<'a>) -> Asked<'a> {
    let period = report.window.map(PeriodSpan::of);
    Asked {
        as_of: report.today.to_string(),
        timezone: report.zone.name(),
        commit: report.commit,
        period,
        framework: report.framework,
    }
}

fn about(sheet: &Sheet) -> About<'_> {
    About {
        name: sheet.ledger.name,
        title: sheet.ledger.title,
        period_by: sheet.ledger.period_by,
        count: sheet.rows.len(),
        withheld: sheet.withheld,
        undated: &sheet.undated,
    }
}

fn row(sheet: &Sheet, values: &[ListValue]) -> Map<String, Json> {
    let names = sheet.ledger.all_columns().map(str::to_owned);
    names.zip(values.iter().map(json_value)).collect()
}

/// The registers as one JSON object, `pirctl.export/1`.
pub fn export_json(report: &ExportReport<'_>) -> String {
    let registers = report.sheets.iter().map(|sheet| RegisterRow {
        about: about(sheet),
        columns: sheet.ledger.all_columns().collect(),
        rows: sheet.rows.iter().map(|values| row(sheet, values)).collect(),
    });
    pretty(&Document {
        schema: "pirctl.export/1",
        complete: report.complete,
        asked: asked(report),
        registers: registers.collect(),
    })
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line<'a> {
    Row { register: &'a str, row: Map<String, Json> },
    Summary(Closing<'a>),
}

#[derive(Serialize)]
struct Closing<'a> {
    schema: &'static str,
    complete: bool,
    #[serde(flatten)]
    asked: Asked<'a>,
    registers: Vec<About<'a>>,
}

/// One object a line: the rows, and last what was asked for with the counts. A stream without that
/// last line was cut off.
pub fn export_json_lines(report: &ExportReport<'_>) -> String {
    let rows = report.sheets.iter().flat_map(|sheet| {
        let register = sheet.ledger.name;
        sheet.rows.iter().map(move |values| Line::Row { register, row: row(sheet, values) })
    });
    let closing = Line::Summary(Closing {
        schema: "pirctl.export-lines/1",
        complete: report.complete,
        asked: asked(report),
        registers: report.sheets.iter().map(about).collect(),
    });
    let mut out = String::new();
    for line in rows.chain([closing]) {
        out += &serde_json::to_string(&line).expect("text and numbers are always JSON");
        out.push('\n');
    }
    out
}
