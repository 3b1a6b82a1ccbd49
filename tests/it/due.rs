//! `pirctl due`: the rules and the agenda agree on every date; formats, selections, mistakes.

use crate::json_contract::assert_keeps_schema;
use crate::rules::{Seen, every_register};
use crate::support::demo::demo;
use crate::support::program::{Ran, pirctl};
use pirctl::agenda::{Agenda, Duty, Entry, agenda};
use pirctl::diag::{Finding, Level};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn due(arguments: &[&str]) -> Ran {
    pirctl(&demo(), &[&["due", "--today", "2026-05-20"], arguments].concat())
}

/// Rules that speak only once a day of the record's own has passed, and of other things besides.
const ONLY_WHEN_LATE: [Duty; 9] = [
    Duty::Action,
    Duty::BulletinAnswer,
    Duty::PolicyReview,
    Duty::RiskReview,
    Duty::VendorAssessment,
    Duty::ReviewPlanned,
    Duty::HotWash,
    Duty::Waiver,
    Duty::ManagementReview,
];

/// True when a finding speaks of the entry.
fn is_of(finding: &Finding, entry: &Entry<'_>) -> bool {
    let whole = matches!(entry.duty, Duty::TrendReport | Duty::PeriodStatement);
    let same = if entry.duty == Duty::ManagementReview {
        finding.field == "held_at"
    } else if whole {
        finding.arguments.contains(&entry.subject)
    } else if entry.duty == Duty::VendorAssessment {
        let holder = entry.start.as_ref().map(|start| start.record.as_str());
        finding.field == "next_assessment" && Some(finding.record.as_str()) == holder
    } else if entry.duty == Duty::Waiver {
        let says = finding.message.contains(&format!("of {} in {}", entry.part, entry.subject))
            || finding.message.contains(&format!("of {} for {}", entry.part, entry.subject));
        says && (entry.is_late() || finding.message.contains("ended on"))
    } else {
        finding.record == entry.subject
    };
    finding.code == entry.duty.rule() && same
}

/// The day that a note names: `.. by 2026-05-20`.
fn named_day(finding: &Finding) -> Option<&str> {
    let (_, rest) = finding.message.rsplit_once(" by ")?;
    rest.get(..10).filter(|day| day.as_bytes()[4] == b'-')
}

fn breaches(seen: &Seen<'_>, agenda: &Agenda<'_>) -> Vec<String> {
    let zone = seen.cx.now.zone;
    let told = |text: String| format!("{} on {}: {text}", seen.example, seen.cx.now.day());
    let mut wrong = Vec::new();
    for entry in &agenda.entries {
        let Some(due) = entry.due() else { continue };
        if entry.duty == Duty::Risk && !seen.has_history {
            continue;
        }
        let found = seen.findings.iter().find(|finding| is_of(finding, entry));
        let shown = format!("{} {} due {due:?}", entry.duty.word(), entry.subject);
        match found {
            None if entry.is_late() => wrong.push(told(format!("no finding of {shown}"))),
            // A hot wash that was not held in time cannot be made good: its note says no more.
            Some(finding)
                if entry.is_late()
                    && finding.level == Level::Note
                    && entry.duty != Duty::HotWash =>
            {
                wrong.push(told(format!("a note of what is late: {shown}")));
            }
            Some(finding) if !entry.is_late() && finding.level != Level::Note => {
                wrong.push(told(format!("{} of what is not late: {shown}", finding.message)));
            }
            Some(finding) => {
                let day = due.day(zone).to_string();
                let is_new = named_day(finding).is_some_and(|named| named != day);
                if is_new && !ONLY_WHEN_LATE.contains(&entry.duty) {
                    wrong.push(told(format!("{} against {shown}", finding.message)));
                }
            }
            None => {}
        }
    }
    for finding in &seen.findings {
        let spoken = Duty::ALL.iter().any(|duty| {
            duty.rule() == finding.code && !matches!(duty, Duty::Waiver | Duty::HotWash)
        });
        // VEN001 asks for answers, MRV001 for a section, INC016 tells what was told too late.
        let other = (finding.code == "VEN001" && finding.field != "next_assessment")
            || (finding.code == "MRV001" && finding.field != "held_at")
            || (finding.code == "INC016" && finding.message.contains("was done at"));
        if spoken && !other && !agenda.entries.iter().any(|entry| is_of(finding, entry)) {
            wrong.push(told(format!("not in the agenda: {} {}", finding.code, finding.message)));
        }
    }
    wrong
}

