//! Regulatory clocks against stamps written by hand.

use super::*;
use crate::record::{Document, read};
use crate::schema::Kind;
use crate::term::RepoPath;

fn incident(front: &str) -> Record {
    let text = format!("---\nid: INC-2026-0001\nkind: incident\n{front}\n---\n");
    match read(&RepoPath::new("incidents/INC-2026-0001.md"), text.into(), Some(Kind::Incident)) {
        Document::Record(record) => *record,
        other => panic!("{other:?}"),
    }
}

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

/// The limits by clock, as `first` or `first/second` or the word for what is missing.
fn limits(front: &str, regime: &str, zone: Zone) -> Vec<(&'static str, String)> {
    let show = |limit| match limit {
        RegulatoryLimit::At(Clock { first, second }) if first == second => first.to_rfc3339(),
        RegulatoryLimit::At(Clock { first, second }) => {
            format!("{}/{}", first.to_rfc3339(), second.to_rfc3339())
        }
        RegulatoryLimit::NotBegun => "not begun".into(),
        RegulatoryLimit::CannotTell(name) => format!("no {name}"),
    };
    let dues = regulatory_dues(&incident(front), regime, zone);
    dues.into_iter().map(|due| (due.clock.id, show(due.limit).replace("+00:00", "Z"))).collect()
}

fn limit(front: &str, id: &str, zone: Zone) -> String {
    let regime = id.split('-').next().unwrap();
    limits(front, regime, zone).into_iter().find(|(known, _)| *known == id).unwrap().1
}

#[test]
fn hours_are_absolute_across_a_change_of_the_clocks() {
    let berlin = zone("Europe/Berlin");
    // Clocks go forward on 2026-03-29: 72 hours are 73 by the clock on the wall.
    let aware = "aware_at: 2026-03-27T10:00:00+01:00";
    assert_eq!(limit(aware, "gdpr-33-1", berlin), "2026-03-30T09:00:00Z");
    let aware = "aware_at: 2026-03-27T10:00:00";
    assert_eq!(limit(aware, "gdpr-33-1", berlin), "2026-03-30T09:00:00Z");
    // And back on 2026-10-25.
    let aware = "aware_at: 2026-10-24T12:00:00+02:00";
    assert_eq!(limit(aware, "nis2-early", berlin), "2026-10-25T10:00:00Z");
}

#[test]
fn a_bare_day_starts_a_clock_at_its_end() {
    let aware = "aware_at: 2026-03-02";
    assert_eq!(limit(aware, "gdpr-33-1", zone("UTC")), "2026-03-06T00:00:00Z");
    assert_eq!(limit(aware, "gdpr-33-1", zone("Europe/Berlin")), "2026-03-05T23:00:00Z");
}

#[test]
fn what_starts_a_clock_is_missing_or_has_not_happened() {
    assert_eq!(limits("", "gdpr", zone("UTC")), [("gdpr-33-1", "no aware_at".to_owned())]);
    let expected = [
        ("dora-initial", "no classified_major_at".to_owned()),
        ("dora-interim", "not begun".to_owned()),
        ("dora-final", "not begun".to_owned()),
    ];
    assert_eq!(limits("aware_at: 2026-03-02", "dora", zone("UTC")), expected);
    assert_eq!(limits("aware_at: 2026-03-02", "other", zone("UTC")), []);
    assert_eq!(limits("aware_at: yesterday", "gdpr", zone("UTC"))[0].1, "no aware_at");
}

#[test]
fn chained_clocks_run_from_the_notification_before() {
    let sent = |stage, at| {
        format!(
            "aware_at: 2026-01-05T08:00:00Z\nnotifications: [{{regime: nis2, stage: {stage}, submitted_at: {at}}}]"
        )
    };
    let utc = zone("UTC");
    assert_eq!(
        limit(&sent("early-warning", "2026-01-05T09:00:00Z"), "nis2-final", utc),
        "not begun"
    );
    // A month ends with the day of the same number, the last one where there is none.
    let sent_on = |at| limit(&sent("notification", at), "nis2-final", utc);
    assert_eq!(sent_on("2026-01-07T09:00:00Z"), "2026-02-08T00:00:00Z");
    assert_eq!(sent_on("2026-01-31T09:00:00Z"), "2026-03-01T00:00:00Z");
    assert_eq!(sent_on("2026-01-31"), "2026-03-01T00:00:00Z");
    let kiribati = limit(
        &sent("notification", "2026-01-30T22:00:00Z"),
        "nis2-final",
        zone("Pacific/Kiritimati"),
    );
    assert_eq!(kiribati, "2026-02-28T10:00:00Z");
}

