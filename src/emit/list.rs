//! `list`: records as a table in the terminal, as JSON, as CSV.

use super::Look;
use super::columns::unbroken;
use super::json::pretty;
use crate::escape::{csv_cell, terminal};
use crate::record::Record;
use crate::rows::listing::{ListColumn, ListValue, Listing, answerable, date_that_matters};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The records as a table, one line each; nothing when there are none.
pub fn list_text(listing: &Listing<'_>, look: Look) -> String {
    if listing.rows.is_empty() {
        return String::new();
    }
    let head: Vec<String> = listing.columns.iter().map(|column| column.name().to_owned()).collect();
    let rows = listing.rows.iter().map(|(_, values)| values.iter().map(cell).collect());
    unbroken(&head, rows.collect(), look)
}

/// What stands in a cell of a table in the terminal.
pub(super) fn cell(value: &ListValue) -> String {
    match value {
        ListValue::Nothing => "-".to_owned(),
        value => terminal(&value.text()).into_owned(),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    kind: Option<&'static str>,
    columns: Vec<&'a str>,
    records: Vec<Row<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
pub(super) struct Summary {
    pub(super) listed: usize,
    pub(super) of: usize,
}

#[derive(Serialize)]
pub(super) struct Row<'a> {
    id: &'a str,
    kind: &'static str,
    title: &'a str,
    status: &'a str,
    owner: Option<&'a str>,
    date: Option<DateRow>,
    path: &'a str,
    values: BTreeMap<&'a str, serde_json::Value>,
}

#[derive(Serialize)]
struct DateRow {
    field: &'static str,
    value: String,
}

/// The records as one JSON object, `pirctl.list/1`.
pub fn list_json(listing: &Listing<'_>) -> String {
    let names = || listing.columns.iter().map(ListColumn::name);
    let records = listing.rows.iter().map(|(record, values)| record_row(record, names(), values));
    pretty(&Document {
        schema: "pirctl.list/1",
        kind: listing.kind.map(crate::schema::Kind::word),
        columns: listing.columns.iter().map(ListColumn::name).collect(),
        records: records.collect(),
        summary: Summary { listed: listing.rows.len(), of: listing.of },
    })
}

/// A record with what it says in the columns.
pub(super) fn record_row<'a>(
    record: &'a Record,
    columns: impl Iterator<Item = &'a str>,
    values: &[ListValue],
) -> Row<'a> {
    Row {
        id: record.id(),
        kind: record.kind().word(),
        title: if record.is_privileged() { "" } else { record.title() },
        status: record.status(),
        owner: answerable(record),
        date: date_that_matters(record).map(|(field, stamp)| DateRow { field, value: iso(stamp) }),
        path: record.path.as_str(),
        values: columns.zip(values.iter().map(json_value)).collect(),
    }
}

fn iso(stamp: crate::term::Stamp) -> String {
    crate::rows::Piece::stamp(stamp).word
}

pub(super) fn json_value(value: &ListValue) -> serde_json::Value {
    match value {
        ListValue::Nothing => serde_json::Value::Null,
        ListValue::Text(text) => text.as_str().into(),
        ListValue::Many(texts) => texts.as_slice().into(),
    }
}

/// The records as comma-separated values with a head line; no cell is a formula.
pub fn list_csv(listing: &Listing<'_>) -> String {
    let mut out = String::new();
    row(&mut out, listing.columns.iter().map(|column| column.name().to_owned()));
    for (_, values) in &listing.rows {
        row(&mut out, values.iter().map(ListValue::text));
    }
    out
}

pub(super) fn row(out: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.map(|cell| quoted(&csv_cell(&cell))).collect();
    let _ = writeln!(out, "{}", cells.join(","));
}

/// A cell in quotes where it has to be.
pub(super) fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        let mut out = String::new();
        row(&mut out, ["=1+1", "a,b", "say \"x\"", "plain"].map(str::to_owned).into_iter());
        assert_eq!(out, "'=1+1,\"a,b\",\"say \"\"x\"\"\",plain\n");
    }
}
