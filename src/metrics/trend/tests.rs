//! Quarters, cells and patterns, on registers written by hand.

use super::*;
use crate::metrics::WindowFlaw;
use crate::record::read;
use crate::term::{RepoPath, Zone, parse_day};

const ALIKE: &str = "attack: {actions: [error], vector: Email, varieties: [loss]}\nassets: [{name: x, group: media}]\nlearning: {causes: [{category: process, process_or_control: Joiner process}]}";

fn register(records: &[(String, String)]) -> Register {
    Register::build(records.iter().map(|(id, front)| {
        let kind = Kind::of_id(id).unwrap();
        let text = format!("---\nid: {id}\nkind: {}\n{front}\n---\n", kind.word());
        let path = format!("{}/{id}.md", kind.spec().folder);
        read(&RepoPath::new(&path), text.into_bytes(), Some(kind))
    }))
}

fn incident(number: usize, front: &str) -> (String, String) {
    (format!("INC-2025-{number:04}"), front.to_owned())
}

/// What the trends of a period are, on a day.
fn with<T>(
    records: &[(String, String)],
    (period, today, start): (&str, &str, Option<(u32, u32)>),
    look: impl FnOnce(Result<Trends<'_>, TrendFlaw>) -> T,
) -> T {
    let register = register(records);
    let assets = Assets::absent(&RepoPath::new("assets.yaml"));
    let quarters = Quarters::from_start(start);
    let today = parse_day(today).unwrap();
    let now = Now::end_of(today, Zone::parse("Europe/Berlin").unwrap());
    let ground =
        TrendGround { register: &register, assets: &assets, now, quarters, framework: None };
    look(trends(&ground, &Window::parse(period, quarters, today).unwrap()))
}

fn counts(series: &Series<'_>) -> Vec<Option<usize>> {
    series.cells.iter().map(|cell| cell.count).collect()
}

fn dimension<'t>(trends: &'t Trends<'_>, name: &str) -> &'t TrendDimension<'t> {
    trends.dimensions.iter().find(|it| it.name == name).unwrap()
}

#[test]
fn zero_quarters_appear_and_those_before_the_register_are_not_zero() {
    let records = [incident(1, "detected_at: 2025-05-02"), incident(2, "detected_at: 2025-12-31")];
    with(&records, ("2025-Q4", "2026-02-01", None), |trends| {
        let trends = trends.unwrap();
        assert_eq!(counts(&trends.all), [None, Some(1), Some(0), Some(1)]);
        let last = &trends.all.cells[3];
        assert_eq!((last.to_last_quarter, last.to_year_before), (Some(1), None));
        assert_eq!((last.twelve_months, last.incidents.as_slice()), (None, &["INC-2025-0002"][..]));
        assert_eq!(trends.begins, parse_day("2025-05-02"));
        assert!(trends.remarks[0].contains("2025-Q1 cannot be told, which is not zero"));
    });
    with(&[], ("2025-Q4", "2026-02-01", None), |trends| {
        assert_eq!(counts(&trends.unwrap().all), [None; 4]);
    });
}

#[test]
fn a_declared_statement_makes_no_incident_an_answer() {
    let statement =
        |status: &str| ("PST-2025-Q3".to_owned(), format!("status: {status}\nperiod: 2025-Q3"));
    for (status, first) in [("declared", Some(0)), ("draft", None)] {
        with(&[statement(status)], ("2025-Q3", "2026-02-01", None), |trends| {
            assert_eq!(counts(&trends.unwrap().all)[3], first, "{status}");
        });
    }
}

#[test]
fn twelve_months_and_differences_are_those_of_four_quarters_and_a_year_before() {
    let days = ["2024-01-10", "2024-04-10", "2025-01-10", "2025-02-10", "2025-04-01", "2025-06-30"];
    let records: Vec<_> = days
        .iter()
        .enumerate()
        .map(|(at, day)| incident(at + 1, &format!("detected_at: {day}\nseverity: low")))
        .collect();
    with(&records, ("2025-Q2", "2025-07-01", None), |trends| {
        let trends = trends.unwrap();
        let last = &trends.all.cells[3];
        assert_eq!((last.count, last.twelve_months), (Some(2), Some(4)));
        assert_eq!((last.to_last_quarter, last.to_year_before), (Some(0), Some(1)));
        assert_eq!(last.twelve_months_to_year_before, None, "2023 is not known");
        assert_eq!(trends.all.cells[2].to_last_quarter, Some(2), "over the turn of the year");
    });
    with(&records, ("2025-Q2", "2025-06-30", None), |trends| {
        let trends = trends.unwrap();
        assert_eq!(trends.quarters[3].standing, QuarterStanding::SoFar);
        assert_eq!(trends.all.cells[3].to_last_quarter, None, "the quarter is not over");
    });
}

