//! The `action` record.

use crate::schema::enumeration;
use crate::schema::field::{Condition, EVIDENCE_FIELDS, Owed, Shape, field, fields};
use crate::schema::key::{DayValue, Items, Line, Part, StampValue, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "The incidents it belongs to.": INCIDENTS: Words =
        field("incidents", Shape::List(&Shape::Link(&[Kind::Incident]))).always();
    "Causes, lessons, decisions, findings answered.": ADDRESSES: Words =
        field("addresses", Shape::List(&Shape::Ref)).owed_from("open");
    "A person, not a team.": OWNER: Line = field("owner", Shape::Person).owed_from("open");
    "Day by which it is to be done.": DUE: DayValue =
        field("due", Shape::Date).planned().owed_from("open");
    "How urgent it is.": PRIORITY: Line =
        field("priority", Shape::Enum(&enumeration::PRIORITY)).owed_from("open");
    "What sort of change it is.": TYPE: Line =
        field("type", Shape::Enum(&enumeration::ACTION_TYPE)).owed_from("open");
    "Default corrective.": NATURE: Line = field("nature", Shape::Enum(&enumeration::ACTION_NATURE));
    "Measurable end.": DONE_WHEN: Line = field("done_when", Shape::Line);
    "When it was opened.": OPENED_AT: DayValue = field("opened_at", Shape::Date);
    "Controls it concerns.": CONTROLS: Words =
        field("controls", Shape::List(&Shape::Link(&[Kind::Control]))).owed_from("in-progress");
    "What it changes.": CHANGES: Words =
        field("changes", Shape::List(&Shape::Link(&[Kind::Policy, Kind::Risk, Kind::Control, Kind::Vendor])));
    "How far the change reaches.": SCOPE: Line =
        field("scope", Shape::Enum(&enumeration::ACTION_SCOPE)).owed_from("implemented");
    "Why the change reaches no further.": SCOPE_REASON: Line = field("scope_reason", Shape::Line);
    "Everything the change has to reach.": ASSETS_IN_SCOPE: Items =
        field("assets_in_scope", Shape::List(&Shape::Asset));
    "What the change has reached.": ASSETS_DONE: Items =
        field("assets_done", Shape::List(&Shape::Asset));
    "Change ticket, A.8.32.": CHANGE_REF: Line = field("change_ref", Shape::Line);
    "Actions that come first.": DEPENDS_ON: Words =
        field("depends_on", Shape::List(&Shape::Link(&[Kind::Action])));
    "The earlier action whose effect did not hold.": FOLLOWS: Line =
        field("follows", Shape::Link(&[Kind::Action]));
    "When the change was made.": IMPLEMENTED_AT: StampValue =
        field("implemented_at", Shape::Stamp).owed_from("implemented").deadline_bearing();
    "Implemented as intended, tested now; method from in-progress.": VERIFICATION: Part = field("verification", Shape::Map(const { &[
        field("method", Shape::Line),
        field("by", Shape::Person),
        field("at", Shape::Stamp).deadline_bearing(),
        field("result", Shape::Enum(&enumeration::VERIFICATION_RESULT)),
        field("evidence", Shape::List(&Shape::Map(EVIDENCE_FIELDS))),
        field("side_effects", Shape::Map(const { &[
            field("checked", Shape::Bool),
            field("result", Shape::Line),
            field("evidence", Shape::List(&Shape::Map(EVIDENCE_FIELDS))),
        ] }))] })).owed_from("verified");
    "When it was closed; starts the clocks of the chain.": CLOSED_AT: StampValue =
        field("closed_at", Shape::Stamp).owed_from("closed").deadline_bearing();
    "To whom it was escalated, when, and what came of it.": ESCALATION: Part = field("escalation", Shape::Map(const { &[
        field("to", Shape::Person),
        field("at", Shape::Date),
        field("outcome", Shape::Line),
    ] }));
    "What stands in the way.": BLOCKED_REASON: Line =
        field("blocked_reason", Shape::Line).owed_from("blocked");
    "Why it will not be done, and who decided.": REJECTED: Part = field("rejected", Shape::Map(const { &[
        field("reason", Shape::Line),
        field("by", Shape::Person),
        field("at", Shape::Date),
    ] })).owed_from("rejected");
}

/// Types of action that change something technical: before and after, a test and a look at side
/// effects are asked of them.
pub const TECHNICAL_TYPES: &[&str] = &[
    "control-change",
    "config-hardening",
    "patch",
    "detection-tuning",
    "access-change",
    "architecture",
];

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::Action,
    name: "action",
    purpose: "A corrective action: owner, due, change, evidence, verification by someone else.",
    id: IdForm::Yearly { prefix: "ACT" },
    folder: "actions",
    machine: Machine {
        states: &[
            "proposed",
            "open",
            "in-progress",
            "implemented",
            "verified",
            "closed",
            "blocked",
            "rejected",
        ],
        steps: &[
            ("proposed", "open"),
            ("open", "in-progress"),
            ("in-progress", "implemented"),
            ("implemented", "verified"),
            ("verified", "closed"),
            ("open", "blocked"),
            ("in-progress", "blocked"),
            ("blocked", "in-progress"),
            ("implemented", "in-progress"),
            ("proposed", "rejected"),
            ("open", "rejected"),
            ("in-progress", "rejected"),
            ("blocked", "rejected"),
        ],
        ended: &["rejected"],
        settled: &["closed", "rejected"],
    },
    fields: FIELDS,
    sections: &[
        section("What", Owed::Never),
        section("Why", Owed::Never),
        section("Verification", Owed::Never),
        section("Before", Owed::FromIf("implemented", Condition::Technical)),
        section("After", Owed::FromIf("implemented", Condition::Technical)),
    ],
    merged: crate::schema::Merging::new(),
};
