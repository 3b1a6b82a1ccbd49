//! From when the causes of a record are judged, and what their field is called.

use crate::chain::{causes_in, closed_at, is_judged};
use crate::record::{Item, Record};
use crate::schema::Kind;

/// The causes to judge: of an analysis from `in-review` on, of an incident once it is closed.
pub(super) fn judged(record: &Record) -> Vec<Item<'_>> {
    let due = match record.kind() {
        Kind::Incident => closed_at(record).is_some(),
        _ => is_judged(record) && record.is_from("in-review"),
    };
    if due { causes_in(record) } else { Vec::new() }
}

/// The dotted path of the list of causes.
pub(super) fn field(record: &Record) -> &'static str {
    if record.kind() == Kind::Incident { "learning.causes" } else { "causes" }
}
