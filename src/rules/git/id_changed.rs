//! An id belongs to one document, and a document keeps its id or says that it had another.

use crate::diag::Level;
use crate::proof::{RecordPast, Version};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::common;
use crate::term::canonical_control;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GIT006",
    name: "id-changed-or-reused",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "an id changed without `previous_ids`, or stands for two documents",
    explanation: "Minutes, tickets and mails name records by their id, and so does every link here. \
        A record that takes another id says so in `previous_ids`, which `pirctl renumber` does; an \
        id that was once given is never given again. A file that takes another path and most of its \
        text with the other id is still known where one record goes and one comes in the same \
        commit, with the same title and a date in common. The rule tells of a story whose id changed \
        without that word, and of an id under which git shows two documents: one that was removed \
        and one that stands, or two of two branches of which a merge kept one. Two documents \
        differ in their title and share no date of an event. A slip within a day of the first \
        commit, while the record is in its first status, may be corrected. Add the old id to \
        `previous_ids`, or give the newer document a number of its own.",
    source: "",
    bad: &[
        example!("id-changed-or-reused/other-number"),
        example!("id-changed-or-reused/given-again"),
    ],
    good: &[
        example!("id-changed-or-reused/renumbered"),
        example!("id-changed-or-reused/brought-back"),
        example!("id-changed-or-reused/slip-of-the-first-hour"),
    ],
    check: Check::History(&[], check),
};

fn check(cx: &HistoryContext<'_>, record: &Record, found: &mut Findings) {
    let Some(past) = cx.past_of(record, found) else { return };
    if cx.basis.register.get(record.id()).is_none_or(|first| first.path != record.path) {
        return; // Two files of one id: which of the two the story is of cannot be said here.
    }
    for version in past.told.iter().filter(|version| !past.is_slip(version)) {
        if let Some(old) = changed(record, past, version) {
            found.push(changed_report(record, version, old));
        }
    }
    if cx.basis.register.formerly(record.id()).is_some() {
        return;
    }
    if let Some((newer, older)) = reused(cx, record.id(), past) {
        found.push(reused_report(record, newer, older));
    }
}

/// The id that every version before this one had, when the record does not say that it had it.
fn changed<'p>(record: &Record, past: &'p RecordPast, version: &'p Version) -> Option<&'p str> {
    let now = version.seen.id.as_deref()?;
    let mut ids = past.before(version).filter_map(|before| before.seen.id.as_deref());
    let old = ids.clone().next()?;
    let previous = record.words(common::PREVIOUS_IDS);
    let known =
        |id: &str| is_same(id, record.id()) || previous.iter().any(|word| is_same(word, id));
    let changed = ids.all(|id| !is_same(id, now));
    let formed = version.facts().kind.spec().id.fits(old);
    (changed && formed && !known(old)).then_some(old)
}

/// True for the same id, also for the two ways to write a control's.
fn is_same(a: &str, b: &str) -> bool {
    let control = canonical_control(a);
    a == b || (control.is_some() && control == canonical_control(b))
}

/// The first version of the newer and the last of the older document that had one id.
fn reused<'a>(
    cx: &HistoryContext<'a>,
    id: &str,
    past: &'a RecordPast,
) -> Option<(&'a Version, &'a Version)> {
    let is_other = |a: &Version, b: &Version| a.facts().is_other_document(b.facts());
    let begun = past.told.iter().enumerate().filter(|(_, version)| version.begins);
    for (at, newer) in begun {
        let older = &past.told[at + 1..];
        if let Some(last) = older.first()
            && older.iter().all(|older| is_other(newer, older))
        {
            return Some((newer, last));
        }
    }
    let removed = cx.past.removed.iter().filter(|(removed, _)| removed == id);
    for (_, removed) in removed {
        let newer = past.told.last()?;
        if let Some(last) = removed.told.first()
            && past.told.iter().all(|version| is_other(version, last))
        {
            return Some((newer, last));
        }
    }
    None
}

fn changed_report(record: &Record, version: &Version, old: &str) -> Report {
    let id = record.id();
    let message =
        format!("{id} had the id {old} until {} and does not say so", version.commit.quoted());
    Report::on(record, record.head(), message)
        .help(format!("add {old} to `previous_ids`"))
        .field("id")
        .argument(old)
}

fn reused_report(record: &Record, newer: &Version, older: &Version) -> Report {
    let id = record.id();
    let message = format!(
        "{id} stands for two documents: one in {} (`{}`), another since {}",
        older.commit.quoted(),
        older.path,
        newer.commit.quoted()
    );
    Report::on(record, record.head(), message)
        .help("give the newer document another number, and bring the older one back")
        .field("id")
        .argument("two documents")
}
