//! The `incident` record.

use crate::schema::enumeration;
use crate::schema::field::{Claim, Condition, Owed, Shape, field, fields};
use crate::schema::key::{Decimal, Flag, Items, Line, Part, StampValue, Whole, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "Person answerable for it.": OWNER: Line = field("owner", Shape::Person).always();
    "How bad it is, by the severity scheme.": SEVERITY: Line =
        field("severity", Shape::Enum(&enumeration::SEVERITY)).always();
    "When it was noticed; \"after the incident\" means after this.": DETECTED_AT: StampValue =
        field("detected_at", Shape::Stamp).always();
    "When it was reported.": REPORTED_AT: StampValue = field("reported_at", Shape::Stamp).always();
    "Default incident.": ORIGIN: Line = field("origin", Shape::Enum(&enumeration::ORIGIN));
    "Decided at closure (INC014).": CERTAINTY: Line =
        field("certainty", Shape::Enum(&enumeration::CERTAINTY)).owed_from("triaged");
    "Or anonymous.": REPORTER: Line = field("reporter", Shape::Person).owed_from("triaged");
    "One of `defines.reporting_channels`.": REPORTING_CHANNEL: Line =
        field("reporting_channel", Shape::Line).owed_from("triaged");
    "Who noticed it first.": DETECTION_SOURCE: Line =
        field("detection_source", Shape::Enum(&enumeration::DETECTION_SOURCE)).owed_from("triaged");
    "Triage decision (A.5.25).": DECISION: Part = field("decision", Shape::Map(const { &[
        field("by", Shape::Person),
        field("at", Shape::Stamp),
        field("outcome", Shape::Choice(&["incident", "event", "weakness", "duplicate", "false-positive"])),
        field("reason", Shape::Line),
    ] })).owed_from("triaged");
    "How it was done; actions and varieties after VERIS.": ATTACK: Part = field("attack", Shape::Map(const { &[
        field("actions", Shape::List(const { &Shape::Enum(&enumeration::ATTACK_ACTION) })).owed_from("triaged"),
        field("vector", Shape::Line).owed_from("closed"),
        field("varieties", Shape::List(&Shape::Line)).owed_if("closed", Condition::Significant),
        field("class", Shape::Enum(&enumeration::RSIT_CLASS)),
    ] })).owed_from("triaged");
    "What it concerns.": ASSETS: Items =
        field("assets", Shape::List(&Shape::Asset)).owed_from("triaged");
    "Security attributes that were harmed.": ATTRIBUTES: Words =
        field("attributes", Shape::List(const { &Shape::Enum(&enumeration::SECURITY_ATTRIBUTE) })).owed_from("closed");
    "Team or department; a trend dimension.": UNIT: Line = field("unit", Shape::Line);
    "When it began, where known.": OCCURRED_AT: StampValue = field("occurred_at", Shape::Stamp);
    "When it could spread no further.": CONTAINED_AT: StampValue = field("contained_at", Shape::Stamp);
    "When normal work was restored.": RESOLVED_AT: StampValue =
        field("resolved_at", Shape::Stamp).owed_from("resolved");
    "When it was closed; starts the clocks of the chain.": CLOSED_AT: StampValue =
        field("closed_at", Shape::Stamp).owed_from("closed").deadline_bearing();
    "Person who led the response.": PRIMARY_RESPONDER: Line =
        field("primary_responder", Shape::Person).owed_from("responding");
    "People who took part in the response.": RESPONDERS: Words =
        field("responders", Shape::List(&Shape::Person));
    "Suppliers involved.": THIRD_PARTIES: Words =
        field("third_parties", Shape::List(&Shape::Link(&[Kind::Vendor])));
    "Whether people's behaviour played a part.": HUMAN_FACTOR: Flag =
        field("human_factor", Shape::Bool).owed_from("closed");
    "Earlier ones.": SIMILAR_TO: Words =
        field("similar_to", Shape::List(&Shape::Link(&[Kind::Incident])));
    "The incident this one repeats.": DUPLICATE_OF: Line =
        field("duplicate_of", Shape::Link(&[Kind::Incident]));
    "Floor by severity, section 4.": REVIEW_TIER: Line =
        field("review_tier", Shape::Enum(&enumeration::REVIEW_TIER)).owed_from("closed");
    "Approved reason for a lighter tier.": TIER_REASON: Line = field("tier_reason", Shape::Line);
    "Changes of severity, certainty or status, with reason and person.": RECLASSIFICATION: Items = field("reclassification", Shape::List(&Shape::Map(const { &[
        field("field", Shape::Choice(&["severity", "certainty", "status"])),
        field("from", Shape::Line),
        field("to", Shape::Line),
        field("reason", Shape::Line),
        field("by", Shape::Person),
        field("at", Shape::Stamp),
    ] })));
    "The user's own statement.": REGIMES: Words =
        field("regimes", Shape::List(const { &Shape::Enum(&enumeration::REGIME) }));
    "Starts regulatory clocks.": AWARE_AT: StampValue = field("aware_at", Shape::Stamp);
    "When it was classified as major by a legal regime.": CLASSIFIED_MAJOR_AT: StampValue =
        field("classified_major_at", Shape::Stamp);
    "A.5.5.": NOTIFICATIONS: Items = field("notifications", Shape::List(&Shape::Map(const { &[
        field("regime", Shape::Enum(&enumeration::REGIME)),
        field("stage", Shape::Choice(&["early-warning", "notification", "intermediate", "final", "data-subjects"])),
        field("submitted_at", Shape::Stamp),
        field("reference", Shape::Line),
        field("outcome", Shape::Line),
        field("late_reason", Shape::Line),
    ] })));
    "Hours of work spent.": EFFORT_HOURS: Decimal = field("effort_hours", Shape::Number);
    "Cost, with currency and basis.": COST: Part = field("cost", Shape::Map(const { &[
        field("amount", Shape::Number),
        field("currency", Shape::Word),
        field("basis", Shape::Choice(&["actual", "estimate"])),
    ] }));
    "Number of records of data affected.": RECORDS_AFFECTED: Whole =
        field("records_affected", Shape::Int);
    "Hours without service.": DOWNTIME_HOURS: Decimal = field("downtime_hours", Shape::Number);
    "A.5.28; never the evidence itself.": EVIDENCE_CUSTODY: Items = field("evidence_custody", Shape::List(&Shape::Map(const { &[
        field("item", Shape::Line),
        field("collected_by", Shape::Person),
        field("collected_at", Shape::Stamp),
        field("sha256", Shape::Sha256),
        field("custodian", Shape::Person),
        field("location_label", Shape::Line),
        field("access", Shape::Line),
    ] })));
    "Inline review, cause and lesson of a light incident.": LEARNING: Part = field("learning", Shape::Map(const { &[
        field("reviewed_at", Shape::Stamp).deadline_bearing(),
        field("reviewed_by", Shape::List(&Shape::Person)),
        field("causes", Shape::List(&Shape::Map(const { &[
            field("id", Shape::Word),
            field("text", Shape::Line),
            field("category", Shape::Enum(&enumeration::CAUSE_CATEGORY)),
            field("process_or_control", Shape::Line),
            field("code", Shape::Word),
        ] }))), field("in_risk_register_before",
        Shape::Line), field("control_evaluation",
        Shape::List(&Shape::Map(const { &[
            field("control", Shape::Link(&[Kind::Control])),
            field("outcome", Shape::Enum(&enumeration::CONTROL_OUTCOME)),
            field("remark", Shape::Line),
            field("no_action_reason", Shape::Line),
        ] }))), field("lessons", Shape::List(&Shape::Map(const { &[
            field("id", Shape::Word),
            field("text", Shape::Line),
            field("category", Shape::Enum(&enumeration::LESSON_CATEGORY)),
            field("source", Shape::Enum(&enumeration::LESSON_SOURCE)),
            field("no_action_reason", Shape::Line),
        ] }))), field("not_needed", Shape::Map(const { &[
            field("actions", Shape::Line),
            field("risk", Shape::Line),
            field("policy", Shape::Line),
            field("training", Shape::Line),
            field("communicated", Shape::Line),
        ] })), field("approved_by", Shape::Person).claims(Claim::Approval), field("approved_at", Shape::Stamp).deadline_bearing()] }));
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::Incident,
    name: "incident",
    purpose: "What happened: reported, classified, handled; a light one holds review, cause and lesson itself.",
    id: IdForm::Yearly { prefix: "INC" },
    folder: "incidents",
    machine: Machine {
        states: &[
            "reported",
            "triaged",
            "responding",
            "contained",
            "resolved",
            "closed",
            "rejected",
            "reopened",
        ],
        steps: &[
            ("reported", "triaged"),
            ("triaged", "responding"),
            ("responding", "contained"),
            ("contained", "resolved"),
            ("resolved", "closed"),
            ("reported", "rejected"),
            ("triaged", "rejected"),
            ("closed", "reopened"),
            ("reopened", "responding"),
        ],
        ended: &["rejected"],
        settled: &["closed", "rejected"],
    },
    fields: FIELDS,
    sections: &[
        section("Summary", Owed::From("closed")),
        section("Impact", Owed::FromIf("closed", Condition::NotLight)),
        section("Response", Owed::FromIf("closed", Condition::NotLight)),
        section("Indicators", Owed::FromIf("closed", Condition::NotLight)),
        section("Evidence", Owed::FromIf("closed", Condition::NotLight)),
    ],
    merged: crate::schema::Merging::new(),
};
