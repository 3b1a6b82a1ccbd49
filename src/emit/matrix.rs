//! `status --requirements`: the evidence matrix as text and as CSV.

use super::Look;
use super::list::row;
use crate::catalog::{Requirement, Trap};
use crate::chain::{Emptiness, Proof, Tally};
use crate::escape::terminal;
use crate::matrix::{Caught, Item, Matrix, Row};
use crate::metrics::Window;
use crate::term::{Day, Zone};
use crate::verdict::{Cut, Verdict};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Most records that a line of the table names.
const NAMED: usize = 3;

/// The matrix, and for what it was asked.
#[derive(Clone, Copy, Debug)]
pub struct MatrixReport<'a> {
    /// The period.
    pub window: &'a Window,
    /// Today.
    pub today: Day,
    /// The zone in which days are cut.
    pub zone: Zone,
    /// Which snapshot was read: a commit's id, or `None` for the working tree.
    pub commit: Option<&'a str>,
    /// The matrix.
    pub matrix: &'a Matrix,
    /// The id of the only row that is shown, with each of its answers.
    pub only: Option<&'a str>,
}

impl<'a> MatrixReport<'a> {
    fn wants(&self, id: &str) -> bool {
        self.only.is_none_or(|only| only.eq_ignore_ascii_case(id))
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &'a Row> {
        let report = *self;
        report.matrix.rows.iter().filter(move |row| report.wants(row.requirement.id))
    }

    pub(super) fn traps(&self) -> impl Iterator<Item = &'a Caught> {
        let report = *self;
        report.matrix.traps.iter().filter(move |caught| report.wants(caught.trap.id))
    }
}

/// The matrix for people: one line a row, or one row with each of its answers.
pub fn matrix_text(report: MatrixReport<'_>, look: Look) -> String {
    let MatrixReport { window, today, zone, matrix, .. } = report;
    let closed = match matrix.incidents.len() {
        1 => "1 incident was closed in it".to_owned(),
        n => format!("{n} incidents were closed in it"),
    };
    let mut out = format!("{window} ({}), as of {today}; {closed}\n", zone.name());
    for (id, why) in &matrix.left_out {
        let _ = writeln!(out, "left out: {} {}", terminal(id), terminal(why));
    }
    if report.only.is_some() {
        report.rows().for_each(|row| one_row(&mut out, row, look));
        report.traps().for_each(|caught| one_trap(&mut out, caught, look));
        return out;
    }
    let mut source = "";
    for row in report.rows() {
        if row.requirement.source != source {
            source = row.requirement.source;
            let _ = writeln!(out, "\n{}", painted(look, "1", source));
        }
        line(&mut out, row, look);
    }
    let _ = writeln!(out, "\n{}", painted(look, "1", "Traps"));
    report.traps().for_each(|caught| trap_line(&mut out, caught, look));
    out
}

fn line(out: &mut String, row: &Row, look: Look) {
    let Requirement { id, name, same_as, .. } = row.requirement;
    let word = format!("{:<14}", row.verdict.words());
    let word = painted(look, colour(row.verdict), &word);
    let share = share(&row.tally);
    let contributes =
        if row.requirement.is_clause() { format!("contributes to {id}: ") } else { String::new() };
    let same = same_as.map(|other| format!(" (as {other})")).unwrap_or_default();
    let rest = rest(&row.tally);
    let _ = writeln!(out, "  {id:<4}  {word}  {share:>10}  {contributes}{name}{same}{rest}");
}

/// `3 of 4`: met, of those that are met, partly met or missing.
fn share(tally: &Tally) -> String {
    format!("{} of {}", tally.count(Verdict::Met), tally.decided())
}

/// What stands beside numerator and denominator.
fn rest(tally: &Tally) -> String {
    let beside = [
        Verdict::InTimeSoFar,
        Verdict::NotRequired,
        Verdict::CannotTell,
        Verdict::Withheld,
        Verdict::NoneInScope,
    ];
    let told = tally.words_of(&beside);
    if told.is_empty() { told } else { format!("; {told}") }
}

