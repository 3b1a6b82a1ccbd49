//! Edge cases of the figures, on registers written by hand.

use super::*;
use crate::config::Config;
use crate::deadline::{Now, Terms};
use crate::proof::Past;
use crate::record::read;
use crate::register::Register;
use crate::schema::Kind;
use crate::term::{Quarters, RepoPath, Zone, parse_day};
use crate::verdict::Cut;

/// The figures of 2024 as they stand on 1 June 2024 in Berlin; git shows nothing.
fn figures(records: &[(&str, &str)]) -> Vec<Metric> {
    within("2024-01-01..2025-01-01", records)
}

fn within(period: &str, records: &[(&str, &str)]) -> Vec<Metric> {
    let register = Register::build(records.iter().map(|(id, front)| {
        let kind = Kind::of_id(id).unwrap();
        let text = format!("---\nid: {id}\nkind: {}\n{front}\n---\n", kind.word());
        let path = format!("{}/{id}.md", kind.spec().folder);
        read(&RepoPath::new(&path), text.into_bytes(), Some(kind))
    }));
    let zone = Zone::parse("Europe/Berlin").unwrap();
    let today = parse_day("2024-06-01").unwrap();
    let window = Window::parse(period, Quarters::default(), today).unwrap();
    let past = Past::unknown(Cut { reason: "no history".into(), remedy: String::new() });
    let config = Config::absent(&RepoPath::new("pirctl.yaml"));
    let cx = Inquiry {
        register: &register,
        terms: &Terms::default(),
        now: Now::end_of(today, zone),
        config: &config,
        past: &past,
    };
    metrics(&cx, &Assets::absent(&RepoPath::new("assets.yaml")), &window)
}

fn named<'m>(metrics: &'m [Metric], name: &str) -> &'m Metric {
    metrics.iter().find(|it| it.name == name && it.timing != Some(Timing::Recorded)).unwrap()
}

/// The first value, and whether it is exact to days only.
fn hours(metrics: &[Metric], name: &str) -> (String, bool) {
    let metric = named(metrics, name);
    let amount = metric.values[0].amount.map_or_else(|| "n/a".into(), |amount| amount.to_string());
    (amount, metric.counted.iter().any(|counted| counted.by_day))
}

fn says(notes: &[Note]) -> Vec<(&str, &str)> {
    notes.iter().map(|note| (note.record.as_str(), note.says.as_str())).collect()
}

/// Hours from closing to the review.
fn to_review(closed: &str, held: &str) -> (String, bool) {
    let closed =
        format!("status: closed\nseverity: high\ndetected_at: 2024-01-02\nclosed_at: {closed}");
    let review = format!("status: held\nincidents: [INC-2024-0001]\nheld_at: {held}");
    let found = figures(&[("INC-2024-0001", &closed), ("PIR-2024-0001", &review)]);
    hours(&found, "closure-to-review")
}

#[test]
fn times_follow_the_calendar_and_hours_are_absolute() {
    let cases = [
        // A bare day has no hours: whole days are counted.
        ("2024-03-05", "2024-03-07T10:00:00Z", "48.00", true),
        ("2024-03-05", "2024-03-05T23:00:00+01:00", "0.00", true),
        // Month end, leap day.
        ("2024-01-31", "2024-02-01", "24.00", true),
        ("2024-02-28T12:00:00Z", "2024-03-01T12:00:00Z", "48.00", false),
        // The clock goes forward on 31 March, back in October: hours are those that pass.
        ("2024-03-30T12:00:00", "2024-03-31T12:00:00", "23.00", false),
        ("2024-03-30", "2024-03-31", "24.00", true),
        // Late in the evening in UTC is the next day in Berlin.
        ("2024-03-05", "2024-03-05T23:30:00Z", "24.00", true),
    ];
    for (closed, held, expected, by_day) in cases {
        assert_eq!(to_review(closed, held), (expected.to_owned(), by_day), "{closed} {held}");
    }
}

