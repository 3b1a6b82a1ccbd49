//! The stamps of an incident follow each other.

use crate::diag::Level;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Key, Kind, StampValue, incident};
use crate::term::Stamp;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC005",
    name: "stamps-out-of-order",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "stamps of an incident do not follow each other",
    explanation: "An incident occurs, is detected, reported, contained, resolved and closed, in \
        this order; stamps that are absent are skipped, and a bare day is never before or after \
        an instant inside it. Every clock and every figure hangs on these stamps, so one that \
        is out of order makes an auditor doubt the others. Correct the one that was mistyped; \
        the offset from UTC is the usual slip.",
    source: "",
    bad: &[example!("stamps-out-of-order/closed-before-resolved")],
    good: &[example!("stamps-out-of-order/day-of-the-report")],
    check: Check::Record(&[Kind::Incident], check),
};

/// The stamps in their order, each with its verb.
const ORDER: [(Key<StampValue>, &str); 6] = [
    (incident::OCCURRED_AT, "occurred"),
    (incident::DETECTED_AT, "detected"),
    (incident::REPORTED_AT, "reported"),
    (incident::CONTAINED_AT, "contained"),
    (incident::RESOLVED_AT, "resolved"),
    (incident::CLOSED_AT, "closed"),
];

fn check(cx: &RecordContext<'_>, incident: &Record, found: &mut Findings) {
    if incident.is_ended() {
        return;
    }
    let mut before: Option<(Found<Stamp>, &str)> = None;
    for (key, verb) in ORDER {
        let Some(stamp) = incident.get(key) else { continue };
        if let Some((earlier, earlier_verb)) = before
            && earlier.surely_after(*stamp, cx.now.zone)
        {
            let id = incident.id();
            let message = format!("{id} {verb} at {}, before it was {earlier_verb}", *stamp);
            found.push(
                Report::on(incident, stamp.span, message)
                    .help(format!("correct `{}` or the stamp before it", key.name()))
                    .field(key.name())
                    .related(incident, earlier.span, format!("{earlier_verb} at {}", *earlier)),
            );
        }
        before = Some((stamp, verb));
    }
}
