//! Dates with their precision: a day, or an instant with offset; quarters; the configured zone.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use std::fmt;

/// A calendar day.
pub type Day = NaiveDate;

/// The zone in which days and quarters are cut and bare date-times are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(chrono_tz::Tz);

impl Default for Zone {
    fn default() -> Self {
        Self(chrono_tz::UTC)
    }
}

impl Zone {
    /// Reads an IANA zone name such as `Europe/Berlin`.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// The zone's IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The day on which `at` falls in this zone.
    pub fn day_of(self, at: DateTime<Utc>) -> Day {
        at.with_timezone(&self.0).date_naive()
    }

    /// The same instant with the offset that this zone has then.
    pub fn local(self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        at.with_timezone(&self.0).fixed_offset()
    }

    /// The first instant of `day` in this zone.
    pub fn start_of(self, day: Day) -> DateTime<Utc> {
        self.at(day.and_time(NaiveTime::MIN))
    }

    /// The first instant after `day` in this zone.
    pub fn end_of(self, day: Day) -> DateTime<Utc> {
        day.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, |next| self.start_of(next))
    }

    /// Noon of `day` in this zone.
    pub fn noon_of(self, day: Day) -> DateTime<Utc> {
        let noon = day.and_hms_opt(12, 0, 0).expect("every day has a noon");
        self.at(noon)
    }

    /// A local time as an instant; the earlier of two, or the end of a gap in the clock.
    pub fn at(self, local: NaiveDateTime) -> DateTime<Utc> {
        let mut at = local;
        for _ in 0..=48 {
            if let Some(found) = self.0.from_local_datetime(&at).earliest() {
                return found.with_timezone(&Utc);
            }
            at += chrono::TimeDelta::minutes(30);
        }
        local.and_utc()
    }
}

/// A date as a record states it: a day, an instant with offset, or a local time without one.
///
/// There is no `Ord`: a day and an instant inside it are neither before nor after each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stamp {
    /// A day, no time given.
    Day(Day),
    /// An instant with the offset as written.
    Instant(DateTime<FixedOffset>),
    /// A time without offset; read in the configured zone.
    Local(NaiveDateTime),
}

impl Stamp {
    /// Reads `2026-01-02`, `2026-01-02T10:00:00Z`, `...+01:00` or the same without offset.
    ///
    /// `None` when the form or the date is wrong; `2026-1-2` is refused.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(day) = parse_day(text) {
            return Some(Self::Day(day));
        }
        let normal = text.replacen(' ', "T", 1).replacen('t', "T", 1);
        let (date, time) = normal.split_once('T')?;
        parse_day(date)?;
        time.get(..5).filter(|hm| hm.as_bytes()[2] == b':')?;
        if let Ok(at) = DateTime::parse_from_rfc3339(&normal) {
            return Some(Self::Instant(at));
        }
        let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
        let local = forms.iter().find_map(|f| NaiveDateTime::parse_from_str(&normal, f).ok());
        local.map(Self::Local).or_else(|| parse_minutes(&normal).map(Self::Instant))
    }

    /// The first instant the stamp can mean.
    pub fn earliest(self, zone: Zone) -> DateTime<Utc> {
        match self {
            Self::Day(day) => zone.start_of(day),
            Self::Instant(at) => at.with_timezone(&Utc),
            Self::Local(local) => zone.at(local),
        }
    }

    /// The last instant the stamp can mean: for a day its end.
    pub fn latest(self, zone: Zone) -> DateTime<Utc> {
        match self {
            Self::Day(day) => zone.end_of(day),
            _ => self.earliest(zone),
        }
    }

    /// The day the stamp falls on in `zone`; a bare day is itself.
    pub fn day(self, zone: Zone) -> Day {
        match self {
            Self::Day(day) => day,
            _ => zone.day_of(self.earliest(zone)),
        }
    }

    /// True when both say the same: one day, or one instant, however its offset is written.
    pub fn is_same(self, other: Self, zone: Zone) -> bool {
        match (self, other) {
            (Self::Day(a), Self::Day(b)) => a == b,
            (Self::Day(_), _) | (_, Self::Day(_)) => false,
            _ => self.earliest(zone) == other.earliest(zone),
        }
    }

    /// True when the stamp lies after `other` whatever the missing precision hides.
    pub fn surely_after(self, other: Self, zone: Zone) -> bool {
        match (self, other) {
            (Self::Day(a), Self::Day(b)) => a > b,
            _ => self.earliest(zone) > other.latest(zone),
        }
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Instant(at) => write!(f, "{}", at.format("%Y-%m-%d %H:%M %:z")),
            Self::Local(local) => write!(f, "{}", local.format("%Y-%m-%d %H:%M")),
        }
    }
}

