//! The `bulletin` record.

use crate::schema::field::{Owed, Shape, field, fields};
use crate::schema::key::{Flag, Items, Line, StampValue, Words};
use crate::schema::{IdForm, Kind, KindSpec, Machine, section};

fields! {
    "The incidents it belongs to.": INCIDENTS: Words =
        field("incidents", Shape::List(&Shape::Link(&[Kind::Incident]))).always();
    "Who it is for.": AUDIENCE: Line = field("audience", Shape::Line).owed_from("published");
    "How it was sent.": CHANNEL: Line = field("channel", Shape::Line).owed_from("published");
    "When it was published.": PUBLISHED_AT: StampValue =
        field("published_at", Shape::Stamp).owed_from("published").deadline_bearing();
    "Whether names of people were left out.": ANONYMISED: Flag =
        field("anonymised", Shape::Bool).owed_from("published");
    "Teams that owe an answer.": REQUIRES_RESPONSE: Items = field("requires_response", Shape::List(&Shape::Map(const { &[
        field("team", Shape::Line),
        field("due", Shape::Date).planned(),
        field("answer", Shape::Line),
        field("at", Shape::Date),
    ] })));
}

/// What the kind is.
pub(in crate::schema) static SPEC: KindSpec = KindSpec {
    kind: Kind::Bulletin,
    name: "bulletin",
    purpose: "The anonymised lesson and who received it.",
    id: IdForm::Yearly { prefix: "BUL" },
    folder: "bulletins",
    machine: Machine {
        states: &["draft", "published", "withdrawn"],
        steps: &[("draft", "published"), ("published", "withdrawn"), ("draft", "withdrawn")],
        ended: &["withdrawn"],
        settled: &["published"],
    },
    fields: FIELDS,
    sections: &[
        section("What happened", Owed::From("published")),
        section("Attack vector", Owed::From("published")),
        section("Defence", Owed::From("published")),
    ],
    merged: crate::schema::Merging::new(),
};