#[test]
fn the_year_may_begin_in_another_month() {
    let records = [incident(1, "detected_at: 2025-04-05"), incident(2, "detected_at: 2025-04-06")];
    with(&records, ("2025-Q1", "2025-09-01", Some((4, 6))), |trends| {
        let trends = trends.unwrap();
        let last = trends.quarters[3];
        assert_eq!(
            (last.first.to_string(), last.end.to_string()),
            ("2025-04-06".into(), "2025-07-06".into())
        );
        assert_eq!(counts(&trends.all), [None, None, Some(1), Some(1)]);
    });
}

#[test]
fn several_values_count_once_each_and_case_is_no_difference() {
    let front = |actions: &str, vector: &str| {
        format!(
            "detected_at: 2025-05-02\nattack: {{actions: [{actions}], vector: \"{vector}\"}}\nassets: [{{name: x, group: media}}, {{name: y, group: media}}]"
        )
    };
    let records = [
        incident(1, &front("error, malware, error", "Email")),
        incident(2, &front("unknown", " email ")),
        incident(3, "detected_at: 2025-05-02"),
    ];
    with(&records, ("2025-Q2", "2025-07-01", None), |trends| {
        let trends = trends.unwrap();
        let last = |series: &Series<'_>| (series.value.clone(), series.cells[3].incidents.len());
        let values = |name| dimension(&trends, name).values.iter().map(last).collect::<Vec<_>>();
        assert_eq!(values("attack-action"), [("error".into(), 1), ("malware".into(), 1)]);
        assert_eq!(values("vector"), [("Email".into(), 2)]);
        assert_eq!(values("asset-group"), [("media".into(), 2)]);
        let without = &dimension(&trends, "attack-action").not_stated.cells[3];
        assert_eq!(without.incidents, ["INC-2025-0002", "INC-2025-0003"]);
    });
}

#[test]
fn a_share_is_given_from_five_in_a_cell_on() {
    let of = |n: usize| {
        let one = |at| {
            incident(
                at,
                &format!(
                    "detected_at: 2025-05-02\nseverity: {}",
                    if at <= n { "low" } else { "high" }
                ),
            )
        };
        let records: Vec<_> = (1..=8).map(one).collect();
        with(&records, ("2025-Q2", "2025-07-01", None), |trends| {
            let trends = trends.unwrap();
            let low = dimension(&trends, "severity").values.iter().find(|it| it.value == "low");
            low.unwrap().cells[3].share.map(|share| share.to_string())
        })
    };
    assert_eq!((of(4), of(5)), (None, Some("62.50".into())));
}

#[test]
fn what_does_not_count_is_told_and_other_origins_stand_apart() {
    let records = [
        incident(1, "severity: low"),
        incident(2, "detected_at: 2025-05-02\norigin: exercise"),
        incident(3, "detected_at: 2025-05-02\nstatus: rejected"),
        incident(4, "detected_at: 2025-05-02\nprivilege: {basis: x}\norigin: near-miss"),
        incident(5, "detected_at: 2020-05-02\norigin: exercise"),
    ];
    with(&records, ("2025-Q2", "2025-07-01", None), |trends| {
        let trends = trends.unwrap();
        let says: Vec<_> =
            trends.excluded.iter().map(|it| (&it.record[9..], it.says.as_str())).collect();
        let expected = [
            ("0001", "no date says when it happened"),
            ("0002", "origin exercise"),
            ("0003", "status rejected"),
            ("0004", "privileged"),
        ];
        assert_eq!(says, expected);
        assert_eq!(counts(&trends.all)[3], Some(0));
        assert_eq!((trends.apart.len(), trends.apart[0].value.as_str()), (1, "exercise"));
    });
}

