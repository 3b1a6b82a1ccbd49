//! Keys under an old name, and keys with a slip in them.

use super::replacing;
use super::spot::{self, Spot};
use crate::diag::{Finding, Fix};
use crate::record::Record;
use crate::rules::RegisterContext;
use crate::schema;
use crate::term::clearly_meant;

pub(super) const SUMMARY: &str = "Safe: a key under its old name. Unsafe: the one name of the table that is near. Neither where the record \
    has that key already.";

pub(super) fn fix(_: &RegisterContext<'_>, record: &Record, finding: &Finding) -> Option<Fix> {
    let span = finding.place.span;
    let Spot::Key(mapping, names) = spot::at(record, span)? else { return None };
    let written = span.slice(&record.text);
    let key = written.trim_matches(['"', '\'']);
    let in_front = mapping == record.tree().root();
    let alias = schema::alias_of(record.kind(), key).filter(|_| in_front);
    let (meant, safe) = match alias {
        Some(alias) => (alias.new, true),
        None => (clearly_meant(key, names)?, false),
    };
    let tree = record.tree();
    if tree.entry(&record.text, mapping, meant).is_some() {
        return None;
    }
    Some(replacing(span, meant, safe, format!("rename the key to `{meant}`")))
}
