//! The end of a time as people say it: a day, or an instant within one.

use super::Now;
use crate::term::{Day, Zone};
use chrono::{DateTime, TimeDelta, Utc};

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// With the end of this day.
    Day(Day),
    /// At this instant.
    At(DateTime<Utc>),
}

impl Due {
    /// The end of a clock: one at midnight is the end of the day before.
    pub fn of(end: DateTime<Utc>, zone: Zone) -> Self {
        let day = zone.day_of(end - TimeDelta::seconds(1));
        if zone.end_of(day) == end { Self::Day(day) } else { Self::At(end) }
    }

    /// The day it falls on.
    pub fn day(self, zone: Zone) -> Day {
        match self {
            Self::Day(day) => day,
            Self::At(at) => zone.day_of(at),
        }
    }

    /// The instant at which it is over.
    pub fn end(self, zone: Zone) -> DateTime<Utc> {
        match self {
            Self::Day(day) => zone.end_of(day),
            Self::At(at) => at,
        }
    }

    /// True when it has passed; what is due today is not late before the day or the hour is over.
    pub fn is_late(self, now: Now) -> bool {
        match self {
            Self::Day(day) => day < now.day(),
            Self::At(at) => at < now.instant,
        }
    }

    /// Days from today to the day it falls on; negative once that day has passed.
    pub fn days_left(self, now: Now) -> i64 {
        (self.day(now.zone) - now.day()).num_days()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::parse_day;

    #[test]
    fn an_end_at_midnight_of_the_zone_is_a_day_and_any_other_an_instant() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let day = parse_day("2026-03-29").unwrap();
        // The day on which the clocks go forward has 23 hours and one end.
        assert_eq!(Due::of(berlin.end_of(day), berlin), Due::Day(day));
        let end = berlin.end_of(day);
        assert_eq!(Due::of(end, Zone::default()), Due::At(end));
    }

    #[test]
    fn due_today_is_not_late_and_an_hour_that_passed_is() {
        let zone = Zone::default();
        let day = parse_day("2026-03-05").unwrap();
        let now = Now::end_of(day, zone);
        assert!(!Due::Day(day).is_late(now));
        let at = Due::At("2026-03-05T10:00:00Z".parse().unwrap());
        assert_eq!((at.is_late(now), at.days_left(now)), (true, 0));
        let next = Due::Day(parse_day("2026-03-06").unwrap());
        assert_eq!((next.is_late(now), next.days_left(now)), (false, 1));
    }
}
