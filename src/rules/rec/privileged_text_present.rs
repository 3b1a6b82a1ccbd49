//! A privileged record keeps its text outside the repository.

use super::{STUB_WORDS, words_in_body};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC017",
    name: "privileged-text-present",
    levels: Levels::Always(Level::Error),
    basis: Basis::OwnPolicy,
    from: "always",
    summary: "`privilege` set and the body is not a stub",
    explanation: "A record that claims privilege keeps in git only a stub: that it exists, who holds \
        the text, and where to ask. Whatever is committed can be read by everyone with the \
        repository, for ever, and the privilege may be lost with it. Move the text to the \
        custodian, list it under `annex` with its digest, and leave a few words here.",
    source: "AuditFront, practice guide on A.5.27; the organisation's own claim of privilege",
    bad: &[example!("privileged-text-present/whole-story")],
    good: &[example!("privileged-text-present/stub")],
    check: Check::Record(&[], check),
};

fn check(_: &RecordContext<'_>, record: &Record, found: &mut Findings) {
    if !record.is_privileged() {
        return;
    }
    let words = words_in_body(record);
    if words > STUB_WORDS {
        let message = format!("{} claims privilege, and its body has {words} words", record.id());
        let place =
            record.outline().prose.first().copied().unwrap_or(Span::at(record.body().start));
        found.push(
            Report::on(record, place, message)
                .help("move the text to its custodian and leave a stub")
                .field("privilege")
                .related(record, record.span_of("privilege"), "privilege is claimed here"),
        );
    }
}
