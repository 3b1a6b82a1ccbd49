//! After a critical or high incident the response team talks within two days.

use crate::chain::is_judged;
use crate::deadline::Phase;
use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, pir};

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

fn check(cx: &RegisterContext<'_>, review: &Record, found: &mut Findings) {
    if !is_judged(review) || !review.is_from("held") {
        return;
    }
    let zone = cx.basis.now.zone;
    let washed = review.get(pir::HOT_WASH_AT);
    for named in review.incidents() {
        let Some(incident) = cx.register.get_kind(Kind::Incident, named.value) else { continue };
        let Some((over, clock)) = owed::hot_wash(incident, zone) else { continue };
        let (span, fact) = match washed {
            Some(at) if clock.missed_by(*at, zone) => (at.span, format!("only on {}", *at)),
            None if clock.phase(cx.basis.now.instant) != Phase::Ahead => {
                (review.head(), "none".to_owned())
            }
            _ => continue,
        };
        let (id, incident_id) = (review.id(), incident.id());
        let message =
            format!("{id}: a hot wash of {incident_id} was due in 48 hours, {fact} is recorded");
        found.push(
            Report::on(review, span, message)
                .help("record `hot_wash_at` if the response team sat together")
                .field("hot_wash_at")
                .argument(incident_id)
                .related(incident, over.span, "over then"),
        );
    }
}
