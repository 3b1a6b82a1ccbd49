//! `pirctl sample` from outside: the draw is what `sha256sum` says, and says who chose the seed.

use crate::json_contract::assert_keeps_schema;
use crate::support::demo::demo;
use crate::support::git::Scratch;
use crate::support::program::{Ran, pirctl};
use std::io::Write;
use std::process::{Command, Stdio};

const PERIOD: [&str; 2] = ["--period", "2025-07-01..2026-07-01"];

fn sample(more: &[&str]) -> Ran {
    let fixed = ["sample", "--rev", "HEAD", "--today", "2026-05-20"];
    pirctl(&demo(), &[&fixed[..], &PERIOD, more].concat())
}

fn json(more: &[&str]) -> serde_json::Value {
    let text = sample(&[&["--format", "json"], more].concat()).done();
    serde_json::from_str(&text).unwrap()
}

/// The ticket of an id as `sha256sum` gives it.
fn summed(seed: &str, id: &str) -> String {
    let mut child = Command::new("sha256sum")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("sha256sum starts");
    write!(child.stdin.take().unwrap(), "{seed}\n{id}").unwrap();
    let output = child.wait_with_output().unwrap();
    String::from_utf8(output.stdout).unwrap()[..64].to_owned()
}

#[test]
fn the_lowest_digests_of_the_population_are_drawn() {
    let told = json(&["--n", "4", "--seed", "8412"]);
    assert_keeps_schema("sample", &told);
    let members: Vec<&str> =
        told["members"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    assert_eq!(told["population"]["incidents"], members.len());
    assert!(members.len() > 8);
    let mut tickets: Vec<(String, &str)> =
        members.iter().map(|id| (summed("8412", id), *id)).collect();
    tickets.sort();
    let drawn: Vec<(String, &str)> = told["drawn"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["ticket"].as_str().unwrap().to_owned(), row["id"].as_str().unwrap()))
        .collect();
    assert_eq!(drawn, tickets[..4]);
    assert_eq!(told, json(&["--n", "4", "--seed", "8412"]));
}

#[test]
fn who_chose_the_seed_is_said() {
    let own = json(&[]);
    assert_eq!((&own["seed_origin"], &own["seed"]), (&"commit".into(), &own["commit"]));
    assert!(sample(&[]).done().contains("draw made by the auditee"));
    let given = sample(&["--seed", "8412"]).done();
    assert!(!given.contains("made by the auditee") && given.contains("Seed: 8412"), "{given}");
    let csv = sample(&["--seed", "8412", "--n", "2", "--format", "csv"]).done();
    assert_eq!(csv.lines().count(), 3);
    assert_eq!(csv.lines().next(), Some("id,ticket,severity,title"));
}

#[test]
fn the_population_is_told_with_its_gaps_and_narrowed_by_severity() {
    let all = json(&[]);
    let high = json(&["--severity", "high.."]);
    let count = |told: &serde_json::Value| told["population"]["incidents"].as_u64().unwrap();
    assert!(0 < count(&high) && count(&high) < count(&all));
    for row in high["drawn"].as_array().unwrap() {
        assert!(["high", "critical"].contains(&row["severity"].as_str().unwrap()), "{row}");
    }
    let low = json(&["--severity", "..medium"]);
    assert_eq!(count(&low) + count(&high), count(&all));
    let explained = all["population"]["gaps_explained"].as_u64().unwrap();
    assert!(explained > 0, "the demo has a number whose record a commit removed");
    let few = sample(&["--n", "500"]).done();
    assert!(few.contains("500 were asked for; these are all there are."), "{few}");
}

#[test]
fn a_draw_that_cannot_be_made_is_refused_or_said_to_be_empty() {
    for (more, why) in [
        (&["--severity", "hihg.."][..], "hihg"),
        (&["--severity", "high..low"], "high..low"),
        (&["--n", "0"], "0"),
        (&["--seed", ""], "seed"),
    ] {
        let ran = sample(more);
        assert_eq!(ran.code, 2, "{more:?}: {}", ran.out);
        assert!(ran.err.contains(why), "{}", ran.err);
    }
    let reversed = pirctl(&demo(), &["sample", "--period", "2026-07-01..2026-01-01"]);
    assert_eq!(reversed.code, 2);
    let scratch = Scratch::new();
    scratch.write("pirctl.yaml", "schema: 1\n");
    let ran = pirctl(&scratch.path(), &["sample", "--period", "2026-Q1"]);
    assert!(ran.code == 2 && ran.err.contains("--seed"), "{}", ran.err);
    let ran = pirctl(&scratch.path(), &["sample", "--period", "2026-Q1", "--seed", "1"]);
    assert!(ran.done().contains("Nothing could be drawn"));
}