fn trap_line(out: &mut String, caught: &Caught, look: Look) {
    let Trap { id, area, trap, .. } = caught.trap;
    let counts = counts(caught);
    let counts = if caught.caught() > 0 { painted(look, "31", &counts) } else { counts };
    let _ = writeln!(out, "  {id:<4}  {counts}  {area}: {trap}");
    let subjects: Vec<_> = caught_in(caught).map(|item| terminal(&item.subject)).collect();
    if !subjects.is_empty() {
        let more = subjects.len().saturating_sub(NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let _ = writeln!(out, "        {}{more}", subjects[..subjects.len().min(NAMED)].join(", "));
    }
}

/// `checked: 12, caught: 1`, and what is neither.
fn counts(caught: &Caught) -> String {
    let unknown = match caught.tally.count(Verdict::CannotTell) {
        0 => String::new(),
        n => format!(", cannot tell: {n}"),
    };
    let empty = match &caught.empty {
        Some(empty) => format!(" ({})", empty.verdict.words()),
        None => String::new(),
    };
    format!("checked: {}, caught: {}{unknown}{empty}", caught.checked(), caught.caught())
}

pub(super) fn caught_in(caught: &Caught) -> impl Iterator<Item = &Item> {
    caught.items.iter().filter(|item| item.verdict == Verdict::Missing)
}

fn one_row(out: &mut String, row: &Row, look: Look) {
    let requirement = row.requirement;
    let title = format!("{} {}", requirement.id, requirement.name);
    let _ = writeln!(out, "\n{}", painted(look, "1", &title));
    let verdict = painted(look, colour(row.verdict), row.verdict.words());
    let _ = writeln!(out, "  {verdict}: {}{}", share(&row.tally), rest(&row.tally));
    let contributes = if requirement.is_clause() { ", to which this contributes" } else { "" };
    let _ =
        writeln!(out, "  from {}{contributes}; basis: {}", requirement.source, requirement.basis);
    let told = [
        ("met", requirement.met),
        ("partly", requirement.partly),
        ("missing", requirement.missing),
    ];
    for (word, when) in told {
        let _ = writeln!(out, "  {word:<8} {when}");
    }
    nothing(out, row.empty.as_ref());
    for item in open_first(&row.items) {
        one_item(out, item, item.verdict.words(), look);
    }
}

fn one_trap(out: &mut String, caught: &Caught, look: Look) {
    let Trap { id, trap, wanted, .. } = caught.trap;
    let _ =
        writeln!(out, "\n{}\n  {}", painted(look, "1", &format!("{id} {trap}")), counts(caught));
    let _ = writeln!(out, "  looked for: {wanted}");
    nothing(out, caught.empty.as_ref());
    for item in open_first(&caught.items) {
        let word = match item.verdict {
            Verdict::Met => "not caught",
            Verdict::Missing => "caught",
            other => other.words(),
        };
        one_item(out, item, word, look);
    }
}

/// What lacks something comes first.
fn open_first(items: &[Item]) -> Vec<&Item> {
    let mut sorted: Vec<_> = items.iter().collect();
    sorted.sort_by_key(|item| match item.verdict {
        Verdict::Missing => 0,
        Verdict::Partly => 1,
        Verdict::CannotTell => 2,
        Verdict::InTimeSoFar => 3,
        Verdict::Met | Verdict::NotRequired | Verdict::NoneInScope | Verdict::Withheld => 4,
    });
    sorted
}

fn nothing(out: &mut String, empty: Option<&Emptiness>) {
    if let Some(empty) = empty {
        let _ = writeln!(out, "  {}", terminal(&empty.reason));
    }
}

fn one_item(out: &mut String, item: &Item, word: &str, look: Look) {
    let due = item.due.map(|due| format!(", due {due}")).unwrap_or_default();
    let strength = item.strength.map(|it| format!("  [{}]", it.word())).unwrap_or_default();
    let word = painted(look, colour(item.verdict), word);
    let _ = writeln!(out, "\n  {}  {word}{due}{strength}", terminal(&item.subject));
    for says in &item.says {
        let _ = writeln!(out, "    {}", terminal(says));
    }
    if !item.records.is_empty() {
        let _ = writeln!(out, "    records: {}", terminal(&item.records.join(", ")));
    }
    for Proof { record, shows, commit, .. } in &item.proofs {
        let text = format!("{record}: {shows}, {}", commit.quoted());
        let _ = writeln!(out, "    {}", terminal(&text));
    }
    if let Some(Cut { reason, remedy }) = &item.cut {
        let remedy = if remedy.is_empty() { String::new() } else { format!("; {remedy}") };
        let _ = writeln!(out, "    cannot tell: {}", terminal(&format!("{reason}{remedy}")));
    }
}

const fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "32",
        Verdict::Partly => "33",
        Verdict::Missing => "31",
        Verdict::InTimeSoFar => "34",
        Verdict::CannotTell => "35",
        Verdict::NotRequired | Verdict::NoneInScope | Verdict::Withheld => "2",
    }
}

