//! The `period-statement` record.

use crate::schema::field::{Claim, EVIDENCE_FIELDS, Owed, Shape, field, fields};
use crate::schema::key::{DayValue, Items, Line, Part, Whole};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "The quarter.": PERIOD: Line = field("period", Shape::Period).always();
    "Who declares it.": DECLARED_BY: Line = field("declared_by", Shape::Person).always();
    "Events by reporting channel.": EVENTS: Items = field("events", Shape::List(&Shape::Map(const { &[field("channel", Shape::Line), field("count", Shape::Int)] }))).owed_from("declared");
    "Events looked at (A.5.25).": ASSESSED: Whole = field("assessed", Shape::Int).owed_from("declared");
    "Became incidents.": PROMOTED: Whole = field("promoted", Shape::Int).owed_from("declared");
    "Weaknesses reported.": WEAKNESSES: Whole = field("weaknesses", Shape::Int).owed_from("declared");
    "Near misses reported.": NEAR_MISSES: Whole =
        field("near_misses", Shape::Int).owed_from("declared");
    "When the reporting channels were last tested.": CHANNELS_TESTED_AT: DayValue =
        field("channels_tested_at", Shape::Date).owed_from("declared");
    "System the counts come from.": SOURCE_SYSTEM: Line =
        field("source_system", Shape::Line).owed_from("declared");
    "Digest of the export.": SOURCE_EXPORT: Part = field("source_export", Shape::Map(EVIDENCE_FIELDS));
    "When it was declared.": DECLARED_AT: DayValue =
        field("declared_at", Shape::Date).owed_from("declared").deadline_bearing();
    "Who signed it off, and when.": SIGNED_OFF: Part = field("signed_off", Shape::Map(const { &[field("name", Shape::Person), field("at", Shape::Date)] })).owed_from("declared").claims(Claim::Approval);
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::PeriodStatement,
    name: "period-statement",
    purpose: "Events, weaknesses and near misses of a quarter; what makes \"no incidents\" an answer.",
    id: IdForm::Quarterly { prefix: "PST" },
    folder: "statements",
    machine: Machine {
        states: &["draft", "declared"],
        steps: &[("draft", "declared"), ("declared", "draft")],
        ended: &[],
        settled: &["declared"],
    },
    fields: FIELDS,
    sections: &[section("Remarks", Owed::Never)],
    merged: crate::schema::Merging::new(),
};