#[test]
fn patterns_name_what_incidents_share() {
    let front = |day: &str, severity: &str| {
        format!(
            "detected_at: {day}\nseverity: {severity}\nunit: Sales\nthird_parties: [VND-x]\n{ALIKE}"
        )
    };
    let records = [
        incident(1, &front("2025-01-31", "high")),
        incident(2, &front("2025-07-31", "low")),
        incident(
            3,
            &format!(
                "{}\nregimes: [dora]",
                front("2025-12-31", "low").replace("Joiner process", "joiner PROCESS")
            ),
        ),
    ];
    with(&records, ("2025-01-01..2026-01-01", "2026-02-01", None), |trends| {
        let watch = trends.unwrap().watch;
        let pairs: Vec<_> =
            watch.recurring.iter().map(|it| (&it.later[9..], &it.earlier[9..], it.days)).collect();
        assert_eq!(pairs, [("0002", "0001", 181), ("0003", "0002", 153)]);
        assert_eq!(watch.recurring[0].by, "loss, media, cause process");
        let shared = &watch.minor_with_major[0];
        assert_eq!(
            (shared.cause.as_str(), shared.major.len(), shared.minor.len()),
            ("joiner process", 1, 2)
        );
        let dora: Vec<_> = watch
            .within_six_months
            .iter()
            .map(|it| (it.minor.len() + it.major.len(), it.dora))
            .collect();
        assert_eq!(dora, [(3, true)]);
        assert_eq!((watch.units[0].name.as_str(), watch.units[0].recurring.len()), ("Sales", 2));
        assert_eq!(watch.suppliers[0].incidents.len(), 3);
    });
}

#[test]
fn six_months_are_calendar_months_and_one_cause_alone_is_no_pattern() {
    for (later, found) in [("2025-08-28", 1), ("2025-08-29", 0)] {
        let front = |day: &str| format!("detected_at: {day}\nseverity: low\n{ALIKE}");
        let records = [incident(1, &front("2025-02-28")), incident(2, &front(later))];
        with(&records, ("2025-01-01..2026-01-01", "2026-02-01", None), |trends| {
            assert_eq!(trends.unwrap().watch.within_six_months.len(), found, "{later}");
        });
    }
}

#[test]
fn a_cause_that_all_share_gives_one_pattern_and_not_one_for_each_pair() {
    let front = |at: usize| {
        let day = parse_day("2025-01-01").unwrap() + chrono::Days::new((at % 300) as u64);
        format!("detected_at: {day}\nseverity: low\nunit: x\n{ALIKE}")
    };
    let records: Vec<_> = (1..=1_000).map(|at| incident(at, &front(at))).collect();
    with(&records, ("2025-01-01..2026-01-01", "2026-02-01", None), |trends| {
        let watch = trends.unwrap().watch;
        assert!(watch.recurring.len() < 1_000);
        assert_eq!(watch.within_six_months.len(), 1);
        assert_eq!(watch.within_six_months[0].minor.len(), 1_000);
    });
}

#[test]
fn a_period_of_more_than_ten_years_is_refused() {
    with(&[], ("2000-01-01..2026-01-01", "2026-02-01", None), |trends| {
        assert_eq!(trends.unwrap_err(), TrendFlaw::TooLong(104));
    });
    with(&[], ("2016-01-01..2026-01-01", "2026-02-01", None), |trends| {
        assert_eq!(trends.unwrap().quarters.len(), 40);
    });
}

#[test]
fn without_a_period_the_last_quarter_that_is_over_is_meant() {
    let register = register(&[]);
    let assets = Assets::absent(&RepoPath::new("assets.yaml"));
    for (today, quarter) in [("2026-03-31", "2025-Q4"), ("2026-04-01", "2026-Q1")] {
        let now = Now::end_of(parse_day(today).unwrap(), Zone::default());
        let quarters = Quarters::default();
        let ground =
            TrendGround { register: &register, assets: &assets, now, quarters, framework: None };
        assert_eq!(ground.last_finished().quarter.unwrap().to_string(), quarter);
    }
    let flaw = Window::parse("2026-Q3", Quarters::default(), parse_day("2026-05-20").unwrap());
    assert!(matches!(flaw, Err(WindowFlaw::Ahead(..))));
}
