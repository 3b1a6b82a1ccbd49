//! The `effectiveness-audit` record.

use crate::schema::enumeration;
use crate::schema::field::{EVIDENCE_FIELDS, Owed, Shape, field, fields};
use crate::schema::key::{DayValue, Flag, Items, Line, Part, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "The incidents it belongs to.": INCIDENTS: Words =
        field("incidents", Shape::List(&Shape::Link(&[Kind::Incident]))).always();
    "Corrective actions it concerns.": ACTIONS: Words =
        field("actions", Shape::List(&Shape::Link(&[Kind::Action]))).always();
    "Day by which it is to be done.": DUE: DayValue = field("due", Shape::Date).planned().always();
    "Audit programme that lists it.": AUDIT_PROGRAMME: Part =
        field("audit_programme", Shape::Map(EVIDENCE_FIELDS));
    "Who performed it.": AUDITOR: Line = field("auditor", Shape::Person).owed_from("performed");
    "When it was performed.": PERFORMED_AT: DayValue =
        field("performed_at", Shape::Date).owed_from("performed").deadline_bearing();
    "What the follow-up found.": RESULT: Line =
        field("result", Shape::Enum(&enumeration::AUDIT_RESULT)).owed_from("performed");
    "Whether the same type has recurred.": RECURRENCE_FOUND: Flag =
        field("recurrence_found", Shape::Bool).owed_from("performed");
    "Whether the changes are still in place.": STILL_IN_PLACE: Flag =
        field("still_in_place", Shape::Bool).owed_from("performed");
    "What was found.": FINDINGS: Items = field("findings", Shape::List(&Shape::Map(const { &[field("id", Shape::Word), field("text", Shape::Line)] })));
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::EffectivenessAudit,
    name: "effectiveness-audit",
    purpose: "The follow-up months later: still in place, still working (contributes to clause 9.2).",
    id: IdForm::Yearly { prefix: "AUD" },
    folder: "audits",
    machine: Machine {
        states: &["planned", "performed", "closed", "cancelled"],
        steps: &[("planned", "performed"), ("performed", "closed"), ("planned", "cancelled")],
        ended: &["cancelled"],
        settled: &["closed"],
    },
    fields: FIELDS,
    sections: &[
        section("Method", Owed::From("performed")),
        section("Findings", Owed::From("performed")),
    ],
    merged: crate::schema::Merging::new(),
};
