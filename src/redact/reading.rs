//! Readings as they leave.

use super::WITHHELD;
use super::desk::Desk;
use crate::page::{Frame, PartView, ReadingPage};
use crate::rows::{Column, Table, plain};

/// Readings whose sentences are the tool's own, by the word their address begins with.
const READINGS: [&str; 13] = [
    "contents",
    "due",
    "figures",
    "frameworks",
    "matrix",
    "population",
    "records",
    "roles",
    "sample",
    "trends",
    "vendors",
    "verify",
    "waivers",
];

/// Parts of trends whose values are words of the model; others hold words that people chose.
const BY: [&str; 7] = [
    "by-asset-group",
    "by-attack-action",
    "by-cause-category",
    "by-detection-source",
    "by-failed-control",
    "by-rca-method",
    "by-severity",
];

impl Desk<'_, '_> {
    pub(super) fn reading(&self, page: ReadingPage) -> ReadingPage {
        let ReadingPage { frame, title, lead, parts, pages } = page;
        let stem = self.page.split(['/', '.']).next().unwrap_or_default();
        let stem = stem
            .rsplit_once('-')
            .filter(|(name, _)| READINGS.contains(name))
            .map_or(stem, |(name, _)| name);
        let is_own = READINGS.contains(&stem);
        let frame = if is_own {
            self.frame(frame)
        } else {
            let (here, title) = (String::new(), WITHHELD.to_owned());
            self.frame(Frame { title, here, ..frame })
        };
        ReadingPage {
            frame,
            title: self.said(&title, is_own, "the title of a reading"),
            lead: self.said(&lead, is_own, "the first sentence of a reading"),
            parts: parts
                .into_iter()
                .filter(|part| is_for_all(part, stem))
                .map(|part| self.part(part, stem, is_own))
                .collect(),
            pages: pages.into_iter().map(|link| self.page_link(link)).collect(),
        }
    }

    fn part(&self, part: PartView, stem: &str, is_own: bool) -> PartView {
        let PartView { heading, anchor, notes, command, picture, mut table, empty } = part;
        let are_words = !matches!(stem, "trends") || BY.contains(&anchor.as_str());
        let is_by_people = anchor.starts_with("by-") && !are_words || anchor == "units";
        if is_by_people {
            for cell in table.rows.iter_mut().filter_map(|row| row.cells.first_mut()) {
                let is_own = cell.iter().all(|piece| piece.text == "not stated");
                if !is_own {
                    *cell = plain(WITHHELD);
                }
            }
        }
        // Only what checks the files needs nothing of the repository.
        let command = match (stem, anchor.as_str()) {
            ("verify", "files") => command,
            _ => String::new(),
        };
        let note = |text: &String| self.said(text, is_own, "a note of a reading");
        PartView {
            heading: self.said(&heading, is_own, "a heading of a reading"),
            anchor: if is_own { self.own(&anchor) } else { self.anchor(&anchor) },
            notes: notes.iter().map(note).collect(),
            command,
            picture: self.picture(picture),
            table: self.table(columned(table), is_own),
            empty: self.said(&empty, is_own, "what a reading says of nothing"),
        }
    }
}

/// False for a part that is about commands in a clone.
fn is_for_all(part: &PartView, stem: &str) -> bool {
    part.anchor != "repeat"
        && (stem != "verify" || ["files", "limits"].contains(&part.anchor.as_str()))
}

/// A table whose rows have no columns has none itself.
fn columned(table: Table) -> Table {
    let Table { caption, heading, anchor, note, columns, rows } = table;
    let columns: Vec<Column> = if rows.is_empty() { Vec::new() } else { columns };
    Table { caption, heading, anchor, note, columns, rows }
}