fn painted(look: Look, code: &str, text: &str) -> String {
    if look.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// The columns of the table that a spreadsheet gets.
const COLUMNS: [&str; 19] = [
    "row",
    "id",
    "source",
    "name",
    "basis",
    "same_as",
    "from",
    "before",
    "verdict",
    "met",
    "of",
    "partly",
    "missing",
    "in_time_so_far",
    "not_required",
    "cannot_tell",
    "open",
    "records",
    "commits",
];

/// The matrix as comma-separated values, one requirement or trap a line; no cell is a formula.
pub fn matrix_csv(report: MatrixReport<'_>) -> String {
    let mut out = String::new();
    row(&mut out, COLUMNS.into_iter().map(str::to_owned));
    for it in report.rows() {
        let requirement = it.requirement;
        let head = ["requirement", requirement.id, requirement.source, requirement.name];
        let beside = [requirement.basis, requirement.same_as.unwrap_or_default()];
        cells(&mut out, report.window, (head, beside), it.verdict.word(), (&it.tally, &it.items));
    }
    for it in report.traps() {
        let head = ["trap", it.trap.id, "", it.trap.trap];
        let verdict = match it.tally.rolled_up() {
            _ if it.caught() > 0 => "caught",
            Some(Verdict::Met) => "none-caught",
            Some(other) => other.word(),
            None => it.empty.as_ref().map_or("", |empty| empty.verdict.word()),
        };
        cells(&mut out, report.window, (head, ["guidance", ""]), verdict, (&it.tally, &it.items));
    }
    out
}

fn cells(
    out: &mut String,
    window: &Window,
    (head, beside): ([&str; 4], [&str; 2]),
    verdict: &str,
    (tally, items): (&Tally, &[Item]),
) {
    let count = |verdict| tally.count(verdict).to_string();
    let is_open = |item: &&Item| matches!(item.verdict, Verdict::Partly | Verdict::Missing);
    let open: Vec<&str> = items.iter().filter(is_open).map(|item| item.subject.as_str()).collect();
    let records: BTreeSet<&str> =
        items.iter().flat_map(|item| &item.records).map(String::as_str).collect();
    let proofs = items.iter().flat_map(|item| &item.proofs);
    let commits: BTreeSet<&str> = proofs.map(|proof| proof.commit.short()).collect();
    let texts = head.into_iter().chain(beside).map(str::to_owned);
    let figures = [
        window.first.to_string(),
        window.end.to_string(),
        verdict.to_owned(),
        count(Verdict::Met),
        tally.decided().to_string(),
        count(Verdict::Partly),
        count(Verdict::Missing),
        count(Verdict::InTimeSoFar),
        count(Verdict::NotRequired),
        count(Verdict::CannotTell),
        open.join(" "),
        records.into_iter().collect::<Vec<_>>().join(" "),
        commits.into_iter().collect::<Vec<_>>().join(" "),
    ];
    row(out, texts.chain(figures));
}
