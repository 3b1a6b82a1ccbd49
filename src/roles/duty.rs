//! Which field names whom in which role, and the people who recorded it.

use super::person::{Crowd, PersonId};
use crate::chain::Inquiry;
use crate::config::People;
use crate::proof::{ClaimSources, claims_of};
use crate::record::{Record, people};
use crate::schema::Kind;
use crate::verdict::Strength;
use std::collections::{BTreeMap, BTreeSet};

/// What somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The role.
    pub role: &'static str,
    /// Who.
    pub person: PersonId,
    /// The record that says so, or that they recorded.
    pub record: String,
    /// The dotted path of the field; empty for the author of commits.
    pub field: String,
    /// How git bears it out: a typed name is claimed, one that the person set is recorded; `None` where that
    /// was not asked.
    pub strength: Option<Strength>,
}

/// What is asked of the people of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Who did what.
    People,
    /// The same, and how git bears it out: each claim of each record is held against history.
    Strength,
}

/// Roles by kind and field, in the order of the chain. A field that is not here names nobody who
/// did something in an incident: whom to ask, who keeps a file.
const ROLES: &[(Kind, &str, &str)] = &[
    (Kind::Incident, "reporter", "reporter"),
    (Kind::Incident, "decision.by", "triage decision"),
    (Kind::Incident, "owner", "incident owner"),
    (Kind::Incident, "primary_responder", "primary responder"),
    (Kind::Incident, "responders", "responder"),
    (Kind::Incident, "reclassification.by", "reclassified"),
    (Kind::Incident, "evidence_custody.collected_by", "collected evidence"),
    (Kind::Incident, "evidence_custody.custodian", "keeps evidence"),
    (Kind::Incident, "learning.reviewed_by", "reviewed in the record"),
    (Kind::Incident, "learning.approved_by", "review approver"),
    (Kind::Pir, "lead", "PIR lead"),
    (Kind::Pir, "attendees.name", "PIR attendee"),
    (Kind::Pir, "signoff.ism.name", "sign-off as ISM"),
    (Kind::Pir, "signoff.technical_lead.name", "sign-off as technical lead"),
    (Kind::Pir, "waived.approved_by", "waived the review"),
    (Kind::Rca, "analysts.name", "analyst"),
    (Kind::Rca, "accepted_by", "accepted the cause"),
    (Kind::Action, "owner", "action owner"),
    (Kind::Action, "verification.by", "verifier"),
    (Kind::Action, "escalation.to", "escalated to"),
    (Kind::Action, "rejected.by", "rejected the action"),
    (Kind::Control, "owner", "control owner"),
    (Kind::Policy, "owner", "policy owner"),
    (Kind::Policy, "approved_by", "policy approver"),
    (Kind::Risk, "owner", "risk owner"),
    (Kind::Risk, "accepted_by", "accepted the risk"),
    (Kind::Training, "trainer", "trainer"),
    (Kind::ManagementReview, "chair", "chaired the management review"),
    (Kind::ManagementReview, "decisions.approved_by", "approved a decision"),
    (Kind::EffectivenessAudit, "auditor", "follow-up auditor"),
    (Kind::TrendReport, "prepared_by", "prepared the trend report"),
    (Kind::PeriodStatement, "declared_by", "declared the statement"),
    (Kind::PeriodStatement, "signed_off.name", "signed the statement off"),
];

/// Roles that every kind has.
const COMMON: &[(&str, &str)] = &[
    ("approvals.by", "approved the change"),
    ("waivers.approved_by", "approved a waiver"),
    ("amendments.by", "amended the record"),
    ("evidence.obtained_by", "obtained evidence"),
    ("verification.evidence.obtained_by", "obtained evidence"),
];

/// Who wrote the commits of a record.
const AUTHOR: &str = "author in git";

