//! Pairs of roles that are meant for two people, and what the records name.
//!
//! The rules judge; this says who is named. A profile or a severity that makes a finding a note is
//! named beside it.

use super::duty::Reader;
use super::person::PersonId;
use crate::record::Record;
use crate::schema::{Key, Kind, Line, Part, incident, part, rca};
use crate::term::{Profile, Severity};

/// A pair of roles that is meant for two people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Independence {
    /// The record in which the pair stands.
    pub record: String,
    /// The record in which the other role stands.
    pub other: String,
    /// The two roles.
    pub roles: [&'static str; 2],
    /// The rule that judges it; empty where it is shown and not judged.
    pub rule: &'static str,
    /// What the records name.
    pub answer: Answer,
}

/// What the records name for a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Two people; not known to be one.
    TwoPeople(PersonId, PersonId),
    /// One person for both.
    SamePerson(PersonId, Option<Lighter>),
    /// A name is missing: this field.
    CannotTell(String),
}

/// Why one person for both is a note and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lighter {
    /// The profile of the register is small.
    Small,
    /// Every incident of the record is of low severity or below.
    LowSeverity,
    /// It is a note in every profile.
    Always,
}

impl Answer {
    /// The word people and machines read.
    pub fn word(&self) -> &'static str {
        match self {
            Self::TwoPeople(..) => "two-people",
            Self::SamePerson(..) => "same-person",
            Self::CannotTell(_) => "cannot-tell",
        }
    }
}

impl Lighter {
    /// In words, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Small => "a note in profile small",
            Self::LowSeverity => "a note for low severity",
            Self::Always => "a note",
        }
    }
}

/// Who is named for a role: the field, and the handle where one is given.
struct Named<'r> {
    role: &'static str,
    record: &'r str,
    field: &'static str,
    handle: Option<&'r str>,
}

/// The pairs of a record.
pub(super) fn of(reader: &mut Reader<'_>, record: &Record, subject: &Record) -> Vec<Independence> {
    match record.kind() {
        Kind::Incident => of_incident(reader, record),
        Kind::Pir => of_review(reader, record, subject),
        Kind::Rca => of_analysis(reader, record),
        Kind::Action => of_action(reader, record),
        Kind::Policy if record.is_from("approved") => {
            let pair = ["policy owner", "policy approver"];
            let lighter = small(reader);
            vec![within(reader, record, pair, ["owner", "approved_by"], "POL006", lighter)]
        }
        Kind::EffectivenessAudit if record.is_from("performed") => of_audit(reader, record),
        Kind::PeriodStatement if record.is_from("declared") => {
            let pair = ["declared the statement", "signed the statement off"];
            let lighter = small(reader);
            vec![within(
                reader,
                record,
                pair,
                ["declared_by", "signed_off.name"],
                "PST003",
                lighter,
            )]
        }
        _ => Vec::new(),
    }
}

fn small(reader: &Reader<'_>) -> Option<Lighter> {
    (reader.cx.config.profile == Profile::Small).then_some(Lighter::Small)
}

/// The handle in a field of the record, also in one inside others.
fn handle<'r>(record: &'r Record, path: &'static str) -> Option<&'r str> {
    let (maps, name) = path.rsplit_once('.').map_or(("", path), |(maps, name)| (maps, name));
    let mut item = record.root();
    for map in maps.split('.').filter(|map| !map.is_empty()) {
        item = *item.get(Key::<Part>::new(map))?;
    }
    item.text_of(Key::<Line>::new(name))
}

