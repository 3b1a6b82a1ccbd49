//! `pirctl metrics` from outside: three formats, the records behind a figure, periods that cannot be.

use crate::json_contract::assert_keeps_schema;
use crate::support::demo::demo;
use crate::support::program::{Ran, pirctl};
use serde_json::Value;

fn metrics(arguments: &[&str]) -> Ran {
    pirctl(&demo(), &[&["metrics", "--today", "2026-05-20"], arguments].concat())
}

fn figures(period: &str) -> Vec<Value> {
    let text = metrics(&["--period", period, "--format", "json"]).done();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_keeps_schema("metrics", &document);
    document["metrics"].as_array().unwrap().clone()
}

#[test]
fn each_figure_names_the_records_behind_it() {
    let figures = figures("2026-Q1");
    let named = |name: &str| figures.iter().find(|it| it["name"] == name).unwrap();
    let fixed = named("recurrence-after-fix");
    assert_eq!(fixed["numerator"], serde_json::json!(["INC-2026-0001"]));
    assert_eq!((&fixed["n"], &fixed["values"]["share"]), (&3.into(), &33.33.into()));
    let both = figures.iter().filter(|it| it["name"] == "closure-to-review");
    let clocks: Vec<_> = both.map(|it| it["timing"].clone()).collect();
    assert_eq!(clocks, ["claimed", "recorded"]);
}

#[test]
fn nothing_to_count_is_not_available() {
    for figure in figures("2001-01-01..2001-01-02") {
        let share = &figure["values"]["share"];
        let today = matches!(figure["name"].as_str(), Some("overdue-actions" | "slipping-actions"));
        assert!(share.is_null() || today, "{figure}");
    }
    let text = metrics(&["--period", "2001-Q1"]).done();
    assert!(text.contains("n/a (0 of 0)") && text.contains("2001-01-01 up to, not including"));
}

#[test]
fn a_spreadsheet_gets_one_value_a_line() {
    let text = metrics(&["--period", "2026-Q1", "--format", "csv"]).done();
    assert!(text.starts_with("metric,part,timing,from,before,value,amount,unit,"), "{text}");
    assert!(
        text.contains("recurrence-after-fix,,,2026-01-01,2026-04-01,share,33.33,percent,1,3,0,")
    );
}

#[test]
fn a_period_that_cannot_be_is_refused_with_what_to_do() {
    for (period, says) in [
        ("2026-04-01..2026-01-01", "name the earlier day first"),
        ("2026-04-01..2026-04-01", "name the day after the last"),
        ("2031-Q1", "name a period that has begun"),
        ("2026-Q5", "write a quarter as 2026-Q3"),
        ("2026-02-30..2026-03-01", "write a quarter as 2026-Q3"),
    ] {
        let ran = metrics(&["--period", period]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{period}");
        assert!(ran.err.contains(says), "{period}: {}", ran.err);
    }
}
