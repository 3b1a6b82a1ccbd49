//! Every field owed at the record's status is there, and every value is of its field's shape.

use super::owed::{Debts, has_own_rule, is_common, owes_common_only};
use crate::diag::Level;
use crate::record::{FlawKind, Item, Record};
use crate::rules::rule::example;
use crate::rules::runner::flaw_report;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Field, Kind, Owed, Shape, common, common_fields};
use crate::span::Span;
use crate::term::nearest;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC002",
    name: "field-invalid",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "field owed at this status missing, or its value of the wrong form",
    explanation: "Each kind says from which status a field is owed and what its value looks like; \
        before that status nothing is asked. The chain from incident to change is computed from \
        these fields, so an auditor sees a gap where one is missing. Fill in the field, correct \
        the value, or take the record back to the status that it has reached. `[]` counts as \
        missing except where none is an answer.",
    source: "",
    bad: &[
        example!("field-invalid/owed-at-status"),
        example!("field-invalid/owed-inside-mapping"),
        example!("field-invalid/owed-in-every-record"),
        example!("field-invalid/not-in-enumeration"),
        example!("field-invalid/wrong-type"),
        example!("field-invalid/duration-without-unit"),
        example!("field-invalid/no-such-status"),
        example!("field-invalid/empty-list"),
        example!("field-invalid/entity-in-a-group"),
    ],
    good: &[
        example!("field-invalid/fresh-incident"),
        example!("field-invalid/tombstone"),
        example!("field-invalid/rejected-owes-no-more"),
    ],
    check: Check::Record(&[], check),
};

fn check(cx: &RecordContext<'_>, record: &Record, found: &mut Findings) {
    for flaw in record.flaws.iter().filter(|flaw| flaw.kind == FlawKind::FieldInvalid) {
        found.push(flaw_report(record.id(), &record.path, flaw));
    }
    check_status(record, found);
    let mut debts = Debts::new(cx, record);
    for field in common_fields() {
        if debts.is_owed(field.owed) || debts.is_owed_by_profile(field.name) {
            check_there(record, field, found);
        }
    }
    if owes_common_only(record) {
        return;
    }
    for field in record.spec.fields {
        if debts.is_owed(field.owed) && !is_common(field.name) && check_there(record, field, found)
        {
            check_inside(&mut debts, record, field, found);
        }
    }
}

/// The status is a state of the kind's machine.
fn check_status(record: &Record, found: &mut Findings) {
    let known = record.spec.machine.states;
    let Some(status) = record.get(common::STATUS) else { return };
    if known.contains(&status.value) || status.value.is_empty() {
        return;
    }
    let help = nearest(status.value, known.iter().copied()).map_or_else(
        || format!("use one of {}", known.join(", ")),
        |meant| format!("did you mean `{meant}`?"),
    );
    let message = format!("{} has no status `{}`", kind_words(record.kind()), status.value);
    found.push(Report::on(record, status.span, message).help(help).field("status"));
}

/// True when the owed field is there; else it is reported.
fn check_there(record: &Record, field: &Field, found: &mut Findings) -> bool {
    let value = record.root().value_of(field);
    if value.is_some_and(|value| is_answer(record.kind(), field.name, value)) {
        return true;
    }
    if has_alternative(record, field.name) || has_own_rule(record.kind(), field.name) {
        return false;
    }
    let place = value.map_or_else(|| record.span_of(field.name), Item::span);
    found.push(missing(record, place, field.name, field.owed));
    false
}

/// Fields of a mapping that are owed from a later status than the mapping itself.
fn check_inside(debts: &mut Debts<'_>, record: &Record, outer: &Field, found: &mut Findings) {
    let (Shape::Map(fields), Some(map)) = (&outer.shape, record.root().value_of(outer)) else {
        return;
    };
    for field in *fields {
        if field.owed == Owed::Never || !debts.is_owed(field.owed) {
            continue;
        }
        if map.value_of(field).is_some_and(|value| !value.is_blank()) {
            continue;
        }
        let path = format!("{}.{}", outer.name, field.name);
        if !has_own_rule(record.kind(), &path) {
            found.push(missing(record, record.span_of(outer.name), &path, field.owed));
        }
    }
}

fn missing(record: &Record, place: Span, path: &str, owed: Owed) -> Report {
    let when = match owed {
        Owed::From(state) | Owed::FromIf(state, _) => format!(", owed from {state}"),
        Owed::Never => ", owed in profile group".to_owned(),
        Owed::Always => String::new(),
    };
    let message = format!("{} has no `{path}`{when}", record.id());
    Report::on(record, place, message).help(format!("add `{path}`")).field(path)
}

/// True when the value says something; `[]` does only where none is an answer.
fn is_answer(kind: Kind, name: &str, value: Item<'_>) -> bool {
    !value.is_blank() || (value.text().is_none() && NONE_IS_AN_ANSWER.contains(&(kind, name)))
}

/// Lists in which `[]` says something. That no incident is named is told by LNK002.
static NONE_IS_AN_ANSWER: &[(Kind, &str)] = &[
    (Kind::Incident, "attributes"),
    (Kind::Pir, "incidents"),
    (Kind::Rca, "incidents"),
    (Kind::Action, "incidents"),
    (Kind::Training, "incidents"),
    (Kind::Bulletin, "incidents"),
    (Kind::EffectivenessAudit, "incidents"),
    (Kind::Pir, "lessons"),
    (Kind::ManagementReview, "incidents"),
    (Kind::ManagementReview, "improvements"),
    (Kind::PeriodStatement, "events"),
];

/// True when the model allows another field in the place of `name`, and it is there.
fn has_alternative(record: &Record, name: &str) -> bool {
    let instead = match (record.kind(), name) {
        (Kind::TrendReport, "findings") => "nil_reason",
        _ => return false,
    };
    record.root().value(instead).is_some_and(|value| !value.is_blank())
}

fn kind_words(kind: Kind) -> String {
    let word = kind.word();
    let article = if word.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {word}")
}
