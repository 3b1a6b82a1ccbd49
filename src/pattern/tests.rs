//! Likeness of incidents, against registers written by hand and against comparing each with each.

use super::*;
use crate::config::Assets;
use crate::record::{Record, read};
use crate::register::Register;
use crate::schema::Kind;
use crate::term::{RepoPath, Zone};

fn register(files: &[(String, String)]) -> Register {
    Register::build(files.iter().map(|(path, text)| {
        let home = path.split_once('/').and_then(|(folder, _)| Kind::of_folder(folder));
        read(&RepoPath::new(path), text.clone().into_bytes(), home)
    }))
}

fn incident(number: usize, front: &str) -> (String, String) {
    let id = format!("INC-2026-{number:04}");
    (format!("incidents/{id}.md"), format!("---\nid: {id}\nkind: incident\n{front}\n---\n"))
}

fn no_assets() -> Assets {
    Assets::absent(&RepoPath::new("assets.yaml"))
}

fn all_traits<'r>(register: &'r Register, assets: &'r Assets) -> Vec<Traits<'r>> {
    let zone = Zone::default();
    register
        .of_kind(Kind::Incident)
        .filter_map(|it| traits_of(register, assets, it, zone))
        .collect()
}

const CAUSE: &str = "learning: {causes: [{id: C1, category: process}]}";

#[test]
fn the_key_is_variety_and_group_and_cause_or_control() {
    let alike = "attack: {varieties: [Phishing]}\nassets: [{name: mail, group: server}]";
    let other = |what: &str| what.to_owned();
    let cases = [
        (format!("{alike}\n{CAUSE}"), true),
        (format!("{}\n{CAUSE}", alike.replace("Phishing", "phishing")), true),
        (format!("{}\n{CAUSE}", alike.replace("Phishing", "loss")), false),
        (format!("{}\n{CAUSE}", alike.replace("server", "media")), false),
        (format!("{alike}\n{}", CAUSE.replace("process", "people")), false),
        (other(alike), false),
    ];
    for (front, recurs) in cases {
        let files = [
            incident(1, &format!("detected_at: 2026-01-02\n{alike}\n{CAUSE}")),
            incident(2, &format!("detected_at: 2026-02-02\n{front}")),
        ];
        let (register, assets) = (register(&files), no_assets());
        let found = recurrences(&all_traits(&register, &assets));
        assert_eq!(found[1].as_ref().map(|found| found.days), recurs.then_some(31), "{front}");
        assert_eq!(found[0], None);
    }
}

#[test]
fn a_failed_control_of_a_review_and_the_group_of_a_list_count() {
    let front = |day| format!("detected_at: {day}\nattack: {{varieties: [loss]}}\nassets: [badge]");
    let review = |number, control: &str, outcome: &str| {
        let text = format!(
            "---\nid: PIR-2026-000{number}\nkind: pir\nincidents: [INC-2026-000{number}]\ncontrol_evaluation: [{{control: {control}, outcome: {outcome}}}]\n---\n"
        );
        (format!("reviews/PIR-2026-000{number}.md"), text)
    };
    let assets = Assets::read(
        &RepoPath::new("assets.yaml"),
        b"access badge: {group: media, aliases: [badge]}\n".to_vec(),
    );
    for (outcome, recurs) in [("failed", true), ("bypassed", true), ("worked", false)] {
        let files = [
            incident(1, &front("2026-01-02")),
            incident(2, &front("2026-01-03")),
            review(1, "\"7.2\"", outcome),
            review(2, "A.7.2", outcome),
        ];
        let register = register(&files);
        let found = recurrences(&all_traits(&register, &assets));
        let key = found[1].as_ref().and_then(|found| found.key.clone());
        let expected = ("loss".to_owned(), "media", Cause::Control("A.7.2".to_owned()));
        assert_eq!(key, recurs.then_some(expected), "{outcome}");
    }
}

#[test]
fn one_day_to_365_days_and_the_same_day_never() {
    let alike =
        format!("attack: {{varieties: [loss]}}\nassets: [{{name: x, group: media}}]\n{CAUSE}");
    for (day, days) in [
        ("2025-01-01", None),
        ("2025-01-02", Some(1)),
        ("2026-01-01", Some(365)),
        ("2026-01-02", None),
    ] {
        let files = [
            incident(1, &format!("detected_at: 2025-01-01\n{alike}")),
            incident(2, &format!("detected_at: {day}\n{alike}")),
        ];
        let (register, assets) = (register(&files), no_assets());
        let found = recurrences(&all_traits(&register, &assets));
        assert_eq!(found[1].as_ref().map(|found| found.days), days, "{day}");
    }
}