#[test]
fn a_review_before_closure_counts_as_zero_and_is_shown() {
    let found = figures(&[
        (
            "INC-2024-0001",
            "status: closed\nseverity: high\nclosed_at: 2024-03-05\ndetected_at: 2024-03-01",
        ),
        ("PIR-2024-0001", "status: held\nincidents: [INC-2024-0001]\nheld_at: 2024-03-04"),
    ]);
    assert_eq!(hours(&found, "closure-to-review").0, "0.00");
    let metric = named(&found, "closure-to-review");
    assert_eq!(says(&metric.notes), [("INC-2024-0001", "held before closure")]);
    assert_eq!(named(&found, "review-in-time").numerator.as_ref().unwrap().len(), 1);
}

#[test]
fn a_review_not_held_is_a_breach_only_once_its_time_is_over() {
    let closed = |day: &str| {
        format!("status: closed\nseverity: high\ndetected_at: 2024-03-01\nclosed_at: {day}")
    };
    let found = figures(&[
        ("INC-2024-0001", &closed("2024-05-01")),
        ("INC-2024-0002", &closed("2024-05-31")),
    ]);
    let share = named(&found, "review-in-time");
    assert_eq!((share.denominator.as_slice(), share.n()), (&["INC-2024-0001".to_owned()][..], 1));
    assert_eq!(share.excluded[0].says, "not held, 1 days since closure, in time so far");
}

#[test]
fn where_git_shows_nothing_the_second_clock_cannot_tell() {
    let front = "status: closed\nseverity: high\ndetected_at: 2024-03-01\nclosed_at: 2024-03-05";
    let found = figures(&[("INC-2024-0001", front)]);
    let recorded = found.iter().find(|it| it.timing == Some(Timing::Recorded)).unwrap();
    assert_eq!(says(&recorded.excluded), [("INC-2024-0001", "cannot tell: no history")]);
    assert_eq!(recorded.values[0].amount, None);
}

#[test]
fn unknown_and_reversed_dates_are_left_out_and_not_zero() {
    let found = figures(&[
        ("INC-2024-0001", "detected_at: 2024-03-05"),
        ("INC-2024-0002", "detected_at: 2024-03-05\noccurred_at: 2024-03-06"),
        ("INC-2024-0003", "detected_at: 2024-03-05\noccurred_at: 2024-03-05"),
        ("INC-2024-0004", "severity: low"),
        ("INC-2024-0005", "detected_at: 2024-03-05\norigin: exercise"),
    ]);
    let detect = named(&found, "time-to-detect");
    assert_eq!(detect.denominator, ["INC-2024-0003"]);
    let expected = [
        ("INC-2024-0001", "occurred_at is not stated"),
        ("INC-2024-0002", "detected_at lies before occurred_at"),
        ("INC-2024-0004", "no date says when it happened"),
        ("INC-2024-0005", "origin exercise"),
    ];
    assert_eq!(says(&detect.excluded), expected);
}

#[test]
fn due_today_is_not_overdue() {
    let action = |due: &str, status: &str| format!("status: {status}\ndue: {due}");
    let found = figures(&[
        ("ACT-2024-0001", &action("2024-06-01", "open")),
        ("ACT-2024-0002", &action("2024-05-31", "blocked")),
        ("ACT-2024-0003", &action("2024-01-31", "closed")),
    ]);
    let overdue = named(&found, "overdue-actions");
    assert_eq!(overdue.numerator.as_deref(), Some(&["ACT-2024-0002".to_owned()][..]));
    assert_eq!(overdue.n(), 2);
}

#[test]
fn open_actions_are_left_out_of_the_time_to_change_with_their_age() {
    let front = "status: closed\nseverity: low\ndetected_at: 2024-02-01\nclosed_at: 2024-02-29";
    let action = |rest: &str| format!("incidents: [INC-2024-0001]\n{rest}");
    let found = figures(&[
        ("INC-2024-0001", front),
        ("ACT-2024-0001", &action("status: implemented\nimplemented_at: 2024-03-01")),
        ("ACT-2024-0002", &action("status: open")),
    ]);
    let each = named(&found, "closure-to-implementation");
    assert_eq!(hours(&found, each.name).0, "1.00");
    assert_eq!(each.remarks, ["open, oldest 93 days since closure"]);
    assert_eq!(named(&found, "closure-to-last-change").n(), 0);
    assert_eq!(named(&found, "awaiting-verification").denominator, ["ACT-2024-0001"]);
}

