//! The evidence matrix: every requirement and trap, and for each the answers with records and commits.

use super::part::{Answers, Later};
use super::{Part, Reading, command, counted, named, period};
use crate::chain::Tally;
use crate::matrix::{Caught, Item, Row as Answered};
use crate::metrics::Window;
use crate::page::git::{show, told};
use crate::page::site::Site;
use crate::picture::{self, Covered};
use crate::rows::{Cell, Piece, Row, Table, page_name, plain, slug};
use crate::verdict::Verdict;
use std::collections::BTreeSet;
use std::ops::Range;

const SECTION: &str = "Evidence matrix";

/// Most commits that an answer shows; its records show them all.
const COMMITS: usize = 6;

/// The page with all requirements and traps.
pub(super) fn overview(site: &Site<'_>, window: &Window) -> Reading<'static> {
    let matrix = &site.matrix;
    let covered = matrix.rows.iter().map(|row| Covered {
        source: row.requirement.source,
        id: row.requirement.id,
        verdict: row.verdict,
        tally: row.tally,
    });
    let drawn = picture::coverage(&covered.collect::<Vec<_>>());
    let at_a_glance = Part::new("coverage", "At a glance").picture(drawn);
    let guides = matrix
        .rows
        .chunk_by(|a, b| a.requirement.source == b.requirement.source)
        .map(|rows| source(site, rows));
    let mut parts: Vec<Part<'_>> = std::iter::once(at_a_glance).chain(guides).collect();
    parts.push(traps(site));
    if !matrix.left_out.is_empty() {
        let mut table = Table::new("Incidents that are left out", &["incident", "why+"]);
        for (id, why) in &matrix.left_out {
            table.push("", vec![vec![Piece::id(id, site.addresses.id(id))], plain(why)]);
        }
        parts.push(Part::new("left-out", "Left out").table(table, "none"));
    }
    let repeat = Part::new("repeat", "How to make it again")
        .command(command(site, &format!("status --requirements {}", period(window))));
    parts.push(repeat);
    let closed = counted(matrix.incidents.len(), "incident was", "incidents were");
    let lead = format!(
        "What guides and clauses look for, and the records and commits that answer it: {window}; {closed} closed in it. \
         Beside each answer stands how many are met, of those that can be decided."
    );
    Reading::new("matrix", SECTION, lead, parts)
}

fn source(site: &Site<'_>, rows: &[Answered]) -> Part<'static> {
    let source = rows.first().map_or("", |row| row.requirement.source);
    let labels = ["requirement+", "answer", "met#", "beside+", "basis", "records"];
    let mut table = Table::new(format!("Requirements: {source}"), &labels);
    for row in rows {
        let requirement = row.requirement;
        let mut name =
            vec![Piece::id(requirement.id, place(requirement.id)), Piece::text(requirement.name)];
        if requirement.is_clause() {
            name.push(Piece::sub("records of learning contribute to this clause"));
        }
        name.extend(requirement.same_as.map(|other| Piece::sub(format!("answered as {other}"))));
        let mut beside = plain(rest(&row.tally));
        beside.extend(row.empty.as_ref().map(|empty| Piece::sub(&empty.reason)));
        let cells = vec![
            name,
            vec![Piece::state(row.verdict, row.verdict.words())],
            plain(share(&row.tally)),
            beside,
            plain(requirement.basis),
            behind(site, requirement.id, &row.items),
        ];
        table.push("", cells);
    }
    Part::new(&format!("s-{}", slug(source)), source).table(table, "no requirement.")
}

/// How many records answer, leading to where each stands.
fn behind(site: &Site<'_>, id: &str, items: &[Item]) -> Cell {
    let records: BTreeSet<&str> =
        items.iter().flat_map(|item| &item.records).map(String::as_str).collect();
    match records.len() {
        0 => plain("none"),
        1..=3 => named(site, records.into_iter().collect::<Vec<_>>().into_iter()),
        n => vec![Piece::link(format!("{n} records"), place(id))],
    }
}

fn traps(site: &Site<'_>) -> Part<'static> {
    let labels = ["trap+", "looked for+", "checked#", "caught#", "cannot tell#", "caught in"];
    let mut table = Table::new("What looks like learning and is none", &labels);
    for caught in &site.matrix.traps {
        let trap = caught.trap;
        let found = caught.items.iter().filter(|item| item.verdict == Verdict::Missing);
        let subjects: Vec<&str> = found.map(|item| item.subject.as_str()).collect();
        let mut said = vec![Piece::id(trap.id, place(trap.id)), Piece::text(trap.trap)];
        said.push(Piece::sub(trap.area));
        let checked = match &caught.empty {
            Some(empty) => format!("0 ({})", empty.verdict.words()),
            None => caught.checked().to_string(),
        };
        let cells = vec![
            said,
            plain(trap.wanted),
            plain(checked),
            plain(caught.caught().to_string()),
            plain(caught.tally.count(Verdict::CannotTell).to_string()),
            if subjects.is_empty() { plain("none") } else { named(site, subjects.into_iter()) },
        ];
        table.push("", cells);
    }
    Part::new("traps", "Traps")
        .note("Each trap was looked for by rules; caught means that a record shows it.")
        .table(table, "no trap.")
}

/// A page for each requirement and each trap.
pub(super) fn each(site: &Site<'_>) -> Vec<Reading<'static>> {
    let rows = site.matrix.rows.iter().enumerate().map(|(at, row)| requirement(site, at, row));
    let traps = site.matrix.traps.iter().enumerate().map(|(at, caught)| trap(site, at, caught));
    rows.chain(traps).collect()
}

fn requirement(site: &Site<'_>, at: usize, row: &Answered) -> Reading<'static> {
    let requirement = row.requirement;
    let contributes =
        if requirement.is_clause() { ", to which records of learning contribute" } else { "" };
    let lead = format!(
        "{}: {} met{}. From {}{contributes}; basis: {}.",
        row.verdict.words(),
        share(&row.tally),
        beside(&row.tally),
        requirement.source,
        requirement.basis
    );
    let mut table = Table::new("Answers and when each is given", &["answer", "when+"]);
    let cases = [
        (Verdict::Met, requirement.met),
        (Verdict::Partly, requirement.partly),
        (Verdict::Missing, requirement.missing),
    ];
    for (verdict, when) in cases {
        table.push("", vec![vec![Piece::state(verdict, verdict.words())], plain(when)]);
    }
    let when = Part::new("when", "What each answer means").table(table, "");
    let none = row.empty.as_ref().map_or("nothing to answer for.", |empty| empty.reason.as_str());
    let answers = answers(at, false, &row.items, none);
    reading(site, (requirement.id, requirement.name), lead, vec![when, answers])
}

fn trap(site: &Site<'_>, at: usize, caught: &Caught) -> Reading<'static> {
    let trap = caught.trap;
    let unknown = match caught.tally.count(Verdict::CannotTell) {
        0 => String::new(),
        n => format!(", cannot tell: {n}"),
    };
    let lead = format!(
        "checked: {}, caught: {}{unknown}. {}: what is taken for evidence. Looked for instead: {}.",
        caught.checked(),
        caught.caught(),
        trap.area,
        trap.wanted
    );
    let none = caught.empty.as_ref().map_or("nothing to check.", |empty| empty.reason.as_str());
    reading(site, (trap.id, trap.trap), lead, vec![answers(at, true, &caught.items, none)])
}

fn reading(
    site: &Site<'_>,
    (id, name): (&str, &str),
    lead: String,
    mut parts: Vec<Part<'static>>,
) -> Reading<'static> {
    let window = super::window(site);
    let words = format!("status --requirements {} {id}", period(&window));
    parts.push(Part::new("repeat", "How to make it again").command(command(site, &words)));
    let stem = format!("matrix/{}", slug(id));
    Reading::new(&stem, SECTION, lead, parts).below(format!("{id} {name}"))
}

/// What lacks something comes first.
fn answers(at: usize, is_trap: bool, items: &[Item], none: &str) -> Part<'static> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|at| match items[*at].verdict {
        Verdict::Missing => 0,
        Verdict::Partly => 1,
        Verdict::CannotTell => 2,
        Verdict::InTimeSoFar => 3,
        Verdict::Met | Verdict::NotRequired | Verdict::NoneInScope | Verdict::Withheld => 4,
    });
    let labels = ["about", "answer", "what is said+", "records", "commits+"];
    let caption = if is_trap { "What was checked" } else { "Answers" };
    let part = Part::new("answers", caption).table(Table::new(caption, &labels), none);
    part.later(Later::Answers(Answers { at, is_trap, order }))
}

/// The rows of some answers.
pub(super) fn rows(site: &Site<'_>, answers: &Answers, range: Range<usize>) -> Vec<Row> {
    let items = if answers.is_trap {
        &site.matrix.traps[answers.at].items
    } else {
        &site.matrix.rows[answers.at].items
    };
    let order = answers.order[range].iter();
    order
        .map(|at| Row { cells: cells(site, &items[*at], answers.is_trap), ..Row::default() })
        .collect()
}

fn cells(site: &Site<'_>, item: &Item, is_trap: bool) -> Vec<Cell> {
    let words = match (is_trap, item.verdict) {
        (true, Verdict::Met) => "not caught",
        (true, Verdict::Missing) => "caught",
        (_, verdict) => verdict.words(),
    };
    let mut answer = vec![Piece::state(item.verdict, words)];
    answer.extend(item.due.map(|due| Piece::sub(format!("due {due}"))));
    answer.extend(item.strength.map(|it| Piece::strength(it.word(), it.word().replace('-', " "))));
    let subject = vec![Piece::id(&item.subject, site.addresses.id(&item.subject))];
    let records = named(site, item.records.iter().map(String::as_str));
    let hidden = site.hides(&item.subject) || item.records.iter().any(|id| site.hides(id));
    if hidden {
        let said = plain("withheld: a record behind it is privileged");
        return vec![subject, answer, said, records, Cell::new()];
    }
    let mut said: Cell = item.says.iter().map(Piece::sub).collect();
    let cut = item.cut.as_ref().map(|cut| told(&cut.reason, &cut.remedy));
    said.extend(cut.map(|text| Piece::sub(format!("cannot tell: {text}"))));
    vec![subject, answer, said, records, commits(item)]
}

fn commits(item: &Item) -> Cell {
    let mut cell = Cell::new();
    for proof in item.proofs.iter().take(COMMITS) {
        cell.push(Piece::sub(format!("{}: {}", proof.record, proof.shows)));
        cell.push(Piece::code(show(&proof.commit, &proof.path)));
    }
    let more = item.proofs.len().saturating_sub(COMMITS);
    if more > 0 {
        cell.push(Piece::sub(format!("and {more} more, on the pages of the records")));
    }
    cell
}

fn place(id: &str) -> String {
    page_name(&format!("matrix/{}", slug(id)), 0)
}

/// `3 of 4`: met, of those that are met, partly met or missing.
fn share(tally: &Tally) -> String {
    format!("{} of {}", tally.count(Verdict::Met), tally.decided())
}

fn beside(tally: &Tally) -> String {
    let rest = rest(tally);
    if rest.is_empty() { rest } else { format!("; {rest}") }
}

/// What stands beside numerator and denominator.
fn rest(tally: &Tally) -> String {
    let beside = [
        Verdict::Partly,
        Verdict::Missing,
        Verdict::InTimeSoFar,
        Verdict::NotRequired,
        Verdict::CannotTell,
        Verdict::Withheld,
        Verdict::NoneInScope,
    ];
    tally.words_of(&beside)
}