#[test]
fn what_a_record_says_it_resembles_always_counts() {
    let files = [
        incident(1, "detected_at: 2026-01-02"),
        incident(2, "detected_at: 2026-01-09\nsimilar_to: [INC-2026-0001, INC-2026-0404]"),
        incident(3, "detected_at: 2026-01-09\nsimilar_to: [INC-2026-0002]"),
    ];
    let (register, assets) = (register(&files), no_assets());
    let found = recurrences(&all_traits(&register, &assets));
    assert_eq!(found[1], Some(Recurrence { earlier: 0, days: 7, key: None }));
    assert_eq!(found[2], None, "two of one day are one event seen twice");
}

#[test]
fn what_is_unknown_is_no_likeness_and_rates_leave_out_what_was_none() {
    let front = "detected_at: 2026-01-02\nattack: {varieties: [unknown]}\nassets: [{name: x, group: unknown}]";
    let files =
        [incident(1, front), incident(2, "origin: exercise"), incident(3, "status: rejected")];
    let (register, assets) = (register(&files), no_assets());
    assert!(!all_traits(&register, &assets)[0].has_key());
    let counted: Vec<_> = register.records().iter().map(is_counted).collect();
    assert_eq!(counted, [true, false, false]);
}

/// Numbers that look random and are the same on every machine.
fn numbers(mut seed: u64) -> impl FnMut(u64) -> u64 {
    move |below| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    }
}

#[test]
fn one_pass_finds_what_comparing_each_with_each_finds() {
    for seed in 0..20 {
        let mut next = numbers(seed);
        let files: Vec<_> = (1..=40)
            .map(|number| {
                let front = format!(
                    "detected_at: 202{}-0{}-1{}\nattack: {{varieties: [v{}, w{}], vector: r{}}}\nassets: [{{name: n{}, group: g{}}}]\nlearning: {{causes: [{{category: c{}}}]}}",
                    next(3), 1 + next(9), next(9), next(3), next(3), next(3), next(3), next(2), next(3)
                );
                incident(number, &front)
            })
            .collect();
        let (register, assets) = (register(&files), no_assets());
        let all = all_traits(&register, &assets);
        let found = recurrences(&all);
        for (at, later) in all.iter().enumerate() {
            let shares = |earlier: &Traits<'_>| {
                !later.varieties.is_disjoint(&earlier.varieties)
                    && !later.groups.is_disjoint(&earlier.groups)
                    && !later.causes.is_disjoint(&earlier.causes)
            };
            let days = |earlier: &Traits<'_>| (later.day - earlier.day).num_days();
            let near = all.iter().filter(|earlier| shares(earlier)).map(days);
            let nearest = near.filter(|days| (1..=MAX_DAYS).contains(days)).min();
            assert_eq!(
                found[at].as_ref().map(|found| found.days),
                nearest,
                "{}",
                later.incident.id()
            );
        }
    }
}

fn groups_of(days: &[&str]) -> Vec<Vec<String>> {
    let front =
        |day: &&str| format!("detected_at: {day}\nattack: {{vector: Email}}\nassets: [mail]");
    let files: Vec<_> =
        days.iter().enumerate().map(|(at, day)| incident(at + 1, &front(day))).collect();
    let (register, assets) = (register(&files), no_assets());
    let found = groups(register.records(), &assets, Zone::default(), (3, 90));
    let number = |incident: &&Record| incident.id()[9..].trim_start_matches('0').to_owned();
    found.iter().map(|group| group.members.iter().map(number).collect()).collect()
}

#[test]
fn three_within_ninety_days_belong_together() {
    assert!(groups_of(&["2026-01-01", "2026-02-01"]).is_empty());
    assert_eq!(groups_of(&["2026-01-01", "2026-02-01", "2026-04-01"]), [["1", "2", "3"]]);
    assert!(groups_of(&["2026-01-01", "2026-02-01", "2026-04-02"]).is_empty());
    // The first stands too far off, the last three are near each other.
    let late = ["2026-01-01", "2026-03-01", "2026-04-10", "2026-05-20"];
    assert_eq!(groups_of(&late), [["2", "3", "4"]]);
    let chain = ["2026-01-01", "2026-02-10", "2026-03-20", "2026-04-30"];
    assert_eq!(groups_of(&chain), [["1", "2", "3", "4"]]);
}
