//! Records of the kinds that have no register of their own, kind by kind.

use super::part::Later;
use super::{Part, Reading, command};
use crate::page::site::Site;
use crate::rows::ledger::ledger_of_word;
use crate::rows::{Sheet, Table, others};
use crate::schema::Kind;

pub(super) fn reading<'a>(site: &Site<'a>) -> Reading<'a> {
    let parts: Vec<_> =
        others(site.cx.register).into_iter().map(|(kind, sheet)| of(site, kind, sheet)).collect();
    let none = Part { empty: "no such record is there.".into(), ..Part::default() };
    let parts = if parts.is_empty() { vec![none] } else { parts };
    let lead = "Every record of the kinds that have no register of their own, kind by kind; each leads to its page.";
    Reading::new("records", "Other records", lead.into(), parts)
}

/// The records of a kind.
fn of<'a>(site: &Site<'a>, kind: Kind, sheet: Sheet<'a>) -> Part<'a> {
    let ledger = ledger_of_word(kind.word());
    let (name, title) = ledger.map_or(("", kind.word()), |it| (it.name, it.title));
    let (caption, columns) = (title.to_owned(), sheet.columns.clone());
    let table = Table { caption, columns, ..Table::default() };
    let anchor = if name.is_empty() { title } else { name };
    let part = Part::new(anchor, title).table(table, "none.").later(Later::Records(sheet));
    match name {
        "" => part,
        name => part
            .note("With every column of the register, for a spreadsheet:")
            .command(command(site, &format!("export {name} --format csv"))),
    }
}
