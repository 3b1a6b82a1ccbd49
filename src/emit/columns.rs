//! A table in the terminal: columns as wide as their widest cell, the head dimmed.

use super::Look;
use crate::escape::terminal;
use std::fmt::Write;

/// Rows below a head; nothing when there are no rows. An empty cell is a dash.
pub(super) fn columns<const N: usize>(head: [&str; N], rows: &[[String; N]], look: Look) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let shown = |cell: &String| match cell.as_str() {
        "" => "-".to_owned(),
        text => terminal(text).into_owned(),
    };
    let lines: Vec<[String; N]> = std::iter::once(head.map(str::to_owned))
        .chain(rows.iter().map(|row| row.each_ref().map(shown)))
        .collect();
    let width = |at: usize| lines.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let mut out = String::new();
    for (nth, row) in lines.iter().enumerate() {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        let text = cells.collect::<Vec<_>>().join("  ");
        let text = text.trim_end();
        let _ = if nth == 0 && look.color {
            writeln!(out, "  \u{1b}[2m{text}\u{1b}[0m")
        } else {
            writeln!(out, "  {text}")
        };
    }
    out
}
