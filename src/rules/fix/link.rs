//! Links to an id that was renumbered, written in another letter case, or slipped in one place.

use super::replacing;
use crate::diag::{Finding, Fix};
use crate::record::{LinkUse, Record};
use crate::register::Target;
use crate::rules::RegisterContext;
use crate::span::Span;
use crate::term::{clearly_meant, nearest_id};

pub(super) const SUMMARY: &str = "Safe: the id that the record has now, where the link says the one it had before it was renumbered, or \
    says it in another letter case. Unsafe: the one id that is near.";

pub(super) fn fix(cx: &RegisterContext<'_>, record: &Record, finding: &Finding) -> Option<Fix> {
    let link = record.links.iter().find(|link| link.span == finding.place.span)?;
    if !matches!(cx.register.resolve(link), Target::Missing) {
        return None;
    }
    let span = id_bytes(record, link)?;
    let (meant, safe) = meant(cx, record, link)?;
    Some(replacing(span, meant, safe, format!("name `{meant}`")))
}

/// The id in the bytes of the link, without quotes and part.
fn id_bytes(record: &Record, link: &LinkUse) -> Option<Span> {
    let written = link.span.slice(&record.text);
    let at = link.span.start + written.find(&link.target.id)?;
    Some(Span::new(at, at + link.target.id.len()))
}

fn meant<'r>(cx: &RegisterContext<'r>, record: &Record, link: &LinkUse) -> Option<(&'r str, bool)> {
    let fits = |record: &&Record| link.kinds.is_empty() || link.kinds.contains(&record.kind());
    let id = &link.target.id;
    if let Some(now) = cx.register.formerly(id).filter(fits) {
        return Some((now.id(), true));
    }
    let mut alike = cx.register.all_but_for_case(id).filter(fits);
    if let (Some(one), None) = (alike.next(), alike.next()) {
        return Some((one.id(), true));
    }
    if !cx.register.may_compare_ids() {
        return None;
    }
    let known = || {
        let others = cx.register.records().iter().filter(|other| other.path != record.path);
        others.filter(fits).map(Record::id)
    };
    // The quick search first: the careful one compares with every id.
    nearest_id(id, known())?;
    clearly_meant(id, known()).map(|meant| (meant, false))
}