#[test]
fn rules_and_agenda_agree_on_every_register_of_the_examples_and_for_a_year_after() {
    let (mut wrong, mut seen_duties) = (Vec::new(), BTreeSet::new());
    every_register(&[0, 13, 45, 400], &mut |seen| {
        let agenda = agenda(&seen.cx, seen.people);
        seen_duties.extend(agenda.entries.iter().map(|entry| entry.duty));
        wrong.extend(breaches(seen, &agenda));
    });
    assert!(wrong.is_empty(), "{} breaches\n{}", wrong.len(), wrong.join("\n"));
    let missing: Vec<_> = Duty::ALL.iter().filter(|duty| !seen_duties.contains(duty)).collect();
    assert!(missing.is_empty(), "no example has {missing:?}");
}

fn document(folder: &Path, arguments: &[&str]) -> Value {
    let text = pirctl(folder, &[&["due", "--format", "json"], arguments].concat()).done();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_keeps_schema("due", &document);
    document
}

#[test]
fn late_comes_first_then_what_lies_ahead_by_its_day() {
    let document = document(&demo(), &["--today", "2026-05-20"]);
    let entries = document["entries"].as_array().unwrap();
    assert_eq!(entries[0]["subject"], "ACT-2026-0010");
    assert_eq!((&entries[0]["state"], &entries[0]["days_left"]), (&"late".into(), &(-50).into()));
    let days: Vec<_> = entries[1..].iter().map(|it| it["due"].as_str().unwrap()).collect();
    assert!(days.is_sorted() && days.len() > 20, "{days:?}");
    let clock = &document["clocks"][0];
    assert_eq!(
        (&clock["state"], &clock["due_at"]),
        (&"met".into(), &"2026-03-05T09:40:00Z".into())
    );
}

#[test]
fn a_selection_keeps_what_is_late_and_what_is_soon() {
    let within = document(&demo(), &["--today", "2026-05-20", "--within", "2w"]);
    let days: Vec<_> = within["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["due"].as_str().unwrap())
        .collect();
    assert_eq!(days, ["2026-03-31", "2026-06-02", "2026-06-02"]);
    assert_eq!(within["until"], "2026-06-03");
    let owned = document(&demo(), &["--today", "2026-05-20", "--owner", "T.Gross"]);
    assert_eq!(owned["entries"].as_array().unwrap().len(), 1);
    let kinds = document(&demo(), &["--today", "2026-05-20", "--kind", "follow-ups"]);
    let entries = kinds["entries"].as_array().unwrap();
    assert!(!entries.is_empty() && entries.iter().all(|it| it["kind"] == "follow-up"));
    assert_eq!(kinds["clocks"].as_array().unwrap().len(), 0);
}

#[test]
fn check_ends_with_one_while_something_shown_is_late() {
    assert_eq!(due(&["--check"]).code, 1);
    assert_eq!(due(&["--check", "--kind", "risk-review"]).code, 0);
    assert_eq!(due(&[]).code, 0);
}

#[test]
fn a_slip_in_an_option_is_refused_with_what_was_meant() {
    for (arguments, says) in [
        (["--kind", "acton"], "did you mean `action`?"),
        (["--owner", "t.grosz"], "did you mean `t.gross`?"),
        (["--within", "14 days"], "write it as 14d, 2w, 3m or P14D"),
        (["--within", "-3d"], "write it as"),
        (["--format", "ical"], "'ics'"),
    ] {
        let ran = due(&arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
    }
}

/// A register of its own with these records, in no repository.
fn register(records: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, front) in records {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, format!("---\n{front}\n---\n")).unwrap();
    }
    folder
}

