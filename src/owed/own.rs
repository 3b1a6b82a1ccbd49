//! What a record owes by a day of its own.

use crate::chain::{Grade, is_judged};
use crate::deadline::{Clock, Terms};
use crate::record::{Found, Item, Record};
use crate::schema::{DayValue, Key, Line, action, bulletin, incident, pir, policy, risk};
use crate::term::{Day, Duration, Stamp, Zone};

/// The day on which an action is due that is open, in progress or blocked.
pub fn action_due(action: &Record) -> Option<Found<Day>> {
    let is_open = matches!(action.status(), "open" | "in-progress" | "blocked");
    action.get(action::DUE).filter(|_| is_open && is_judged(action))
}

/// Days after which an implemented action is to be verified, first limit.
const VERIFIED_WITHIN: u32 = 30;

/// The verification of an action that is implemented, with the stamp that starts its clock.
pub fn verification(action: &Record, terms: &Terms, zone: Zone) -> Option<(Found<Stamp>, Clock)> {
    let waits = is_judged(action) && action.status() == "implemented";
    let done = action.get(action::IMPLEMENTED_AT).filter(|_| waits)?;
    let first = Duration::days(VERIFIED_WITHIN);
    Some((done, Clock::twice(*done, first, terms.verification_limit, zone)))
}

/// When a review is to be held that is scheduled or rescheduled.
pub fn review_planned(review: &Record) -> Option<Found<Stamp>> {
    let waits = matches!(review.status(), "scheduled" | "rescheduled");
    review.get(pir::SCHEDULED_AT).filter(|_| waits && is_judged(review))
}

/// Hours after the end of the response within which the responders sit together.
const HOT_WASH_WITHIN: u32 = 48;

/// The hot wash of a critical or high incident, with the stamp that starts its clock: resolution,
/// else containment.
pub fn hot_wash(incident: &Record, zone: Zone) -> Option<(Found<Stamp>, Clock)> {
    let asked = is_judged(incident) && Grade::of(incident) == Grade::High;
    let resolved = incident.get(incident::RESOLVED_AT);
    let over = resolved.or_else(|| incident.get(incident::CONTAINED_AT)).filter(|_| asked)?;
    Some((over, Clock::once(*over, Duration::hours(HOT_WASH_WITHIN), zone)))
}

/// The teams that a published bulletin asks for an answer and that gave none, with their days.
pub fn answers_asked(bulletin: &Record) -> Vec<(Item<'_>, &str, Found<Day>)> {
    const TEAM: Key<Line> = Key::new("team");
    const DUE: Key<DayValue> = Key::new("due");
    const ANSWER: Key<Line> = Key::new("answer");
    if !is_judged(bulletin) || !bulletin.is_from("published") {
        return Vec::new();
    }
    let open = |asked: &Item<'_>| asked.text_of(ANSWER).is_none_or(|text| text.trim().is_empty());
    let asked = bulletin.items(bulletin::REQUIRES_RESPONSE).into_iter().filter(open);
    asked
        .filter_map(|asked| Some((asked, asked.text_of(TEAM).unwrap_or("a team"), asked.get(DUE)?)))
        .collect()
}

/// The day by which a policy in force is to be reviewed.
pub fn policy_review(policy: &Record) -> Option<Found<Day>> {
    policy.get(policy::NEXT_REVIEW).filter(|_| is_in_force(policy))
}

/// True when a policy is published and rules may ask something of it.
pub fn is_in_force(policy: &Record) -> bool {
    is_judged(policy) && policy.status() == "published"
}

/// The day by which a risk is to be assessed again.
pub fn risk_review(risk: &Record) -> Option<Found<Day>> {
    risk.get(risk::NEXT_REVIEW).filter(|_| is_judged(risk) && risk.status() != "closed")
}
