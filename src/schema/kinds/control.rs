//! The `control` record.

use crate::schema::enumeration;
use crate::schema::field::{Owed, Shape, field, fields};
use crate::schema::key::{DayValue, Flag, Items, Line, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "Person answerable for it.": OWNER: Line = field("owner", Shape::Person).always();
    "Annex A ids it implements; an `A.` id implies itself.": ANNEX_A: Words =
        field("annex_a", Shape::List(&Shape::Link(&[Kind::Control])));
    "Statement of applicability.": APPLICABLE: Flag = field("applicable", Shape::Bool);
    "Why the control applies or does not.": JUSTIFICATION: Line = field("justification", Shape::Line);
    "How far it is implemented.": IMPLEMENTATION: Line =
        field("implementation", Shape::Enum(&enumeration::SOA_IMPLEMENTATION));
    "Version of the statement of applicability.": SOA_VERSION: Line =
        field("soa_version", Shape::Version);
    "What it concerns.": ASSETS: Items = field("assets", Shape::List(&Shape::Asset));
    "When the control was last tested.": LAST_TESTED_AT: DayValue =
        field("last_tested_at", Shape::Date);
    "Reason when no incident.": CHANGE_LOG: Items = field("change_log", Shape::List(&Shape::Map(const { &[
        field("date", Shape::Date),
        field("incidents", Shape::List(&Shape::Link(&[Kind::Incident]))),
        field("summary", Shape::Line),
        field("reason", Shape::Enum(&enumeration::CHANGE_REASON)),
    ] }))).owed_from("updated");
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::Control,
    name: "control",
    purpose: "How a control stands here; statement of applicability.",
    id: IdForm::Control { prefix: "CTL" },
    folder: "controls",
    machine: Machine {
        states: &["planned", "operating", "failed", "updated", "weak", "excluded", "retired"],
        steps: &[
            ("planned", "operating"),
            ("operating", "failed"),
            ("failed", "updated"),
            ("updated", "operating"),
            ("operating", "weak"),
            ("weak", "updated"),
            ("planned", "excluded"),
            ("excluded", "planned"),
            ("planned", "retired"),
            ("operating", "retired"),
            ("weak", "retired"),
            ("failed", "retired"),
            ("updated", "retired"),
        ],
        ended: &[],
        settled: &[],
    },
    fields: FIELDS,
    sections: &[section("Description", Owed::Never)],
    merged: crate::schema::Merging::new(),
};
