//! When a clock runs out, and where it stands now.

use super::Terms;
use crate::term::{Day, Duration, Severity, Stamp, Zone};
use chrono::{DateTime, TimeDelta, Utc};

/// The time against which everything is judged, with the zone in which days are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The instant.
    pub instant: DateTime<Utc>,
    /// The zone.
    pub zone: Zone,
}

impl Now {
    /// The end of `day`: what happened on that day has happened.
    pub fn end_of(day: Day, zone: Zone) -> Self {
        Self { instant: zone.end_of(day) - TimeDelta::seconds(1), zone }
    }

    /// Today, in the zone.
    pub fn day(self) -> Day {
        self.zone.day_of(self.instant)
    }

    /// Whole days from the day of `stamp` to today; negative when it lies ahead.
    pub fn days_since(self, stamp: Stamp) -> i64 {
        (self.day() - stamp.day(self.zone)).num_days()
    }
}

/// A clock with one limit or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The first limit.
    pub first: DateTime<Utc>,
    /// The second limit; equal to the first when there is one.
    pub second: DateTime<Utc>,
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Before the first limit.
    Ahead,
    /// Between the limits.
    PastFirst,
    /// After the last limit.
    PastLast,
}

impl Clock {
    /// A clock of one limit, started by `start`; a bare day starts it at its end.
    pub fn once(start: Stamp, limit: Duration, zone: Zone) -> Self {
        let end = limit.from_stamp(start, zone);
        Self { first: end, second: end }
    }

    /// A clock of two limits.
    pub fn twice(start: Stamp, first: Duration, second: Duration, zone: Zone) -> Self {
        let first = first.from_stamp(start, zone);
        Self { first, second: second.from_stamp(start, zone).max(first) }
    }

    /// Where the clock stands at `at`.
    pub fn phase(self, at: DateTime<Utc>) -> Phase {
        if at <= self.first {
            Phase::Ahead
        } else if at <= self.second {
            Phase::PastFirst
        } else {
            Phase::PastLast
        }
    }

    /// True when `stop` came after the first limit; a bare day stops it at its start.
    pub fn missed_by(self, stop: Stamp, zone: Zone) -> bool {
        stop.earliest(zone) > self.first
    }
}

/// The clock for holding the review of an incident closed at `closed`, by severity and tier.
///
/// Grouped reviews have 90 days; light ones of low and info incidents the policy's second limit;
/// all others the first and then the second (requirements section 4).
pub fn review_clock(
    closed: Stamp,
    severity: Severity,
    tier: &str,
    terms: &Terms,
    zone: Zone,
) -> Clock {
    match (tier, severity) {
        ("grouped", _) => Clock::once(closed, Duration::days(90), zone),
        (_, Severity::Low | Severity::Info) => Clock::once(closed, terms.pir_limit, zone),
        _ => Clock::twice(closed, terms.pir_deadline, terms.pir_limit, zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_day_starts_a_clock_at_its_end_and_stops_it_at_its_start() {
        let zone = Zone::default();
        let clock = Clock::once(Stamp::parse("2026-03-05").unwrap(), Duration::hours(72), zone);
        assert_eq!(clock.first.to_rfc3339(), "2026-03-09T00:00:00+00:00");
        assert!(!clock.missed_by(Stamp::parse("2026-03-09").unwrap(), zone));
        assert!(clock.missed_by(Stamp::parse("2026-03-09T00:00:01Z").unwrap(), zone));
    }

    #[test]
    fn the_review_clock_follows_severity_and_tier() {
        let (zone, terms) = (Zone::default(), Terms::default());
        let closed = Stamp::parse("2026-03-05T10:00:00Z").unwrap();
        let at = |text: &str| text.parse().unwrap();
        let full = review_clock(closed, Severity::High, "full", &terms, zone);
        assert_eq!(full.phase(at("2026-03-08T10:00:00Z")), Phase::Ahead);
        assert_eq!(full.phase(at("2026-03-08T10:00:01Z")), Phase::PastFirst);
        assert_eq!(full.phase(at("2026-03-20T10:00:00Z")), Phase::PastLast);
        let light = review_clock(closed, Severity::Low, "light", &terms, zone);
        assert_eq!(light.phase(at("2026-03-18T10:00:00Z")), Phase::Ahead);
        let grouped = review_clock(closed, Severity::Low, "grouped", &terms, zone);
        assert_eq!(grouped.phase(at("2026-06-01T10:00:00Z")), Phase::Ahead);
    }
}
