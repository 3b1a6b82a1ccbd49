//! The `pir` record.

use crate::schema::enumeration;
use crate::schema::field::{Claim, EVIDENCE_FIELDS, Owed, Shape, field, fields};
use crate::schema::key::{Flag, Items, Line, Part, StampValue, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "Several = grouped.": INCIDENTS: Words = field("incidents", Shape::List(&Shape::Link(&[Kind::Incident]))).always();
    "Chairs.": LEAD: Line = field("lead", Shape::Person).always();
    "When it is planned to be held.": SCHEDULED_AT: StampValue =
        field("scheduled_at", Shape::Stamp).planned().always();
    "How it was held.": FORM: Line = field("form", Shape::Enum(&enumeration::REVIEW_FORM)).owed_from("held");
    "When it was held.": HELD_AT: StampValue =
        field("held_at", Shape::Stamp).owed_from("held").deadline_bearing();
    "When the first short review after the response was held.": HOT_WASH_AT: StampValue =
        field("hot_wash_at", Shape::Stamp).deadline_bearing();
    "Who took part, in which role and from which function.": ATTENDEES: Items = field("attendees", Shape::List(&Shape::Map(const { &[
        field("name", Shape::Person),
        field("role", Shape::Line),
        field("function", Shape::Enum(&enumeration::FUNCTION)),
    ] }))).owed_from("held");
    "Responder who was absent.": EXCUSED: Items = field("excused", Shape::List(&Shape::Map(const { &[field("name", Shape::Person), field("reason", Shape::Line)] })));
    "Else the body.": MINUTES: Part = field("minutes", Shape::Map(EVIDENCE_FIELDS));
    "Whether names of people were left out.": ANONYMISED: Flag = field("anonymised", Shape::Bool);
    "Failed controls are computed: absent, not-followed, bypassed, failed.": CONTROL_EVALUATION: Items = field("control_evaluation", Shape::List(&Shape::Map(const { &[
        field("control", Shape::Link(&[Kind::Control])),
        field("outcome", Shape::Enum(&enumeration::CONTROL_OUTCOME)),
        field("remark", Shape::Line),
        field("no_action_reason", Shape::Line),
    ] }))).owed_from("drafted");
    "What was learned.": LESSONS: Items = field("lessons", Shape::List(&Shape::Map(const { &[
        field("id", Shape::Word),
        field("text", Shape::Line),
        field("category", Shape::Enum(&enumeration::LESSON_CATEGORY)),
        field("source", Shape::Enum(&enumeration::LESSON_SOURCE)),
        field("no_action_reason", Shape::Line),
    ] }))).owed_from("drafted");
    "Clause 10.2: not every incident is one.": NONCONFORMITY: Part = field("nonconformity", Shape::Map(const { &[
        field("is", Shape::Bool),
        field("rationale", Shape::Line),
        field("against", Shape::List(&Shape::Line)),
        field("ref", Shape::Line),
    ] })).owed_from("approved");
    "Reason per stage, approved with the review.": NOT_NEEDED: Part = field("not_needed", Shape::Map(const { &[
        field("actions", Shape::Line),
        field("risk", Shape::Line),
        field("policy", Shape::Line),
        field("training", Shape::Line),
        field("communicated", Shape::Line),
    ] }));
    "One person twice is shown.": SIGNOFF: Part = field("signoff", Shape::Map(const { &[
        field("ism", Shape::Map(const { &[field("name", Shape::Person), field("at", Shape::Stamp).deadline_bearing()] })), field("technical_lead",
        Shape::Map(const { &[field("name", Shape::Person), field("at", Shape::Stamp).deadline_bearing()] }))] })).owed_from("approved").claims(Claim::Approval);
    "Why it will not be held, approved by whom.": WAIVED: Part = field("waived", Shape::Map(const { &[
        field("reason", Shape::Line),
        field("approved_by", Shape::Person),
        field("at", Shape::Stamp),
    ] })).owed_from("waived");
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::Pir,
    name: "pir",
    purpose: "The post-incident review: when, who, timeline, controls evaluated, lessons, sign-off.",
    id: IdForm::Yearly { prefix: "PIR" },
    folder: "reviews",
    machine: Machine {
        states: &["scheduled", "held", "drafted", "approved", "rescheduled", "waived"],
        steps: &[
            ("scheduled", "held"),
            ("held", "drafted"),
            ("drafted", "approved"),
            ("scheduled", "rescheduled"),
            ("rescheduled", "held"),
            ("scheduled", "waived"),
            ("rescheduled", "waived"),
            ("approved", "drafted"),
        ],
        ended: &[],
        settled: &["approved", "waived"],
    },
    fields: FIELDS,
    sections: &[
        section("Timeline", Owed::From("drafted")),
        section("What happened", Owed::From("drafted")),
        section("What failed", Owed::From("drafted")),
        section("Controls evaluated", Owed::From("drafted")),
        section("What went well", Owed::From("drafted")),
        section("What went wrong", Owed::From("drafted")),
        section("Response assessment", Owed::From("drafted")),
        section("Recommendations", Owed::From("drafted")),
    ],
    merged: crate::schema::Merging::new(),
};
