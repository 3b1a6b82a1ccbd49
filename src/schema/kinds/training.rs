//! The `training` record.

use crate::schema::enumeration;
use crate::schema::field::{EVIDENCE_FIELDS, Owed, Shape, field, fields};
use crate::schema::key::{Flag, Items, Line, Part, StampValue, Whole, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "The incidents it belongs to.": INCIDENTS: Words =
        field("incidents", Shape::List(&Shape::Link(&[Kind::Incident]))).always();
    "What it is about.": TOPIC: Line = field("topic", Shape::Line).always();
    "Corrective actions it concerns.": ACTIONS: Words =
        field("actions", Shape::List(&Shape::Link(&[Kind::Action])));
    "How it was delivered.": DELIVERY: Line =
        field("delivery", Shape::Enum(&enumeration::DELIVERY)).owed_from("held");
    "Who it is for.": AUDIENCE: Part = field("audience", Shape::Map(const { &[field("department", Shape::Line), field("count", Shape::Int)] })).owed_from("held");
    "When it was held.": HELD_AT: StampValue =
        field("held_at", Shape::Stamp).owed_from("held").deadline_bearing();
    "Who held it.": TRAINER: Line = field("trainer", Shape::Person);
    "This or `attendance_file` from held.": ATTENDANCE: Items = field("attendance", Shape::List(&Shape::Map(const { &[
        field("name", Shape::Person),
        field("function", Shape::Enum(&enumeration::FUNCTION)),
    ] })));
    "A digest is enough.": ATTENDANCE_FILE: Part =
        field("attendance_file", Shape::Map(EVIDENCE_FIELDS));
    "Number of people who attended.": ATTENDED: Whole = field("attended", Shape::Int).owed_from("held");
    "Whether names of people were left out.": ANONYMISED: Flag =
        field("anonymised", Shape::Bool).owed_from("held");
    "What was shown.": MATERIAL: Part = field("material", Shape::Map(EVIDENCE_FIELDS)).owed_from("held");
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::Training,
    name: "training",
    purpose: "Who attended which briefing on which scenario.",
    id: IdForm::Yearly { prefix: "TRN" },
    folder: "training",
    machine: Machine {
        states: &["planned", "held", "closed", "cancelled"],
        steps: &[("planned", "held"), ("held", "closed"), ("planned", "cancelled")],
        ended: &["cancelled"],
        settled: &["closed"],
    },
    fields: FIELDS,
    sections: &[
        section("Scenario", Owed::From("held")),
        section("What to do next time", Owed::From("held")),
        section("Attendance", Owed::From("held")),
    ],
    merged: crate::schema::Merging::new(),
};
