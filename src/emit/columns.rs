//! A table in the terminal: columns as wide as their widest cell, the head dimmed.
//!
//! A table that is wider than the terminal breaks its widest columns between words; words are never broken,
//! so that an id, a path or a commit can always be copied whole.

use super::Look;
use crate::escape::terminal;
use std::fmt::Write;

/// Rows below a head, indented; nothing when there are no rows. An empty cell is a dash.
pub(super) fn columns<const N: usize>(head: [&str; N], rows: &[[String; N]], look: Look) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let shown = |cell: &String| match cell.as_str() {
        "" => "-".to_owned(),
        text => terminal(text).into_owned(),
    };
    let rows = rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    table(2, &head.map(str::to_owned), rows, look)
}

/// A row on one line, however long: what a person chose the columns of, and may search by line.
pub(super) fn unbroken(head: &[String], rows: Vec<Vec<String>>, look: Look) -> String {
    table(0, head, rows, Look { width: usize::MAX, ..look })
}

/// Cells that are safe to print as a table with a head line, `indent` spaces before each line.
fn table(indent: usize, head: &[String], rows: Vec<Vec<String>>, look: Look) -> String {
    let rows: Vec<Vec<String>> = std::iter::once(head.to_vec()).chain(rows).collect();
    let widths = widths(&rows, look.width.saturating_sub(indent), head.len());
    let mut out = String::new();
    for (nth, row) in rows.iter().enumerate() {
        let cells: Vec<Vec<String>> =
            row.iter().zip(&widths).map(|(cell, width)| lines(cell, *width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let parts = cells.iter().zip(&widths).map(|(lines, width)| {
                format!("{:<width$}", lines.get(at).map_or("", String::as_str))
            });
            let text = parts.collect::<Vec<_>>().join("  ");
            let (text, before) = (text.trim_end(), " ".repeat(indent));
            let _ = if nth == 0 && look.color {
                writeln!(out, "{before}\u{1b}[2m{text}\u{1b}[0m")
            } else {
                writeln!(out, "{before}{text}")
            };
        }
    }
    out
}

/// How wide each column is: as its widest cell, or less where there is no room for that.
fn widths(rows: &[Vec<String>], room: usize, columns: usize) -> Vec<usize> {
    let most = |at: usize, of: fn(&str) -> usize| {
        rows.iter().filter_map(|row| row.get(at)).map(|cell| of(cell)).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> =
        (0..columns).map(|at| most(at, |cell| cell.chars().count())).collect();
    let least: Vec<usize> = (0..columns).map(|at| most(at, longest_word)).collect();
    let gaps = 2 * columns.saturating_sub(1);
    loop {
        let over = (widths.iter().sum::<usize>() + gaps).saturating_sub(room);
        let may = (0..columns).filter(|at| widths[*at] > least[*at]);
        let Some(widest) = may.max_by_key(|at| widths[*at]).filter(|_| over > 0) else {
            return widths;
        };
        widths[widest] -= 1;
    }
}

fn longest_word(cell: &str) -> usize {
    cell.split(' ').map(|word| word.chars().count()).max().unwrap_or(0)
}

/// The cell in lines of that width, broken between words.
fn lines(cell: &str, width: usize) -> Vec<String> {
    if cell.chars().count() <= width {
        return vec![cell.to_owned()];
    }
    let mut lines = vec![String::new()];
    for word in cell.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            word.clone_into(line);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_table_that_fits_has_one_line_a_row() {
        let text =
            table(0, &cells(&["id", "title"]), vec![cells(&["A-1", "one two"])], Look::default());
        assert_eq!(text, "id   title\nA-1  one two\n");
    }

    #[test]
    fn a_wide_table_breaks_its_widest_column_between_words() {
        let title = "word ".repeat(40);
        let rows = vec![cells(&["INC-2026-0001", title.trim(), "end"])];
        let text = table(2, &cells(&["id", "title", "last"]), rows, Look::default());
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        assert_eq!(text.matches("word").count(), 40);
        assert_eq!(text.lines().count(), 4, "{text}");
    }

    #[test]
    fn a_word_is_never_broken_however_long() {
        let path = "p/".repeat(80);
        let text = table(0, &cells(&["path", "n"]), vec![cells(&[&path, "1"])], Look::default());
        assert!(text.contains(&path), "{text}");
    }
}
