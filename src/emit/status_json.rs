//! `status --format json`: the contract `pirctl.status/1`.

use super::json::pretty;
use super::period::PeriodSpan;
use super::status::StatusReport;
use crate::chain::{Emptiness, Gap, Tally};
use crate::matrix::{Counts, Learning, OpenStage, owner_of};
use crate::schema::incident;
use crate::term::Stage;
use crate::verdict::{Cut, Verdict};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    period: Option<PeriodSpan>,
    owner: Option<&'a str>,
    framework: Option<&'a str>,
    within_days: i64,
    as_of: String,
    timezone: &'a str,
    summary: CountRow,
    states: BTreeMap<&'a str, usize>,
    stages: Vec<StageRow>,
    owners: Vec<OwnerRow<'a>>,
    incidents: Vec<IncidentRow<'a>>,
    empty: Option<EmptyRow<'a>>,
    remarks: &'a [String],
}

#[derive(Serialize)]
struct CountRow {
    incidents: usize,
    learning_complete: usize,
    in_time_so_far: usize,
    due_soon: usize,
    late: usize,
    cannot_tell: usize,
    withheld: usize,
    not_asked: usize,
}

impl CountRow {
    fn of(counts: Counts) -> Self {
        let Counts { incidents, complete, in_time, at_risk, late, .. } = counts;
        Self {
            incidents,
            learning_complete: complete,
            in_time_so_far: in_time,
            due_soon: at_risk,
            late,
            cannot_tell: counts.cannot_tell,
            withheld: counts.withheld,
            not_asked: counts.not_asked,
        }
    }
}

#[derive(Serialize)]
struct StageRow {
    stage: &'static str,
    verdict: Option<Verdict>,
    counts: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct OwnerRow<'a> {
    owner: &'a str,
    #[serde(flatten)]
    counts: CountRow,
}

#[derive(Serialize)]
struct IncidentRow<'a> {
    id: &'a str,
    title: &'a str,
    severity: Option<&'a str>,
    status: &'a str,
    owner: &'a str,
    path: &'a str,
    learning: Verdict,
    due_soon: bool,
    stages: BTreeMap<&'static str, Verdict>,
    open: Vec<OpenRow<'a>>,
}

#[derive(Serialize)]
struct OpenRow<'a> {
    stage: &'static str,
    verdict: Verdict,
    due: Option<String>,
    days: Option<i64>,
    missing: Vec<GapRow<'a>>,
}

#[derive(Serialize)]
struct GapRow<'a> {
    text: &'a str,
    code: Option<&'static str>,
}

/// What it means that nothing is there, as JSON shows it.
#[derive(Serialize)]
pub(super) struct EmptyRow<'a> {
    verdict: Verdict,
    reason: &'a str,
    statements: &'a [String],
    cut: Option<&'a Cut>,
}

impl<'a> EmptyRow<'a> {
    pub(super) fn of(empty: &'a Emptiness) -> Self {
        let Emptiness { verdict, reason, statements, cut } = empty;
        Self { verdict: *verdict, reason, statements, cut: cut.as_ref() }
    }
}

/// Every count that a tally has, by the verdict's word.
pub(super) fn tally_row(tally: &Tally) -> BTreeMap<&'static str, usize> {
    Verdict::ALL.into_iter().map(|verdict| (verdict.word(), tally.count(verdict))).collect()
}

/// The picture as one JSON object, `pirctl.status/1`.
pub fn status_json(report: StatusReport<'_>) -> String {
    let StatusReport { window, owner, framework, within, today, zone, progress } = report;
    let empty = progress.empty.as_ref();
    let stage = |(stage, tally): &(Stage, Tally)| StageRow {
        stage: stage.word(),
        verdict: tally.rolled_up().or(empty.map(|empty| empty.verdict)),
        counts: tally_row(tally),
    };
    pretty(&Document {
        schema: "pirctl.status/1",
        period: window.map(PeriodSpan::of),
        owner,
        framework,
        within_days: within,
        as_of: today.to_string(),
        timezone: zone.name(),
        summary: CountRow::of(progress.counts),
        states: progress.states.iter().map(|(state, n)| (state.as_str(), *n)).collect(),
        stages: progress.stages.iter().map(stage).collect(),
        owners: progress
            .owners
            .iter()
            .map(|(owner, counts)| OwnerRow { owner, counts: CountRow::of(*counts) })
            .collect(),
        incidents: progress.incidents.iter().map(incident_row).collect(),
        empty: empty.map(EmptyRow::of),
        remarks: &progress.remarks,
    })
}

fn incident_row<'a>(it: &'a Learning<'_>) -> IncidentRow<'a> {
    let incident = it.incident;
    IncidentRow {
        id: incident.id(),
        title: if incident.is_privileged() { "" } else { incident.title() },
        severity: incident.text_of(incident::SEVERITY),
        status: incident.status(),
        owner: owner_of(incident),
        path: incident.path.as_str(),
        learning: it.verdict,
        due_soon: it.at_risk,
        stages: it.chain.stages.iter().map(|s| (s.stage.word(), s.verdict)).collect(),
        open: it.open.iter().map(|open| open_row(it, open)).collect(),
    }
}

fn open_row<'a>(it: &'a Learning<'_>, open: &OpenStage) -> OpenRow<'a> {
    let gaps = it.chain.stage(open.stage).map(|standing| standing.gaps.as_slice());
    let gap = |Gap { text, code }: &'a Gap| GapRow { text, code: *code };
    OpenRow {
        stage: open.stage.word(),
        verdict: open.verdict,
        due: open.due.map(|due| due.to_string()),
        days: open.days,
        missing: gaps.unwrap_or_default().iter().map(gap).collect(),
    }
}
