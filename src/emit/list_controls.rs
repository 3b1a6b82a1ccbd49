//! `list controls` and `list frameworks`: the catalogue with what the organisation states beside it.

use super::Look;
use super::columns::unbroken;
use super::json::pretty;
use super::list::{Row, Summary, cell, json_value, record_row, row};
use crate::catalog::{Framework, Mapping, Said, Source, clauses, frameworks, sources};
use crate::rows::listing::{ControlList, ControlRow, ListValue};
use crate::schema::{Key, Kind, Line, control};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The controls as a table, one line each.
pub fn controls_text(list: &ControlList<'_>, look: Look) -> String {
    let rows = list.rows.iter().map(|(_, values)| values.iter().map(cell).collect());
    unbroken(&list.columns, rows.collect(), look)
}

/// The controls as comma-separated values with a head line; no cell is a formula.
pub fn controls_csv(list: &ControlList<'_>) -> String {
    let mut out = String::new();
    row(&mut out, list.columns.iter().cloned());
    for (_, values) in &list.rows {
        row(&mut out, values.iter().map(ListValue::text));
    }
    out
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    kind: Option<&'static str>,
    columns: Vec<&'a str>,
    controls: Vec<ControlEntry<'a>>,
    records: Vec<Row<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct ControlEntry<'a> {
    id: &'a str,
    title: &'a str,
    theme: Option<&'static str>,
    relation: Option<&'static str>,
    stated: Vec<Stated<'a>>,
    failed: Vec<FailedRow<'a>>,
    mappings: Vec<MappingRow>,
    values: BTreeMap<&'a str, serde_json::Value>,
}

/// What a record states of a control.
#[derive(Serialize)]
struct Stated<'a> {
    record: &'a str,
    status: &'a str,
    owner: Option<&'a str>,
    applicable: Option<bool>,
    implementation: Option<&'a str>,
    justification: Option<&'a str>,
    soa_version: Option<&'a str>,
    withheld: bool,
}

#[derive(Serialize)]
struct FailedRow<'a> {
    by: &'a str,
    outcome: &'a str,
    incidents: &'a [&'a str],
}

/// How a control stands to a reference of another framework.
#[derive(Serialize)]
struct MappingRow {
    framework: &'static str,
    reference: &'static str,
    #[serde(flatten)]
    said: SaidRow,
    others: Vec<SaidRow>,
    replaced_by: Option<&'static str>,
}

#[derive(Serialize)]
struct SaidRow {
    coverage: &'static str,
    source: &'static str,
    note: Option<&'static str>,
}

fn said_row(said: &Said) -> SaidRow {
    let note = Some(said.note).filter(|note| !note.is_empty());
    SaidRow { coverage: said.coverage.word(), source: said.source.id, note }
}

fn mapping_row(mapping: &'static Mapping) -> MappingRow {
    MappingRow {
        framework: mapping.framework,
        reference: mapping.reference,
        said: said_row(&mapping.said),
        others: mapping.others.iter().map(said_row).collect(),
        replaced_by: mapping.replaced_by,
    }
}

fn entry<'a>(
    list: &'a ControlList<'_>,
    at: &'a ControlRow<'_>,
    values: &[ListValue],
) -> ControlEntry<'a> {
    let failed = at.failed.iter().map(|failed| FailedRow {
        by: failed.by,
        outcome: failed.outcome,
        incidents: &failed.incidents,
    });
    ControlEntry {
        id: at.id,
        title: at.title,
        theme: at.theme.map(crate::catalog::Theme::word),
        relation: Some(at.relation).filter(|relation| !relation.is_empty()),
        stated: at.records.iter().map(|record| stated(record)).collect(),
        failed: failed.collect(),
        mappings: at.mappings.iter().copied().map(mapping_row).collect(),
        values: list
            .columns
            .iter()
            .map(String::as_str)
            .zip(values.iter().map(json_value))
            .collect(),
    }
}

fn stated(record: &crate::record::Record) -> Stated<'_> {
    let withheld = record.is_privileged();
    let text = |key: Key<Line>| record.text_of(key).filter(|_| !withheld);
    Stated {
        record: record.id(),
        status: record.status(),
        owner: record.text_of(control::OWNER),
        applicable: record.get(control::APPLICABLE).map(|found| *found).filter(|_| !withheld),
        implementation: text(control::IMPLEMENTATION),
        justification: text(control::JUSTIFICATION),
        soa_version: text(control::SOA_VERSION),
        withheld,
    }
}

