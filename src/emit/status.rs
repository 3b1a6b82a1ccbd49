//! `status`: where the learning of every incident stands, as text and as CSV.

use super::Look;
use super::list::row;
use crate::chain::{Tally, label};
use crate::escape::terminal;
use crate::matrix::{Counts, Learning, OpenStage, Progress, owner_of};
use crate::metrics::Window;
use crate::schema::incident;
use crate::term::{Day, Stage, Zone};
use crate::verdict::Verdict;
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
    /// The framework, where one was asked for, as the user wrote it.
    pub framework: Option<&'a str>,
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
    let late: Vec<_> = progress.incidents.iter().filter(late).collect();
    named(&mut out, "Late", &late, look);
    let title = format!("Due within {} days", report.within);
    let near: Vec<_> = progress.incidents.iter().filter(|it| it.at_risk).collect();
    named(&mut out, &title, &near, look);
    stages(&mut out, progress, look);
    owners(&mut out, progress, look);
    out
}

fn head(report: StatusReport<'_>, look: Look) -> String {
    let StatusReport { window, owner, framework, today, zone, progress, .. } = report;
    let counts = progress.counts;
    let mut out = match window {
        Some(window) => format!("{window} ({}), as of {today}", zone.name()),
        None => format!("As of {today} ({})", zone.name()),
    };
    if let Some(owner) = owner {
        let _ = write!(out, ", owner {}", terminal(owner));
    }
    if let Some(framework) = framework {
        let _ = write!(out, ", framework {}", terminal(framework));
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

fn named(out: &mut String, title: &str, incidents: &[&Learning<'_>], look: Look) {
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
        (Verdict::InTimeSoFar, Some(days)) if days < 0 => {
            format!("{name} due {} d ago, in grace", -days)
        }
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
    let head: Vec<_> = shown.iter().map(|verdict| verdict.words()).collect();
    let _ = writeln!(
        out,
        "\n{}  {}",
        painted(look, "1", &format!("{:<24}", "Stages")),
        head.join("  ")
    );
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

/// The picture as comma-separated values, one incident a line; no cell is a formula.
pub fn status_csv(report: StatusReport<'_>) -> String {
    let mut out = String::new();
    let own =
        ["incident", "title", "severity", "status", "owner", "learning", "due_soon", "next_due"];
    let head = own.into_iter().chain(Stage::ALL.iter().map(|stage| stage.word()));
    row(&mut out, head.map(str::to_owned));
    for it in &report.progress.incidents {
        let incident = it.incident;
        let title = if incident.is_privileged() { "" } else { incident.title() };
        let due = it.open.iter().filter_map(|open| open.due).min();
        let cells = [
            incident.id().to_owned(),
            title.to_owned(),
            incident.text_of(incident::SEVERITY).unwrap_or_default().to_owned(),
            incident.status().to_owned(),
            owner_of(incident).to_owned(),
            it.verdict.word().to_owned(),
            if it.at_risk { "yes" } else { "no" }.to_owned(),
            due.map(|due| due.to_string()).unwrap_or_default(),
        ];
        let stages = it.chain.stages.iter().map(|standing| standing.verdict.word().to_owned());
        row(&mut out, cells.into_iter().chain(stages));
    }
    out
}