#[test]
fn recurrence_says_when_the_register_does_not_reach_back() {
    let same = |day: &str| {
        format!(
            "detected_at: {day}\nattack: {{varieties: [loss]}}\nassets: [{{name: x, group: media}}]\nlearning: {{causes: [{{category: process}}]}}"
        )
    };
    let long = [("INC-2023-0001", same("2023-01-01")), ("INC-2024-0001", same("2024-01-01"))];
    let long: Vec<_> = long.iter().map(|(id, front)| (*id, front.as_str())).collect();
    let found = figures(&long);
    let metric = named(&found, "recurrence");
    assert_eq!((metric.numerator.as_deref().unwrap().len(), metric.n()), (1, 1));
    assert!(metric.remarks.is_empty());
    let short = within("2023-12-31..2024-06-01", &long);
    assert!(named(&short, "recurrence").remarks[0].starts_with("left-truncated"));
    assert_eq!(named(&found, "recurrence-after-fix").numerator.as_deref(), Some(&[][..]));
}

#[test]
fn a_share_of_nothing_is_not_available() {
    let found = within("2001-01-01..2001-01-02", &[("INC-2024-0001", "detected_at: 2024-03-05")]);
    for metric in found {
        let values = metric.values.iter().filter(|value| value.name != "count");
        assert!(values.into_iter().all(|value| value.amount.is_none()), "{}", metric.name);
    }
}

#[test]
fn amounts_round_halves_up_and_never_through_floats() {
    let shown = |amount: Option<Amount>| amount.unwrap().to_string();
    assert_eq!(shown(Amount::ratio(1, 8)), "0.13");
    assert_eq!(shown(Amount::ratio(-1, 8)), "-0.12");
    assert_eq!(shown(Amount::percent(2, 3)), "66.67");
    assert_eq!(Amount::percent(0, 0), None);
    assert_eq!(amount::ninth_decile(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 1), Some(Amount::whole(9)));
    assert_eq!(amount::median(&[1, 2], 1).unwrap().to_string(), "1.50");
}

#[test]
fn a_period_is_cut_at_its_days() {
    let today = parse_day("2024-06-01").unwrap();
    let parse = |text: &str| Window::parse(text, Quarters::from_start(Some((4, 1))), today);
    assert_eq!(
        parse("2023-Q4").unwrap().to_string(),
        "2023-Q4, 2024-01-01 up to, not including, 2024-04-01"
    );
    let leap = parse("2024-02-29..2024-03-01").unwrap();
    assert!(leap.contains(parse_day("2024-02-29").unwrap()));
    assert!(!leap.contains(parse_day("2024-03-01").unwrap()));
    assert_eq!(
        parse("2024-02-30..2024-03-01"),
        Err(WindowFlaw::Malformed("2024-02-30..2024-03-01".into()))
    );
    assert!(matches!(parse("2024-06-02..2024-07-01"), Err(WindowFlaw::Ahead(..))));
    assert!(parse("2024-06-01..2024-07-01").is_ok());
}

#[test]
fn a_lesson_without_history_cannot_be_told_and_one_without_a_change_is_none() {
    let review = "status: held\nincidents: [INC-2024-0001]\nheld_at: 2024-03-04\nlessons: [{id: L1, text: x, category: process}, {id: L2, text: y}, {text: z}]";
    let action = "status: closed\nincidents: [INC-2024-0001]\naddresses: [PIR-2024-0001#L1]\nimplemented_at: 2024-03-05\nchanges: [POL-x]";
    let found = figures(&[
        ("INC-2024-0001", "detected_at: 2024-03-01"),
        ("PIR-2024-0001", review),
        ("ACT-2024-0001", action),
        ("POL-x", "status: draft"),
        (
            "PIR-2024-0002",
            "status: held\nincidents: [INC-2024-0002]\nheld_at: 2024-03-04\nlessons: [{id: L1, text: x}]",
        ),
        ("INC-2024-0002", "detected_at: 2024-03-01\norigin: exercise"),
    ]);
    let lessons = named(&found, "lessons-to-change");
    assert_eq!(
        (lessons.denominator.as_slice(), lessons.numerator.as_deref()),
        (&["PIR-2024-0001#L2".to_owned()][..], Some(&[][..]))
    );
    let expected = [
        ("PIR-2024-0001", "a lesson without id"),
        ("PIR-2024-0001#L1", "cannot tell: no history"),
        ("PIR-2024-0002", "incident: origin exercise"),
    ];
    assert_eq!(says(&lessons.excluded), expected);
    let parts: Vec<_> =
        found.iter().filter(|it| it.name == lessons.name).map(|it| it.part.as_str()).collect();
    assert_eq!(parts, ["", "category not stated", "process"]);
}

