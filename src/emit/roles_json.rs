//! `roles --format json`: who did what, `pirctl.roles/1`.

use super::json::pretty;
use super::period::PeriodSpan;
use super::roles::RolesReport;
use crate::roles::{Answer, Cast, Duty, Independence, Lighter, PersonId, Somebody};
use crate::verdict::Strength;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    complete: bool,
    as_of: String,
    timezone: &'a str,
    profile: &'static str,
    period: Option<PeriodSpan>,
    people: Vec<PersonRow<'a>>,
    subjects: Vec<CastRow<'a>>,
    undated: &'a [String],
    summary: Summary,
}

#[derive(Serialize)]
struct PersonRow<'a> {
    person: String,
    name: Option<&'a str>,
    role: Option<&'a str>,
    function: Option<&'a str>,
    known: bool,
    roles: BTreeMap<&'a str, usize>,
}

#[derive(Serialize)]
struct CastRow<'a> {
    id: &'a str,
    incident: bool,
    duties: Vec<DutyRow<'a>>,
    several_roles: Vec<TwiceRow<'a>>,
    pairs: Vec<PairRow<'a>>,
    withheld: &'a [String],
}

#[derive(Serialize)]
struct DutyRow<'a> {
    role: &'a str,
    person: String,
    record: &'a str,
    field: Option<&'a str>,
    strength: &'static str,
}

#[derive(Serialize)]
struct TwiceRow<'a> {
    person: String,
    roles: &'a [&'static str],
}

#[derive(Serialize)]
struct PairRow<'a> {
    roles: [&'static str; 2],
    records: [&'a str; 2],
    rule: Option<&'static str>,
    answer: &'static str,
    people: Vec<String>,
    lighter: Option<&'static str>,
    missing: Option<&'a str>,
}

#[derive(Serialize)]
struct Summary {
    incidents: usize,
    people: usize,
    two_people: usize,
    same_person: usize,
    cannot_tell: usize,
}

/// Who did what as one JSON object, `pirctl.roles/1`.
pub fn roles_json(report: &RolesReport<'_>) -> String {
    let roles = report.roles;
    let tally = roles.tally();
    let person = |(id, who): (PersonId, &'_ Somebody)| PersonRow {
        person: report.key(id),
        name: report.somebody(id).name.as_deref().filter(|_| !report.without_names),
        role: report.somebody(id).role.as_deref().filter(|_| !report.without_names),
        function: report.somebody(id).function.as_deref(),
        known: who.is_known,
        roles: tally.get(&id).cloned().unwrap_or_default(),
    };
    let pairs = roles.pairs();
    let count = |word: &str| pairs.iter().filter(|pair| pair.answer.word() == word).count();
    pretty(&Document {
        schema: "pirctl.roles/1",
        complete: report.complete,
        as_of: report.today.to_string(),
        timezone: report.zone.name(),
        profile: report.profile.word(),
        period: report.window.map(PeriodSpan::of),
        people: roles.crowd.all().map(person).collect(),
        subjects: roles.casts.iter().map(|cast| cast_row(report, cast)).collect(),
        undated: &roles.undated,
        summary: Summary {
            incidents: roles.casts.iter().filter(|cast| cast.is_incident).count(),
            people: roles.crowd.all().count(),
            two_people: count("two-people"),
            same_person: count("same-person"),
            cannot_tell: count("cannot-tell"),
        },
    })
}

fn cast_row<'a>(report: &RolesReport<'_>, cast: &'a Cast) -> CastRow<'a> {
    let duty = |duty: &'a Duty| DutyRow {
        role: duty.role,
        person: report.key(duty.person),
        record: &duty.record,
        field: Some(duty.field.as_str()).filter(|field| !field.is_empty()),
        strength: duty.strength.map_or("", Strength::word),
    };
    let twice = cast.twice.iter();
    CastRow {
        id: &cast.subject,
        incident: cast.is_incident,
        duties: cast.duties.iter().map(duty).collect(),
        several_roles: twice
            .map(|(person, roles)| TwiceRow { person: report.key(*person), roles })
            .collect(),
        pairs: cast.independence.iter().map(|pair| pair_row(report, pair)).collect(),
        withheld: &cast.withheld,
    }
}

fn pair_row<'a>(report: &RolesReport<'_>, pair: &'a Independence) -> PairRow<'a> {
    let (people, lighter, missing) = match &pair.answer {
        Answer::TwoPeople(a, b) => (vec![*a, *b], None, None),
        Answer::SamePerson(person, lighter) => (vec![*person], lighter.map(Lighter::words), None),
        Answer::CannotTell(missing) => (Vec::new(), None, Some(missing.as_str())),
    };
    PairRow {
        roles: pair.roles,
        records: [&pair.other, &pair.record],
        rule: Some(pair.rule).filter(|rule| !rule.is_empty()),
        answer: pair.answer.word(),
        people: people.into_iter().map(|id| report.key(id)).collect(),
        lighter,
        missing,
    }
}
