//! A new vendor assessment: the vendor, the assessment before, what has come up since.
//!
//! Answers that tell how the vendor works are carried over, marked for a person to confirm; what only
//! holds for its time (the example, the counts, the evidence) is asked anew and stays empty.

use super::super::body::table;
use super::super::sheet::{Sheet, items};
use super::Cx;
use crate::owed::{incidents_of, measures_for};
use crate::record::{Item, Record};
use crate::schema::{Key, Kind, Line, vendor, vendor_assessment as assessment};
use crate::yaml;
use std::fmt::Write;

pub(super) fn fill_assessment(sheet: &mut Sheet, cx: Cx<'_>) {
    let Some(vendor) = cx.sources.of_kind(Kind::Vendor).next() else { return };
    sheet.text(assessment::VENDOR, vendor.id());
    cx.title_from(sheet, Some(format!("Assessment: {}", vendor.title())));
    let mut incidents = cx.sources.incident_ids();
    for incident in incidents_of(cx.ground.register, vendor.id()) {
        if !incidents.contains(&incident.id()) {
            incidents.push(incident.id());
        }
    }
    sheet.words(assessment::INCIDENTS, &incidents);
    let Some(previous) = last_assessment(vendor, cx) else { return };
    sheet.text(assessment::PREVIOUS, previous.id());
    if !previous.is_from("done") {
        let id = previous.id();
        sheet.hints.push(format!("{id} is {} already: finish it first", previous.status()));
    } else if !previous.is_privileged() {
        carry_over(sheet, cx, vendor, previous);
    }
}

/// The latest living assessment of the vendor, by day and then by id.
fn last_assessment<'a>(vendor: &Record, cx: Cx<'a>) -> Option<&'a Record> {
    let of_vendor = |r: &&Record| r.text_of(assessment::VENDOR) == Some(vendor.id());
    let living = cx.ground.register.of_kind(Kind::VendorAssessment).filter(|r| !r.is_ended());
    living.filter(of_vendor).max_by_key(|record| {
        let day = record.get(assessment::ASSESSED_AT).map(|found| found.value);
        (day, record.id().to_owned())
    })
}

/// A question: its field, the words in which it is asked, and whether its answer is carried over.
type Question = (&'static str, &'static str, bool);

const QUESTIONS: [Question; 5] = [
    ("pir_process", "how it reviews its incidents", true),
    ("control_example", "a control that an incident changed", false),
    ("action_tracking", "how it tracks actions to their end", true),
    ("incidents_last_12m", "incidents in the last twelve months", false),
    ("detection_evidence", "how it would notice one", false),
];

fn carry_over(sheet: &mut Sheet, cx: Cx<'_>, vendor: &Record, previous: &Record) {
    let answers = previous.get(assessment::ANSWERS);
    let said = |field: &str| {
        let value = answers.and_then(|answers| answers.value.value(field)).and_then(Item::text);
        value.map(str::trim).filter(|text| !text.is_empty())
    };
    let day = previous.get(assessment::ASSESSED_AT).map(|day| format!(" of {}", *day));
    let before = format!("{}{}", previous.id(), day.unwrap_or_default());
    let mut yaml = String::new();
    for (field, _, carried) in QUESTIONS {
        let told = match said(field).filter(|_| carried) {
            Some(text) => {
                format!(
                    "\n  # as in {before}: confirm or rewrite\n  {field}: {}",
                    yaml::quoted(text)
                )
            }
            None => format!("\n  # asked anew\n  {field}:"),
        };
        yaml.push_str(&told);
    }
    sheet.raw(assessment::ANSWERS.name(), yaml);
    let claims = QUESTIONS[..3].iter().filter_map(|(field, ..)| said(field));
    let claims: Vec<_> = claims
        .map(|claim| format!("claim: {}\n    source:\n    result:", yaml::quoted(claim)))
        .collect();
    if !claims.is_empty() {
        sheet.raw(assessment::CLAIMS_CHECKED.name(), items(&claims));
    }
    let rows: Vec<Vec<String>> = QUESTIONS
        .iter()
        .map(|(field, asked, _)| {
            vec![(*asked).to_owned(), said(field).unwrap_or("no answer").to_owned(), String::new()]
        })
        .collect();
    let answers = table(&["question", &format!("answer in {before}"), "answer now"], &rows);
    sheet.section("Answers", format!("{answers}\n{}", since(cx, vendor, previous)));
}

/// What has come up since the assessment before, as lines of a list.
fn since(cx: Cx<'_>, vendor: &Record, previous: &Record) -> String {
    let register = cx.ground.register;
    let known: Vec<&str> = previous.incidents().iter().map(|found| found.value).collect();
    let mut out = format!("Since {}:\n\n", previous.id());
    let mut line = |text: String| {
        let _ = writeln!(out, "- {text}");
    };
    let new = incidents_of(register, vendor.id());
    let new: Vec<_> = new.into_iter().filter(|incident| !known.contains(&incident.id())).collect();
    for incident in &new {
        line(format!("new incident {}, {}", incident.id(), incident.status()));
    }
    if new.is_empty() {
        line("no new incident names the vendor".into());
    }
    let measures = measures_for(register, previous);
    for flag in previous.words(assessment::RED_FLAGS) {
        let answer = if measures.is_empty() { "no action answers it" } else { "see the actions" };
        line(format!("red flag {}: {answer}", flag.value));
    }
    for action in measures {
        line(format!("action {}, {}", action.id(), action.status()));
    }
    if let Some(tier) = vendor.text_of(vendor::TIER) {
        line(format!("tier {tier} now"));
    }
    let reason = previous.text_of(Key::<Line>::new(assessment::SIZE_REASON.name()));
    if reason.is_some_and(|reason| !reason.trim().is_empty()) {
        line("lighter evidence was accepted for its size: see whether that still holds".into());
    }
    out
}
