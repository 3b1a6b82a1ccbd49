//! The `risk` record.

use crate::schema::enumeration;
use crate::schema::field::{Claim, Owed, Shape, field, fields};
use crate::schema::key::{DayValue, Line, Part, Whole, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "Person answerable for it.": OWNER: Line = field("owner", Shape::Person).always();
    "1-5 unless configured.": LIKELIHOOD: Whole =
        field("likelihood", Shape::Int).always().claims(Claim::Score);
    "Impact on the risk scale.": IMPACT: Whole =
        field("impact", Shape::Int).always().claims(Claim::Score);
    "When it was last assessed.": ASSESSED_AT: DayValue =
        field("assessed_at", Shape::Date).always().deadline_bearing();
    "How the risk is treated.": TREATMENT: Line =
        field("treatment", Shape::Enum(&enumeration::RISK_TREATMENT)).owed_from("treated");
    "Considered at the last assessments.": INCIDENTS: Words =
        field("incidents", Shape::List(&Shape::Link(&[Kind::Incident])));
    "Found through them.": NEW_FROM: Words =
        field("new_from", Shape::List(&Shape::Link(&[Kind::Incident])));
    "Controls it concerns.": CONTROLS: Words =
        field("controls", Shape::List(&Shape::Link(&[Kind::Control])));
    "Names the incident when scores move.": RATIONALE: Line = field("rationale", Shape::Line);
    "Names the incident when scores stay.": UNCHANGED_REASON: Line =
        field("unchanged_reason", Shape::Line);
    "What remains after treatment.": RESIDUAL: Part = field("residual", Shape::Map(const { &[field("likelihood", Shape::Int), field("impact", Shape::Int)] })).owed_from("accepted");
    "The risk owner.": ACCEPTED_BY: Line =
        field("accepted_by", Shape::Person).owed_from("accepted").claims(Claim::Approval);
    "When it was accepted.": ACCEPTED_AT: DayValue =
        field("accepted_at", Shape::Date).owed_from("accepted").deadline_bearing();
    "Day of the next planned review.": NEXT_REVIEW: DayValue =
        field("next_review", Shape::Date).planned();
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::Risk,
    name: "risk",
    purpose: "A risk as it stands now: likelihood, impact, treatment, rationale, acceptance.",
    id: IdForm::Running { prefix: "RISK" },
    folder: "risks",
    machine: Machine {
        states: &["open", "treated", "accepted", "closed", "reassessed"],
        steps: &[
            ("open", "treated"),
            ("treated", "accepted"),
            ("accepted", "closed"),
            ("open", "accepted"),
            ("treated", "closed"),
            ("treated", "reassessed"),
            ("accepted", "reassessed"),
            ("closed", "reassessed"),
            ("reassessed", "treated"),
            ("reassessed", "accepted"),
        ],
        ended: &[],
        settled: &[],
    },
    fields: FIELDS,
    sections: &[section("Scenario", Owed::Never), section("Treatment plan", Owed::From("treated"))],
    merged: crate::schema::Merging::new(),
};
