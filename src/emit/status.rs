//! `status`: where the learning of every incident stands, as text, as JSON, as CSV.

use super::Look;
use super::json::pretty;
use super::list::row;
use crate::chain::{Emptiness, Gap, Tally, label};
use crate::escape::terminal;
use crate::matrix::{Counts, Learning, OpenStage, Progress, owner_of};
use crate::metrics::Window;
use crate::schema::incident;
use crate::term::{Day, Stage, Zone};
use crate::verdict::{Cut, Verdict};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most incidents of one sort that the picture names; the others are counted.
const NAMED: usize = 10;

/// The picture, and for what it was asked.
#[derive(Clone, Copy, Debug)]
pub struct StatusReport<'a> {
    /// The period; `None` for every incident.
    pub window: Option<&'a Window>,
    /// The owner, where one was asked for.
    pub owner: Option<&'a str>,
    /// How many days ahead a deadline is near.
    pub within: i64,
    /// Today.
    pub today: Day,
    /// The zone in which days are cut.
    pub zone: Zone,
    /// The picture.
    pub progress: &'a Progress<'a>,
}

/// The picture for people: the counts first, then what is late and what is due soon.
pub fn status_text(report: StatusReport<'_>, look: Look) -> String {
    let StatusReport { progress, .. } = report;
    let mut out = head(report, look);
    if let Some(empty) = &progress.empty {
        let _ = writeln!(out, "{}: {}", empty.verdict.words(), terminal(&empty.reason));
        if let Some(cut) = &empty.cut {
            let _ = writeln!(out, "  {}", terminal(&cut.remedy));
        }
    }
    for remark in &progress.remarks {
        let _ = writeln!(out, "note: {}", terminal(remark));
    }
    if progress.incidents.is_empty() {
        return out;
    }
    let late = |it: &&Learning<'_>| matches!(it.verdict, Verdict::Partly | Verdict::Missing);
    named(&mut out, "Late", progress.incidents.iter().filter(late).collect(), look);
    let title = format!("Due within {} days", report.within);
    named(&mut out, &title, progress.incidents.iter().filter(|it| it.at_risk).collect(), look);
    stages(&mut out, progress, look);
    owners(&mut out, progress, look);
    out
}

fn head(report: StatusReport<'_>, look: Look) -> String {
    let StatusReport { window, owner, today, zone, progress, .. } = report;
    let counts = progress.counts;
    let mut out = match window {
        Some(window) => format!("{window} ({}), as of {today}", zone.name()),
        None => format!("As of {today} ({})", zone.name()),
    };
    if let Some(owner) = owner {
        let _ = write!(out, ", owner {}", terminal(owner));
    }
    let incidents = if counts.incidents == 1 { "incident" } else { "incidents" };
    let _ =
        write!(out, "\n\n{}: ", painted(look, "1", &format!("{} {incidents}", counts.incidents)));
    let told = [
        (counts.complete, "learning complete", "32"),
        (counts.in_time, "in time so far", "34"),
        (counts.late, "late", "31"),
        (counts.cannot_tell, "cannot tell", "35"),
        (counts.withheld, "withheld", "2"),
        (counts.not_asked, "not asked for", "2"),
    ];
    let told = told.into_iter().enumerate().filter(|(at, (count, ..))| *at < 3 || *count > 0);
    let told: Vec<_> = told
        .map(|(_, (count, word, code))| painted(look, code, &format!("{count} {word}")))
        .collect();
    let _ = writeln!(out, "{}", told.join(", "));
    if !progress.states.is_empty() {
        let states: Vec<_> =
            progress.states.iter().map(|(state, n)| format!("{n} {}", terminal(state))).collect();
        let _ = writeln!(out, "Status: {}", states.join(", "));
    }
    out
}

fn named(out: &mut String, title: &str, incidents: Vec<&Learning<'_>>, look: Look) {
    if incidents.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", painted(look, "1", title));
    let owners = incidents.iter().take(NAMED).map(|it| owner_of(it.incident).chars().count());
    let width = owners.max().unwrap_or(0);
    for it in incidents.iter().take(NAMED) {
        let owner = terminal(owner_of(it.incident)).into_owned();
        let (id, open) = (terminal(it.incident.id()), open_words(it));
        let _ = writeln!(out, "  {id}  {owner:<width$}  {open}");
    }
    if incidents.len() > NAMED {
        let _ =
            writeln!(out, "  and {} more; --format csv names them all", incidents.len() - NAMED);
    }
}

/// The stages that make an incident late, or the first that is due.
fn open_words(it: &Learning<'_>) -> String {
    let late: Vec<_> = it.open.iter().filter(|open| open.verdict != Verdict::InTimeSoFar).collect();
    let shown = if late.is_empty() { it.open.iter().take(2).collect() } else { late };
    let words: Vec<_> = shown.iter().take(3).map(|open| stage_words(open)).collect();
    let more = shown.len().saturating_sub(3);
    let more = if more == 0 { String::new() } else { format!(", {more} more") };
    format!("{}{more}", words.join(", "))
}