#[test]
fn training_counts_people_and_leaves_out_what_is_not_known() {
    let training = |rest: &str| format!("status: held\nincidents: []\nheld_at: 2024-03-04\n{rest}");
    let found = figures(&[
        ("TRN-2024-0001", &training("audience: {count: 3}\nattended: 1")),
        ("TRN-2024-0002", &training("audience: {count: 5}\nattended: 6")),
        ("TRN-2024-0003", &training("audience: {count: 0}\nattended: 0")),
        ("TRN-2024-0004", &training("attended: 9")),
        (
            "TRN-2024-0005",
            "status: planned\nheld_at: 2024-03-04\naudience: {count: 9}\nattended: 9",
        ),
        ("TRN-2024-0006", "status: cancelled\nheld_at: 2024-03-04"),
    ]);
    let reach = named(&found, "training-reach");
    let values: Vec<_> =
        reach.values.iter().map(|it| (it.name, it.amount.unwrap().to_string())).collect();
    assert_eq!(
        values,
        [("share", "87.50".into()), ("attended", "7.00".into()), ("audience", "8.00".into())]
    );
    let why: Vec<_> = reach.excluded.iter().map(|it| it.says.as_str()).collect();
    assert_eq!(
        why,
        ["audience.count is not above zero", "audience.count is not stated", "not held"]
    );
}

#[test]
fn a_follow_up_is_late_after_its_day_also_when_nobody_planned_it() {
    let audit = |due: &str, rest: &str| format!("incidents: [INC-2024-0001]\ndue: {due}\n{rest}");
    let closed = "status: closed\nseverity: high\ndetected_at: 2023-10-01\nclosed_at: 2023-11-30";
    let found = figures(&[
        ("INC-2024-0001", closed),
        ("INC-2024-0002", closed),
        ("AUD-2024-0001", &audit("2024-03-01", "status: performed\nperformed_at: 2024-03-01")),
        ("AUD-2024-0002", &audit("2024-03-01", "status: performed\nperformed_at: 2024-03-02")),
        ("AUD-2024-0003", &audit("2024-05-31", "status: planned")),
        ("AUD-2024-0004", &audit("2024-06-01", "status: planned")),
        ("AUD-2024-0005", &audit("2024-03-01", "status: cancelled")),
    ]);
    let metric = named(&found, "followups-in-time");
    assert_eq!(metric.numerator.as_deref(), Some(&["AUD-2024-0001".to_owned()][..]));
    let notes = [
        ("AUD-2024-0002", "1 days after it was due"),
        ("AUD-2024-0003", "not performed, due 2024-05-31"),
        ("INC-2024-0002", "no follow-up names it, due 2024-05-30"),
    ];
    assert_eq!(says(&metric.notes), notes);
    assert_eq!(
        says(&metric.excluded),
        [("AUD-2024-0004", "not performed, due 2024-06-01: in time so far")]
    );
}

#[test]
fn events_come_from_declared_statements_of_whole_quarters_only() {
    let statement = |status: &str, period: &str| {
        format!(
            "status: {status}\nperiod: {period}\nassessed: 7\nnear_misses: -1\nevents: [{{channel: Phone, count: 2}}, {{channel: phone, count: 3}}]"
        )
    };
    let records = [
        ("PST-2023-Q4", &*statement("declared", "2023-Q4")),
        ("PST-2024-Q1", &*statement("declared", "2024-Q1")),
        ("PST-2024-Q2", &*statement("draft", "2024-Q2")),
    ];
    let found = within("2023-11-01..2024-06-30", &records);
    let assessed = named(&found, "events-assessed");
    assert_eq!(
        (assessed.denominator.as_slice(), assessed.values[0].amount),
        (&["PST-2024-Q1".to_owned()][..], Some(Amount::whole(7)))
    );
    let expected = [
        ("PST-2023-Q4", "2023-Q4 lies only partly in the period"),
        ("PST-2024-Q2", "status draft"),
    ];
    assert_eq!(says(&assessed.excluded), expected);
    assert_eq!(named(&found, "near-misses").values[0].amount, None, "not stated is not zero");
    let channel = named(&found, "events-by-channel");
    assert_eq!(
        (channel.part.as_str(), channel.values[0].amount),
        ("Phone", Some(Amount::whole(5)))
    );
    let later = within("2024-01-01..2024-06-01", &[records[0]]);
    let says = "nothing is declared for 2024-Q1, which is not zero";
    assert_eq!(named(&later, "events-assessed").remarks, [says]);
}

