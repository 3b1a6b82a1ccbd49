//! The controls of Annex A with what the organisation states of each beside it, and its own controls.

use super::column::{Column, Value};
use super::natural::{compare, natural};
use super::{ListError, Query, Where, belongs_to, is_between, is_same, is_severe};
use crate::catalog::{self, FrameworkFilter, Mapping, Theme};
use crate::record::{Item, Record};
use crate::register::{Register, annex_a_of, causes_stated};
use crate::schema::{Kind, incident, part, pir};
use crate::term::{RecordRef, Zone, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// A control: one of Annex A, or one that the organisation has of its own.
#[derive(Clone, Debug)]
pub struct ControlRow<'r> {
    /// Its id.
    pub id: &'r str,
    /// Its title; empty when it is that of a privileged record.
    pub title: &'r str,
    /// Its theme; `None` for one of the organisation's own.
    pub theme: Option<Theme>,
    /// How it stands beside A.5.27; empty for a control that is not named beside it.
    pub relation: &'static str,
    /// The records that state how it stands here, in path order.
    pub records: Vec<&'r Record>,
    /// Who names it as failed, in path order.
    pub failed: Vec<Failed<'r>>,
    /// How it stands to the framework that was asked for.
    pub mappings: Vec<&'static Mapping>,
}

/// A record that names a control as failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed<'r> {
    /// The review, the analysis, or the incident with its own `learning`.
    pub by: &'r str,
    /// `absent`, `not-followed`, `bypassed`, `failed`; `cause` for one that a root cause names.
    pub outcome: &'r str,
    /// The incidents.
    pub incidents: Vec<&'r str>,
}

/// The controls that were asked for.
#[derive(Debug)]
pub struct ControlList<'r> {
    /// The columns, from the left.
    pub columns: Vec<String>,
    /// The controls, each with a value for each column.
    pub rows: Vec<(ControlRow<'r>, Vec<Value>)>,
    /// How many there are.
    pub of: usize,
    /// How many records of controls there are.
    pub records: usize,
    /// How many of the controls of Annex A have a record here.
    pub stated: usize,
}

/// Columns that the catalogue and other records give.
const COLUMNS: [&str; 7] =
    ["id", "title", "theme", "relation", "record", "failed_in", "references"];

/// The columns of a list that names none.
const USUAL: [&str; 8] = [
    "id",
    "title",
    "theme",
    "record",
    "applicable",
    "implementation",
    "justification",
    "failed_in",
];

/// The controls that `query` asks for: those of Annex A in its order, then the organisation's own.
pub fn list_controls<'r>(
    query: &Query,
    register: &'r Register,
    zone: Zone,
) -> Result<ControlList<'r>, ListError> {
    let columns = columns(query);
    let asked = columns.iter().chain(query.wanted.iter().map(|wanted| &wanted.field));
    let sort = query.sort.as_deref().map(|sort| match sort.strip_prefix('-') {
        Some(name) => (name.to_owned(), true),
        None => (sort.to_owned(), false),
    });
    for name in asked.chain(sort.iter().map(|(name, _)| name)) {
        check_column(name, register)?;
    }
    let all = rows(register, query.framework.as_ref());
    let (of, stated) = (all.len(), all.iter().filter(|row| is_stated(row)).count());
    let mut found: Vec<_> =
        all.into_iter().filter(|row| is_wanted(row, query, register, zone)).collect();
    if let Some((name, down)) = &sort {
        found.sort_by(|a, b| compare(&value(a, name), &value(b, name), *down, zone));
    }
    let values = |row: ControlRow<'r>| {
        let values = columns.iter().map(|name| value(&row, name)).collect();
        (row, values)
    };
    let records = register.of_kind(Kind::Control).count();
    Ok(ControlList { records, rows: found.into_iter().map(values).collect(), columns, of, stated })
}

