//! The `vendor-assessment` record.

use crate::schema::enumeration;
use crate::schema::field::{Claim, EVIDENCE_FIELDS, Owed, Shape, field, fields};
use crate::schema::key::{DayValue, Items, Line, Part, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "The vendor assessed.": VENDOR: Line = field("vendor", Shape::Link(&[Kind::Vendor])).always();
    "The incidents it belongs to.": INCIDENTS: Words =
        field("incidents", Shape::List(&Shape::Link(&[Kind::Incident])));
    "The assessment before.": PREVIOUS: Line =
        field("previous", Shape::Link(&[Kind::VendorAssessment]));
    "When it was last assessed.": ASSESSED_AT: DayValue =
        field("assessed_at", Shape::Date).owed_from("done").deadline_bearing();
    "Day the next one is due.": NEXT_DUE: DayValue =
        field("next_due", Shape::Date).planned().owed_from("done");
    "Three questions on how the vendor learns, and the count.": ANSWERS: Part = field("answers", Shape::Map(const { &[
        field("pir_process", Shape::Line),
        field("control_example", Shape::Line),
        field("action_tracking", Shape::Line),
        field("incidents_last_12m", Shape::Int),
        field("detection_evidence", Shape::Line),
    ] })).owed_from("done");
    "Evidence by type.": EVIDENCE_RECEIVED: Items = field("evidence_received", Shape::List(&Shape::Map(const { &[
        field("type", Shape::Enum(&enumeration::VENDOR_EVIDENCE)),
        field("item", Shape::Map(EVIDENCE_FIELDS)),
    ] })));
    "Beyond its own word.": CORROBORATION: Items = field("corroboration", Shape::List(&Shape::Map(const { &[
        field("source", Shape::Enum(&enumeration::CORROBORATION_SOURCE)),
        field("ref", Shape::Line),
        field("at", Shape::Date),
    ] })));
    "Claims and how they were checked.": CLAIMS_CHECKED: Items = field("claims_checked", Shape::List(&Shape::Map(const { &[
        field("claim", Shape::Line),
        field("source", Shape::Enum(&enumeration::CORROBORATION_SOURCE)),
        field("result", Shape::Line),
    ] })));
    "Warning signs seen.": RED_FLAGS: Words =
        field("red_flags", Shape::List(const { &Shape::Enum(&enumeration::VENDOR_RED_FLAG) }));
    "Lighter evidence for a small vendor; the baseline stays.": SIZE_REASON: Line =
        field("size_reason", Shape::Line);
    "Person who accepted it.": ACCEPTED_BY: Line =
        field("accepted_by", Shape::Person).owed_from("accepted").claims(Claim::Approval);
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::VendorAssessment,
    name: "vendor-assessment",
    purpose: "How a supplier learns from its incidents, by its answers and by other evidence.",
    id: IdForm::Yearly { prefix: "VAS" },
    folder: "vendors",
    machine: Machine {
        states: &["planned", "done", "accepted", "rejected"],
        steps: &[("planned", "done"), ("done", "accepted"), ("done", "rejected")],
        ended: &["rejected"],
        settled: &["accepted", "rejected"],
    },
    fields: FIELDS,
    sections: &[
        section("Answers", Owed::From("done")),
        section("Corroboration", Owed::From("done")),
        section("Decision", Owed::From("done")),
    ],
    merged: crate::schema::Merging::new(),
};
