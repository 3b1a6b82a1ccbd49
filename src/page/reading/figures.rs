//! Figures of the period: each with its value, how many records it counts, and what it leaves out.

use super::{Part, Reading, command, named, period};
use crate::config::Assets;
use crate::metrics::{Amount, Metric, Note, Timing, Window, metrics};
use crate::page::site::Site;
use crate::rows::{Cell, Piece, Table, plain};
use std::collections::BTreeMap;

pub(super) fn reading(site: &Site<'_>, window: &Window, assets: &Assets) -> Reading<'static> {
    let found = metrics(&site.cx, assets, window);
    let labels =
        ["figure+", "value", "n#", "records behind it+", "to be known+", "left out, and why+"];
    let mut table = Table::new("Figures of the period", &labels);
    for metric in &found {
        table.push("", row(site, metric));
    }
    let all = Part::new("figures", "Figures of learning").table(table, "no figure.");
    let recorded = Part::new("recorded", "When dates were recorded")
        .picture(crate::page::pictures::claims(site, window));
    let words = format!("metrics {}", period(window));
    let repeat = Part::new("repeat", "How to make it again").command(command(site, &words));
    let lead = format!(
        "{window}. Times are given twice where there are two clocks: by the dates that records state, and by the commits that first hold \
         them. A figure without a record is not available, and never zero or 100 %."
    );
    Reading::new("figures", "Figures", lead, vec![all, recorded, repeat])
}

fn row(site: &Site<'_>, metric: &Metric) -> Vec<Cell> {
    let records = metric.numerator.as_ref().unwrap_or(&metric.denominator);
    let mut remarks: Cell = metric.remarks.iter().map(Piece::sub).collect();
    remarks.extend(notes(site, &metric.notes));
    vec![
        called(metric),
        value(metric),
        plain(metric.n().to_string()),
        named(site, records.iter().map(String::as_str)),
        remarks,
        notes(site, &metric.excluded),
    ]
}

fn called(metric: &Metric) -> Cell {
    let by = metric.timing.map(|timing| match timing {
        Timing::Claimed => "by the dates stated",
        Timing::Recorded => "by the dates of commits",
    });
    let part = Some(metric.part.as_str()).filter(|part| !part.is_empty());
    let beside = part.into_iter().chain(by).map(Piece::sub);
    plain(metric.title).into_iter().chain(beside).collect()
}

/// `75.00 % (3 of 4)`, or each value with its name.
fn value(metric: &Metric) -> Cell {
    let shown = |amount: Option<Amount>, unit: &str| match (amount, unit) {
        (None, _) => "n/a".to_owned(),
        (Some(amount), "percent") => format!("{amount} %"),
        (Some(amount), "hours") => format!("{amount} h"),
        (Some(amount), "days") => format!("{amount} d"),
        (Some(amount), unit) => {
            let whole = amount.to_string().trim_end_matches(".00").to_owned();
            if unit == "people" { format!("{whole} people") } else { whole }
        }
    };
    if let Some(numerator) = &metric.numerator {
        let share = metric.values.first().and_then(|value| value.amount);
        let of = format!("{} of {}", numerator.len(), metric.n());
        return vec![Piece::text(of), Piece::line(shown(share, metric.unit.word()))];
    }
    let line = |it: &crate::metrics::Value| {
        Piece::line(format!("{} {}", it.name, shown(it.amount, it.unit(metric.unit))))
    };
    let mut cell: Cell = metric.values.iter().filter(|it| it.name != "count").map(line).collect();
    let days = metric.counted.iter().filter(|counted| counted.by_day).count();
    if days > 0 {
        cell.push(Piece::line(format!("{days} exact to days only")));
    }
    cell
}

/// Records with one text, the text once.
fn notes(site: &Site<'_>, notes: &[Note]) -> Cell {
    let mut by_text: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for note in notes {
        by_text.entry(&note.says).or_default().push(&note.record);
    }
    let line = |(says, records): (&str, Vec<&str>)| {
        let mut cell = vec![Piece::sub(says)];
        cell.extend(named(site, records.into_iter()));
        cell
    };
    by_text.into_iter().flat_map(line).collect()
}
