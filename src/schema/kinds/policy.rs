//! The `policy` record.

use crate::schema::enumeration;
use crate::schema::field::{Claim, Condition, EVIDENCE_FIELDS, Shape, field, fields};
use crate::schema::key::{DayValue, Items, Line, Part, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine};

fields! {
    "Person answerable for it.": OWNER: Line = field("owner", Shape::Person).always();
    "Version of the text, as written.": VERSION: Line =
        field("version", Shape::Version).always().claims(Claim::Version);
    "Default policy.": TYPE: Line = field("type", Shape::Enum(&enumeration::POLICY_TYPE));
    "`incident-management` is the policy that rules this register.": TOPIC: Line =
        field("topic", Shape::Word);
    "Controls it concerns.": CONTROLS: Words =
        field("controls", Shape::List(&Shape::Link(&[Kind::Control])));
    "Person who approved it.": APPROVED_BY: Line =
        field("approved_by", Shape::Person).owed_from("approved").claims(Claim::Approval);
    "When it was approved.": APPROVED_AT: DayValue =
        field("approved_at", Shape::Date).owed_from("approved").deadline_bearing();
    "Day from which it is in force.": EFFECTIVE: DayValue =
        field("effective", Shape::Date).planned().owed_from("published");
    "Day of the next planned review.": NEXT_REVIEW: DayValue =
        field("next_review", Shape::Date).planned().owed_from("published");
    "Reason when no incident.": CHANGE_LOG: Items = field("change_log", Shape::List(&Shape::Map(const { &[
        field("version", Shape::Version),
        field("date", Shape::Date),
        field("incidents", Shape::List(&Shape::Link(&[Kind::Incident]))),
        field("sections", Shape::List(&Shape::Line)),
        field("summary", Shape::Line),
        field("reason", Shape::Enum(&enumeration::CHANGE_REASON)),
    ] }))).owed_from("published");
    "Published copy.": ARTEFACT: Part = field("artefact", Shape::Map(EVIDENCE_FIELDS));
    "Policies it replaces.": SUPERSEDES: Words =
        field("supersedes", Shape::List(&Shape::Link(&[Kind::Policy])));
    "What the incident management policy lays down.": DEFINES: Part = field("defines", Shape::Map(const { &[
        field("severity_scheme", Shape::List(&Shape::Map(const { &[
            field("level", Shape::Enum(&enumeration::SEVERITY)),
            field("meaning", Shape::Line),
        ] }))), field("reporting_channels",
        Shape::List(&Shape::Line)), field("process_owner",
        Shape::Person), field("pir_trigger",
        Shape::Enum(&enumeration::SEVERITY)), field("pir_deadline",
        Shape::Duration), field("pir_limit",
        Shape::Duration), field("cause_limit",
        Shape::Duration), field("risk_limit",
        Shape::Duration), field("bulletin_limit",
        Shape::Duration), field("verification_limit",
        Shape::Duration), field("followup_after",
        Shape::Duration), field("trend_every",
        Shape::Duration), field("management_every",
        Shape::Duration), field("rca_methods",
        Shape::List(const { &Shape::Enum(&enumeration::RCA_METHOD) })), field("action_tracking",
        Shape::Line)] })).owed_if("approved", Condition::TopicIs("incident-management"));
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::Policy,
    name: "policy",
    purpose: "A policy with version, approval and change log; the body is the text itself.",
    id: IdForm::Named { prefix: "POL" },
    folder: "policies",
    machine: Machine {
        states: &["draft", "approved", "published", "superseded", "retired"],
        steps: &[
            ("draft", "approved"),
            ("approved", "published"),
            ("published", "superseded"),
            ("approved", "draft"),
            ("published", "draft"),
            ("published", "retired"),
        ],
        ended: &[],
        settled: &[],
    },
    fields: FIELDS,
    sections: &[],
    merged: crate::schema::Merging::new(),
};
