//! Cells: a field of the record, or what is worked out; and what is withheld.

use super::list::Ledger;
use super::{LedgerSources, Subject};
use crate::record::Record;
use crate::rows::listing::{ListColumn, ListValue};
use crate::schema::Kind;

/// Works out a cell; `None` when the column is a field.
pub(super) type ComputedCell =
    for<'r> fn(&LedgerSources<'r>, &Subject<'r>, &'static str) -> Option<ListValue>;

/// Columns that also a row of which nothing may be told has.
const ALWAYS: [&str; 3] = ["id", "status", "classification"];

/// What stands in the place of what may not be told.
pub(super) const WITHHELD: &str = "(withheld)";

/// The cell of a row in a column.
pub(super) fn cell(
    ledger: &Ledger,
    from: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> ListValue {
    let record = subject.record;
    let computed = (ledger.computed)(from, subject, column);
    let value = computed.unwrap_or_else(|| ListColumn::new(column).shown(record));
    if column == "classification" && value == ListValue::Nothing {
        // What a record does not state is as the configuration says.
        let usual = from.cx.config.default_classification.as_ref();
        return some(usual.map(|usual| usual.value.word()));
    }
    match value {
        ListValue::Nothing => ListValue::Nothing,
        _ if is_hidden(from, record) && !ALWAYS.contains(&column) => {
            ListValue::Text(WITHHELD.to_owned())
        }
        value => value,
    }
}

/// True when the text of a record is not to be told, wherever it would stand.
pub(super) fn is_hidden(from: &LedgerSources<'_>, record: &Record) -> bool {
    record.is_privileged() || from.masked.contains(&record.path)
}

/// A text of another record than the row's.
pub(super) fn told(from: &LedgerSources<'_>, other: &Record, text: &str) -> String {
    if is_hidden(from, other) { WITHHELD.to_owned() } else { text.to_owned() }
}

pub(super) fn text(text: impl Into<String>) -> ListValue {
    let text = text.into();
    if text.trim().is_empty() { ListValue::Nothing } else { ListValue::Text(text) }
}

pub(super) fn some(text: Option<impl Into<String>>) -> ListValue {
    text.map_or(ListValue::Nothing, |value| self::text(value))
}

pub(super) fn many(texts: impl IntoIterator<Item = String>) -> ListValue {
    let texts: Vec<String> = texts.into_iter().collect();
    if texts.is_empty() { ListValue::Nothing } else { ListValue::Many(texts) }
}

pub(super) fn yes(is: bool) -> ListValue {
    text(if is { "yes" } else { "no" })
}

/// Ids of records of a kind, each once, in path order.
pub(super) fn ids<'r>(records: impl IntoIterator<Item = &'r Record>) -> ListValue {
    let mut found: Vec<String> = Vec::new();
    for record in records {
        if !found.iter().any(|id| id == record.id()) {
            found.push(record.id().to_owned());
        }
    }
    many(found)
}

/// Ids of the living records of a kind that name the incident.
pub(super) fn naming(from: &LedgerSources<'_>, kind: Kind, incident: &str) -> ListValue {
    ids(from.cx.register.naming(kind, incident).filter(|record| !record.is_ended()))
}
