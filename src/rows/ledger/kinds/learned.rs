//! The lessons-learned register and that of root causes: a row is a lesson or a cause, not a review.

use crate::chain::{actions_addressing, analyses_of, causes_in, is_action_owed, lessons_in};
use crate::record::{Item, Record};
use crate::rows::ledger::cells::{WITHHELD, ids, is_hidden, many, some, text, told};
use crate::rows::ledger::item::{parts, shared};
use crate::rows::ledger::list::{Ledger, usual_day};
use crate::rows::ledger::{LedgerSources, Subject};
use crate::rows::listing::ListValue;
use crate::schema::{Key, Kind, Line, StampValue, action, incident, part};
use crate::term::{Day, Zone};

pub(in crate::rows::ledger) const LESSONS: Ledger = Ledger {
    name: "lessons",
    title: "Lessons-learned register",
    period_by: "held_at of the review, or reviewed_at of the incident",
    also: &["lessons-learned", "lessons-register", "lessons-learned-register"],
    kinds: &[Kind::Pir, Kind::Incident],
    columns: &[
        "id",
        "review",
        "status",
        "incidents",
        "incident_titles",
        "text",
        "category",
        "source",
        "causes",
        "cause_texts",
        "failed_process_or_control",
        "answered",
        "actions",
        "action_titles",
        "action_types",
        "action_owners",
        "action_due",
        "action_status",
        "action_verified_at",
        "action_verified_by",
        "changes",
        "no_action_reason",
        "held_at",
        "lead",
        "classification",
    ],
    parts: |record| parts(lessons_in(record)),
    computed: lesson,
    day: held_on,
};

pub(in crate::rows::ledger) const CAUSES: Ledger = Ledger {
    name: "causes",
    title: "Root causes",
    period_by: "accepted_at, else analysed_at, or reviewed_at of the incident",
    also: &["root-causes", "rcas", "analyses"],
    kinds: &[Kind::Rca, Kind::Incident],
    columns: &[
        "id",
        "analysis",
        "status",
        "incidents",
        "incident_titles",
        "text",
        "category",
        "process_or_control",
        "code",
        "third_party",
        "method",
        "in_risk_register_before",
        "similar_elsewhere.checked",
        "similar_elsewhere.result",
        "analysts",
        "analysed_at",
        "accepted_by",
        "accepted_at",
        "answered",
        "actions",
        "action_owners",
        "action_due",
        "action_status",
        "classification",
    ],
    parts: |record| parts(causes_in(record)),
    computed: cause,
    day: accepted_on,
};

const HELD_AT: Key<StampValue> = Key::new("held_at");

fn held_on(subject: &Subject<'_>, zone: Zone) -> Option<Day> {
    match subject.record.kind() {
        Kind::Incident => reviewed_on(subject.record, zone),
        _ => subject.record.get(HELD_AT).map(|at| at.day(zone)),
    }
}

fn accepted_on(subject: &Subject<'_>, zone: Zone) -> Option<Day> {
    match subject.record.kind() {
        Kind::Incident => reviewed_on(subject.record, zone),
        _ => usual_day(subject, zone),
    }
}

fn reviewed_on(record: &Record, zone: Zone) -> Option<Day> {
    record.get(incident::LEARNING)?.get(part::REVIEWED_AT).map(|at| at.day(zone))
}

/// The incidents of the record in which a part stands.
fn incidents<'r>(
    from: &LedgerSources<'r>,
    record: &'r Record,
) -> Vec<(&'r str, Option<&'r Record>)> {
    if record.kind() == Kind::Incident {
        return vec![(record.id(), Some(record))];
    }
    let named = record.incidents().into_iter();
    named.map(|id| (id.value, from.cx.register.get_kind(Kind::Incident, id.value))).collect()
}

fn lesson(
    from: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    let record = subject.record;
    let learning = record.get(incident::LEARNING).filter(|_| record.kind() == Kind::Incident);
    Some(match (column, learning) {
        ("review", _) => text(record.id()),
        ("causes" | "cause_texts" | "failed_process_or_control", _) => {
            causes_behind(from, record, column)
        }
        ("changes", _) => {
            let answers = answers(from, subject).into_iter();
            let mut named: Vec<String> = answers
                .flat_map(|action| action.words(action::CHANGES))
                .map(|id| id.value.to_owned())
                .collect();
            named.sort_unstable();
            named.dedup();
            many(named)
        }
        ("held_at", Some(learning)) => some(learning.value("reviewed_at").and_then(Item::text)),
        ("lead", Some(learning)) => {
            many(learning.words(part::REVIEWED_BY).iter().map(|person| person.value.to_owned()))
        }
        _ => return answered(from, subject, column),
    })
}