#[test]
fn the_last_of_several_reports_starts_the_final_one() {
    let front = "classified_major_at: 2026-01-05T08:00:00Z\nnotifications:\n  \
        - {regime: dora, stage: intermediate, submitted_at: 2026-01-14T10:00:00Z}\n  \
        - {regime: dora, stage: intermediate, submitted_at: 2026-01-08T10:00:00Z}\n  \
        - {regime: gdpr, stage: intermediate, submitted_at: 2026-01-20T10:00:00Z}";
    assert_eq!(
        limit(front, "dora-final", zone("UTC")),
        // The end of Saturday 2026-02-14, which moves to noon of Monday.
        "2026-02-15T00:00:00Z/2026-02-16T12:00:00Z"
    );
}

#[test]
fn classification_starts_four_hours_and_awareness_caps_them() {
    let initial = |aware: &str, major: &str| {
        let front = format!("aware_at: {aware}\nclassified_major_at: {major}");
        limit(&front, "dora-initial", zone("UTC"))
    };
    let aware = "2026-03-02T08:00:00Z";
    assert_eq!(initial(aware, "2026-03-02T10:00:00Z"), "2026-03-02T14:00:00Z");
    // Four hours would end after a day from awareness.
    assert_eq!(initial(aware, "2026-03-03T06:00:00Z"), "2026-03-03T08:00:00Z");
    // Classified after that day: only the four hours count.
    assert_eq!(initial(aware, "2026-03-03T09:00:00Z"), "2026-03-03T13:00:00Z");
    let alone = "classified_major_at: 2026-03-03T09:00:00Z";
    assert_eq!(limit(alone, "dora-initial", zone("UTC")), "2026-03-03T13:00:00Z");
}

#[test]
fn a_limit_on_a_weekend_may_move_to_monday_noon() {
    let initial =
        |major: &str, zone| limit(&format!("classified_major_at: {major}"), "dora-initial", zone);
    let (utc, berlin) = (zone("UTC"), zone("Europe/Berlin"));
    // 2026-03-07 is a Saturday.
    assert_eq!(initial("2026-03-06T19:59:00Z", utc), "2026-03-06T23:59:00Z");
    // Four hours from Friday evening end with the last instant of Friday.
    assert_eq!(initial("2026-03-06T20:00:00Z", utc), "2026-03-07T00:00:00Z");
    assert_eq!(initial("2026-03-07T09:00:00Z", utc), "2026-03-07T13:00:00Z/2026-03-09T12:00:00Z");
    assert_eq!(
        initial("2026-03-06T19:59:00Z", berlin),
        "2026-03-06T23:59:00Z/2026-03-09T11:00:00Z"
    );
    // Summer time begins on the Sunday between.
    assert_eq!(
        initial("2026-03-28T09:00:00Z", berlin),
        "2026-03-28T13:00:00Z/2026-03-30T10:00:00Z"
    );
    // The other laws move nothing.
    assert_eq!(limit("aware_at: 2026-03-04T09:00:00Z", "gdpr-33-1", utc), "2026-03-07T09:00:00Z");
}

#[test]
fn a_reason_for_lateness_is_told_like_a_submission() {
    let told = |entries: &str| {
        let front = format!("aware_at: 2026-03-02\nnotifications: [{entries}]");
        regulatory_dues(&incident(&front), "gdpr", Zone::default())[0].told
    };
    assert_eq!(told(""), Told::NotYet);
    assert_eq!(
        told("{regime: gdpr, stage: data-subjects, submitted_at: 2026-03-03}"),
        Told::NotYet
    );
    assert_eq!(told("{regime: gdpr, stage: notification, late_reason: ' '}"), Told::NotYet);
    assert_eq!(told("{regime: gdpr, stage: notification, late_reason: no staff}"), Told::Late);
    let at = Stamp::parse("2026-03-03").unwrap();
    let twice = "{regime: gdpr, stage: notification, submitted_at: 2026-03-09}, \
        {regime: gdpr, stage: notification, submitted_at: 2026-03-03}";
    assert_eq!(told(twice), Told::At(at));
}

#[test]
fn the_end_of_the_calendar_is_no_panic() {
    for at in ["9998-12-31", "9998-12-31T23:59:59Z", "1900-01-01"] {
        let front = format!(
            "aware_at: {at}\nclassified_major_at: {at}\nnotifications: [{{regime: dora, stage: intermediate, submitted_at: {at}}}]"
        );
        assert_eq!(regulatory_dues(&incident(&front), "dora", zone("Pacific/Kiritimati")).len(), 3);
    }
}