fn columns(query: &Query) -> Vec<String> {
    if !query.columns.is_empty() {
        return query.columns.clone();
    }
    let references = query.framework.map(|_| "references");
    let (head, tail) = USUAL.split_at(3);
    let names = head.iter().copied().chain(references).chain(tail.iter().copied());
    names.map(str::to_owned).collect()
}

fn check_column(name: &str, register: &Register) -> Result<(), ListError> {
    let column = Column::new(name);
    let written = |record: &Record| record.root().value(column.first()).is_some();
    if COLUMNS.contains(&name)
        || column.is_of(Kind::Control)
        || register.of_kind(Kind::Control).any(written)
    {
        return Ok(());
    }
    let fields = Kind::Control.spec().all_fields().map(|field| field.name);
    let help = nearest(name, COLUMNS.into_iter().chain(fields)).map_or_else(
        || format!("there are {}, and the fields of a control record", COLUMNS.join(", ")),
        |meant| format!("did you mean `{meant}`?"),
    );
    Err(ListError { message: format!("there is no field `{name}` in a control"), help })
}

fn is_stated(row: &ControlRow<'_>) -> bool {
    row.theme.is_some() && !row.records.is_empty()
}

fn is_wanted(row: &ControlRow<'_>, query: &Query, register: &Register, zone: Zone) -> bool {
    let incidents =
        || row.failed.iter().flat_map(|failed| &failed.incidents).filter_map(|id| register.get(id));
    let severe = |severity: &String| {
        let records = row.records.iter().copied();
        records.chain(incidents()).any(|record| is_severe(record, register, severity))
    };
    let of_incident = |id: &String| {
        incidents().any(|incident| incident.id() == id)
            || row.records.iter().any(|record| belongs_to(record, register, id))
    };
    let dated = query.since.is_some() || query.until.is_some();
    (query.framework.is_none() || !row.mappings.is_empty())
        && query.wanted.iter().all(|wanted| holds(row, wanted, zone))
        && query.severity.as_ref().is_none_or(severe)
        && query.incident.as_ref().is_none_or(of_incident)
        && (!dated || row.records.iter().any(|record| is_between(record, query, zone)))
}

fn holds(row: &ControlRow<'_>, wanted: &Where, zone: Zone) -> bool {
    is_same(&value(row, &wanted.field), wanted, zone)
}

/// What a control says in a column.
fn value(row: &ControlRow<'_>, name: &str) -> Value {
    let text = |text: &str| Value::Text(text.to_owned());
    match name {
        "id" => text(row.id),
        "title" => text(row.title),
        "theme" => text(row.theme.map_or("own", Theme::word)),
        "relation" if row.relation.is_empty() => Value::Nothing,
        "relation" => text(row.relation),
        "record" => many(row.records.iter().map(|record| record.id().to_owned())),
        "failed_in" => many(row.failed.iter().map(|failed| {
            let incidents = failed.incidents.join(" ");
            match failed.incidents.as_slice() {
                [only] if *only == failed.by => format!("{} ({})", failed.by, failed.outcome),
                _ => format!("{} ({}, {incidents})", failed.by, failed.outcome),
            }
        })),
        "references" => many(row.mappings.iter().map(|mapping| match mapping.replaced_by {
            Some(now) => format!("{} (now {now})", mapping.reference),
            None => format!("{} ({})", mapping.reference, mapping.said.coverage.word()),
        })),
        name => {
            let column = Column::new(name);
            let mut values: Vec<Value> = row.records.iter().map(|r| column.shown(r)).collect();
            values.retain(|value| *value != Value::Nothing);
            values.dedup();
            match values.len() {
                0 | 1 => values.pop().unwrap_or(Value::Nothing),
                _ => many(values.iter().map(Value::text)),
            }
        }
    }
}

fn many(values: impl Iterator<Item = String>) -> Value {
    let values: Vec<String> = values.collect();
    if values.is_empty() { Value::Nothing } else { Value::Many(values) }
}

