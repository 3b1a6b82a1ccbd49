//! A status moves along its machine, or the stamps of what was skipped are there.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::proof::Version;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Claim, Key, Line, Machine, Owed, Shape, common, incident};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC009",
    name: "status-step-illegal",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "status took a step that its kind does not have",
    explanation: "From one commit to the next a status takes a step of its kind's machine. Several \
        steps at once are fine when the dates that the skipped states ask for are in the record; so a \
        squash is silent. A step for which there is no way, such as from closed back to triaged, is \
        told, unless an entry of `amendments` names `status` among its `fields`, or an incident's \
        `reclassification` names the field. Correct the status, or say who changed it and why.",
    source: "",
    bad: &[
        example!("status-step-illegal/back-to-triaged"),
        example!("status-step-illegal/skipped-without-stamps"),
    ],
    good: &[
        example!("status-step-illegal/step-by-step"),
        example!("status-step-illegal/skipped-with-stamps"),
        example!("status-step-illegal/amended"),
    ],
    check: Check::History(&[], check),
};

fn check(cx: &HistoryContext<'_>, record: &Record, found: &mut Findings) {
    if !is_judged(record) {
        return;
    }
    let Some(past) = cx.past_of(record, found) else { return };
    for (old, new) in past.changes(|facts| facts.status.clone()) {
        let (from, to) = (&*old.facts().status, &*new.facts().status);
        let lacks = match way(&record.spec.machine, from, to) {
            None => String::new(),
            Some(skipped) => match unstamped(record, &skipped) {
                Some((state, field)) => {
                    format!(", and `{field}` of the skipped state {state} is missing")
                }
                None => continue,
            },
        };
        if !is_explained(record, to) {
            found.push(report(record, new, (from, to), &lacks));
        }
    }
}

/// The states between two along the shortest way; `None` when there is no way, or a state is
/// none of the machine (which REC002 says).
fn way(machine: &Machine, from: &str, to: &str) -> Option<Vec<&'static str>> {
    if !machine.states.contains(&from) || !machine.states.contains(&to) {
        return Some(Vec::new());
    }
    let start = machine.states.iter().find(|state| **state == from)?;
    let mut ways = vec![vec![*start]];
    let mut next = 0;
    while let Some(way) = ways.get(next).cloned() {
        next += 1;
        let last = way[way.len() - 1];
        if last == to {
            return Some(way[1..way.len() - 1].to_vec());
        }
        for (_, step) in machine.steps.iter().filter(|(a, _)| *a == last) {
            if ways.iter().all(|way| way[way.len() - 1] != *step) {
                ways.push(way.iter().copied().chain([*step]).collect());
            }
        }
    }
    None
}

/// The first skipped state that asks for a date which the record does not have.
fn unstamped(record: &Record, skipped: &[&'static str]) -> Option<(&'static str, &'static str)> {
    let asks = |state: &'static str| {
        record.spec.fields.iter().find(|field| {
            field.owed == Owed::From(state)
                && matches!(field.shape, Shape::Date | Shape::Stamp)
                && field.claim != Claim::Planned
                && record.root().value(field.name).is_none()
        })
    };
    skipped.iter().find_map(|state| Some((*state, asks(state)?.name)))
}

/// True when an amendment names the status, or an incident's reclassification leads to it.
fn is_explained(record: &Record, to: &str) -> bool {
    let amended = record.items(common::AMENDMENTS).into_iter().any(|entry| {
        entry.words(Key::new("fields")).iter().any(|field| field.value == common::STATUS.name())
    });
    amended
        || record.items(incident::RECLASSIFICATION).into_iter().any(|entry| {
            entry.text_of(Key::<Line>::new("field")) == Some(common::STATUS.name())
                && entry.text_of(Key::<Line>::new("to")) == Some(to)
        })
}

fn report(record: &Record, new: &Version, (from, to): (&str, &str), lacks: &str) -> Report {
    let message =
        format!("{} went from {from} to {to} in {}{lacks}", record.id(), new.commit.quoted());
    let help = "correct the status, or name `status` in an entry of `amendments` with the reason";
    let report =
        Report::on(record, record.value_span_of(common::STATUS.name()), message).help(help);
    report.field("status").argument(from).argument(to)
}