mod on_any_calendar {
    use super::*;
    use proptest::prelude::*;

    const ZONES: [&str; 6] = [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
    ];

    fn due_of(front: &str, id: &str, zone: Zone) -> Clock {
        let regime = id.split('-').next().unwrap();
        let dues = regulatory_dues(&incident(front), regime, zone);
        let due = dues.into_iter().find(|due| due.clock.id == id).unwrap();
        let RegulatoryLimit::At(clock) = due.limit else { panic!("{id} does not run") };
        clock
    }

    proptest! {
        #[test]
        fn hours_pass_alike_in_every_zone_and_by_every_offset(
            seconds in 1_500_000_000_i64..1_900_000_000,
            zone_at in 0..ZONES.len(),
            offset in -14_i32..=14,
        ) {
            let start = DateTime::from_timestamp(seconds, 0).unwrap();
            let written = start.with_timezone(&chrono::FixedOffset::east_opt(offset * 3600).unwrap());
            let front = format!("aware_at: {}", written.to_rfc3339());
            let clock = due_of(&front, "gdpr-33-1", zone(ZONES[zone_at]));
            prop_assert_eq!(clock.first - start, TimeDelta::hours(72));
            prop_assert_eq!(clock.first, clock.second);
        }

        #[test]
        fn a_month_ends_with_the_day_of_the_same_number_or_the_last_of_a_shorter_one(
            day in 0_u64..4000,
            hour in 0_u32..24,
            zone_at in 0..ZONES.len(),
        ) {
            let zone = zone(ZONES[zone_at]);
            let start = Day::from_ymd_opt(2023, 1, 1).unwrap() + chrono::Days::new(day);
            let front = format!(
                "notifications: [{{regime: nis2, stage: notification, submitted_at: {start}T{hour:02}:30:00}}]"
            );
            let end = due_of(&front, "nis2-final", zone).first;
            // What a person does with a wall calendar.
            let (year, month) = if start.month() == 12 { (start.year() + 1, 1) } else { (start.year(), start.month() + 1) };
            let last = (0..4).find_map(|back| Day::from_ymd_opt(year, month, start.day() - back)).unwrap();
            let local = zone.day_of(end - TimeDelta::seconds(1));
            let begun = Stamp::parse(&format!("{start}T{hour:02}:30:00")).unwrap().day(zone);
            if begun == start {
                prop_assert_eq!(local, last);
                prop_assert_eq!(end, zone.end_of(last));
            }
            prop_assert!(end > zone.start_of(start));
        }

        #[test]
        fn a_weekend_moves_a_limit_to_monday_noon_and_no_other_day_moves_it(
            seconds in 1_500_000_000_i64..1_900_000_000,
            zone_at in 0..ZONES.len(),
        ) {
            let zone = zone(ZONES[zone_at]);
            let start = DateTime::from_timestamp(seconds, 0).unwrap();
            let front = format!("classified_major_at: {}\naware_at: {}", start.to_rfc3339(), start.to_rfc3339());
            let clock = due_of(&front, "dora-initial", zone);
            prop_assert_eq!(clock.first - start, TimeDelta::hours(4));
            let fell = zone.day_of(clock.first - TimeDelta::nanoseconds(1)).weekday();
            if matches!(fell, Weekday::Sat | Weekday::Sun) {
                let moved = zone.local(clock.second);
                prop_assert_eq!(moved.weekday(), Weekday::Mon);
                prop_assert_eq!(moved.format("%H:%M").to_string(), "12:00");
                prop_assert!(clock.second - clock.first < TimeDelta::hours(62));
            } else {
                prop_assert_eq!(clock.first, clock.second);
            }
        }
    }

    #[test]
    fn a_leap_day_and_the_ends_of_months_are_days_of_the_calendar() {
        let end = |day: &str| {
            let front = format!(
                "notifications: [{{regime: nis2, stage: notification, submitted_at: {day}}}]"
            );
            Zone::default()
                .day_of(due_of(&front, "nis2-final", Zone::default()).first - TimeDelta::seconds(1))
                .to_string()
        };
        assert_eq!(end("2028-01-29"), "2028-02-29");
        assert_eq!(end("2028-01-31"), "2028-02-29");
        assert_eq!(end("2026-01-31"), "2026-02-28");
        assert_eq!(end("2028-02-29"), "2028-03-29");
        assert_eq!(end("2026-12-31"), "2027-01-31");
    }
}
