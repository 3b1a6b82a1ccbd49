//! What a final record says is not changed without a word about it.

use crate::diag::Level;
use crate::proof::{RecordPast, Version};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT004",
    name: "changed-after-closing",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "closed",
    summary: "a final record was changed without an amendment",
    explanation: "A record that is closed, approved, accepted or published is what others rest on. \
        When its fields or its text change afterwards, the change says why: with a new entry under \
        `amendments`, or with a trailer `Amends: ID` in the commit. The rule compares each final \
        version with the final versions that it came from, as parsed: white space, wrapping, \
        quotes and the order of fields are no change, nor are fields of housekeeping such as \
        `tags`, `waivers`, `retention` or `approvals`. A record that was reopened and closed again \
        is in order. Controls, risks, policies and vendors are kept up to date and are never \
        final. A change that was taken back stays told, since somebody may have read it. Put it \
        right by adding the entry that was left out.",
    source: "",
    bad: &[
        example!("changed-after-closing/severity-lowered"),
        example!("changed-after-closing/amends-another"),
    ],
    good: &[
        example!("changed-after-closing/amended"),
        example!("changed-after-closing/trailer"),
        example!("changed-after-closing/reopened"),
        example!("changed-after-closing/re-wrapped"),
    ],
    check: Check::History(&[], check),
};

fn check(cx: &HistoryContext<'_>, record: &Record, found: &mut Findings) {
    if record.spec.machine.settled.is_empty() {
        return;
    }
    let Some(past) = cx.past_of(record, found) else { return };
    for version in past.lineage() {
        let changed = changed(past, version);
        if !changed.is_empty() && !is_orderly(record, past, version) {
            found.push(report(record, version, &changed));
        }
    }
}

/// What differs from every version that this one came from, where all of them were final.
///
/// What a merge takes from a side on which the record was still open was said before it closed.
fn changed<'v>(past: &'v RecordPast, version: &'v Version) -> Vec<&'v str> {
    let Some(now) = &version.facts().settled else { return Vec::new() };
    let before = past.before(version).map(|before| before.facts().settled.as_ref());
    let Some(before) = before.collect::<Option<Vec<_>>>() else { return Vec::new() };
    let mut sides = before.into_iter().map(|before| now.changed_since(before));
    let mut changed = sides.next().unwrap_or_default();
    for side in sides {
        changed.retain(|name| side.contains(name));
    }
    // Another id is a matter of its own.
    changed.retain(|name| *name != "id");
    changed
}

/// True when the version says that it changes a final record, or disposes of it.
fn is_orderly(record: &Record, past: &RecordPast, version: &Version) -> bool {
    let facts = version.facts();
    let noted = |amendments: usize| facts.amendments > amendments;
    let ids = [Some(record.id()), version.seen.id.as_deref()].into_iter().flatten();
    facts.disposed
        || past.before(version).all(|before| noted(before.facts().amendments))
        || ids.into_iter().any(|id| super::is_amended_by(id, &version.commit))
}

fn report(record: &Record, version: &Version, changed: &[&str]) -> Report {
    let named: Vec<_> = changed.iter().map(|name| word(name)).collect();
    let (id, commit) = (record.id(), version.commit.quoted());
    let status = &version.facts().status;
    let message = format!(
        "{id} was changed while it was {status}, without an amendment: {}, in {commit}",
        named.join(", ")
    );
    let place = changed.iter().find(|name| record.root().value(name).is_some());
    let span = place.map_or_else(|| record.head(), |name| record.span_of(name));
    Report::on(record, span, message)
        .help("add an entry under `amendments` that says when, by whom and why it was changed")
        .field(changed.first().copied().unwrap_or_default())
        .argument(version.commit.id.clone())
}

fn word(name: &str) -> String {
    if name == "text" { "the text".to_owned() } else { format!("`{name}`") }
}
