//! `due --format ics`: what is due as a calendar (RFC 5545).
//!
//! A thing keeps its UID from one day to the next, whatever its date and its title become, so that a
//! calendar that reads the file again moves the entry. Nothing of it depends on the wall clock.

use super::due::DueReport;
use crate::agenda::Entry;
use crate::deadline::Due;
use crate::digest::sha256;
use crate::escape::ics_text;
use crate::term::Day;
use chrono::{DateTime, Datelike, Utc};
use std::collections::BTreeMap;

/// What is due as one calendar; what cannot be told has no place in it.
pub fn due_ics(report: DueReport<'_>) -> String {
    let mut calendar = Calendar::default();
    calendar.line("BEGIN:VCALENDAR");
    calendar.line("VERSION:2.0");
    calendar.line(concat!("PRODID:-//pirctl//due ", env!("CARGO_PKG_VERSION"), "//EN"));
    calendar.line("CALSCALE:GREGORIAN");
    calendar.line("METHOD:PUBLISH");
    let stamp = format!("DTSTAMP:{}T000000Z", day(report.agenda.now.day()));
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for entry in &report.agenda.entries {
        let Some(start) = entry.due().and_then(start) else { continue };
        let name = format!("{}\n{}\n{}", entry.duty.word(), entry.subject, entry.part);
        let nth = met.entry(name.clone()).and_modify(|nth| *nth += 1).or_insert(0);
        let uid = sha256(format!("{name}\n{nth}").as_bytes());
        calendar.event(entry, &uid[..32], &stamp, &start);
    }
    calendar.line("END:VCALENDAR");
    calendar.text
}

/// `DTSTART` of a day, or of an instant in UTC; `None` where four digits do not hold the year.
fn start(due: Due) -> Option<String> {
    let in_range = |year: i32| (0..=9999).contains(&year);
    match due {
        Due::Day(it) => in_range(it.year()).then(|| format!("DTSTART;VALUE=DATE:{}", day(it))),
        Due::At(at) => in_range(at.year()).then(|| format!("DTSTART:{}", instant(at))),
    }
}

fn day(day: Day) -> String {
    day.format("%Y%m%d").to_string()
}

fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

#[derive(Default)]
struct Calendar {
    text: String,
}

impl Calendar {
    fn event(&mut self, entry: &Entry<'_>, uid: &str, stamp: &str, start: &str) {
        let title =
            if entry.title.is_empty() { String::new() } else { format!(" ({})", entry.title) };
        let mut about = vec![format!("Basis: {}", entry.basis)];
        about.extend(
            entry.start.as_ref().map(|start| {
                format!("Runs from: {} {} of {}", start.field, start.at, start.record)
            }),
        );
        about.extend(entry.owner.as_ref().map(|owner| format!("Owner: {owner}")));
        about.extend(entry.path.map(|path| format!("Record: {path}")));
        about.push(format!("Rule: {}", entry.duty.rule()));
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{uid}@pirctl"));
        self.line(stamp);
        self.line(start);
        let summary = format!("{}: {}{title}", entry.subject, entry.does);
        self.line(&format!("SUMMARY:{}", ics_text(&summary)));
        self.line(&format!("DESCRIPTION:{}", ics_text(&about.join("\n"))));
        self.line(&format!("CATEGORIES:{}", ics_text(entry.duty.word())));
        self.line("TRANSP:TRANSPARENT");
        self.line("END:VEVENT");
    }

    /// A content line, folded so that no piece has more than 75 octets and no character is cut.
    fn line(&mut self, line: &str) {
        const OCTETS: usize = 75;
        let mut used = 0;
        for character in line.chars() {
            if used + character.len_utf8() > OCTETS {
                self.text.push_str("\r\n ");
                used = 1;
            }
            self.text.push(character);
            used += character.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_between_characters_and_unfolds_to_itself() {
        let text = format!("SUMMARY:{}", "ü€x".repeat(60));
        let mut calendar = Calendar::default();
        calendar.line(&text);
        assert!(calendar.text.split("\r\n").all(|piece| piece.len() <= 75));
        assert_eq!(calendar.text.replace("\r\n ", ""), format!("{text}\r\n"));
    }

    #[test]
    fn a_line_of_75_octets_is_whole() {
        let mut calendar = Calendar::default();
        calendar.line(&"x".repeat(75));
        assert_eq!(calendar.text.matches("\r\n").count(), 1);
    }
}
