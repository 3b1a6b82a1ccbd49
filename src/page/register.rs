//! Registers and findings, at most 200 rows a page.

use super::pictures;
use super::site::{Placed, Register, Site, page_count};
use super::view::{PageLink, RegisterPage};
use crate::diag::Level;
use crate::record::Record;
use crate::rows::{Cell, PAGE_ROWS, Piece, Sheet, Table, page_name, plain};
use crate::rules::{Rule, catalogue, find_in};

/// Page `page` (from 0) of a register.
pub(super) fn view(
    site: &Site<'_>,
    register: Register,
    sheet: &Sheet<'_>,
    page: usize,
) -> RegisterPage {
    let (section, lead, empty) = words(register);
    let pages = page_count(sheet.len());
    let first = page * PAGE_ROWS;
    let shown = Table {
        rows: sheet.rows(site.sources(), first..sheet.len().min(first + PAGE_ROWS)),
        columns: sheet.columns.clone(),
        caption: captioned(sheet, page, pages),
        ..Table::default()
    };
    RegisterPage {
        frame: site.frame(section, &numbered(section, page), false),
        title: numbered(section, page),
        lead: lead.to_owned(),
        picture: (register == Register::Actions && page == 0).then(|| pictures::ageing(site)),
        tables: if sheet.is_empty() { Vec::new() } else { vec![shown] },
        empty: empty.to_owned(),
        pages: page_links(register.name(), page, pages),
    }
}

fn words(register: Register) -> (&'static str, &'static str, &'static str) {
    match register {
        Register::Incidents => (
            "Incidents",
            "Every recorded incident, and how the learning from it stands.",
            "no incident is recorded; there is no evidence to show.",
        ),
        Register::Lessons => (
            "Lessons",
            "Every lesson that a review states, and what answers it.",
            "no review states a lesson.",
        ),
        Register::Actions => (
            "Actions",
            "Every corrective action: owner, due day, what it changed, who tested it.",
            "no corrective action is recorded.",
        ),
        Register::Risks => (
            "Risks",
            "Every risk with its score now, and each step of the score that git holds.",
            "no risk is recorded.",
        ),
        Register::Policies => (
            "Policies",
            "Every policy with the incidents that its change log names.",
            "no policy is recorded.",
        ),
    }
}

fn numbered(section: &str, page: usize) -> String {
    if page == 0 { section.to_owned() } else { format!("{section}, page {}", page + 1) }
}

fn captioned(sheet: &Sheet<'_>, page: usize, pages: usize) -> String {
    let (all, caption) = (sheet.len(), sheet.caption);
    if pages == 1 {
        return format!("{caption} ({all})");
    }
    let first = page * PAGE_ROWS + 1;
    format!("{caption} ({first} to {} of {all})", all.min(first + PAGE_ROWS - 1))
}

fn page_links(name: &str, page: usize, pages: usize) -> Vec<PageLink> {
    let link = |at: usize| PageLink {
        text: (at + 1).to_string(),
        href: page_name(name, at),
        current: at == page,
    };
    if pages > 1 { (0..pages).map(link).collect() } else { Vec::new() }
}

/// Page `page` (from 0) of the findings, by rule.
pub(super) fn findings(site: &Site<'_>, page: usize) -> RegisterPage {
    let all = site.findings.len();
    let start = (page * PAGE_ROWS).min(all);
    let shown = &site.findings[start..all.min(start + PAGE_ROWS)];
    let tables = shown
        .chunk_by(|a, b| a.finding.code == b.finding.code)
        .map(|group| {
            let rule = rule_of(site, group[0].finding.code);
            let (code, name) = (group[0].finding.code, group[0].finding.name);
            let table = finding_table(site, format!("Findings of {code}"), group);
            let note = rule.map(|rule| {
                format!("{} ({}, basis: {})", rule.summary, rule.levels.words(), rule.basis.word())
            });
            Table {
                heading: format!("{code} {name}"),
                anchor: code.to_owned(),
                note: note.unwrap_or_default(),
                ..table
            }
        })
        .collect();
    let waived = site.judgement.waived.len();
    let unknown = site.judgement.unknown.len();
    RegisterPage {
        frame: site.frame("Findings", &numbered("Findings", page), false),
        title: numbered("Findings", page),
        lead: format!(
            "{all} findings, {waived} set aside by a waiver, {unknown} questions that cannot be answered. Whether a finding is a nonconformity is the auditor's judgement."
        ),
        picture: None,
        tables,
        empty: "no rule that is in force found anything.".into(),
        pages: page_links("findings", page, page_count(all)),
    }
}

/// The rule with this code, ours or the register's own.
pub(super) fn rule_of(site: &Site<'_>, code: &str) -> Option<&'static Rule> {
    find_in(&catalogue(site.cx.config), code)
}

/// Findings of one rule as a table.
fn finding_table<'a, 's: 'a>(
    site: &Site<'_>,
    caption: impl Into<String>,
    found: impl IntoIterator<Item = &'a Placed<'s>>,
) -> Table {
    let mut table = Table::new(caption, &["record", "level", "finding+", "line#"]);
    let mut advice = "";
    for placed @ Placed { finding, line } in found {
        let path = finding.place.path.as_str();
        let href = site.addresses.path(path).unwrap_or_default();
        let subject = if finding.record.is_empty() { path } else { &finding.record };
        let mut said = said(site, placed);
        // What to do is told once for findings that it is the same for.
        if !site.is_path_withheld(&finding.place.path)
            && !finding.help.is_empty()
            && finding.help != advice
        {
            advice = &finding.help;
            said.push(Piece::sub(advice));
        }
        let level = vec![Piece::level(finding.level)];
        let line = plain(line.to_string());
        table.push("", vec![vec![Piece::id(subject, href)], level, said, line]);
    }
    table
}

/// What a finding says; nothing of what stands in a privileged record.
fn said(site: &Site<'_>, Placed { finding, .. }: &Placed<'_>) -> Cell {
    let hidden = site.is_path_withheld(&finding.place.path);
    plain(if hidden { "withheld: the record is privileged" } else { &finding.message })
}

/// The findings in the file of one record, each leading to its rule.
pub(super) fn findings_of(site: &Site<'_>, record: &Record) -> Table {
    let mut table = Table::new("Findings", &["rule", "level", "finding+", "line#"]);
    for placed in site.findings_in(record) {
        let Placed { finding, line } = placed;
        let rule = Piece::link(finding.code, site.rule_href(finding.code));
        let level = vec![Piece::level(finding.level)];
        table.push("", vec![vec![rule], level, said(site, placed), plain(line.to_string())]);
    }
    table
}

/// How many findings there are in the files of other records, a record a row.
pub(super) fn findings_counted(site: &Site<'_>, records: &[&Record]) -> Table {
    let mut table = Table::new(
        "Findings about the other records",
        &["record", "errors#", "warnings#", "notes#"],
    );
    for record in records {
        let count = |level| site.findings_in(record).filter(|p| p.finding.level == level).count();
        let counts = [Level::Error, Level::Warning, Level::Note].map(count);
        if counts.iter().sum::<usize>() > 0 {
            let file = site.addresses.file(record);
            // A page that stands alone has no findings but its own.
            let alone = site.alone().is_some();
            let href = if alone { file.to_owned() } else { format!("{file}#findings") };
            let mut cells = vec![vec![Piece::id(record.id(), href)]];
            cells.extend(counts.map(|n| plain(n.to_string())));
            table.push("", cells);
        }
    }
    table
}
