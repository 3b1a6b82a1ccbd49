//! Who made a commit and when, as the commit states it.
//!
//! Names, addresses and times are claims of whoever made the commit and can be anything: wrong
//! encodings and times out of range are kept readable and marked, never refused.

use chrono::{DateTime, FixedOffset, TimeZone, Utc};

/// The author or committer line of a commit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    /// The name as committed.
    pub name: String,
    /// The address as committed.
    pub email: String,
    /// The time with the offset as committed; clamped when out of range.
    pub time: DateTime<FixedOffset>,
    /// False when the time is unreadable, before 1970 or after 9999, or its offset impossible.
    pub time_in_range: bool,
}

/// The last second of the year 9999, the last one that RFC 3339 can write.
const LAST_SECOND: i64 = 253_402_300_799;

impl Person {
    /// Reads `Name <email> seconds offset`; parts that are not there are empty.
    pub(super) fn parse(line: &str) -> Self {
        let (name, rest) = line.split_once('<').unwrap_or((line, ""));
        let (email, when) = rest.rsplit_once('>').unwrap_or((rest, ""));
        let (time, time_in_range) = parse_time(when);
        Self { name: name.trim().to_owned(), email: email.trim().to_owned(), time, time_in_range }
    }
}

fn parse_time(text: &str) -> (DateTime<FixedOffset>, bool) {
    let mut words = text.split_ascii_whitespace();
    let seconds = words.next().and_then(|word| word.parse::<i64>().ok());
    let offset = words.next().and_then(parse_offset);
    let sane = seconds.is_some_and(|s| (0..=LAST_SECOND - 86_400).contains(&s)) && offset.is_some();
    let offset = offset.or_else(|| FixedOffset::east_opt(0)).expect("zero is an offset");
    // A day is kept free at both ends so that the local time stays in range too.
    let seconds = seconds.unwrap_or(0).clamp(0, LAST_SECOND - 86_400);
    let instant = Utc.timestamp_opt(seconds, 0).single().expect("the seconds were clamped");
    (instant.with_timezone(&offset), sane)
}

/// Reads `+0530`; `None` when it is no offset that a clock can have.
fn parse_offset(text: &str) -> Option<FixedOffset> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    FixedOffset::east_opt(sign * (number / 100 * 3600 + number % 100 * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_is_kept_as_committed() {
        let person = Person::parse("Ada L. <ada@example.org> 1700000000 +0530");
        assert_eq!((person.name.as_str(), person.email.as_str()), ("Ada L.", "ada@example.org"));
        assert_eq!(person.time.to_rfc3339(), "2023-11-15T03:43:20+05:30");
        assert!(person.time_in_range);
    }

    #[test]
    fn impossible_times_are_marked_and_never_panic() {
        let odd = [
            "",
            "0 +9999",
            "-5 +0000",
            "99999999999999999999 +0000",
            "9223372036854775807 -1200",
            "253402300799 +1400",
            "x y",
            "12 +5é",
            "12 é",
        ];
        for when in odd {
            let person = Person::parse(&format!("A <a> {when}"));
            assert!(!person.time_in_range, "{when}");
            assert!(person.time.to_rfc3339().len() < 40);
        }
        assert_eq!(Person::parse("no brackets").name, "no brackets");
    }
}