#[test]
fn what_is_missing_has_a_place_of_its_own_and_is_neither_zero_nor_met() {
    let folder = register(&[
        (
            "incidents/INC-2026-0001.md",
            "id: INC-2026-0001\nkind: incident\ntitle: T\nstatus: responding\nowner: S.Lind\nregimes: [gdpr, dora]",
        ),
        (
            "actions/ACT-2026-0001.md",
            "id: ACT-2026-0001\nkind: action\ntitle: T\nstatus: open\nowner: s.lind",
        ),
    ]);
    let document = document(folder.path(), &["--today", "2026-05-20", "--owner", "S.LIND"]);
    let missing: Vec<_> = document["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            assert_eq!((&it["state"], &it["due"]), (&"cannot-tell".into(), &Value::Null));
            (it["owner"].as_str().unwrap(), it["missing"].as_str().unwrap())
        })
        .collect();
    // Two spellings of one person are one.
    assert!(missing.contains(&("s.lind", "due missing")), "{missing:?}");
    assert!(missing.contains(&("s.lind", "aware_at missing, from which the clock runs")));
    let states: Vec<_> = document["clocks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["state"].as_str().unwrap())
        .collect();
    assert!(states.contains(&"cannot tell") && states.contains(&"not begun"), "{states:?}");
    let text = pirctl(folder.path(), &["due", "--today", "2026-05-20"]).done();
    assert!(text.contains("\nCannot tell\n") && text.contains("record `aware_at`"), "{text}");
}

#[test]
fn a_calendar_keeps_its_names_and_changes_its_days() {
    let action = |title: &str, due: &str| {
        let front = format!(
            "id: ACT-2026-0001\nkind: action\ntitle: {title}\nstatus: open\nowner: s.lind\ndue: {due}"
        );
        let folder = register(&[("actions/ACT-2026-0001.md", front.as_str())]);
        pirctl(folder.path(), &["due", "--today", "2026-05-20", "--format", "ics"]).done()
    };
    let line = |text: &str, name: &str| {
        let line = text.split("\r\n").find(|line| line.starts_with(name));
        line.unwrap_or_else(|| panic!("no {name} in {text}")).to_owned()
    };
    let hostile = r#""a\r\nEND:VCALENDAR\r\n,b;c\\n ü""#;
    let (before, after) = (action("Plain", "2026-06-01"), action(hostile, "2026-06-09"));
    assert_eq!(line(&before, "UID:"), line(&after, "UID:"));
    assert_eq!(line(&after, "DTSTART"), "DTSTART;VALUE=DATE:20260609");
    assert_eq!(line(&after, "DTSTAMP"), "DTSTAMP:20260520T000000Z");
    assert_eq!(after.matches("\r\nEND:VCALENDAR").count(), 1);
    assert!(after.replace("\r\n", "").chars().all(|c| !c.is_control()));
    assert!(after.split("\r\n").all(|line| line.len() <= 75));
}

#[test]
fn a_spreadsheet_gets_one_thing_a_line() {
    let text = due(&["--format", "csv"]).done();
    assert!(
        text.starts_with("state,due,due_at,grace_until,days_left,days_late,kind,subject,part,")
    );
    assert!(text.contains("\nlate,2026-03-31,,,,50,action,ACT-2026-0010,,"));
}

#[test]
fn an_empty_register_owes_nothing() {
    let folder = register(&[]);
    let ran = pirctl(folder.path(), &["due", "--check", "--today", "2026-05-20"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("0 late, 0 ahead, 0 cannot tell"));
}
