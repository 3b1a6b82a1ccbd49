//! The `trend-report` record.

use crate::schema::enumeration;
use crate::schema::field::{EVIDENCE_FIELDS, Owed, Shape, field, fields};
use crate::schema::key::{DayValue, Items, Line, Part, Whole, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "The quarter.": PERIOD: Line = field("period", Shape::Period).always();
    "12 or more.": WINDOW_MONTHS: Whole = field("window_months", Shape::Int).always();
    "Who prepared it.": PREPARED_BY: Line = field("prepared_by", Shape::Person).always();
    "Computed when absent.": INCIDENTS: Words =
        field("incidents", Shape::List(&Shape::Link(&[Kind::Incident])));
    "What was found, or `nil_reason`.": FINDINGS: Items = field("findings", Shape::List(&Shape::Map(const { &[
        field("id", Shape::Word),
        field("pattern", Shape::Line),
        field("incidents", Shape::List(&Shape::Link(&[Kind::Incident]))),
        field("vectors", Shape::List(&Shape::Line)),
        field("asset_groups", Shape::List(const { &Shape::Enum(&enumeration::ASSET_GROUP) })),
        field("controls", Shape::List(&Shape::Link(&[Kind::Control]))),
        field("recommendation", Shape::Line),
        field("fed_into", Shape::List(&Shape::AnyLink)),
    ] }))).owed_from("presented");
    "None in the window; channels tested when.": NIL_REASON: Line = field("nil_reason", Shape::Line);
    "Body it was presented to.": PRESENTED_TO: Line =
        field("presented_to", Shape::Line).owed_from("presented");
    "When it was presented.": PRESENTED_AT: DayValue =
        field("presented_at", Shape::Date).owed_from("presented").deadline_bearing();
    "Minutes; a management review that lists the report counts too.": PRESENTED_IN: Part =
        field("presented_in", Shape::Map(EVIDENCE_FIELDS));
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::TrendReport,
    name: "trend-report",
    purpose: "The quarterly analysis that was presented.",
    id: IdForm::Quarterly { prefix: "TRD" },
    folder: "trends",
    machine: Machine {
        states: &["draft", "presented"],
        steps: &[("draft", "presented"), ("presented", "draft")],
        ended: &[],
        settled: &["presented"],
    },
    fields: FIELDS,
    sections: &[
        section("Figures", Owed::From("presented")),
        section("Analysis", Owed::From("presented")),
        section("Findings", Owed::From("presented")),
    ],
    merged: crate::schema::Merging::new(),
};
