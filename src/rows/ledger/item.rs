//! What rows of several registers share: ids, names of assets, evidence in a line.

use super::Subject;
use super::cells::{many, text};
use crate::record::{Item, Record};
use crate::rows::listing::ListValue;
use crate::schema::{Items, Key, Line, part};

/// The id of a row: that of its record, with the part it stands for.
pub(super) fn id(subject: &Subject<'_>) -> String {
    let record = subject.record.id();
    match subject.part {
        Some(item) => match item.text_of(part::ID) {
            Some(id) => format!("{record}#{id}"),
            None => format!("{record}#({})", subject.at),
        },
        None => record.to_owned(),
    }
}

/// Cells that are the same in every register.
pub(super) fn shared(subject: &Subject<'_>, column: &'static str) -> Option<ListValue> {
    let record = subject.record;
    Some(match column {
        "id" => text(id(subject)),
        "assets" | "assets_in_scope" | "assets_done" | "attendees" | "analysts" | "attendance" => {
            names(record, column)
        }
        "external_ref" => many(list(record, column).into_iter().map(|item| {
            let word = |key: &'static str| item.text_of(Key::<Line>::new(key)).unwrap_or_default();
            format!("{} {}", word("system"), word("id")).trim().to_owned()
        })),
        "evidence" => many(list(record, column).into_iter().map(evidence)),
        "verification.evidence" => {
            let inside = record.root().value("verification");
            let items = inside.map(|it| it.items(part::EVIDENCE)).unwrap_or_default();
            many(items.into_iter().map(evidence))
        }
        "minutes" | "material" | "attendance_file" | "presented_in" | "audit_programme"
        | "source_export" => {
            record.root().value(column).map_or(ListValue::Nothing, |it| text(evidence(it)))
        }
        _ => return None,
    })
}

fn list<'r>(record: &'r Record, column: &'static str) -> Vec<Item<'r>> {
    record.items(Key::new(column))
}

fn names(record: &Record, column: &'static str) -> ListValue {
    let names = list(record, column).into_iter().filter_map(|item| item.text_or_own(part::NAME));
    many(names.map(|name| name.trim().to_owned()))
}

/// A piece of evidence in a line.
fn evidence(item: Item<'_>) -> String {
    let word = |key: Key<Line>| item.text_of(key);
    let role = word(part::ROLE).map(|role| format!("{role}: ")).unwrap_or_default();
    let what = if let Some(file) = word(part::FILE) {
        file.to_owned()
    } else if let Some(commit) = word(part::COMMIT) {
        format!("commit {commit} {}", word(part::PATH).unwrap_or_default()).trim().to_owned()
    } else if let Some(url) = word(part::URL) {
        url.to_owned()
    } else if let Some(diff) = item.get(part::DIFF) {
        let side = |key| diff.text_of(key).unwrap_or_default();
        format!("{} against {}", side(part::BEFORE), side(part::AFTER))
    } else {
        item.text().unwrap_or("(entry)").to_owned()
    };
    format!("{role}{what}")
}

/// The items of a list of the record itself.
pub(super) fn parts(items: Vec<Item<'_>>) -> Vec<Option<Item<'_>>> {
    items.into_iter().map(Some).collect()
}

/// The items under a key of the record.
pub(super) fn items_of(record: &Record, key: Key<Items>) -> Vec<Option<Item<'_>>> {
    parts(record.items(key))
}