fn stage_words(open: &OpenStage) -> String {
    let name = label(open.stage);
    match (open.verdict, open.days) {
        (Verdict::InTimeSoFar, Some(days)) => format!("{name} in {days} d"),
        (Verdict::InTimeSoFar, None) => name.to_owned(),
        (verdict, Some(days)) => format!("{name} {} ({} d)", verdict.words(), -days),
        (verdict, None) => format!("{name} {}", verdict.words()),
    }
}

fn stages(out: &mut String, progress: &Progress<'_>, look: Look) {
    let all = Tally::of(progress.incidents.iter().flat_map(verdicts));
    let shown: Vec<_> =
        Verdict::ALL.into_iter().filter(|verdict| all.count(*verdict) > 0).collect();
    let head: String = shown.iter().map(|verdict| format!("  {}", verdict.words())).collect();
    let _ = writeln!(out, "\n{}{head}", painted(look, "1", &format!("{:<24}", "Stages")));
    for (stage, tally) in &progress.stages {
        let cell = |verdict: &Verdict| {
            let width = verdict.words().len();
            let count = tally.count(*verdict);
            let count = if count == 0 { "-".to_owned() } else { count.to_string() };
            format!("  {count:>width$}")
        };
        let cells: String = shown.iter().map(cell).collect();
        let _ = writeln!(out, "  {:<22}{cells}", label(*stage));
    }
}

fn verdicts(it: &Learning<'_>) -> impl Iterator<Item = Verdict> {
    it.chain.stages.iter().map(|standing| standing.verdict)
}

fn owners(out: &mut String, progress: &Progress<'_>, look: Look) {
    let _ = writeln!(out, "\n{}", painted(look, "1", "Owners"));
    let name = |owner: &str| {
        if owner.is_empty() { "(nobody)".to_owned() } else { terminal(owner).into_owned() }
    };
    let width = progress.owners.iter().map(|(owner, _)| name(owner).chars().count()).max();
    let width = width.unwrap_or(0).max(20);
    for (owner, counts) in progress.owners.iter().take(NAMED) {
        let _ = writeln!(out, "  {:<width$}  {}", name(owner), counted(*counts));
    }
    if progress.owners.len() > NAMED {
        let _ = writeln!(out, "  and {} more", progress.owners.len() - NAMED);
    }
}

fn counted(counts: Counts) -> String {
    let words = [
        (counts.late, "late"),
        (counts.at_risk, "due soon"),
        (counts.in_time - counts.at_risk, "in time"),
        (counts.complete, "complete"),
        (counts.cannot_tell, "cannot tell"),
        (counts.withheld, "withheld"),
        (counts.not_asked, "not asked for"),
    ];
    let told = words.into_iter().filter(|(count, _)| *count > 0);
    let told: Vec<_> = told.map(|(count, word)| format!("{count} {word}")).collect();
    told.join(", ")
}

fn painted(look: Look, code: &str, text: &str) -> String {
    if look.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    period: Option<PeriodRow>,
    owner: Option<&'a str>,
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

/// A period as JSON shows it.
#[derive(Serialize)]
pub(super) struct PeriodRow {
    from: String,
    before: String,
    quarter: Option<String>,
}

impl PeriodRow {
    pub(super) fn of(window: &Window) -> Self {
        Self {
            from: window.first.to_string(),
            before: window.end.to_string(),
            quarter: window.quarter.map(|quarter| quarter.to_string()),
        }
    }
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
    let StatusReport { window, owner, within, today, zone, progress } = report;
    let empty = progress.empty.as_ref();
    let stage = |(stage, tally): &(Stage, Tally)| StageRow {
        stage: stage.word(),
        verdict: tally.rolled_up().or(empty.map(|empty| empty.verdict)),
        counts: tally_row(tally),
    };
    pretty(&Document {
        schema: "pirctl.status/1",
        period: window.map(PeriodRow::of),
        owner,
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

/// The picture as comma-separated values, one incident a line; no cell is a formula.
pub fn status_csv(report: StatusReport<'_>) -> String {
    let mut out = String::new();
    let own =
        ["incident", "title", "severity", "status", "owner", "learning", "due_soon", "next_due"];
    let head = own.into_iter().chain(Stage::ALL.iter().map(|stage| stage.word()));
    row(&mut out, head.map(str::to_owned));
    for it in &report.progress.incidents {
        let row_of = incident_row(it);
        let due = it.open.iter().filter_map(|open| open.due).min();
        let cells = [
            row_of.id.to_owned(),
            row_of.title.to_owned(),
            row_of.severity.unwrap_or_default().to_owned(),
            row_of.status.to_owned(),
            row_of.owner.to_owned(),
            it.verdict.word().to_owned(),
            if it.at_risk { "yes" } else { "no" }.to_owned(),
            due.map(|due| due.to_string()).unwrap_or_default(),
        ];
        let stages = it.chain.stages.iter().map(|standing| standing.verdict.word().to_owned());
        row(&mut out, cells.into_iter().chain(stages));
    }
    out
}