/// The controls as one JSON object, `pirctl.list/1`; `records` are those that state something of one.
pub fn controls_json(list: &ControlList<'_>) -> String {
    let mut seen = BTreeSet::new();
    let mut records = Vec::new();
    for (at, values) in &list.rows {
        for record in at.records.iter().filter(|record| seen.insert(&record.path)) {
            records.push(record_row(record, list.columns.iter().map(String::as_str), values));
        }
    }
    let controls = list.rows.iter().map(|(at, values)| entry(list, at, values));
    pretty(&Document {
        schema: "pirctl.list/1",
        kind: Some(Kind::Control.word()),
        columns: list.columns.iter().map(String::as_str).collect(),
        controls: controls.collect(),
        summary: Summary { listed: records.len(), of: list.records },
        records,
    })
}

const FRAMEWORK_COLUMNS: [&str; 5] = ["id", "name", "controls", "references", "also"];

fn framework_cells(framework: &Framework) -> Vec<String> {
    let (controls, references) = counts(framework);
    let of = crate::catalog::controls().len();
    vec![
        framework.id.to_owned(),
        framework.name.to_owned(),
        format!("{controls} of {of}"),
        references.to_string(),
        framework.words.join(", "),
    ]
}

/// How many controls of Annex A are mapped to it, and to how many references.
fn counts(framework: &Framework) -> (usize, usize) {
    let related = || framework.mappings().filter(|mapping| mapping.replaced_by.is_none());
    let is_clause = |id: &str| clauses().iter().any(|clause| clause.id == id);
    let controls: BTreeSet<_> =
        related().map(|it| it.subject).filter(|id| !is_clause(id)).collect();
    let references: BTreeSet<_> = related().map(|mapping| mapping.reference).collect();
    (controls.len(), references.len())
}

/// The frameworks as a table.
pub fn frameworks_text(look: Look) -> String {
    let columns = FRAMEWORK_COLUMNS.map(str::to_owned);
    unbroken(&columns, frameworks().iter().map(framework_cells).collect(), look)
}

/// The frameworks as comma-separated values.
pub fn frameworks_csv() -> String {
    let mut out = String::new();
    row(&mut out, FRAMEWORK_COLUMNS.iter().map(|name| (*name).to_owned()));
    for framework in frameworks() {
        row(&mut out, framework_cells(framework).into_iter());
    }
    out
}

#[derive(Serialize)]
struct Names {
    schema: &'static str,
    kind: Option<&'static str>,
    columns: [&'static str; 5],
    frameworks: Vec<FrameworkRow>,
    sources: Vec<SourceRow>,
    records: [(); 0],
    summary: Summary,
}

#[derive(Serialize)]
struct FrameworkRow {
    id: &'static str,
    name: &'static str,
    also: Vec<&'static str>,
    controls: usize,
    references: usize,
    mappings: Vec<SubjectRow>,
}

#[derive(Serialize)]
struct SubjectRow {
    subject: &'static str,
    #[serde(flatten)]
    mapping: MappingRow,
}

#[derive(Serialize)]
struct SourceRow {
    id: &'static str,
    title: &'static str,
    read: &'static str,
}

/// The frameworks with the whole crosswalk as one JSON object, `pirctl.list/1`.
pub fn frameworks_json() -> String {
    let framework = |it: &'static Framework| {
        let (controls, references) = counts(it);
        let mappings = it
            .mappings()
            .map(|mapping| SubjectRow { subject: mapping.subject, mapping: mapping_row(mapping) });
        FrameworkRow {
            id: it.id,
            name: it.name,
            also: it.words.clone(),
            controls,
            references,
            mappings: mappings.collect(),
        }
    };
    let source = |it: &Source| SourceRow {
        id: it.id,
        title: it.title,
        read: if it.is_original { "original" } else { "copy" },
    };
    pretty(&Names {
        schema: "pirctl.list/1",
        kind: None,
        columns: FRAMEWORK_COLUMNS,
        frameworks: frameworks().iter().map(framework).collect(),
        sources: sources().iter().map(source).collect(),
        records: [],
        summary: Summary { listed: 0, of: 0 },
    })
}
