//! The `rca` record.

use crate::schema::enumeration;
use crate::schema::field::{Claim, Condition, Owed, Shape, field, fields};
use crate::schema::key::{Items, Line, Part, StampValue, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "The incidents it belongs to.": INCIDENTS: Words =
        field("incidents", Shape::List(&Shape::Link(&[Kind::Incident]))).always();
    "The reviews it builds on.": PIRS: Words = field("pirs", Shape::List(&Shape::Link(&[Kind::Pir])));
    "Method by which the cause was sought.": METHOD: Line =
        field("method", Shape::Enum(&enumeration::RCA_METHOD)).always();
    "Why another method than the policy's.": METHOD_REASON: Line = field("method_reason", Shape::Line);
    "The chain of whys, symptom first.": WHYS: Items =
        field("whys", Shape::List(&Shape::Why)).owed_if("in-review", Condition::MethodIs("5-whys"));
    "`none found` is an answer.": FISHBONE: Part = field("fishbone", Shape::Map(const { &[
        field("people", Shape::List(&Shape::Line)),
        field("process", Shape::List(&Shape::Line)),
        field("technology", Shape::List(&Shape::Line)),
        field("environment", Shape::List(&Shape::Line)),
    ] })).owed_if("in-review", Condition::MethodIs("fishbone"));
    "The root causes; `process_or_control` is a control id or a process by name.": CAUSES: Items = field("causes", Shape::List(&Shape::Map(const { &[
        field("id", Shape::Word),
        field("text", Shape::Line),
        field("category", Shape::Enum(&enumeration::CAUSE_CATEGORY)),
        field("process_or_control", Shape::Line),
        field("code", Shape::Word),
        field("third_party", Shape::Bool),
    ] }))).owed_from("in-review");
    "Factors that helped it happen.": CONTRIBUTING: Items = field("contributing", Shape::List(&Shape::Map(const { &[
        field("text", Shape::Line),
        field("category", Shape::Enum(&enumeration::CAUSE_CATEGORY)),
    ] })));
    "Why one cause is the whole answer.": SINGLE_CAUSE_REASON: Line =
        field("single_cause_reason", Shape::Line);
    "Risk id or `none`.": IN_RISK_REGISTER_BEFORE: Line =
        field("in_risk_register_before", Shape::Line).owed_from("in-review");
    "Who analysed, and from which function.": ANALYSTS: Items = field("analysts", Shape::List(&Shape::Map(const { &[
        field("name", Shape::Person),
        field("function", Shape::Enum(&enumeration::FUNCTION)),
    ] }))).owed_from("in-review");
    "When the analysis was done.": ANALYSED_AT: StampValue =
        field("analysed_at", Shape::Stamp).owed_from("in-review");
    "Clause 10.2.": SIMILAR_ELSEWHERE: Part = field("similar_elsewhere", Shape::Map(const { &[field("checked", Shape::Bool), field("result", Shape::Line)] })).owed_from("accepted");
    "Person who accepted it.": ACCEPTED_BY: Line =
        field("accepted_by", Shape::Person).owed_from("accepted").claims(Claim::Approval);
    "When it was accepted.": ACCEPTED_AT: StampValue =
        field("accepted_at", Shape::Stamp).owed_from("accepted").deadline_bearing();
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::Rca,
    name: "rca",
    purpose: "The root cause analysis: 5 whys or fishbone, down to the process or control that failed.",
    id: IdForm::Yearly { prefix: "RCA" },
    folder: "rcas",
    machine: Machine {
        states: &["draft", "in-review", "accepted"],
        steps: &[
            ("draft", "in-review"),
            ("in-review", "accepted"),
            ("in-review", "draft"),
            ("accepted", "draft"),
        ],
        ended: &[],
        settled: &["accepted"],
    },
    fields: FIELDS,
    sections: &[
        section("Symptom", Owed::From("in-review")),
        section("Analysis", Owed::From("in-review")),
        section("Root cause", Owed::From("in-review")),
        section("Contributing factors", Owed::From("in-review")),
        section("Why controls did not stop it", Owed::From("in-review")),
    ],
    merged: crate::schema::Merging::new(),
};
