//! Trends: incidents by quarter and by what they have in common, and the patterns worth a look.

use super::{Part, Reading, command, named};
use crate::config::Assets;
use crate::metrics::{
    FEWEST_IN_CELL, Often, QuarterStanding, Series, Shared, TrendDimension, TrendGround, Trends,
    signed, trends,
};
use crate::page::site::Site;
use crate::picture::{self, HeatMap};
use crate::rows::{Cell, Column, Piece, Table, plain};

/// Values shown of a dimension, and lines of a pattern.
const MOST: usize = 40;

pub(super) fn reading(site: &Site<'_>, assets: &Assets) -> Reading<'static> {
    let (register, now) = (site.cx.register, site.cx.now);
    let (quarters, framework) = (site.config().quarters(), site.framework);
    let ground = TrendGround { register, assets, now, quarters, framework };
    let window = ground.last_finished();
    match trends(&ground, &window) {
        Ok(found) => {
            let first = found.quarters.first().map_or(window.first, |quarter| quarter.first);
            let lead = format!(
                "Incidents by quarter, from {first} up to, not including, {}. What a pattern means is for people to say.",
                window.end
            );
            Reading::new("trends", "Trends", lead, parts(site, &found))
        }
        Err(flaw) => Reading::new("trends", "Trends", format!("{flaw}."), Vec::new()),
    }
}

fn parts(site: &Site<'_>, found: &Trends<'_>) -> Vec<Part<'static>> {
    let counts = format!(
        "An incident with several values counts once for each, so a column may exceed its incidents. A share of the last quarter is given \
         from {FEWEST_IN_CELL} in a cell on. A quarter before the register begins is not known, and not zero."
    );
    let mut parts = vec![
        Part { notes: found.remarks.clone(), ..Part::new("all", "All incidents") }
            .note(counts)
            .picture(picture::quarters("Incidents", &found.quarters, &found.all))
            .table(table(site, found, "Incidents by quarter", [&found.all]), "no incident."),
    ];
    parts.extend(found.dimensions.iter().map(|dimension| by(site, found, dimension)));
    parts.extend(heat(site, found));
    if !found.apart.is_empty() {
        let apart = table(site, found, "Apart, by quarter", &found.apart);
        parts.push(Part::new("apart", "Apart, in no other figure").table(apart, "none."));
    }
    parts.extend(patterns(site, found));
    if !found.excluded.is_empty() {
        let mut table = Table::new("Records that are not counted", &["record", "why+"]);
        for note in &found.excluded {
            let id = Piece::id(&note.record, site.addresses.id(&note.record));
            table.push("", vec![vec![id], plain(&note.says)]);
        }
        parts.push(Part::new("left-out", "Left out").table(table, "none."));
    }
    let asked = site.framework.map(|filter| format!("trends --framework {}", filter.asked()));
    let words = asked.unwrap_or_else(|| "trends".to_owned());
    parts.push(Part::new("repeat", "How to make it again").command(command(site, &words)));
    parts
}

/// Causes against what they befell; none where the figures have one of them only.
fn heat(site: &Site<'_>, found: &Trends<'_>) -> Option<Part<'static>> {
    let dimension = |name| found.dimensions.iter().find(|it| it.name == name);
    let (causes, assets) = (dimension("cause-category")?, dimension("asset-group")?);
    let map = HeatMap {
        what: (causes.title, assets.title),
        lines: of_dimension(causes),
        columns: of_dimension(assets),
        addresses: &site.addresses,
    };
    Some(Part::new("causes-and-assets", "Causes by asset group").picture(picture::heat(&map)))
}

/// The values of a dimension with their incidents, what is not stated last.
fn of_dimension<'f>(dimension: &'f TrendDimension<'_>) -> Vec<picture::Shared<'f>> {
    let all = dimension.values.iter().chain([&dimension.not_stated]);
    let shared = all.map(|series| picture::Shared {
        name: &series.value,
        incidents: series.cells.iter().flat_map(|cell| cell.incidents.iter().copied()).collect(),
    });
    shared.filter(|shared| !shared.incidents.is_empty()).collect()
}

