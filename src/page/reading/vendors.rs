//! Vendors: how each learns from its incidents by its own answers and by other evidence, and when it is asked again.

use super::{Part, Reading, counted, named};
use crate::agenda::{Assessment, Supplier, supplier_of};
use crate::page::site::Site;
use crate::record::Record;
use crate::rows::{Cell, Piece, Table, person, plain};
use crate::schema::{Kind, vendor};
use crate::verdict::Verdict;

pub(super) fn reading(site: &Site<'_>) -> Reading<'static> {
    let known: Vec<(&Record, Supplier<'_>)> = site
        .in_order(Kind::Vendor)
        .into_iter()
        .filter_map(|record| Some((record, supplier_of(&site.cx, record)?)))
        .collect();
    let withheld = site.in_order(Kind::Vendor).len() - known.len();
    let late = known.iter().filter(|(_, it)| it.is_late && is_told(site, it)).count();
    let asked: usize = known.iter().map(|(_, it)| it.assessments.len()).sum();
    let lead = format!(
        "{}; assessments that are done: {asked}; past the day of the next one: {late}.",
        counted(known.len(), "vendor", "vendors"),
    );
    let left_out = match withheld {
        0 => String::new(),
        n => format!("{n} left out, because privileged."),
    };
    let parts = vec![
        Part::new("vendors", "Vendors")
            .note(left_out)
            .table(vendors(site, &known), "no vendor is recorded."),
        Part::new("assessments", "Assessments")
            .note("Three questions are asked: how it reviews its incidents, a control that one of them changed, how it follows its actions.")
            .table(assessments(site, &known), "no assessment is done."),
        Part::new("repeat", "How to make it again")
            .note("Of each vendor:")
            .command(super::command(site, "show VND-..")),
    ];
    Reading::new("vendors", "Vendors", lead, parts)
}

/// True when the record that states the next assessment may be told of.
fn is_told(site: &Site<'_>, supplier: &Supplier<'_>) -> bool {
    supplier.next.is_some_and(|(_, holder)| !site.hides(holder))
}

fn vendors(site: &Site<'_>, known: &[(&Record, Supplier<'_>)]) -> Table {
    let labels =
        ["vendor+", "tier", "owner", "last assessed", "next due", "open red flags", "incidents"];
    let mut table = Table::new("Vendors", &labels);
    for (record, supplier) in known {
        let mut name = vec![Piece::id(record.id(), site.addresses.file(record))];
        name.push(Piece::sub(record.title()));
        let services: Vec<&str> =
            record.words(vendor::SERVICES).iter().map(|it| it.value).collect();
        name.extend((!services.is_empty()).then(|| Piece::sub(services.join(", "))));
        let incidents: Vec<&str> =
            supplier.incidents.iter().map(|it| it.id).filter(|id| !site.hides(id)).collect();
        let cells = vec![
            name,
            plain(supplier.tier.unwrap_or("not stated")),
            person(record.text_of(vendor::OWNER)),
            last(supplier),
            next(site, supplier),
            open_flags(supplier),
            named(site, incidents.into_iter()),
        ];
        table.push("", cells);
    }
    table
}

fn last(supplier: &Supplier<'_>) -> Cell {
    let Some(last) = supplier.assessments.last() else { return plain("never") };
    let mut cell = last.at.map_or_else(|| plain("no date stated"), |day| vec![Piece::day(day)]);
    cell.push(Piece::sub(last.status));
    cell
}

fn next(site: &Site<'_>, supplier: &Supplier<'_>) -> Cell {
    let Some((day, holder)) = supplier.next.filter(|_| is_told(site, supplier)) else {
        return plain("none is owed or stated");
    };
    let mut cell = vec![Piece::day(day)];
    if supplier.is_late {
        cell.push(Piece::state(Verdict::Missing, "late"));
    }
    cell.push(Piece::sub(format!("by {holder}")));
    cell
}

/// The flags of the last assessment that no action answers; those of a withheld one are not told.
fn open_flags(supplier: &Supplier<'_>) -> Cell {
    let told = supplier.assessments.last().is_some_and(|it| it.red_flags == supplier.open_flags);
    match supplier.open_flags.as_slice() {
        flags if told && !flags.is_empty() => {
            vec![Piece::state(Verdict::Partly, flags.join(", "))]
        }
        _ => plain("none"),
    }
}

fn assessments(site: &Site<'_>, known: &[(&Record, Supplier<'_>)]) -> Table {
    let labels = [
        "assessment",
        "vendor",
        "made",
        "result",
        "questions answered+",
        "evidence",
        "beyond its own word",
        "red flags",
    ];
    let mut table = Table::new("Assessments, the newest of each vendor first", &labels);
    for (record, supplier) in known {
        for made in supplier.assessments.iter().rev() {
            table.push("", assessment(site, record, made));
        }
    }
    table
}

fn assessment(site: &Site<'_>, vendor: &Record, made: &Assessment<'_>) -> Vec<Cell> {
    let words = |words: &[&str]| match words {
        [] => plain("none"),
        words => plain(words.join(", ")),
    };
    let answered: Vec<String> = made.answered.iter().map(|it| it.replace('_', " ")).collect();
    let answered = match answered.as_slice() {
        [] => "none".to_owned(),
        some => format!("{} of 3: {}", some.len(), some.join(", ")),
    };
    vec![
        vec![Piece::id(made.id, site.addresses.id(made.id))],
        vec![Piece::id(vendor.id(), site.addresses.file(vendor))],
        made.at.map_or_else(|| plain("no date stated"), |day| vec![Piece::day(day)]),
        plain(made.status),
        plain(answered),
        words(&made.evidence),
        words(&made.corroboration),
        words(&made.red_flags),
    ]
}
