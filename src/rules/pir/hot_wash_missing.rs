//! After a critical or high incident the response team talks within two days.

use crate::chain::{Grade, is_judged};
use crate::deadline::{Clock, Phase};
use crate::diag::Level;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, pir};
use crate::term::{Duration, Stamp};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR010",
    name: "hot-wash-missing",
    levels: Levels::Always(Level::Note),
    basis: Basis::Guidance,
    from: "hot wash",
    summary: "no short review of the response within 48 hours of a critical or high incident",
    explanation: "After a critical or high incident those who responded sit together within 48 hours \
        of its resolution (of its containment, while no resolution is stated) and say what they saw; \
        `hot_wash_at` of the review says when. It costs half an hour, and what is said there is gone \
        two weeks later. The clock is looked at once the review itself was held. If the talk took \
        place, record when; if not, leave the field out and plan for the next one.",
    source: "AuditFront, evidence list for A.5.27",
    bad: &[example!("hot-wash-missing/none"), example!("hot-wash-missing/on-the-fourth-day")],
    good: &[
        example!("hot-wash-missing/next-morning"),
        example!("hot-wash-missing/still-in-time"),
        example!("hot-wash-missing/medium-severity"),
    ],
    check: Check::Register(&[Kind::Pir], check),
};

/// Hours after resolution within which it is held.
const LIMIT: u32 = 48;

fn check(cx: &RegisterContext<'_>, review: &Record, found: &mut Findings) {
    if !is_judged(review) || !review.is_from("held") {
        return;
    }
    let zone = cx.basis.now.zone;
    let washed = review.get(pir::HOT_WASH_AT);
    for named in review.incidents() {
        let Some(incident) = cx.register.get_kind(Kind::Incident, named.value) else { continue };
        let Some(over) = over_at(incident).filter(|_| Grade::of(incident) == Grade::High) else {
            continue;
        };
        let clock = Clock::once(*over, Duration::hours(LIMIT), zone);
        let (span, fact) = match washed {
            Some(at) if clock.missed_by(*at, zone) => (at.span, format!("only on {}", *at)),
            None if clock.phase(cx.basis.now.instant) != Phase::Ahead => {
                (review.head(), "none".to_owned())
            }
            _ => continue,
        };
        let (id, incident_id) = (review.id(), incident.id());
        let message = format!(
            "{id}: a hot wash of {incident_id} was due in {LIMIT} hours, {fact} is recorded"
        );
        found.push(
            Report::on(review, span, message)
                .help("record `hot_wash_at` if the response team sat together")
                .field("hot_wash_at")
                .argument(incident_id)
                .related(incident, over.span, "over then"),
        );
    }
}

/// When the response ended, of an incident that rules may ask about.
fn over_at(incident: &Record) -> Option<Found<Stamp>> {
    let resolved = incident.get(incident::RESOLVED_AT);
    resolved.or_else(|| incident.get(incident::CONTAINED_AT)).filter(|_| is_judged(incident))
}