fn by(site: &Site<'_>, found: &Trends<'_>, dimension: &TrendDimension<'_>) -> Part<'static> {
    let unstated = Some(&dimension.not_stated);
    let unstated = unstated.filter(|it| it.cells.iter().any(|cell| !cell.incidents.is_empty()));
    let shown = dimension.values.iter().take(MOST).chain(unstated);
    let more = dimension.values.len().saturating_sub(MOST);
    let note = match more {
        0 => String::new(),
        more => {
            format!("{more} values with fewer incidents are left to pirctl trends --format json.")
        }
    };
    let table = table(site, found, &format!("Incidents by {}", dimension.title), shown);
    Part::new(&format!("by-{}", dimension.name), format!("By {}", dimension.title))
        .note(note)
        .table(table, "no incident of these quarters states it.")
}

/// A line for each series: a column for each quarter, then what the last one is compared with.
fn table<'s, 'r: 's>(
    site: &Site<'_>,
    found: &Trends<'_>,
    caption: &str,
    series: impl IntoIterator<Item = &'s Series<'r>>,
) -> Table {
    let mut table = Table::new(caption, &["value"]);
    let numbers =
        |label: String| Column { label: crate::term::interned(&label), class: "num unbroken" };
    let quarters = found.quarters.iter().map(|quarter| {
        let so_far = if quarter.standing == QuarterStanding::SoFar { " so far" } else { "" };
        numbers(format!("{}{so_far}", quarter.period))
    });
    table.columns.extend(quarters);
    let compared =
        ["share", "to last quarter", "to a year before", "12 months", "to the 12 before"];
    table.columns.extend(compared.into_iter().map(|label| Column { label, class: "num" }));
    table.columns.push(Column { label: "records behind it", class: "wide" });
    for series in series {
        table.push("", cells(site, series));
    }
    table
}

fn cells(site: &Site<'_>, series: &Series<'_>) -> Vec<Cell> {
    let number = |count: Option<usize>| {
        plain(count.map_or_else(|| "not known".to_owned(), |n| n.to_string()))
    };
    let mut cells = vec![plain(&series.value)];
    cells.extend(series.cells.iter().map(|cell| number(cell.count)));
    if let Some(last) = series.cells.last() {
        cells.push(plain(last.share.map_or_else(|| "-".to_owned(), |share| format!("{share} %"))));
        cells.push(plain(signed(last.to_last_quarter)));
        cells.push(plain(signed(last.to_year_before)));
        cells.push(number(last.twelve_months));
        cells.push(plain(signed(last.twelve_months_to_year_before)));
    }
    // The latest first: they are what the reader asks for.
    let ids = series.cells.iter().rev().flat_map(|cell| cell.incidents.iter().rev().copied());
    let ids: Vec<&str> = ids.collect();
    cells.push(named(site, ids.into_iter()));
    cells
}

fn patterns(site: &Site<'_>, found: &Trends<'_>) -> Vec<Part<'static>> {
    let watch = &found.watch;
    let mut pairs = Table::new(
        "Incidents that repeat an earlier one",
        &["later", "earlier", "days between#", "what they share+"],
    );
    for pair in watch.recurring.iter().take(MOST * 5) {
        let id = |id: &str| vec![Piece::id(id, site.addresses.id(id))];
        pairs.push(
            "",
            vec![id(pair.later), id(pair.earlier), plain(pair.days.to_string()), plain(&pair.by)],
        );
    }
    let more = watch.recurring.len().saturating_sub(MOST * 5);
    let more = if more == 0 {
        String::new()
    } else {
        format!("{more} more are left to pirctl trends --format json.")
    };
    vec![
        Part::new("recurring", "Incidents that repeat an earlier one").note(more).table(pairs, "none found."),
        Part::new("minor-with-major", "Lesser incidents that share a cause with a high or critical one")
            .table(shared(site, "Shared causes", &watch.minor_with_major), "none found."),
        Part::new("failed-controls", "Controls that failed in several incidents")
            .table(often(site, "Controls", &watch.failed_controls), "none found."),
        Part::new("units", "Units with several incidents")
            .table(often(site, "Units", &watch.units), "none found."),
        Part::new("suppliers", "Suppliers with several incidents")
            .table(often(site, "Suppliers", &watch.suppliers), "none found."),
        Part::new("within-six-months", "One apparent root cause again within six months")
            .note("DORA's test of recurring incidents: Delegated Regulation (EU) 2024/1772, Article 8(2).")
            .table(shared(site, "Root causes again within six months", &watch.within_six_months), "none found."),
    ]
}

fn often(site: &Site<'_>, caption: &str, found: &[Often<'_>]) -> Table {
    let mut table =
        Table::new(caption, &["name", "incidents#", "recurring#", "records behind it+"]);
    for often in found.iter().take(MOST) {
        let cells = vec![
            vec![Piece::link(&often.name, site.addresses.id(&often.name))],
            plain(often.incidents.len().to_string()),
            plain(often.recurring.len().to_string()),
            named(site, often.incidents.iter().copied()),
        ];
        table.push("", cells);
    }
    table
}

fn shared(site: &Site<'_>, caption: &str, found: &[Shared<'_>]) -> Table {
    let labels = ["cause", "high or critical", "lesser", "from", "to", "regime"];
    let mut table = Table::new(caption, &labels);
    for shared in found.iter().take(MOST) {
        let cells = vec![
            plain(&shared.cause),
            named(site, shared.major.iter().copied()),
            named(site, shared.minor.iter().copied()),
            vec![Piece::day(shared.days.0)],
            vec![Piece::day(shared.days.1)],
            if shared.dora { plain("stated to fall under DORA") } else { Cell::new() },
        ];
        table.push("", cells);
    }
    table
}
