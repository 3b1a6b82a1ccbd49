//! `status --requirements --format json`: the contract `pirctl.requirements/1`.

use super::json::pretty;
use super::matrix::{MatrixReport, caught_in};
use super::period::PeriodSpan;
use super::status_json::{EmptyRow, tally_row};
use super::trace_json::ProofRow;
use crate::catalog::{Requirement, Trap};
use crate::matrix::{Caught, Item, Row};
use crate::verdict::{Cut, Seal, Strength, Verdict};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    period: PeriodSpan,
    as_of: String,
    timezone: &'a str,
    commit: Option<&'a str>,
    incidents: &'a [String],
    left_out: Vec<NoteRow<'a>>,
    requirements: Vec<RequirementRow<'a>>,
    traps: Vec<TrapRow<'a>>,
}

#[derive(Serialize)]
struct NoteRow<'a> {
    id: &'a str,
    says: &'a str,
}

#[derive(Serialize)]
struct RequirementRow<'a> {
    id: &'static str,
    name: &'static str,
    source: &'static str,
    basis: &'static str,
    contributes_to: Option<String>,
    same_as: Option<&'static str>,
    scope: &'static str,
    rule: RuleRow,
    verdict: Verdict,
    numerator: usize,
    denominator: usize,
    counts: BTreeMap<&'static str, usize>,
    items: Vec<ItemRow<'a>>,
    empty: Option<EmptyRow<'a>>,
}

#[derive(Serialize)]
struct RuleRow {
    met: &'static str,
    partly: &'static str,
    missing: &'static str,
}

#[derive(Serialize)]
struct TrapRow<'a> {
    id: &'static str,
    area: &'static str,
    trap: &'static str,
    wanted: &'static str,
    checked: usize,
    caught: usize,
    cannot_tell: usize,
    caught_in: Vec<&'a str>,
    items: Vec<ItemRow<'a>>,
    empty: Option<EmptyRow<'a>>,
}

#[derive(Serialize)]
struct ItemRow<'a> {
    subject: &'a str,
    verdict: Verdict,
    says: &'a [String],
    due: Option<String>,
    strength: Option<Strength>,
    seal: Option<Seal>,
    records: &'a [String],
    proofs: Vec<ProofRow<'a>>,
    cut: Option<&'a Cut>,
}

/// The matrix as one JSON object, `pirctl.requirements/1`.
pub fn matrix_json(report: MatrixReport<'_>) -> String {
    let MatrixReport { window, today, zone, commit, matrix, .. } = report;
    let left_out = matrix.left_out.iter().map(|(id, says)| NoteRow { id, says });
    pretty(&Document {
        schema: "pirctl.requirements/1",
        period: PeriodSpan::of(window),
        as_of: today.to_string(),
        timezone: zone.name(),
        commit,
        incidents: &matrix.incidents,
        left_out: left_out.collect(),
        requirements: report.rows().map(requirement_row).collect(),
        traps: report.traps().map(trap_row).collect(),
    })
}

fn requirement_row(row: &Row) -> RequirementRow<'_> {
    let requirement = row.requirement;
    let Requirement { met, partly, missing, .. } = *requirement;
    RequirementRow {
        id: requirement.id,
        name: requirement.name,
        source: requirement.source,
        basis: requirement.basis,
        contributes_to: requirement.is_clause().then(|| format!("clause {}", requirement.id)),
        same_as: requirement.same_as,
        scope: requirement.scope.word(),
        rule: RuleRow { met, partly, missing },
        verdict: row.verdict,
        numerator: row.tally.count(Verdict::Met),
        denominator: row.tally.decided(),
        counts: tally_row(&row.tally),
        // Listed once, in the row whose answers are shared.
        items: if requirement.same_as.is_some() {
            Vec::new()
        } else {
            row.items.iter().map(item_row).collect()
        },
        empty: row.empty.as_ref().map(EmptyRow::of),
    }
}

fn trap_row(caught: &Caught) -> TrapRow<'_> {
    let Trap { id, area, trap, wanted, .. } = *caught.trap;
    TrapRow {
        id,
        area,
        trap,
        wanted,
        checked: caught.checked(),
        caught: caught.caught(),
        cannot_tell: caught.tally.count(Verdict::CannotTell),
        caught_in: caught_in(caught).map(|item| item.subject.as_str()).collect(),
        items: caught.items.iter().map(item_row).collect(),
        empty: caught.empty.as_ref().map(EmptyRow::of),
    }
}

fn item_row(item: &Item) -> ItemRow<'_> {
    let proofs = item.proofs.iter().map(ProofRow::of);
    ItemRow {
        subject: &item.subject,
        verdict: item.verdict,
        says: &item.says,
        due: item.due.map(|due| due.to_string()),
        strength: item.strength,
        seal: item.seal,
        records: &item.records,
        proofs: proofs.collect(),
        cut: item.cut.as_ref(),
    }
}
