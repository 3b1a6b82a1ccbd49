//! Every page of the site but those of single records, in reading order, each with one line.

use super::{Part, Reading};
use crate::page::frame::GROUPS;
use crate::page::site::Site;
use crate::rows::{Piece, Table, plain};

pub(super) fn reading(site: &Site<'_>, readings: &[Reading<'_>]) -> Reading<'static> {
    let rows = |href: &str| {
        let register = site.registers.iter().find(|(it, _)| href == format!("{}.html", it.name()));
        let own = readings.iter().find(|it| it.paths().next().as_deref() == Some(href));
        match (register, own, href) {
            (Some((_, sheet)), ..) => sheet.len().to_string(),
            (_, Some(reading), _) => reading.rows().to_string(),
            (_, _, "findings.html") => site.findings.len().to_string(),
            _ => String::new(),
        }
    };
    let mut parts = Vec::new();
    for group in GROUPS.iter().filter(|group| group.name != "Contents") {
        let mut table = Table::new(group.says, &["page", "what stands there+", "rows#"]);
        for page in group.pages {
            let rows = if page.section == "Verify" { String::new() } else { rows(page.href) };
            table.push(
                "",
                vec![vec![Piece::link(page.section, page.href)], plain(page.says), plain(rows)],
            );
            for (title, href, says, rows) in below(readings, page.section) {
                table.push(
                    "",
                    vec![vec![Piece::link(title, href)], plain(says), plain(rows.to_string())],
                );
            }
        }
        parts.push(Part::new(&group.name.to_lowercase(), group.name).table(table, ""));
    }
    let lead = "Every page in the order in which an auditor reads, without those of single records: registers and tables lead to them.";
    Reading::new("contents", "Contents", lead.into(), parts)
}

/// The pages and parts below a page: requirements, and kinds of record.
fn below<'r>(readings: &'r [Reading<'_>], section: &str) -> Vec<(&'r str, String, &'r str, usize)> {
    let of_section = readings.iter().filter(|reading| reading.section == section);
    let mut found = Vec::new();
    for reading in of_section {
        if reading.inside {
            let href = reading.paths().next().unwrap_or_default();
            let says = reading.lead.split(". ").next().unwrap_or_default();
            found.push((reading.title.as_str(), href, says, reading.rows()));
        } else if reading.stem == "records" {
            let named = reading.parts.iter().filter(|part| !part.heading.is_empty());
            found.extend(named.map(|part| {
                (
                    part.heading.as_str(),
                    reading.part_href(&part.anchor),
                    "among the other records",
                    part.rows(),
                )
            }));
        }
    }
    found
}
