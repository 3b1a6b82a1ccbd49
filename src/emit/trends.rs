//! `trends`: incidents by quarter as tables in the terminal, and as CSV.

use super::Look;
use super::list::row;
use crate::escape::terminal;
use crate::metrics::{
    FEWEST_IN_CELL, Note, Often, QuarterStanding, Series, Shared, TrendCell, Trends, Window, signed,
};
use crate::term::{Day, Zone};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The trends of a period, and for when they are asked.
#[derive(Clone, Copy, Debug)]
pub struct TrendsReport<'a> {
    /// The period asked for.
    pub window: &'a Window,
    /// Today.
    pub today: Day,
    /// The zone in which days are cut.
    pub zone: Zone,
    /// First month and day of the organisation's year.
    pub year_starts: (u32, u32),
    /// The framework, where one was asked for, as the user wrote it.
    pub framework: Option<&'a str>,
    /// The trends.
    pub trends: &'a Trends<'a>,
}

/// Values shown of a dimension, and lines of a pattern.
const MOST: usize = 12;

/// The trends as tables, and the patterns below them.
pub fn trends_text(report: TrendsReport<'_>, look: Look) -> String {
    let TrendsReport { window, today, zone, trends, framework, .. } = report;
    let mut out = format!("{window} ({}), as of {today}", zone.name());
    if let Some(framework) = framework {
        let _ = write!(out, ", framework {}", terminal(framework));
    }
    out.push('\n');
    out.push_str(&year(report));
    for remark in &trends.remarks {
        let _ = writeln!(out, "{}", terminal(remark));
    }
    let mut table = vec![head(trends), line(&trends.all, "incidents")];
    for dimension in &trends.dimensions {
        table.push(vec![format!("\nby {}", dimension.title)]);
        let shown = dimension.values.iter().take(MOST);
        table.extend(shown.map(|series| line(series, &format!("  {}", terminal(&series.value)))));
        let more = dimension.values.len().saturating_sub(MOST);
        if more > 0 {
            table.push(vec![format!("  and {more} more: `--format json` has them all")]);
        }
        if dimension.not_stated.cells.iter().any(|cell| !cell.incidents.is_empty()) {
            table.push(line(&dimension.not_stated, "  (not stated)"));
        }
    }
    if !trends.apart.is_empty() {
        table.push(vec!["\napart, in no other figure".to_owned()]);
        let apart = trends.apart.iter();
        table.extend(apart.map(|series| line(series, &format!("  {}", terminal(&series.value)))));
    }
    out.push('\n');
    out.push_str(&columns(&table, look));
    let _ = writeln!(
        out,
        "\nAn incident with several values counts once for each, so a column may exceed its incidents. \
         A share is given from {FEWEST_IN_CELL} in a cell on."
    );
    patterns(&mut out, trends, look);
    left_out(&mut out, &trends.excluded);
    out
}

/// Which days the quarters have, where the year does not begin in January.
fn year(report: TrendsReport<'_>) -> String {
    let (month, day) = report.year_starts;
    if (month, day) == (1, 1) {
        return String::new();
    }
    let last = report.trends.quarters.last();
    let days = last.map(|it| format!("; {} begins on {}", it.period, it.first)).unwrap_or_default();
    format!("the year begins on {month:02}-{day:02} and is called by the year it begins in{days}\n")
}

fn head(trends: &Trends<'_>) -> Vec<String> {
    let mark = |standing| match standing {
        QuarterStanding::Whole => "",
        QuarterStanding::SoFar => " so far",
        QuarterStanding::Before => " ?",
    };
    let quarters = trends
        .quarters
        .iter()
        .map(|quarter| format!("{}{}", quarter.period, mark(quarter.standing)));
    let last = trends.quarters.last().map(|quarter| quarter.period.to_string());
    let share = format!("of {}", last.unwrap_or_default());
    let compared =
        [share.as_str(), "to last quarter", "to a year before", "12 months", "to the 12 before"];
    std::iter::once(String::new()).chain(quarters).chain(compared.map(str::to_owned)).collect()
}

/// The counts of each quarter, then what the last one is compared with.
fn line(series: &Series<'_>, name: &str) -> Vec<String> {
    let number = |count: Option<usize>| count.map_or_else(|| "?".to_owned(), |n| n.to_string());
    let mut cells = vec![name.to_owned()];
    cells.extend(series.cells.iter().map(|cell| number(cell.count)));
    if let Some(last) = series.cells.last() {
        cells.push(last.share.map_or_else(|| "-".to_owned(), |share| format!("{share} %")));
        cells.push(signed(last.to_last_quarter));
        cells.push(signed(last.to_year_before));
        cells.push(number(last.twelve_months));
        cells.push(signed(last.twelve_months_to_year_before));
    }
    cells
}

/// Rows of cells below each other, numbers to the right; a row of one cell is a heading.
fn columns(rows: &[Vec<String>], look: Look) -> String {
    let across = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cells = || rows.iter().filter(|row| row.len() > 1);
    let width = |at: usize| cells().filter_map(|row| row.get(at)).map(|c| c.chars().count()).max();
    let widths: Vec<usize> = (0..across).map(|at| width(at).unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        if let [heading] = row.as_slice() {
            let _ = writeln!(out, "{}", bold(heading, look));
            continue;
        }
        let mut text = String::new();
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let _ = if at == 0 {
                write!(text, "{cell:<width$}")
            } else {
                write!(text, "  {cell:>width$}")
            };
        }
        let _ = writeln!(out, "{}", text.trim_end());
    }
    out
}

