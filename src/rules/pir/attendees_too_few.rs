//! A review that was held was attended by two people or more.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, part, pir};
use std::collections::BTreeSet;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR003",
    name: "attendees-too-few",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "held",
    summary: "review was attended by fewer than two people",
    explanation: "A review that was held names at least two different attendees, also when it was \
        done in writing. One person alone has nobody to ask, and minutes without names show \
        nobody who could confirm them. List under `attendees` who took part, with role and \
        function; if it was one person, hold the review again with a second one.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("attendees-too-few/one"), example!("attendees-too-few/one-named-twice")],
    good: &[example!("attendees-too-few/two")],
    check: Check::Record(&[Kind::Pir], check),
};

fn check(_: &RecordContext<'_>, review: &Record, found: &mut Findings) {
    if !is_judged(review) || !review.is_from("held") {
        return;
    }
    let attendees = review.items(pir::ATTENDEES);
    let names: BTreeSet<_> =
        attendees.iter().filter_map(|attendee| attendee.text_of(part::NAME)).collect();
    let who = match names.len() {
        0 => "nobody as attendee".to_owned(),
        1 => format!("only {} as attendee", names.first().copied().unwrap_or_default()),
        _ => return,
    };
    let span = review.span_of("attendees");
    found.push(
        Report::on(review, span, format!("{} was held and names {who}", review.id()))
            .help("list at least two people who took part")
            .field("attendees"),
    );
}