/// `2026-01-02T10:00+01:00` and `2026-01-02T10:00Z`, which RFC 3339 leaves out but people write.
fn parse_minutes(text: &str) -> Option<DateTime<FixedOffset>> {
    let at = text.find('T')? + 6;
    let (head, offset) = (text.get(..at)?, text.get(at..)?);
    DateTime::parse_from_rfc3339(&format!("{head}:00{offset}")).ok()
}

/// Reads a day in the one form `2026-01-02`; the year is 1900 to 9998.
pub fn parse_day(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = text.get(range)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let year = i32::try_from(number(0..4)?).ok().filter(|year| (1900..=9998).contains(year))?;
    NaiveDate::from_ymd_opt(year, number(5..7)?, number(8..10)?)
}

/// A calendar quarter such as `2026-Q1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Calendar year.
    pub year: i32,
    /// Quarter, 1 to 4.
    pub quarter: u32,
}

impl Period {
    /// Reads `2026-Q1`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, quarter) = text.split_once("-Q")?;
        let year = year.parse().ok().filter(|y| (1900..=9998).contains(y) && year.len() == 4)?;
        let quarter = quarter.parse().ok().filter(|q| (1..=4).contains(q) && quarter.len() == 1)?;
        Some(Self { year, quarter })
    }

    /// The quarter in which `day` falls.
    pub fn of(day: Day) -> Self {
        Self { year: day.year(), quarter: day.month0() / 3 + 1 }
    }

    /// First and last day.
    pub fn days(self) -> (Day, Day) {
        let first = Day::from_ymd_opt(self.year, self.quarter * 3 - 2, 1)
            .expect("a quarter has a first day");
        let next = self.next();
        let after = Day::from_ymd_opt(next.year, next.quarter * 3 - 2, 1)
            .expect("a quarter has a first day");
        (first, after.pred_opt().expect("a day in 1900 to 9999 has a day before"))
    }

    /// The quarter after this one.
    pub fn next(self) -> Self {
        match self.quarter {
            4 => Self { year: self.year + 1, quarter: 1 },
            quarter => Self { year: self.year, quarter: quarter + 1 },
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year, self.quarter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_in_one_form_are_dates() {
        assert!(Stamp::parse("2026-02-28").is_some());
        for bad in [
            "2026-1-2",
            "2018-02-29",
            "0000-01-01",
            "2026-01-02T",
            "2026-01-02T9:00:00Z",
            "tomorrow",
            "2026-01-02Z",
        ] {
            assert_eq!(Stamp::parse(bad), None, "{bad}");
        }
        for good in [
            "2026-01-02T10:00:00+01:00",
            "2026-01-02 10:00:00Z",
            "2026-01-02T10:00:00",
            "2026-01-02T10:00",
            "2026-01-02T10:00Z",
        ] {
            assert!(Stamp::parse(good).is_some(), "{good}");
        }
    }

    #[test]
    fn a_day_is_neither_before_nor_after_an_instant_inside_it() {
        let zone = Zone::parse("Europe/Berlin").unwrap();
        let day = Stamp::parse("2026-03-02").unwrap();
        let inside = Stamp::parse("2026-03-02T00:30:00+01:00").unwrap();
        let before = Stamp::parse("2026-03-01T23:30:00+01:00").unwrap();
        assert!(!day.surely_after(inside, zone) && !inside.surely_after(day, zone));
        assert!(day.surely_after(before, zone));
    }

    #[test]
    fn quarters_are_cut_at_their_days() {
        let (first, last) = Period::parse("2025-Q4").unwrap().days();
        assert_eq!(
            (first.to_string(), last.to_string()),
            ("2025-10-01".into(), "2025-12-31".into())
        );
    }
}
