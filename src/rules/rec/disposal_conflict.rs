//! What is disposed of is not under legal hold, and leaves a tombstone without content.

use super::owed::is_common;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::common;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC018",
    name: "disposal-conflict",
    levels: Levels::Always(Level::Error),
    basis: Basis::OwnPolicy,
    from: "always",
    summary: "disposed of under legal hold, or a tombstone with content",
    explanation: "A record whose retention has ended leaves a tombstone: the fields that every kind \
        has and `disposed`, nothing else. Nothing may be disposed of while `legal_hold` stands. An \
        auditor asks whether disposal was approved and complete; a regulator asks what was lost \
        under a hold. End the hold first, and remove the kind's own fields and the body.",
    source: "UpGuard, practice guide on A.5.27; the organisation's own retention rules",
    bad: &[
        example!("disposal-conflict/under-legal-hold"),
        example!("disposal-conflict/field-left"),
        example!("disposal-conflict/text-left"),
    ],
    good: &[example!("disposal-conflict/tombstone")],
    check: Check::Record(&[], check),
};

fn check(_: &RecordContext<'_>, record: &Record, found: &mut Findings) {
    if record.get(common::DISPOSED).is_none() {
        return;
    }
    let disposed = record.span_of("disposed");
    let told = |report: Report| report.related(record, disposed, "disposed of here");
    if let Some(hold) = record.get(common::LEGAL_HOLD).filter(|hold| hold.value) {
        let message = format!("{} is disposed of and under legal hold", record.id());
        let help = "have the hold ended and remove it, or restore the record from history";
        found.push(told(Report::on(record, hold.span, message).help(help).field("legal_hold")));
    }
    let keys = record.root().keys();
    let mut left = keys.iter().filter(|key| !is_common(key.value));
    if let Some(first) = left.next() {
        let more = left.count();
        let rest = if more > 0 { format!(" and {more} more fields") } else { String::new() };
        let message =
            format!("{} is disposed of and still has `{}`{rest}", record.id(), first.value);
        let help = "remove every field that not all kinds have";
        found.push(told(Report::on(record, first.span, message).help(help).argument("fields")));
    }
    if let Some(text) = record.outline().prose.first() {
        let message = format!("{} is disposed of and still has text in its body", record.id());
        found.push(told(
            Report::on(record, *text, message).help("remove the body").argument("body"),
        ));
    }
}