/// Reads the people of records, and keeps everybody who was met.
pub(super) struct Reader<'a> {
    pub(super) cx: Inquiry<'a>,
    pub(super) people: &'a People,
    pub(super) crowd: Crowd,
    ask: Ask,
    strengths: BTreeMap<String, BTreeMap<String, Strength>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(cx: &Inquiry<'a>, people: &'a People, ask: Ask) -> Self {
        Self { cx: *cx, people, crowd: Crowd::default(), ask, strengths: BTreeMap::new() }
    }

    /// Who did what by this record, in the order of the roles.
    pub(super) fn duties(&mut self, record: &Record, incident: &str) -> Vec<Duty> {
        let mut named: Vec<(usize, &'static str, String, String)> = Vec::new();
        people(record, &mut |path, handle| {
            if let Some((at, role)) = role(record.kind(), path) {
                named.push((at, role, path.to_owned(), handle.value.to_owned()));
            }
        });
        named.sort_by_key(|(at, ..)| *at);
        let mut found: Vec<Duty> = Vec::new();
        for (_, role, field, handle) in named {
            let Some(person) = self.crowd.by_handle(self.people, &handle) else { continue };
            if found.iter().any(|duty| duty.role == role && duty.person == person) {
                continue;
            }
            let strength = (self.ask == Ask::Strength).then(|| self.strength(record, &field));
            found.push(Duty { role, person, record: record.id().to_owned(), field, strength });
        }
        found.extend(self.authors(record, incident));
        found
    }

    /// How git bears out that a field names whom it names.
    fn strength(&mut self, record: &Record, field: &str) -> Strength {
        if !self.strengths.contains_key(record.path.as_str()) {
            let Inquiry { register, past, now, .. } = self.cx;
            let known = past.cut().is_none().then_some(past);
            let from = ClaimSources { register, past: known, people: self.people, zone: now.zone };
            let claims = claims_of(record, &from).into_iter();
            let by_field = claims.map(|claim| (claim.field, claim.strength)).collect();
            self.strengths.insert(record.path.to_string(), by_field);
        }
        if self.cx.past.cut().is_some() {
            return Strength::CannotTell;
        }
        let of_record = self.strengths.get(record.path.as_str());
        of_record.and_then(|fields| fields.get(field)).copied().unwrap_or(Strength::Claimed)
    }

    /// Who wrote the commits of a record that belongs to this incident; of a control, a policy or a
    /// risk, which stand for the whole register, only who wrote those that name the incident.
    fn authors(&mut self, record: &Record, incident: &str) -> Vec<Duty> {
        let Ok(past) = self.cx.past.of(record.id()) else { return Vec::new() };
        let shared = matches!(record.kind(), Kind::Control | Kind::Policy | Kind::Risk);
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for (commit, _) in past.revisions.iter().rev() {
            let names = || {
                let trailers = commit.trailers.iter();
                let mut trailers = trailers.filter(|(key, _)| key.eq_ignore_ascii_case("incident"));
                mentions(&commit.summary, incident)
                    || trailers.any(|(_, value)| mentions(value, incident))
            };
            if shared && !names() {
                continue;
            }
            let (email, name) = (&commit.author_email, &commit.author);
            let person = self.crowd.by_email(self.people, email, name);
            if seen.insert(person) {
                let (record, strength) = (record.id().to_owned(), Some(Strength::Recorded));
                found.push(Duty { role: AUTHOR, person, record, field: String::new(), strength });
            }
        }
        found
    }
}

/// True when the id stands in the text as a word of its own.
fn mentions(text: &str, id: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == id)
}

/// The role of whom a field names, with its place in the order.
fn role(kind: Kind, path: &str) -> Option<(usize, &'static str)> {
    let own = ROLES.iter().position(|(of, field, _)| *of == kind && *field == path);
    let own = own.map(|at| (at, ROLES[at].2));
    own.or_else(|| {
        let at = COMMON.iter().position(|(field, _)| *field == path)?;
        Some((ROLES.len() + at, COMMON[at].1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Field, Shape};

    fn collect(fields: &[Field], inside: &str, found: &mut Vec<String>) {
        for field in fields {
            let path = if inside.is_empty() {
                field.name.to_owned()
            } else {
                format!("{inside}.{}", field.name)
            };
            match &field.shape {
                Shape::Person | Shape::List(Shape::Person) => found.push(path),
                Shape::Map(inner) | Shape::List(Shape::Map(inner)) => collect(inner, &path, found),
                _ => {}
            }
        }
    }

    #[test]
    fn each_role_is_a_field_that_names_people() {
        for (kind, field, _) in ROLES {
            let mut found = Vec::new();
            collect(kind.spec().fields, "", &mut found);
            assert!(found.contains(&(*field).to_owned()), "{kind:?} {field}");
        }
        for (field, _) in COMMON {
            let named = |kind: &Kind| {
                let mut found = Vec::new();
                collect(kind.spec().fields, "", &mut found);
                collect(crate::schema::common_fields(), "", &mut found);
                found.contains(&(*field).to_owned())
            };
            assert!(Kind::ALL.iter().any(named), "{field}");
        }
    }
}
