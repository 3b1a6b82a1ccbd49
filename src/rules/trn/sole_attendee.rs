//! A training for one person points at that person.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, training};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TRN006",
    name: "sole-attendee",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "held",
    summary: "one attendee only, which points at a person",
    explanation: "A training that one person attended points at that person, whatever the record \
        leaves out, and reads like a reprimand. Where a whole team does the work, brief the \
        team. Where one person does it alone, this note is all there is to say; switch it off \
        for the record with a waiver.",
    source: "",
    bad: &[example!("sole-attendee/one-of-one")],
    good: &[example!("sole-attendee/two-people")],
    check: Check::Record(&[Kind::Training], check),
};

fn check(_: &RecordContext<'_>, training: &Record, found: &mut Findings) {
    if !is_judged(training) || !training.is_from("held") {
        return;
    }
    if let Some((1, place)) = attended(training) {
        let message = format!("{} was attended by one person", training.id());
        found.push(
            Report::on(training, place, message)
                .help("brief the whole team that does this work")
                .field("attended"),
        );
    }
}

/// How many attended, as stated or as listed.
fn attended(training: &Record) -> Option<(i64, Span)> {
    if let Some(stated) = training.get(training::ATTENDED) {
        return Some((stated.value, stated.span));
    }
    let listed = training.get(training::ATTENDANCE)?;
    Some((i64::try_from(listed.len()).ok()?, listed.span))
}