#[test]
fn currencies_and_estimates_are_never_added() {
    let cost = |cost: &str| format!("detected_at: 2024-03-05\ncost: {{{cost}}}");
    let found = figures(&[
        ("INC-2024-0001", &cost("amount: 0.1, currency: EUR, basis: actual")),
        ("INC-2024-0002", &cost("amount: 0.2, currency: eur, basis: actual")),
        ("INC-2024-0003", &cost("amount: 5, currency: EUR, basis: estimate")),
        ("INC-2024-0004", &cost("amount: 7, currency: USD, basis: actual")),
        ("INC-2024-0005", &cost("amount: 7")),
        ("INC-2024-0006", &cost("amount: -7, currency: USD, basis: actual")),
    ]);
    let costs = found.iter().filter(|it| it.name == "cost" && it.part.ends_with("2024-Q1"));
    let told: Vec<_> = costs
        .map(|it| (it.part.as_str(), it.values[0].amount.map(|it| it.to_string()), it.n()))
        .collect();
    let expected = [
        ("EUR 2024-Q1", Some("0.30".to_owned()), 2),
        ("EUR estimate 2024-Q1", Some("5.00".to_owned()), 1),
        ("USD 2024-Q1", Some("7.00".to_owned()), 1),
        ("not stated 2024-Q1", None, 0),
    ];
    assert_eq!(told, expected);
    let without =
        found.iter().find(|it| it.part == "not stated 2024-Q1" && it.name == "cost").unwrap();
    let why = [
        ("INC-2024-0005", "cost.currency is not stated"),
        ("INC-2024-0006", "cost.amount is below zero"),
    ];
    assert_eq!(says(&without.excluded), why);
}

#[test]
fn volumes_have_zero_quarters_and_nothing_before_the_register() {
    let attack = "attack: {actions: [error, error, malware]}\neffort_hours: 1.005";
    let found = within(
        "2023-01-01..2024-06-01",
        &[
            ("INC-2023-0001", &format!("detected_at: 2023-08-05\n{attack}")),
            ("INC-2024-0001", "detected_at: 2024-03-05\neffort_hours: many"),
        ],
    );
    let named = |name: &str| {
        let these = found.iter().filter(|it| it.name == name);
        these
            .map(|it| (it.part.as_str(), it.values[0].amount.map(|it| it.to_string())))
            .collect::<Vec<_>>()
    };
    let some = |text: &str| Some(text.to_owned());
    let counts = [
        ("2023-Q3", some("1.00")),
        ("2023-Q4", some("0.00")),
        ("2024-Q1", some("1.00")),
        ("2024-Q2", some("0.00")),
    ];
    assert_eq!(named("incidents"), counts);
    let hours =
        [("2023-Q3", some("1.01")), ("2023-Q4", None), ("2024-Q1", None), ("2024-Q2", None)];
    assert_eq!(named("effort-hours"), hours);
    assert_eq!(
        named("incidents-by-action")[..2],
        [("error 2023-Q3", some("1.00")), ("error 2023-Q4", some("0.00"))]
    );
}

#[test]
fn numbers_are_read_as_written_and_added_exactly() {
    use super::amount::Exact;
    let read = |text| Exact::parse(text).and_then(Exact::amount).map(|amount| amount.to_string());
    assert_eq!(read("12.345"), Some("12.35".into()));
    assert_eq!(read("999999999999.999999999"), Some("1000000000000.00".into()));
    for text in ["", "1e3", "1_000", ".5", "5.", "1.0000000000", "1000000000000", "inf", "0x10"] {
        assert_eq!(read(text), None, "{text}");
    }
    assert!(Exact::parse("-0.1").unwrap().is_below_zero());
    let sum: Exact = (0..10).filter_map(|_| Exact::parse("0.1")).sum();
    assert_eq!(sum.amount(), Some(Amount::whole(1)));
}