fn cause(
    from: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    let record = subject.record;
    let learning = record.get(incident::LEARNING).filter(|_| record.kind() == Kind::Incident);
    Some(match (column, learning) {
        ("analysis", _) => text(record.id()),
        ("accepted_by", Some(learning)) => some(learning.text_of(part::APPROVED_BY)),
        ("accepted_at", Some(learning)) => some(learning.value("approved_at").and_then(Item::text)),
        ("in_risk_register_before", Some(learning)) => {
            some(learning.text_of(part::IN_RISK_REGISTER_BEFORE))
        }
        _ => return answered(from, subject, column),
    })
}

/// The actions that answer the part.
fn answers<'r>(from: &LedgerSources<'r>, subject: &Subject<'r>) -> Vec<&'r Record> {
    let id = subject.part.and_then(|item| item.text_of(part::ID));
    let Some(id) = id else { return Vec::new() };
    actions_addressing(from.cx.register, subject.record.id(), id).collect()
}

/// What the part itself says, and what answers it.
fn answered(
    from: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    let own = |key: &'static str| subject.part.and_then(|item| item.text_of(Key::<Line>::new(key)));
    Some(match column {
        "text" => some(subject.part.and_then(|item| item.text_or_own(part::TEXT))),
        "category" | "source" | "no_action_reason" | "process_or_control" | "code"
        | "third_party" => some(own(column)),
        "incidents" => {
            many(incidents(from, subject.record).into_iter().map(|(id, _)| id.to_owned()))
        }
        "incident_titles" => many(incidents(from, subject.record).into_iter().map(|(_, found)| {
            found.map_or("-".to_owned(), |incident| told(from, incident, incident.title()))
        })),
        "answered" => text(
            match (answers(from, subject).into_iter().any(is_action_owed), own("no_action_reason"))
            {
                (true, _) => "yes",
                (false, Some(_)) => "reason stated",
                (false, None) => "not found",
            },
        ),
        column => return of_answers(from, subject, column),
    })
}

/// What the actions say that answer the part, one value for each action in one order.
fn of_answers(
    from: &LedgerSources<'_>,
    subject: &Subject<'_>,
    column: &'static str,
) -> Option<ListValue> {
    let each = |of: &dyn Fn(&Record) -> Option<String>| {
        let all = answers(from, subject).into_iter();
        many(all.map(|action| match of(action) {
            Some(_) if is_hidden(from, action) => WITHHELD.to_owned(),
            Some(value) => value,
            None => "-".to_owned(),
        }))
    };
    let verified = |key: &'static str| {
        move |action: &Record| {
            let verification = action.get(action::VERIFICATION)?;
            verification.value(key)?.text().map(str::to_owned)
        }
    };
    Some(match column {
        "actions" => ids(answers(from, subject)),
        "action_titles" => each(&|action| Some(action.title().to_owned())),
        "action_types" => each(&|action| action.text_of(action::TYPE).map(str::to_owned)),
        "action_owners" => each(&|action| action.text_of(action::OWNER).map(str::to_owned)),
        "action_due" => each(&|action| action.get(action::DUE).map(|due| due.to_string())),
        "action_status" => each(&|action| Some(action.status().to_owned())),
        "action_verified_at" => each(&verified("at")),
        "action_verified_by" => each(&verified("by")),
        column => return shared(subject, column),
    })
}

/// The causes that analyses of the same incidents found: the lesson says what was learned, they say
/// why it could happen.
fn causes_behind(from: &LedgerSources<'_>, record: &Record, column: &str) -> ListValue {
    let mut found: Vec<String> = Vec::new();
    for (id, incident) in incidents(from, record) {
        let own = incident.map(causes_in).unwrap_or_default();
        for cause in analyses_of(from.cx.register, id).flat_map(causes_in).chain(own) {
            let holder = cause.record();
            let value = match column {
                "causes" => {
                    format!("{}#{}", holder.id(), cause.text_of(part::ID).unwrap_or("?"))
                }
                "cause_texts" => told(from, holder, cause.text_of(part::TEXT).unwrap_or("-")),
                _ => match cause.text_of(part::PROCESS_OR_CONTROL) {
                    Some(name) => told(from, holder, name),
                    None => continue,
                },
            };
            if !found.contains(&value) {
                found.push(value);
            }
        }
    }
    many(found)
}
