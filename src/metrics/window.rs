//! The days for which figures are asked: a quarter of the organisation's year, or from day to day.

use crate::term::{Day, Period, Quarters, parse_day};
use std::fmt;
use thiserror::Error;

/// Days from `first` up to, and not including, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub first: Day,
    /// The day after the last.
    pub end: Day,
    /// The quarter, where one was asked for.
    pub quarter: Option<Period>,
}

/// Why a text names no window.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WindowFlaw {
    /// Neither a quarter nor two days.
    #[error("`{0}` is no period")]
    Malformed(String),
    /// Its end is its beginning.
    #[error("the period `{0}` is empty")]
    Empty(String),
    /// Its end lies before its beginning.
    #[error("the period `{0}` ends before it begins")]
    Reversed(String),
    /// It begins after today.
    #[error("the period `{0}` begins after {1}, which is today")]
    Ahead(String, Day),
}

impl WindowFlaw {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Malformed(_) => {
                "write a quarter as 2026-Q3, or two days as 2026-01-01..2026-07-01"
            }
            Self::Empty(_) => {
                "the second day is not part of the period: name the day after the last"
            }
            Self::Reversed(_) => "name the earlier day first",
            Self::Ahead(..) => "name a period that has begun; `--today` says what day it is",
        }
    }
}

impl Window {
    /// Reads `2026-Q3` or `A..B`, in which B is the day after the last.
    pub fn parse(text: &str, quarters: Quarters, today: Day) -> Result<Self, WindowFlaw> {
        let window = match (Period::parse(text), text.split_once("..")) {
            (Some(period), _) => Self::quarter(period, quarters),
            (None, Some((first, end))) => {
                let days = parse_day(first).zip(parse_day(end));
                let (first, end) = days.ok_or_else(|| WindowFlaw::Malformed(text.into()))?;
                Self { first, end, quarter: None }
            }
            (None, None) => return Err(WindowFlaw::Malformed(text.into())),
        };
        match window.end.cmp(&window.first) {
            std::cmp::Ordering::Less => Err(WindowFlaw::Reversed(text.into())),
            std::cmp::Ordering::Equal => Err(WindowFlaw::Empty(text.into())),
            std::cmp::Ordering::Greater if window.first > today => {
                Err(WindowFlaw::Ahead(text.into(), today))
            }
            std::cmp::Ordering::Greater => Ok(window),
        }
    }

    /// The days of a quarter.
    pub fn quarter(period: Period, quarters: Quarters) -> Self {
        let (first, last) = quarters.days(period);
        Self { first, end: last.succ_opt().unwrap_or(last), quarter: Some(period) }
    }

    /// The twelve months that end with a day.
    pub fn year_to(last: Day) -> Self {
        let end = last.succ_opt().unwrap_or(last);
        let first = end.checked_sub_months(chrono::Months::new(12)).unwrap_or(last);
        Self { first, end, quarter: None }
    }

    /// True when the day lies in it.
    pub fn contains(&self, day: Day) -> bool {
        self.first <= day && day < self.end
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(quarter) = self.quarter {
            write!(f, "{quarter}, ")?;
        }
        write!(f, "{} up to, not including, {}", self.first, self.end)
    }
}
