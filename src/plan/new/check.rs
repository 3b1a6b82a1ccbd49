//! Whether a draft is complete, and whether it reads back as a record without a flaw.

use super::sheet::Sheet;
use super::{Ground, Missing, NewError, Refused};
use crate::record::{self, Document, Record};
use crate::register::Target;
use crate::schema::{Field, IdForm, Key, Kind, Owed, Shape, Whole, common, risk};
use crate::term::{Profile, RepoPath};

/// Every field owed at the status is there.
pub(super) fn complete(sheet: &Sheet, kind: Kind, profile: Profile) -> Result<(), NewError> {
    let status = sheet.scalar(common::STATUS.name()).unwrap_or_default();
    let owed = |field: &&Field| match field.owed {
        Owed::Always => true,
        Owed::From(state) => sheet.spec.machine.is_from(&status, state),
        Owed::Never | Owed::FromIf(..) => {
            profile == Profile::Group && field.name == common::ENTITY.name()
        }
    };
    let lacking = sheet.spec.all_fields().filter(owed).filter(|f| sheet.value(f.name).is_none());
    let missing: Vec<_> = lacking
        .map(|field| Missing {
            field: field.name.to_owned(),
            flag: flag(field),
            reason: sheet.reasons.get(field.name).cloned(),
        })
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(NewError::Missing { kind, missing }) }
}

/// The flag that gives a field, as the user would type it.
fn flag(field: &Field) -> String {
    let name = field.name;
    match (name, &field.shape) {
        ("title", _) => "--title TEXT".to_owned(),
        ("owner", _) => "--owner HANDLE".to_owned(),
        ("period", _) => "--period 2026-Q1".to_owned(),
        ("topic", _) => "--topic TEXT".to_owned(),
        ("entity", _) => "--set entity=NAME".to_owned(),
        (_, Shape::Link(kinds) | Shape::List(Shape::Link(kinds))) => {
            let example = kinds.first().map(|kind| kind.spec().id);
            format!("--from {}", example.map_or_else(|| "ID".to_owned(), IdForm::example))
        }
        (_, Shape::List(Shape::Ref)) => "--from RCA-2026-0001#C1".to_owned(),
        (_, Shape::Enum(list)) => format!("--set {name}={}", list.values.join("|")),
        (_, Shape::Person) => format!("--set {name}=HANDLE"),
        (_, Shape::Date | Shape::Stamp) => format!("--set {name}=DATE"),
        (_, Shape::Int | Shape::Number) => format!("--set {name}=NUMBER"),
        _ => format!("--set {name}=VALUE"),
    }
}

/// The text reads back as a record without a flaw, and all it names is there.
pub(super) fn reads_back(
    sheet: &Sheet,
    path: &RepoPath,
    text: &str,
    ground: &Ground<'_>,
) -> Result<(), NewError> {
    let Document::Record(record) =
        record::read_by(ground.table, path, text.as_bytes().to_vec(), None)
    else {
        let message = "the record would not read back";
        return Err(NewError::refused("new", message, "leave values out and write them later"));
    };
    let mut refused: Vec<_> = record
        .flaws
        .iter()
        .map(|flaw| Refused {
            given: origin(sheet, &flaw.field),
            message: flaw.message.clone(),
            help: flaw.help.clone(),
        })
        .collect();
    refused.extend(broken_links(sheet, &record, ground));
    refused.extend(off_scale(sheet, &record, ground));
    if refused.is_empty() { Ok(()) } else { Err(NewError::Refused(refused)) }
}

/// The flag that a field's value came from.
fn origin(sheet: &Sheet, field: &str) -> String {
    let top = field.split('.').next().unwrap_or_default();
    let value = sheet.value(top).unwrap_or_default();
    match top {
        _ if sheet.is_given(top) => format!("--set {top}={value}"),
        "title" => format!("--title {value}"),
        "owner" => format!("--owner {value}"),
        "topic" => format!("--topic {value}"),
        "period" => format!("--period {value}"),
        _ => field.to_owned(),
    }
}

fn broken_links(sheet: &Sheet, record: &Record, ground: &Ground<'_>) -> Vec<Refused> {
    let register = ground.register;
    let problem = |link: &record::LinkUse| {
        let id = &link.target.id;
        if id == record.id() {
            return None;
        }
        match register.resolve(link) {
            Target::Missing => Some(format!("there is no record {id}")),
            Target::OtherKind(other) => Some(format!("{id} is a {}", other.kind().word())),
            Target::Record(_) if !register.has_part(&link.target) => {
                let part = link.target.part.as_deref().unwrap_or_default();
                Some(format!("{id} has no part {part}"))
            }
            _ => None,
        }
    };
    let refusal = |link: &record::LinkUse| {
        let help = "make that record first, or add the link later".to_owned();
        Some(Refused { given: origin(sheet, &link.field), message: problem(link)?, help })
    };
    record.links.iter().filter_map(refusal).collect()
}

fn off_scale(sheet: &Sheet, record: &Record, ground: &Ground<'_>) -> Vec<Refused> {
    if record.kind() != Kind::Risk {
        return Vec::new();
    }
    let refusal = |key: Key<Whole>| {
        let highest = ground.highest(key.name());
        let score = record.get(key)?.value;
        (!(1..=i64::from(highest)).contains(&score)).then(|| Refused {
            given: origin(sheet, key.name()),
            message: format!("`{}` lies outside the risk scale", key.name()),
            help: format!("write a whole number from 1 to {highest}"),
        })
    };
    [risk::LIKELIHOOD, risk::IMPACT].into_iter().filter_map(refusal).collect()
}

/// A sentence for each handle that stands in a field of its own and is not known.
pub(super) fn unknown_people(text: &str, path: &RepoPath, ground: &Ground<'_>) -> Vec<String> {
    if !ground.people.is_usable() {
        return Vec::new();
    }
    let Document::Record(record) =
        record::read_by(ground.table, path, text.as_bytes().to_vec(), None)
    else {
        return Vec::new();
    };
    let people = record.spec.all_fields().filter(|field| matches!(field.shape, Shape::Person));
    let handles = people.filter_map(|field| record.text_of(Key::new(field.name)));
    let mut sentences: Vec<_> = handles
        .filter(|handle| ground.people.get(handle).is_none() && *handle != "anonymous")
        .map(|handle| {
            let near = ground.people.nearest(handle);
            let near = near.map_or_else(String::new, |near| format!("; did you mean {near}?"));
            format!("{handle} is not in {}{near}", ground.people.path)
        })
        .collect();
    sentences.sort();
    sentences.dedup();
    sentences
}
