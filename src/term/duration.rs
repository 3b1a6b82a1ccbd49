//! ISO 8601 durations as policies define them: `PT72H`, `P14D`, `P6M`, `P1Y`.

use super::{Stamp, Zone};
use chrono::{DateTime, Days, Months, TimeDelta, Utc};
use std::fmt;

/// A duration of whole months, days and hours; hours are absolute, months clamp to month end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    months: u32,
    days: u32,
    hours: u32,
}

impl Duration {
    /// A duration of `hours` hours.
    pub const fn hours(hours: u32) -> Self {
        Self { months: 0, days: 0, hours }
    }

    /// A duration of `days` days.
    pub const fn days(days: u32) -> Self {
        Self { months: 0, days, hours: 0 }
    }

    /// A duration of `months` calendar months.
    pub const fn months(months: u32) -> Self {
        Self { months, days: 0, hours: 0 }
    }

    /// The number of calendar months, of a duration that has no days and no hours.
    pub const fn whole_months(self) -> Option<u32> {
        if self.days == 0 && self.hours == 0 { Some(self.months) } else { None }
    }

    /// Reads an ISO 8601 duration of years, months, weeks, days and hours; units are required.
    ///
    /// `None` for anything else, for zero, and for more than 100 years.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('P')?;
        let (date, time) = rest.split_once('T').map_or((rest, None), |(d, t)| (d, Some(t)));
        let [years, months, weeks, days] = units(date, ['Y', 'M', 'W', 'D'])?;
        let [hours] =
            time.map_or(Some([0]), |time| units(time, ['H']).filter(|_| !time.is_empty()))?;
        let total = Self { months: years * 12 + months, days: weeks * 7 + days, hours };
        let in_range = total.months <= 1200 && total.days <= 36_600 && total.hours <= 876_000;
        (total != Self::hours(0) && in_range).then_some(total)
    }

    /// The number of months it comes nearest to; a month is taken for 30 days.
    pub const fn in_months(self) -> u32 {
        self.months + (self.days + self.hours / 24 + 15) / 30
    }

    /// The instant this long after `start`; the last instant of the calendar when it runs out.
    pub fn after(self, start: DateTime<Utc>) -> DateTime<Utc> {
        start
            .checked_add_months(Months::new(self.months))
            .and_then(|at| at.checked_add_days(Days::new(u64::from(self.days))))
            .and_then(|at| at.checked_add_signed(TimeDelta::hours(i64::from(self.hours))))
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The instant this long after `start` by the calendar of `zone`: months and days keep the time of
    /// day there, whatever the clocks do in between; hours are counted as they pass.
    pub fn after_in(self, start: DateTime<Utc>, zone: Zone) -> DateTime<Utc> {
        if self.months == 0 && self.days == 0 {
            return self.after(start);
        }
        let local = zone.local(start).naive_local();
        let moved = local
            .checked_add_months(Months::new(self.months))
            .and_then(|at| at.checked_add_days(Days::new(u64::from(self.days))));
        moved.map_or(DateTime::<Utc>::MAX_UTC, |at| Self::hours(self.hours).after(zone.at(at)))
    }

    /// The end of a time of this length that `start` begins: a bare day begins it at its end, and ends
    /// it with the day that is so many months and days later.
    pub fn from_stamp(self, start: Stamp, zone: Zone) -> DateTime<Utc> {
        let Stamp::Day(day) = start else { return self.after_in(start.latest(zone), zone) };
        let last = day
            .checked_add_months(Months::new(self.months))
            .and_then(|day| day.checked_add_days(Days::new(u64::from(self.days))));
        last.map_or(DateTime::<Utc>::MAX_UTC, |day| Self::hours(self.hours).after(zone.end_of(day)))
    }
}

/// Numbers before the unit letters, in the order of the letters; absent units are 0.
fn units<const N: usize>(mut text: &str, letters: [char; N]) -> Option<[u32; N]> {
    let mut found = [0; N];
    let mut next = 0;
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        let letter = text[end..].chars().next()?;
        let at = letters.iter().skip(next).position(|known| *known == letter)? + next;
        found[at] = text[..end].parse().ok().filter(|n: &u32| *n <= 876_000)?;
        next = at + 1;
        text = &text[end + 1..];
    }
    Some(found)
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        for (count, one) in [(self.months, "month"), (self.days, "day"), (self.hours, "hour")] {
            match count {
                0 => {}
                1 => parts.push(format!("1 {one}")),
                _ => parts.push(format!("{count} {one}s")),
            }
        }
        f.write_str(&parts.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_units_and_an_amount() {
        assert_eq!(Duration::parse("PT72H"), Some(Duration::hours(72)));
        assert_eq!(Duration::parse("P14D"), Some(Duration::days(14)));
        assert_eq!(Duration::parse("P2W"), Some(Duration::days(14)));
        assert_eq!(Duration::parse("P1Y6M"), Some(Duration::months(18)));
        for bad in ["72", "72h", "P", "PT", "P0D", "P14", "P1D1Y", "P99999999999D", "P-1D"] {
            assert_eq!(Duration::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_and_months_go_by_the_calendar_of_the_zone_and_hours_as_they_pass() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let end = |start: &str, limit: Duration| {
            limit.from_stamp(Stamp::parse(start).unwrap(), berlin).to_rfc3339()
        };
        // The clocks go forward on 2026-03-29.
        let winter = "2026-03-20T10:00:00+01:00";
        assert_eq!(end(winter, Duration::days(14)), "2026-04-03T08:00:00+00:00");
        assert_eq!(end(winter, Duration::hours(14 * 24)), "2026-04-03T09:00:00+00:00");
        assert_eq!(end("2026-03-20", Duration::days(14)), "2026-04-03T22:00:00+00:00");
        // A bare day ends with a day, also where months differ in length.
        assert_eq!(end("2026-03-30", Duration::months(1)), "2026-04-30T22:00:00+00:00");
        assert_eq!(end("2026-08-31", Duration::months(6)), "2027-02-28T23:00:00+00:00");
        let summer: DateTime<Utc> = "2026-07-09T22:00:00Z".parse().unwrap();
        let later = Duration::months(6).after_in(summer, berlin);
        assert_eq!(later.to_rfc3339(), "2027-01-09T23:00:00+00:00");
    }

    #[test]
    fn months_clamp_to_month_end() {
        let start: DateTime<Utc> = "2025-08-31T10:00:00Z".parse().unwrap();
        assert_eq!(Duration::months(6).after(start).to_rfc3339(), "2026-02-28T10:00:00+00:00");
    }
}
