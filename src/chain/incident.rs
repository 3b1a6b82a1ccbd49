//! Facts about the incident itself: does it still count, how bad was it, when did its clocks start.

use super::required::Tier;
use super::review::review_tier;
use crate::deadline::{Clock, Terms, review_clock};
use crate::record::{Found, Record};
use crate::schema::incident;
use crate::term::{Duration, Severity, Stamp, Zone};

/// True when rules may ask something of the record: it still counts and is not privileged.
///
/// What is asked of privileged records is withheld, not answered.
pub fn is_judged(record: &Record) -> bool {
    !record.is_ended() && !record.is_privileged()
}

/// The severity; medium when none can be read.
pub fn severity_of(incident: &Record) -> Severity {
    incident.text_of(incident::SEVERITY).and_then(Severity::parse).unwrap_or(Severity::Medium)
}

/// When the incident was closed, if it is closed now and rules may ask something of it.
///
/// The clocks of a reopened incident stand still until it is closed again.
pub fn closed_at(incident: &Record) -> Option<Found<Stamp>> {
    let closed = incident.status() == "closed" && is_judged(incident);
    incident.get(incident::CLOSED_AT).filter(|_| closed)
}

/// The clock for holding the review of an incident closed at `closed`.
pub fn held_clock(incident: &Record, closed: Stamp, terms: &Terms, zone: Zone) -> Clock {
    let tier = incident.text_of(incident::REVIEW_TIER).unwrap_or_default();
    review_clock(closed, severity_of(incident), tier, terms, zone)
}

/// The clock for approving the review of an incident closed at `closed`.
pub fn approval_clock(incident: &Record, closed: Stamp, terms: &Terms, zone: Zone) -> Clock {
    let grouped =
        incident.get(incident::REVIEW_TIER).is_some() && review_tier(incident) == Tier::Grouped;
    Clock::once(closed, if grouped { Duration::days(90) } else { terms.pir_limit }, zone)
}
