//! No record is more confidential than its repository may hold.

use super::{STUB_WORDS, words_in_body};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::common;
use crate::term::Classification;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC005",
    name: "above-ceiling",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "classification above the repository's ceiling",
    explanation: "`repository.ceiling` in `pirctl.yaml` says up to which classification this \
        repository may hold records, because everyone who clones it has them all. A record above \
        the ceiling keeps a stub here, with the detail listed under `annex` by digest and \
        custodian. Move the detail out, or correct the classification; raising the ceiling is a \
        decision about everyone with access.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("above-ceiling/whole-record")],
    good: &[example!("above-ceiling/stub-with-annex"), example!("above-ceiling/at-the-ceiling")],
    check: Check::Record(&[], check),
};

fn check(cx: &RecordContext<'_>, record: &Record, found: &mut Findings) {
    let Some(ceiling) = &cx.config.ceiling else { return };
    let Some(stated) = record.get(common::CLASSIFICATION) else { return };
    let above = Classification::parse(stated.value).is_some_and(|it| it > ceiling.value);
    let stub = !record.items(common::ANNEX).is_empty() && words_in_body(record) <= STUB_WORDS;
    if !above || stub {
        return;
    }
    let ceiling_word = ceiling.value.word();
    let message = format!(
        "{} is {}, and this repository holds records up to {ceiling_word}",
        record.id(),
        stated.value
    );
    found.push(
        Report::on(record, stated.span, message)
            .help("keep a stub here and list the detail under `annex`")
            .field("classification")
            .related_at(ceiling.place.clone(), "the ceiling"),
    );
}
