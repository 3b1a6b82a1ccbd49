//! What `show` adds for a supplier: its assessments, its incidents, what is open.

use super::Look;
use super::columns::columns;
use crate::agenda::{Assessment, Supplier, SupplierIncident};
use crate::escape::terminal;
use serde::Serialize;
use std::fmt::Write;

/// What the register knows of a supplier, as tables.
pub(super) fn supplier_text(supplier: &Supplier<'_>, look: Look) -> String {
    let mut out = String::new();
    let tier = supplier.tier.unwrap_or("no tier");
    let next = match supplier.next {
        Some((day, by)) if supplier.is_late => format!("the next assessment was due {day} ({by})"),
        Some((day, by)) => format!("the next assessment is due {day} ({by})"),
        None => "no day of the next assessment".into(),
    };
    let _ = writeln!(out, "\nSupplier\n  {}", terminal(&format!("{tier}; {next}")));
    let rows: Vec<_> = supplier.assessments.iter().map(assessment_cells).collect();
    let head =
        ["assessment", "day", "status", "answers", "evidence", "beyond its word", "red flags"];
    out.push_str(&columns(head, &rows, look));
    let rows: Vec<_> = supplier.incidents.iter().map(incident_cells).collect();
    let head = ["incident", "day", "status", "stages", "measures", "title"];
    out.push_str(&columns(head, &rows, look));
    if supplier.assessments.is_empty() {
        out.push_str("  no assessment is done\n");
    }
    if !supplier.open_flags.is_empty() {
        let flags = supplier.open_flags.join(", ");
        let _ = writeln!(out, "  red flags that no action answers: {}", terminal(&flags));
    }
    out
}

fn assessment_cells(row: &Assessment<'_>) -> [String; 7] {
    [
        row.id.to_owned(),
        row.at.map(|day| day.to_string()).unwrap_or_default(),
        row.status.to_owned(),
        format!("{} of 3", row.answered.len()),
        row.evidence.join(", "),
        row.corroboration.join(", "),
        row.red_flags.join(", "),
    ]
}

fn incident_cells(row: &SupplierIncident<'_>) -> [String; 6] {
    let measures = row.measures.iter().map(|(id, status)| format!("{id} {status}"));
    [
        row.id.to_owned(),
        row.day.map(|day| day.to_string()).unwrap_or_default(),
        row.status.to_owned(),
        row.stages.clone(),
        measures.collect::<Vec<_>>().join(", "),
        row.title.to_owned(),
    ]
}

/// A supplier in JSON.
#[derive(Serialize)]
pub(super) struct SupplierRow<'a> {
    tier: Option<&'a str>,
    next_assessment: Option<NextRow<'a>>,
    assessments: Vec<AssessmentRow<'a>>,
    incidents: Vec<IncidentRow<'a>>,
    open_red_flags: &'a [&'a str],
}

#[derive(Serialize)]
struct NextRow<'a> {
    day: String,
    record: &'a str,
    late: bool,
}

#[derive(Serialize)]
struct AssessmentRow<'a> {
    id: &'a str,
    status: &'a str,
    assessed_at: Option<String>,
    answered: &'a [&'static str],
    evidence: &'a [&'a str],
    corroboration: &'a [&'a str],
    red_flags: &'a [&'a str],
}

#[derive(Serialize)]
struct IncidentRow<'a> {
    id: &'a str,
    title: &'a str,
    status: &'a str,
    day: Option<String>,
    stages: &'a str,
    learning_complete: bool,
    measures: Vec<MeasureRow<'a>>,
}

#[derive(Serialize)]
struct MeasureRow<'a> {
    id: &'a str,
    status: &'a str,
}

pub(super) fn supplier_row<'a>(supplier: &'a Supplier<'_>) -> SupplierRow<'a> {
    let next = supplier.next.map(|(day, record)| NextRow {
        day: day.to_string(),
        record,
        late: supplier.is_late,
    });
    let assessments = supplier.assessments.iter().map(|row| AssessmentRow {
        id: row.id,
        status: row.status,
        assessed_at: row.at.map(|day| day.to_string()),
        answered: &row.answered,
        evidence: &row.evidence,
        corroboration: &row.corroboration,
        red_flags: &row.red_flags,
    });
    let incidents = supplier.incidents.iter().map(|row| IncidentRow {
        id: row.id,
        title: row.title,
        status: row.status,
        day: row.day.map(|day| day.to_string()),
        stages: &row.stages,
        learning_complete: row.is_complete,
        measures: row.measures.iter().map(|(id, status)| MeasureRow { id, status }).collect(),
    });
    SupplierRow {
        tier: supplier.tier,
        next_assessment: next,
        assessments: assessments.collect(),
        incidents: incidents.collect(),
        open_red_flags: &supplier.open_flags,
    }
}