/// A pair of two fields of one record.
fn within(
    reader: &mut Reader<'_>,
    record: &Record,
    roles: [&'static str; 2],
    fields: [&'static str; 2],
    rule: &'static str,
    lighter: Option<Lighter>,
) -> Independence {
    let named = |at: usize| Named {
        role: roles[at],
        record: record.id(),
        field: fields[at],
        handle: handle(record, fields[at]),
    };
    pair(reader, &named(0), &named(1), rule, lighter)
}

fn pair(
    reader: &mut Reader<'_>,
    a: &Named<'_>,
    b: &Named<'_>,
    rule: &'static str,
    lighter: Option<Lighter>,
) -> Independence {
    let mut who = |named: &Named<'_>| {
        let person = named.handle.and_then(|handle| reader.crowd.by_handle(reader.people, handle));
        person.ok_or_else(|| format!("{} of {} is not stated", named.field, named.record))
    };
    let answer = match (who(a), who(b)) {
        (Ok(one), Ok(two)) if one == two => Answer::SamePerson(one, lighter),
        (Ok(one), Ok(two)) => Answer::TwoPeople(one, two),
        (Err(missing), _) | (_, Err(missing)) => Answer::CannotTell(missing),
    };
    let (record, other) = (b.record.to_owned(), a.record.to_owned());
    Independence { record, other, roles: [a.role, b.role], rule, answer }
}

/// A light incident that was reviewed in its own record.
fn of_incident(reader: &mut Reader<'_>, record: &Record) -> Vec<Independence> {
    let Some(learning) = record.get(incident::LEARNING) else { return Vec::new() };
    let reviewers = learning.words(part::REVIEWED_BY);
    if learning.get(part::REVIEWED_AT).is_none() {
        return Vec::new();
    }
    let mut reviewers = reviewers.into_iter().map(|found| found.value);
    let mut named = |role| Named {
        role,
        record: record.id(),
        field: "learning.reviewed_by",
        handle: reviewers.next(),
    };
    let (first, second) = (named("first reviewer"), named("second reviewer"));
    vec![pair(reader, &first, &second, "INC021", small(reader))]
}

fn of_review(reader: &mut Reader<'_>, review: &Record, subject: &Record) -> Vec<Independence> {
    let lighter = small(reader);
    let mut found = Vec::new();
    if review.status() != "waived"
        && subject.kind() == Kind::Incident
        && subject.is_from("responding")
    {
        let responder = Named {
            role: "primary responder",
            record: subject.id(),
            field: "primary_responder",
            handle: subject.text_of(incident::PRIMARY_RESPONDER),
        };
        let lead = Named {
            role: "PIR lead",
            record: review.id(),
            field: "lead",
            handle: handle(review, "lead"),
        };
        found.push(pair(reader, &responder, &lead, "PIR002", lighter));
    }
    if review.is_from("approved") && handle(review, "signoff.technical_lead.name").is_some() {
        let roles = ["sign-off as ISM", "sign-off as technical lead"];
        let fields = ["signoff.ism.name", "signoff.technical_lead.name"];
        found.push(within(reader, review, roles, fields, "", lighter));
    }
    found
}

/// An analysis is read by somebody who did not make it alone.
fn of_analysis(reader: &mut Reader<'_>, analysis: &Record) -> Vec<Independence> {
    if !analysis.is_from("accepted") {
        return Vec::new();
    }
    let by = Named {
        role: "accepted the cause",
        record: analysis.id(),
        field: "accepted_by",
        handle: handle(analysis, "accepted_by"),
    };
    let named =
        |handle| Named { role: "analyst", record: analysis.id(), field: "analysts", handle };
    let makers = analysis.items(rca::ANALYSTS);
    let handles = makers.iter().map(|item| item.text_of(part::NAME));
    let pairs: Vec<_> = handles
        .map(|handle| pair(reader, &named(handle), &by, "RCA012", Some(Lighter::Always)))
        .collect();
    // One analyst who is somebody else is enough.
    let two = |pair: &&Independence| matches!(pair.answer, Answer::TwoPeople(..));
    let shown = pairs.iter().find(two).or(pairs.first()).cloned();
    vec![shown.unwrap_or_else(|| pair(reader, &named(None), &by, "RCA012", Some(Lighter::Always)))]
}

fn of_action(reader: &mut Reader<'_>, action: &Record) -> Vec<Independence> {
    let low = all_low(reader, action).then_some(Lighter::LowSeverity);
    let mut found = Vec::new();
    if action.is_from("verified") {
        let (roles, fields) = (["action owner", "verifier"], ["owner", "verification.by"]);
        found.push(within(reader, action, roles, fields, "ACT008", small(reader).or(low)));
    }
    if action.status() == "rejected" && handle(action, "owner").is_some() {
        let (roles, fields) = (["action owner", "rejected the action"], ["owner", "rejected.by"]);
        found.push(within(reader, action, roles, fields, "ACT015", None));
    }
    found
}

/// True when every incident of the action is of low severity or below.
fn all_low(reader: &Reader<'_>, action: &Record) -> bool {
    let severities = action.incidents().into_iter().map(|id| {
        let incident = reader.cx.register.get_kind(Kind::Incident, id.value);
        incident.and_then(|it| it.text_of(incident::SEVERITY)).and_then(Severity::parse)
    });
    let severities: Vec<_> = severities.collect();
    !severities.is_empty()
        && severities.iter().all(|it| it.is_some_and(|severity| severity <= Severity::Low))
}

/// Whoever follows up owned and verified none of the actions.
fn of_audit(reader: &mut Reader<'_>, audit: &Record) -> Vec<Independence> {
    let register = reader.cx.register;
    let lighter = small(reader);
    let auditor = Named {
        role: "follow-up auditor",
        record: audit.id(),
        field: "auditor",
        handle: handle(audit, "auditor"),
    };
    let mut found = Vec::new();
    for id in audit.words(Key::new("actions")) {
        let Some(action) = register.get_kind(Kind::Action, id.value) else { continue };
        if action.is_privileged() {
            continue;
        }
        let sides = [("action owner", "owner"), ("verifier", "verification.by")];
        for (role, field) in sides {
            let named = Named { role, record: action.id(), field, handle: handle(action, field) };
            if named.handle.is_some() {
                found.push(pair(reader, &named, &auditor, "AUD003", lighter));
            }
        }
    }
    found
}
