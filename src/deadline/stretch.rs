//! Stretches of quarters for which something is owed once they are over.

use super::clock::{Clock, Now};
use crate::term::{Day, Duration, Period, Quarters, Stamp, Zone};
use std::fmt;

/// One quarter, or several in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first quarter.
    pub first: Period,
    /// The last quarter.
    pub last: Period,
    /// The last day.
    pub end: Day,
    /// The clock for what is owed for it: 30 days from its end.
    pub clock: Clock,
}

/// Days after the end of a quarter by which its report is presented and its statement declared.
const AFTER_END: u32 = 30;

impl Stretch {
    /// The stretch in which `day` falls, when something is owed once in `every`: each quarter,
    /// half-year or year of the organisation.
    pub fn at(day: Day, quarters: Quarters, every: Duration, zone: Zone) -> Self {
        let mut last = quarters.at(day);
        while !ends_with(last, every) {
            last = last.next();
        }
        Self::ending(last, quarters, every, zone)
    }

    fn ending(last: Period, quarters: Quarters, every: Duration, zone: Zone) -> Self {
        let first = Period { year: last.year, quarter: last.quarter + 1 - length(every) };
        let end = quarters.days(last).1;
        let clock = Clock::once(Stamp::Day(end), Duration::days(AFTER_END), zone);
        Self { first, last, end, clock }
    }

    /// True when the quarter lies in it.
    pub fn covers(&self, period: Period) -> bool {
        self.first <= period && period <= self.last
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{} to {}", self.first, self.last)
        }
    }
}

/// The stretches that ended within the last four quarters and not before `began`, oldest first.
///
/// `every` is how often something is owed, as for [`Stretch::at`].
pub fn finished_stretches(
    now: Now,
    quarters: Quarters,
    began: Day,
    every: Duration,
) -> Vec<Stretch> {
    let today = quarters.at(now.day());
    let mut last = Period { year: today.year - 1, quarter: today.quarter };
    let mut found = Vec::new();
    while last < today {
        if ends_with(last, every) {
            found.push(Stretch::ending(last, quarters, every, now.zone));
        }
        last = last.next();
    }
    found.retain(|stretch| stretch.end >= began);
    found
}

/// Quarters in a stretch.
fn length(every: Duration) -> u32 {
    match every.in_months() {
        0..=4 => 1,
        5..=8 => 2,
        _ => 4,
    }
}

fn ends_with(period: Period, every: Duration) -> bool {
    period.quarter.is_multiple_of(length(every))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::parse_day;

    fn stretches(began: &str, every: Duration) -> Vec<String> {
        let now = Now::end_of(parse_day("2026-05-20").unwrap(), Zone::default());
        let began = parse_day(began).unwrap();
        let found = finished_stretches(now, Quarters::default(), began, every);
        found.iter().map(|stretch| format!("{stretch} ended {}", stretch.end)).collect()
    }

    #[test]
    fn what_ended_before_the_register_began_is_not_owed() {
        assert_eq!(stretches("2026-03-31", Duration::months(3)), ["2026-Q1 ended 2026-03-31"]);
        assert_eq!(stretches("2026-04-01", Duration::months(3)), [""; 0]);
        assert_eq!(stretches("2019-01-01", Duration::months(3)).len(), 4);
    }

    #[test]
    fn a_day_lies_in_the_stretch_that_ends_next() {
        let at = |text: &str, months| {
            let day = parse_day(text).unwrap();
            let every = Duration::months(months);
            Stretch::at(day, Quarters::default(), every, Zone::default()).to_string()
        };
        assert_eq!(at("2026-03-31", 3), "2026-Q1");
        assert_eq!(at("2026-02-01", 6), "2026-Q1 to 2026-Q2");
        assert_eq!(at("2026-07-01", 12), "2026-Q1 to 2026-Q4");
    }

    #[test]
    fn half_years_end_with_the_second_and_the_fourth_quarter() {
        assert_eq!(
            stretches("2025-01-01", Duration::months(6)),
            ["2025-Q1 to 2025-Q2 ended 2025-06-30", "2025-Q3 to 2025-Q4 ended 2025-12-31"]
        );
        assert_eq!(
            stretches("2025-01-01", Duration::months(12)),
            ["2025-Q1 to 2025-Q4 ended 2025-12-31"]
        );
    }
}