fn bold(text: &str, look: Look) -> String {
    let is_plain = !look.color || text.trim_start().starts_with("and ");
    if is_plain { text.to_owned() } else { format!("\u{1b}[1m{text}\u{1b}[0m") }
}

fn patterns(out: &mut String, trends: &Trends<'_>, look: Look) {
    let watch = &trends.watch;
    let _ = writeln!(out, "\n{}", bold("Worth a look, in the quarters shown", look));
    let pairs = watch.recurring.iter().map(|pair| {
        format!("{} repeats {} of {} days before: {}", pair.later, pair.earlier, pair.days, pair.by)
    });
    list(out, "incidents that repeat an earlier one", pairs);
    let with_major = watch
        .minor_with_major
        .iter()
        .map(|it| format!("{}: {} with {}", it.cause, some(&it.minor), some(&it.major)));
    list(out, "lesser incidents that share a cause with a high or critical one", with_major);
    list(out, "controls that failed in several incidents", watch.failed_controls.iter().map(often));
    list(out, "units with several incidents", watch.units.iter().map(often));
    list(out, "suppliers with several incidents", watch.suppliers.iter().map(often));
    let title =
        "one apparent root cause again within six months (DORA's test of recurring incidents)";
    list(out, title, watch.within_six_months.iter().map(within));
}

fn often(often: &Often<'_>) -> String {
    let recurring = often.recurring.len();
    let again = if recurring == 0 { String::new() } else { format!(", {recurring} of them recur") };
    format!(
        "{}: {} incidents{again}: {}",
        often.name,
        often.incidents.len(),
        some(&often.incidents)
    )
}

fn within(shared: &Shared<'_>) -> String {
    let mut ids = shared.major.clone();
    ids.extend(&shared.minor);
    ids.sort_unstable();
    let (first, last) = shared.days;
    let dora = if shared.dora { ", stated to fall under DORA" } else { "" };
    format!("{}: {} ({first} to {last}{dora})", shared.cause, some(&ids))
}

/// The first few ids, and how many more there are.
fn some(ids: &[&str]) -> String {
    let shown = ids.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    match ids.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn list(out: &mut String, title: &str, lines: impl ExactSizeIterator<Item = String>) {
    let more = lines.len().saturating_sub(MOST);
    if lines.len() == 0 {
        let _ = writeln!(out, "  {title}: none found");
        return;
    }
    let _ = writeln!(out, "  {title}:");
    for line in lines.take(MOST) {
        let _ = writeln!(out, "    {}", terminal(&line));
    }
    if more > 0 {
        let _ = writeln!(out, "    and {more} more: `--format json` has them all");
    }
}

/// Records with one reason in one line.
fn left_out(out: &mut String, excluded: &[Note]) {
    let mut by_text: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for note in excluded {
        by_text.entry(&note.says).or_default().push(&note.record);
    }
    if !by_text.is_empty() {
        out.push('\n');
    }
    for (says, records) in by_text {
        let line = format!("left out: {} {says}", some(&records));
        let _ = writeln!(out, "{}", terminal(&line));
    }
}

/// The counts as comma-separated values, one value of one quarter a line; no cell is a formula.
pub fn trends_csv(report: TrendsReport<'_>) -> String {
    let trends = report.trends;
    let head = "by,value,quarter,from,before,standing,incidents,share,to_last_quarter,\
        to_year_before,twelve_months,twelve_months_to_year_before,records";
    let mut out = format!("{head}\n");
    series(&mut out, trends, "all", &trends.all);
    for dimension in &trends.dimensions {
        for values in &dimension.values {
            series(&mut out, trends, dimension.name, values);
        }
        let by = format!("{} not stated", dimension.name);
        series(
            &mut out,
            trends,
            &by,
            &Series { value: String::new(), ..dimension.not_stated.clone() },
        );
    }
    for values in &trends.apart {
        series(&mut out, trends, "apart", values);
    }
    out
}

fn series(out: &mut String, trends: &Trends<'_>, by: &str, series: &Series<'_>) {
    for (quarter, cell) in trends.quarters.iter().zip(&series.cells) {
        let cells = [
            by.to_owned(),
            series.value.clone(),
            quarter.period.to_string(),
            quarter.first.to_string(),
            quarter.end.to_string(),
            quarter.standing.word().to_owned(),
        ];
        row(out, cells.into_iter().chain(amounts(cell)));
    }
}

fn amounts(cell: &TrendCell<'_>) -> [String; 7] {
    let count = |n: Option<usize>| n.map_or_else(|| "n/a".to_owned(), |n| n.to_string());
    let difference = |n: Option<i64>| n.map_or_else(|| "n/a".to_owned(), |n| n.to_string());
    [
        count(cell.count),
        cell.share.map_or_else(|| "n/a".to_owned(), |share| share.to_string()),
        difference(cell.to_last_quarter),
        difference(cell.to_year_before),
        count(cell.twelve_months),
        difference(cell.twelve_months_to_year_before),
        cell.incidents.join(" "),
    ]
}