/// Every control: those of Annex A, then those of the organisation that implement none of them.
fn rows<'r>(register: &'r Register, framework: Option<&FrameworkFilter>) -> Vec<ControlRow<'r>> {
    let mut records: BTreeMap<&str, Vec<&'r Record>> = BTreeMap::new();
    let mut own = Vec::new();
    for record in register.of_kind(Kind::Control) {
        let implements = annex_a_of(register, record.id());
        if implements.is_empty() {
            own.push(record);
        }
        for id in implements {
            records.entry(id).or_default().push(record);
        }
    }
    let mut failed = failures(register);
    let mappings = |id| framework.map(|it| it.mappings_of(id).collect()).unwrap_or_default();
    let annex_a = catalog::controls().iter().map(|control| ControlRow {
        id: control.id,
        title: control.title,
        theme: Some(control.theme),
        relation: relation(control.id),
        records: records.remove(control.id).unwrap_or_default(),
        failed: Vec::new(),
        mappings: mappings(control.id),
    });
    let mut rows: Vec<ControlRow<'r>> = annex_a.collect();
    own.sort_by_cached_key(|record| (natural(record.id()), record.path.clone()));
    rows.extend(own.into_iter().map(|record| ControlRow {
        id: record.id(),
        title: if record.is_privileged() { "" } else { record.title() },
        theme: None,
        relation: "",
        records: vec![record],
        failed: Vec::new(),
        mappings: Vec::new(),
    }));
    for row in &mut rows {
        row.failed = failed.remove(row.id).unwrap_or_default();
    }
    rows
}

fn relation(id: &str) -> &'static str {
    let related = catalog::related_to_learning().iter().find(|it| it.control.id == id);
    related.map_or("", |related| related.relation)
}

/// Who names which control as failed, by the control's id; one of the organisation's own also stands
/// for what it implements.
fn failures(register: &Register) -> BTreeMap<&str, Vec<Failed<'_>>> {
    let mut found: BTreeMap<&str, Vec<Failed<'_>>> = BTreeMap::new();
    for kind in [Kind::Incident, Kind::Pir, Kind::Rca] {
        for record in register.of_kind(kind).filter(|record| !record.is_ended()) {
            for (control, outcome) in failed_in(record) {
                let id = RecordRef::parse(control.trim()).id;
                let own = register.get_kind(Kind::Control, &id).map(Record::id);
                let mut ids: BTreeSet<&str> = annex_a_of(register, &id);
                ids.extend(own);
                for id in ids {
                    let failed = Failed { by: record.id(), outcome, incidents: incidents(record) };
                    let list = found.entry(id).or_default();
                    if !list.contains(&failed) {
                        list.push(failed);
                    }
                }
            }
        }
    }
    found
}

fn incidents(record: &Record) -> Vec<&str> {
    if record.kind() == Kind::Incident {
        return vec![record.id()];
    }
    record.incidents().into_iter().map(|found| found.value).collect()
}

/// The controls that a record says failed, each with the word for it.
fn failed_in(record: &Record) -> Vec<(&str, &str)> {
    let learning = record.get(incident::LEARNING).map(|found| *found);
    let evaluated: Vec<Item<'_>> = match record.kind() {
        Kind::Pir => record.items(pir::CONTROL_EVALUATION),
        _ => learning.map(|it| it.items(part::CONTROL_EVALUATION)).unwrap_or_default(),
    };
    let failed = evaluated.into_iter().filter_map(|item| {
        let outcome = item.text_of(part::OUTCOME)?;
        let failed = matches!(outcome, "absent" | "not-followed" | "bypassed" | "failed");
        Some((item.text_of(part::CONTROL)?, outcome)).filter(|_| failed)
    });
    let causes = causes_stated(record).into_iter();
    let causes = causes.filter_map(|it| Some((it.text_of(part::PROCESS_OR_CONTROL)?, "cause")));
    failed.chain(causes).collect()
}
