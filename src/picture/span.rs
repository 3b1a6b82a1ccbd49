//! How long it was between two stamps, in words that claim no more than the stamps do.

use super::axis::DAY;
use crate::term::{Stamp, Zone};

/// The time from one stamp to the next; between two bounds where a stamp is only a day.
pub(super) fn between(before: Stamp, after: Stamp, zone: Zone) -> String {
    if let (Stamp::Day(before), Stamp::Day(after)) = (before, after) {
        return match (after - before).num_days() {
            0 => "the same day".into(),
            1 => "1 day".into(),
            days => format!("{days} days"),
        };
    }
    let least = (after.earliest(zone) - before.latest(zone)).num_seconds().max(0);
    let most = (after.latest(zone) - before.earliest(zone)).num_seconds().max(0);
    let exact = matches!(
        (before, after),
        (Stamp::Instant(_) | Stamp::Local(_), Stamp::Instant(_) | Stamp::Local(_))
    );
    match (exact, least) {
        (true, _) => words(most),
        (false, 0) => format!("up to {}", words(most)),
        (false, least) => bounds(least, most),
    }
}

fn bounds(least: i64, most: i64) -> String {
    let (least, most) = (words(least), words(most));
    match least.strip_suffix(" days") {
        Some(days) if least == most => format!("{days} days"),
        Some(days) if most.ends_with(" days") => format!("{days} to {most}"),
        _ => format!("{least} to {most}"),
    }
}

/// Seconds in words: minutes, hours, from two days on days.
pub(super) fn words(seconds: i64) -> String {
    let (days, hours, minutes) = (seconds / DAY, seconds / 3600, seconds / 60);
    if days >= 7 {
        return format!("{days} days");
    }
    if days >= 2 {
        let rest = hours - days * 24;
        return if rest == 0 { format!("{days} days") } else { format!("{days} days {rest} h") };
    }
    match (hours, minutes - hours * 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::between;
    use crate::term::{Stamp, Zone};

    fn told(before: &str, after: &str) -> String {
        let stamp = |text| Stamp::parse(text).unwrap();
        between(stamp(before), stamp(after), Zone::default())
    }

    #[test]
    fn a_day_gives_two_bounds_and_never_a_moment() {
        assert_eq!(told("2026-03-01", "2026-03-02T09:14:00Z"), "9 h 14 min to 33 h 14 min");
        assert_eq!(told("2026-03-01", "2026-03-01T09:14:00Z"), "up to 9 h 14 min");
        assert_eq!(told("2026-03-01T22:00:00Z", "2026-03-02"), "2 h to 26 h");
        assert_eq!(told("2026-03-01", "2026-03-19"), "18 days");
        assert_eq!(told("2026-03-01", "2026-03-19T12:00:00Z"), "17 to 18 days");
        assert_eq!(told("2026-03-01", "2026-03-01"), "the same day");
    }

    #[test]
    fn exact_times_are_told_in_the_unit_that_one_reads() {
        assert_eq!(told("2026-03-02T09:14:00Z", "2026-03-02T11:05:00Z"), "1 h 51 min");
        assert_eq!(told("2026-03-02T09:00:00Z", "2026-03-04T16:00:00Z"), "2 days 7 h");
        assert_eq!(told("2026-03-02T09:00:00Z", "2026-03-20T16:00:00Z"), "18 days");
        assert_eq!(told("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z"), "0 min");
    }
}
