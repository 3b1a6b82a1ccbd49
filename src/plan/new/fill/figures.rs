//! The figures of a new trend report: a table of quarters, and the patterns worth a look. No analysis.

use super::super::body::table;
use crate::metrics::{QuarterStanding, Series, Trends, Watch};
use std::fmt::Write;

/// Values of a dimension that go into the table; a report is read by people.
const MOST: usize = 20;

/// The section Figures.
pub(super) fn figures(trends: &Trends<'_>) -> String {
    let mut out = String::new();
    for remark in &trends.remarks {
        let _ = writeln!(out, "- {remark}");
    }
    if !trends.excluded.is_empty() {
        let _ = writeln!(out, "- not counted: {}", trends.excluded.len());
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&counts(trends));
    out.push_str(
        "\nAn incident with several values counts once for each, so a column may exceed its incidents. `?` and `n/a` \
         are not known, and not zero.\n",
    );
    out.push_str(&patterns(&trends.watch));
    out
}

fn counts(trends: &Trends<'_>) -> String {
    let mut head = vec!["by".to_owned(), "value".to_owned()];
    head.extend(trends.quarters.iter().map(|quarter| match quarter.standing {
        QuarterStanding::SoFar => format!("{} so far", quarter.period),
        QuarterStanding::Whole | QuarterStanding::Before => quarter.period.to_string(),
    }));
    head.extend(["12 months", "to last quarter", "to a year before"].map(str::to_owned));
    let mut rows = vec![row("all", "incidents", &trends.all)];
    for dimension in &trends.dimensions {
        let values = dimension.values.iter().take(MOST);
        rows.extend(values.map(|series| row(dimension.title, &series.value, series)));
        let more = dimension.values.len().saturating_sub(MOST);
        if more > 0 {
            let mut rest = vec![String::new(); head.len()];
            dimension.title.clone_into(&mut rest[0]);
            rest[1] = format!("and {more} more");
            rows.push(rest);
        }
        let silent = &dimension.not_stated;
        if silent.cells.iter().any(|cell| !cell.incidents.is_empty()) {
            rows.push(row(dimension.title, "(not stated)", silent));
        }
    }
    let apart = trends.apart.iter();
    rows.extend(apart.map(|series| row("apart, in no other figure", &series.value, series)));
    table(&head.iter().map(String::as_str).collect::<Vec<_>>(), &rows)
}

fn row(by: &str, value: &str, series: &Series<'_>) -> Vec<String> {
    let number = |count: Option<usize>| count.map_or_else(|| "?".to_owned(), |n| n.to_string());
    let signed = |difference: Option<i64>| match difference {
        None => "n/a".to_owned(),
        Some(0) => "0".to_owned(),
        Some(difference) => format!("{difference:+}"),
    };
    let mut cells = vec![by.to_owned(), value.to_owned()];
    cells.extend(series.cells.iter().map(|cell| number(cell.count)));
    if let Some(last) = series.cells.last() {
        cells.push(number(last.twelve_months));
        cells.push(signed(last.to_last_quarter));
        cells.push(signed(last.to_year_before));
    }
    cells
}

/// What to look at when the analysis is written.
fn patterns(watch: &Watch<'_>) -> String {
    let recurring = watch.recurring.iter().map(|pair| {
        let says = format!("{} days before: {}", pair.days, pair.by);
        vec!["recurs".into(), format!("{} repeats {}, {says}", pair.later, pair.earlier)]
    });
    let shared = watch.minor_with_major.iter().map(|it| {
        let says = format!("{}: {} with {}", it.cause, it.minor.join(", "), it.major.join(", "));
        vec!["lesser one with the cause of a high or critical one".into(), says]
    });
    let often = [
        ("control failed in several", &watch.failed_controls),
        ("unit with several", &watch.units),
        ("supplier with several", &watch.suppliers),
    ];
    let often = often.into_iter().flat_map(|(what, found)| {
        let says = move |it: &crate::metrics::Often<'_>| {
            vec![what.to_owned(), format!("{}: {}", it.name, it.incidents.join(", "))]
        };
        found.iter().map(says)
    });
    let again = watch.within_six_months.iter().map(|it| {
        let ids: Vec<&str> = it.major.iter().chain(&it.minor).copied().collect();
        let (first, last) = it.days;
        let says = format!("{}: {} ({first} to {last})", it.cause, ids.join(", "));
        vec!["one root cause again within six months".into(), says]
    });
    let rows: Vec<Vec<String>> = recurring.chain(shared).chain(often).chain(again).collect();
    if rows.is_empty() {
        return "\nNo pattern was found in these quarters.\n".to_owned();
    }
    format!("\n{}", table(&["worth a look", "incidents"], &rows))
}
