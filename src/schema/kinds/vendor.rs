//! The `vendor` record.

use crate::schema::enumeration;
use crate::schema::field::{Owed, Shape, field, fields};
use crate::schema::key::{DayValue, Line, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "Person answerable for it.": OWNER: Line = field("owner", Shape::Person).always();
    "How much depends on it.": TIER: Line =
        field("tier", Shape::Enum(&enumeration::VENDOR_TIER)).owed_from("active");
    "What it supplies.": SERVICES: Words = field("services", Shape::List(&Shape::Line));
    "A role address.": CONTACT: Line = field("contact", Shape::Line);
    "Day of the next assessment.": NEXT_ASSESSMENT: DayValue =
        field("next_assessment", Shape::Date).planned().owed_from("active");
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::Vendor,
    name: "vendor",
    purpose: "A supplier that takes part in the third-party side of learning.",
    id: IdForm::Named { prefix: "VND" },
    folder: "vendors",
    machine: Machine {
        states: &["prospective", "active", "ended"],
        steps: &[("prospective", "active"), ("active", "ended"), ("prospective", "ended")],
        ended: &[],
        settled: &[],
    },
    fields: FIELDS,
    sections: &[section("Services", Owed::Never), section("Notes", Owed::Never)],
    merged: crate::schema::Merging::new(),
};
