//! Pages that show a reading of the register: each is computed once for the site, cut into pages of
//! 200 rows, and says with which command it is made again.
//!
//! Nothing is judged or counted here; of a privileged record a page says its id and no more.

mod contents;
mod due;
mod figures;
mod frameworks;
mod matrix;
mod part;
mod population;
mod records;
mod roles;
mod sample;
mod trends;
mod vendors;
mod verify;
mod waivers;

pub(super) use roles::roles_in;

use super::site::Site;
use super::view::{PageLink, PartView, ReadingPage};
use crate::metrics::Window;
use crate::rows::{Cell, PAGE_ROWS, Piece, Row, Table, page_name};
use crate::rules::HistoryContext;
use part::{Later, Part, Slice};

/// Most ids that a cell names.
const NAMED: usize = 12;

/// A reading, before its pages are made.
pub(super) struct Reading<'r> {
    /// Where its first page is, without the ending.
    stem: String,
    /// The page of the navigation to which it belongs.
    section: &'static str,
    /// True below that page.
    inside: bool,
    title: String,
    lead: String,
    parts: Vec<Part<'r>>,
    pages: Vec<Vec<Slice>>,
}

/// Every reading, in the auditor's order; the page that lists them last.
pub(super) fn all<'a>(site: &Site<'a>, evidence: &HistoryContext<'a>) -> Vec<Reading<'a>> {
    let window = window(site);
    let people = crate::population::population(&site.cx, &window, evidence.basis.ignored);
    let mut found = vec![
        population::reading(site, &window, &people),
        sample::reading(site, &window, &people),
        records::reading(site),
        matrix::overview(site, &window),
    ];
    found.extend(matrix::each(site));
    found.extend(frameworks::all(site));
    found.push(vendors::reading(site));
    found.extend([
        due::reading(site),
        waivers::reading(site),
        roles::reading(site, &window),
        trends::reading(site, evidence.basis.assets),
        figures::reading(site, &window, evidence.basis.assets),
        verify::reading(site),
    ]);
    let contents = contents::reading(site, &found);
    found.push(contents);
    found
}

/// The days for which all readings but trends are made.
pub(super) fn window(site: &Site<'_>) -> Window {
    site.window
}

impl<'r> Reading<'r> {
    fn new(stem: &str, section: &'static str, lead: String, parts: Vec<Part<'r>>) -> Self {
        let (stem, title) = (stem.to_owned(), section.to_owned());
        let pages = part::cut(&parts, PAGE_ROWS);
        Self { stem, section, inside: false, title, lead, parts, pages }
    }

    fn below(self, title: String) -> Self {
        Self { inside: true, title, ..self }
    }

    /// Its pages, in their order.
    pub(super) fn paths(&self) -> impl Iterator<Item = String> + use<'_, 'r> {
        (0..self.pages.len()).map(|at| page_name(&self.stem, at))
    }

    /// How many rows it has.
    fn rows(&self) -> usize {
        self.parts.iter().map(Part::rows).sum()
    }

    /// Where the part with this fragment begins.
    fn part_href(&self, anchor: &str) -> String {
        let at = self.parts.iter().position(|part| part.anchor == anchor);
        let holds = |page: &Vec<Slice>| page.iter().any(|slice| Some(slice.part) == at);
        let page = self.pages.iter().position(holds).unwrap_or_default();
        format!("{}#{anchor}", page_name(&self.stem, page))
    }
}

/// Page `page` (from 0) of a reading.
pub(super) fn view(site: &Site<'_>, reading: &Reading<'_>, page: usize) -> ReadingPage {
    let name = match page {
        0 => reading.title.clone(),
        page => format!("{}, page {}", reading.title, page + 1),
    };
    ReadingPage {
        frame: site.frame(reading.section, &name, reading.inside),
        title: name,
        lead: reading.lead.clone(),
        parts: reading.pages[page].iter().map(|slice| shown(site, reading, slice)).collect(),
        pages: page_links(reading, page),
    }
}

fn shown(site: &Site<'_>, reading: &Reading<'_>, slice: &Slice) -> PartView {
    let part = &reading.parts[slice.part];
    let goes_on = slice.from > 0;
    let range = slice.from..slice.to;
    let rows: Vec<Row> = match &part.later {
        Some(Later::Answers(answers)) => matrix::rows(site, answers, range),
        Some(Later::Records(sheet)) => sheet.rows(site.sources(), range),
        Some(Later::Dates(entries)) => due::rows(site, &entries[range]),
        None => part.table.rows[range].to_vec(),
    };
    let (all, columns) = (part.rows(), part.table.columns.clone());
    let caption = match rows.len() {
        n if n == all => format!("{} ({all})", part.table.caption),
        _ => format!("{} ({} to {} of {all})", part.table.caption, slice.from + 1, slice.to),
    };
    let heading = part.heading.clone();
    PartView {
        heading: if goes_on { format!("{heading}, continued") } else { heading },
        anchor: part.anchor.clone(),
        notes: if goes_on { Vec::new() } else { part.notes.clone() },
        command: if goes_on { String::new() } else { part.command.clone() },
        picture: part.picture.clone().filter(|_| !goes_on),
        empty: if all == 0 { part.empty.clone() } else { String::new() },
        table: Table { caption, columns, rows, ..Table::default() },
    }
}

fn page_links(reading: &Reading<'_>, page: usize) -> Vec<PageLink> {
    if reading.pages.len() < 2 {
        return Vec::new();
    }
    let link = |(at, path): (usize, String)| PageLink {
        text: (at + 1).to_string(),
        href: path.rsplit('/').next().unwrap_or_default().to_owned(),
        current: at == page,
    };
    reading.paths().enumerate().map(link).collect()
}

/// The command that makes a reading again.
fn command(site: &Site<'_>, words: &str) -> String {
    format!("pirctl {words} {}", site.about.moment).trim_end().to_owned()
}

/// The option that names a window.
fn period(window: &Window) -> String {
    format!("--period {}..{}", window.first, window.end)
}

/// The ids of records, each leading to its page; of many the first few and how many more there are.
fn named<'i>(site: &Site<'_>, ids: impl ExactSizeIterator<Item = &'i str>) -> Cell {
    let more = ids.len().saturating_sub(NAMED);
    let mut cell: Cell = ids.take(NAMED).map(|id| Piece::id(id, site.addresses.id(id))).collect();
    if more > 0 {
        cell.push(Piece::text(format!("and {more} more")));
    }
    cell
}

/// `1 incident`, `2 incidents`.
fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}
