//! A light review is the work of two people.

use crate::chain::{closed_at, inline_review, lacks_second_reviewer, reviewers};
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::Kind;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC021",
    name: "reviewed-by-one",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "closed",
    summary: "light review in the incident names fewer than two people",
    explanation: "A review needs no meeting to be one, and it needs more than one head: \
        `learning.reviewed_by` of a light incident names two people. What the person who handled \
        the incident overlooked then, the same person overlooks again; the second one asks. Have \
        somebody else read the incident and enter both names. For a review in a record of its own \
        see PIR003. Events and near misses need one lesson line only.",
    source: "practice guide on proportionality and High Table, practice guide on A.5.27",
    bad: &[example!("reviewed-by-one/one-name"), example!("reviewed-by-one/twice-the-same")],
    good: &[
        example!("reviewed-by-one/two-names"),
        example!("reviewed-by-one/an-event"),
        example!("reviewed-by-one/not-reviewed-yet"),
    ],
    check: Check::Record(&[Kind::Incident], check),
};

fn check(_: &RecordContext<'_>, incident: &Record, found: &mut Findings) {
    if closed_at(incident).is_none() || !lacks_second_reviewer(incident) {
        return;
    }
    let Some(learning) = inline_review(incident) else { return };
    let people = reviewers(learning);
    let by = people.first().map_or_else(|| "nobody".to_owned(), |one| format!("{one} alone"));
    let message = format!("{} says that {by} reviewed it; two people are asked for", incident.id());
    let place = learning.value("reviewed_by").map_or_else(|| learning.span(), Item::span);
    found.push(
        Report::on(incident, place, message)
            .help("have a second person read it, and name both")
            .field("learning.reviewed_by"),
    );
}
