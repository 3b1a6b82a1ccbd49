//! `pirctl trends` from outside: three formats, quarters of a fiscal year, periods that cannot be.

use crate::json_contract::assert_keeps_schema;
use crate::support::demo::demo;
use crate::support::program::{Ran, pirctl};
use serde_json::{Value, json};

fn trends(arguments: &[&str]) -> Ran {
    pirctl(&demo(), &[&["trends", "--today", "2026-05-20"], arguments].concat())
}

fn document(arguments: &[&str]) -> Value {
    let text = trends(&[arguments, &["--format", "json"]].concat()).done();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_keeps_schema("trends", &document);
    document
}

#[test]
fn the_sample_register_shows_its_quarters_and_what_recurs() {
    let document = document(&["--period", "2026-Q1"]);
    let quarters = document["all"]["quarters"].as_array().unwrap();
    let counts: Vec<_> = quarters.iter().map(|cell| cell["incidents"].clone()).collect();
    assert_eq!(counts, [0, 2, 3, 9]);
    assert_eq!(quarters[3]["twelve_months"], 14);
    assert_eq!(quarters[3]["to_year_before"], Value::Null, "the register does not reach");
    assert_eq!(quarters[3]["records"].as_array().unwrap().len(), 9);
    let names: Vec<_> =
        document["dimensions"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect();
    let expected = [
        "attack-action",
        "vector",
        "asset-group",
        "cause-category",
        "severity",
        "detection-source",
        "reporting-channel",
        "rca-method",
        "unit",
        "failed-control",
    ];
    assert_eq!(names, expected);
    let control = &document["patterns"]["failed_controls"][0];
    assert_eq!(control["name"], "A.5.14");
    assert_eq!(control["recurring"], json!(["INC-2026-0003", "INC-2026-0005"]));
}

#[test]
fn without_a_period_it_is_the_last_quarter_that_is_over() {
    assert_eq!(document(&[])["period"]["quarter"], "2026-Q1");
    let text = trends(&[]).done();
    assert!(
        text.starts_with("2026-Q1, 2026-01-01 up to, not including, 2026-04-01 (Europe/Berlin)")
    );
    assert!(text.contains("A share is given from 5 in a cell on") && text.contains("Worth a look"));
    assert!(text.contains("suppliers with several incidents: none found"), "{text}");
}

#[test]
fn quarters_are_those_of_the_fiscal_year() {
    let document = document(&["--config", "fiscal_year_start=02-01", "--period", "2025-Q4"]);
    let last = &document["quarters"][3];
    assert_eq!((&last["from"], &last["before"]), (&json!("2025-11-01"), &json!("2026-02-01")));
    assert_eq!(document["fiscal_year_start"], "02-01");
    let text = trends(&["--config", "fiscal_year_start=02-01", "--period", "2025-Q4"]).done();
    assert!(text.contains("the year begins on 02-01 and is called by the year it begins in; 2025-Q4 begins on 2025-11-01"));
}

#[test]
fn what_is_not_over_or_not_known_is_said() {
    let document = document(&["--period", "2026-04-15..2027-01-01"]);
    let remarks = document["remarks"].to_string();
    for says in ["2026-Q2 is not over", "quarters after 2026-Q2 lie ahead", "counted whole"] {
        assert!(remarks.contains(says), "{says}: {remarks}");
    }
    let last = &document["quarters"][3];
    assert_eq!((&last["quarter"], &last["standing"]), (&json!("2026-Q2"), &json!("so-far")));
    let early = trends(&["--period", "2025-Q2"]).done();
    assert!(
        early.contains("2024-Q3, 2024-Q4, 2025-Q1 cannot be told, which is not zero"),
        "{early}"
    );
}

#[test]
fn a_spreadsheet_gets_one_value_of_one_quarter_a_line() {
    let text = trends(&["--period", "2026-Q1", "--format", "csv"]).done();
    let mut lines = text.lines();
    assert!(
        lines.next().unwrap().starts_with("by,value,quarter,from,before,standing,incidents,share,")
    );
    let low = "severity,low,2026-Q1,2026-01-01,2026-04-01,whole,5,55.56,4,n/a,6,n/a,INC-";
    assert!(text.contains(low), "{text}");
    let fields = text.lines().next().unwrap().split(',').count();
    assert!(
        text.lines()
            .filter(|line| !line.contains('"'))
            .all(|line| line.split(',').count() == fields)
    );
}

#[test]
fn a_period_that_cannot_be_is_refused_with_what_to_do() {
    for (period, says) in [
        ("2026-04-01..2026-01-01", "name the earlier day first"),
        ("2026-04-01..2026-04-01", "name the day after the last"),
        ("2026-Q3", "name a period that has begun"),
        ("2026-Q5", "write a quarter as 2026-Q3"),
        ("2001-01-01..2026-01-01", "name a shorter period"),
    ] {
        let ran = trends(&["--period", period]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{period}");
        assert!(ran.err.contains(says), "{period}: {}", ran.err);
    }
}

#[test]
fn a_report_is_filled_with_figures_and_its_analysis_is_left_to_people() {
    let report = |arguments: &[&str]| {
        let new =
            ["new", "trend-report", "--stdout", "--owner", "a.novak", "--today", "2026-08-01"];
        pirctl(&demo(), &[&new, arguments].concat())
    };
    let text = report(&["--period", "2026-Q2"]).done();
    assert!(text.contains("period: 2026-Q2\nwindow_months: 12\nprepared_by: a.novak\n"), "{text}");
    assert!(text.contains("| all | incidents | 2 | 3 | 9 | 2 | 16 | -7 | +2 |\n"), "{text}");
    for says in [
        "| vector | email | 0 | 0 | 4 | 0 | 4 | -4 | 0 |",
        "| asset group | server |",
        "| recurs | INC-2026-0001 repeats INC-2025-0001",
    ] {
        assert!(text.contains(says), "{says}\n{text}");
    }
    let analysis = text.split("## Analysis").nth(1).unwrap().split("## Findings").next().unwrap();
    assert!(analysis.trim().starts_with("<!--") && analysis.trim().ends_with("-->"), "{analysis}");
    let fiscal = report(&["--period", "2025-Q1", "--config", "fiscal_year_start=04-01"]).done();
    assert!(
        fiscal.contains("title: Incident trends to 2025-Q1 (2025-04-01 to 2025-06-30)\n"),
        "{fiscal}"
    );
    for (period, says) in [
        ("2026-Q4", "it begins on 2026-10-01, and today is 2026-08-01"),
        ("2026-Q1", "TRD-2026-Q1 exists already, in trends/TRD-2026-Q1.md"),
        ("2026-Q9", "--period 2026-Q9: this is no quarter"),
    ] {
        let ran = report(&["--period", period]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{period}");
        assert!(ran.err.contains(says), "{period}: {}", ran.err);
    }
}
