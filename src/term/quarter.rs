//! Quarters of the organisation's year: from 1 January, or from the day its fiscal year begins.

use super::date::{Day, Period};
use chrono::{Datelike, Months};

/// How the year is cut into quarters.
///
/// A fiscal year is called by the calendar year in which it begins: where it begins on 1 April,
/// `2026-Q1` is April to June 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarters {
    month: u32,
    day: u32,
}

impl Default for Quarters {
    fn default() -> Self {
        Self { month: 1, day: 1 }
    }
}

impl Quarters {
    /// Quarters of a year that begins on this month and day; of the calendar year without one.
    pub fn from_start(start: Option<(u32, u32)>) -> Self {
        start.map_or_else(Self::default, |(month, day)| Self { month, day })
    }

    /// First and last day of a quarter.
    pub fn days(self, period: Period) -> (Day, Day) {
        let after = self.first_day(period.next());
        (self.first_day(period), after.pred_opt().unwrap_or(after))
    }

    /// The quarter in which `day` falls.
    pub fn at(self, day: Day) -> Period {
        let mut found = Period { year: day.year() - 1, quarter: 1 };
        while self.first_day(found.next()) <= day {
            found = found.next();
        }
        found
    }

    fn first_day(self, period: Period) -> Day {
        // A year that cannot begin on its day, or lies outside the calendar, begins on 1 January.
        let begin = Day::from_ymd_opt(period.year, self.month, self.day)
            .or_else(|| Day::from_ymd_opt(period.year, 1, 1))
            .unwrap_or(Day::MAX);
        begin.checked_add_months(Months::new((period.quarter - 1) * 3)).unwrap_or(Day::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::parse_day;

    fn day(text: &str) -> Day {
        parse_day(text).unwrap()
    }

    #[test]
    fn without_a_fiscal_year_quarters_are_those_of_the_calendar() {
        let quarters = Quarters::default();
        for text in ["2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01", "2026-11-30"] {
            let day = day(text);
            assert_eq!(quarters.at(day), Period::of(day), "{text}");
            assert_eq!(quarters.days(quarters.at(day)), Period::of(day).days(), "{text}");
        }
    }

    #[test]
    fn a_fiscal_year_is_called_by_the_year_in_which_it_begins() {
        let quarters = Quarters::from_start(Some((4, 6)));
        let (first, last) = quarters.days(Period { year: 2026, quarter: 1 });
        assert_eq!((first, last), (day("2026-04-06"), day("2026-07-05")));
        assert_eq!(quarters.at(day("2026-04-05")), Period { year: 2025, quarter: 4 });
        assert_eq!(quarters.at(day("2026-04-06")), Period { year: 2026, quarter: 1 });
    }
}
