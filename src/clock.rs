//! What time it is; the only place that asks.
//!
//! The doors ask once and pass the answer down as a value.

use chrono::{DateTime, Utc};
use std::time::{Duration, Instant};

/// How long something takes; says nothing about the day.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// A stopwatch that runs.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since it was started.
    pub fn time(self) -> Duration {
        self.0.elapsed()
    }
}

/// Why the stated time cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("SOURCE_DATE_EPOCH is `{text}`, which is not a number of seconds since 1970")]
pub struct ClockError {
    /// The value as it stands in the environment.
    pub text: String,
}

impl ClockError {
    /// One imperative sentence that says what to do.
    pub const fn hint(&self) -> &'static str {
        "set it to whole seconds, such as the output of `git log -1 --format=%ct`, or unset it"
    }
}

/// The present instant, or the one that `SOURCE_DATE_EPOCH` states; empty counts as unset.
pub fn now(source_date_epoch: Option<&str>) -> Result<DateTime<Utc>, ClockError> {
    match source_date_epoch {
        Some(text) if !text.is_empty() => {
            stated(text).ok_or_else(|| ClockError { text: text.to_owned() })
        }
        _ => Ok(wall_clock()),
    }
}

/// The instant that the text names; from 1900 to 9998, as dates in records.
fn stated(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::from_timestamp(text.parse().ok()?, 0)?;
    crate::term::parse_day(&at.date_naive().to_string()).map(|_| at)
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
fn wall_clock() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_time_wins_over_the_clock() {
        assert_eq!(now(Some("1767225600")).unwrap().to_rfc3339(), "2026-01-01T00:00:00+00:00");
        assert!(now(Some("")).unwrap() > now(Some("1767225600")).unwrap());
    }

    #[test]
    fn a_stated_time_that_is_no_time_is_refused() {
        for bad in ["now", "1.5", " 1", "99999999999999", "9223372036854775808"] {
            assert_eq!(now(Some(bad)), Err(ClockError { text: bad.into() }));
        }
    }
}
