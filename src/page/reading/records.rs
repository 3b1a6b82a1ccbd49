//! Records of the kinds that have no register of their own, kind by kind.

use super::{Part, Reading, command};
use crate::page::site::Site;
use crate::rows::ledger::ledger_of_word;
use crate::rows::{Row, Table, others};

pub(super) fn reading(site: &Site<'_>) -> Reading {
    let Table { columns, rows, .. } = others(&site.cx, &site.addresses);
    let parts: Vec<Part> = rows
        .chunk_by(|a, b| word(a) == word(b))
        .map(|rows| {
            let ledger = ledger_of_word(word(rows.first().expect("no chunk is empty")));
            let (name, title) = ledger.map_or(("", word(&rows[0])), |it| (it.name, it.title));
            let table = Table {
                caption: title.to_owned(),
                columns: columns.clone(),
                rows: rows.to_vec(),
                ..Table::default()
            };
            let part =
                Part::new(if name.is_empty() { title } else { name }, title).table(table, "none.");
            match name {
                "" => part,
                name => part
                    .note("With every column of the register, for a spreadsheet:")
                    .command(command(site, &format!("export {name} --format csv"))),
            }
        })
        .collect();
    let none = Part { empty: "no such record is there.".into(), ..Part::default() };
    let parts = if parts.is_empty() { vec![none] } else { parts };
    let lead = "Every record of the kinds that have no register of their own, kind by kind; each leads to its page.";
    Reading::new("records", "Other records", lead.into(), parts)
}

/// The word of the kind, which stands in the second cell.
fn word(row: &Row) -> &str {
    row.cells.get(1).and_then(|cell| cell.first()).map_or("", |piece| piece.text.as_str())
}
