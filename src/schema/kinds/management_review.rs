//! The `management-review` record.

use crate::schema::enumeration;
use crate::schema::field::{EVIDENCE_FIELDS, Owed, Shape, field, fields};
use crate::schema::key::{Items, Line, Part, StampValue, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "When it was held.": HELD_AT: StampValue =
        field("held_at", Shape::Stamp).owed_from("held").deadline_bearing();
    "Who chaired.": CHAIR: Line = field("chair", Shape::Person).owed_from("held");
    "Who took part, in which role and from which function.": ATTENDEES: Items = field("attendees", Shape::List(&Shape::Map(const { &[
        field("name", Shape::Person),
        field("role", Shape::Line),
        field("function", Shape::Enum(&enumeration::FUNCTION)),
    ] }))).owed_from("held");
    "Discussed by name.": INCIDENTS: Words =
        field("incidents", Shape::List(&Shape::Link(&[Kind::Incident]))).owed_from("held");
    "How the others were treated.": AGGREGATED: Line = field("aggregated", Shape::Line);
    "Trend reports discussed.": TREND_REPORTS: Words =
        field("trend_reports", Shape::List(&Shape::Link(&[Kind::TrendReport])));
    "Period statements discussed.": PERIOD_STATEMENTS: Words =
        field("period_statements", Shape::List(&Shape::Link(&[Kind::PeriodStatement])));
    "Escalated actions discussed.": ESCALATIONS: Words =
        field("escalations", Shape::List(&Shape::Link(&[Kind::Action])));
    "Counts of actions open, overdue and closed on a day.": ACTIONS_STATUS: Part = field("actions_status", Shape::Map(const { &[
        field("open", Shape::Int),
        field("overdue", Shape::Int),
        field("closed", Shape::Int),
        field("as_of", Shape::Date),
    ] })).owed_from("held");
    "Figures presented, as of a day.": FIGURES: Part = field("figures", Shape::Map(const { &[
        field("recurrence_rate", Shape::Number),
        field("pir_completion", Shape::Number),
        field("as_of", Shape::Date),
        field("n", Shape::Int),
    ] })).owed_from("held");
    "What was decided.": DECISIONS: Items = field("decisions", Shape::List(&Shape::Map(const { &[
        field("id", Shape::Word),
        field("text", Shape::Line),
        field("approves", Shape::List(&Shape::AnyLink)),
        field("not_approved", Shape::List(&Shape::AnyLink)),
        field("resources", Shape::Line),
        field("approved_by", Shape::Person),
    ] }))).owed_from("approved");
    "Improvements presented.": IMPROVEMENTS: Words =
        field("improvements", Shape::List(&Shape::Line)).owed_from("approved");
    "Benefits presented.": BENEFITS: Words = field("benefits", Shape::List(&Shape::Line));
    "Minutes of the meeting.": MINUTES: Part = field("minutes", Shape::Map(EVIDENCE_FIELDS));
    "Digest line of an earlier bundle; claimed.": ANCHOR: Line = field("anchor", Shape::Line);
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::ManagementReview,
    name: "management-review",
    purpose: "Minutes, decisions and approval by management (contributes to clause 9.3).",
    id: IdForm::Yearly { prefix: "MRV" },
    folder: "management-reviews",
    machine: Machine {
        states: &["planned", "held", "approved", "cancelled"],
        steps: &[("planned", "held"), ("held", "approved"), ("planned", "cancelled")],
        ended: &["cancelled"],
        settled: &["approved"],
    },
    fields: FIELDS,
    sections: &[
        section("Incident learnings", Owed::From("held")),
        section("Decisions", Owed::From("held")),
        section("Resources", Owed::From("held")),
    ],
    merged: crate::schema::Merging::new(),
};
