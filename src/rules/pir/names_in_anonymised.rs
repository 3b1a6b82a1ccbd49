//! A text that is anonymised names nobody who was part of it.

use super::people::{names, responders};
use super::sentence::{Word, sentences};
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, part, pir, training};
use crate::span::Span;
use std::collections::BTreeSet;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR014",
    name: "names-in-anonymised",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "held",
    summary: "text that is stated to be anonymised names a person",
    explanation: "A review or training that says `anonymised: true` names no attendee, \
        responder or reporter in its title, body, lessons and remarks. Looked for are handles and, \
        where `people.yaml` has them, full names; a family name by itself counts inside a sentence, \
        with a capital letter, when it is part of no longer name and no word of the same text. Such texts \
        are handed around, and a name in one of them teaches people to keep quiet. Write the role \
        instead of the name. Tried on 344 public post-mortems: no finding with a list of 70 people \
        whose family names are English words, such as Page, Long and Read, and three with the three \
        people whom one of the texts names in full.",
    source: "High Table and UpGuard, practice guides on A.5.27",
    bad: &[example!("names-in-anonymised/handle"), example!("names-in-anonymised/family-name")],
    good: &[
        example!("names-in-anonymised/roles-only"),
        example!("names-in-anonymised/not-anonymised"),
    ],
    check: Check::Register(&[Kind::Pir, Kind::Training], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    let anonymised = match record.kind() {
        Kind::Pir => record.get(pir::ANONYMISED),
        _ => record.get(training::ANONYMISED),
    };
    let claimed = anonymised.is_some_and(|flag| flag.value);
    if !claimed || !is_judged(record) || !record.is_from("held") {
        return;
    }
    let sentences = sentences(&record.text, &runs(record));
    for who in involved(cx, record) {
        let name = cx.people.get(who).and_then(|person| person.name.as_deref());
        if let Some(span) = first_use(&record.text, &sentences, who, name) {
            let message = format!("{} is stated to be anonymised and names {who}", record.id());
            let help = "name the role instead, or state `anonymised: false`";
            found.push(
                Report::on(record, span, message).help(help).field("anonymised").argument(who),
            );
        }
    }
}

/// Handles of those who attended, responded or reported.
fn involved<'a>(cx: &RegisterContext<'a>, record: &'a Record) -> BTreeSet<&'a str> {
    let lists = match record.kind() {
        Kind::Pir => vec![record.items(pir::ATTENDEES), record.items(pir::EXCUSED)],
        _ => vec![record.items(training::ATTENDANCE)],
    };
    let mut people: BTreeSet<_> = lists.iter().flat_map(|list| names(list)).collect();
    for named in record.incidents() {
        if let Some(incident) = cx.register.get_kind(Kind::Incident, named.value) {
            people.extend(responders(incident));
            people.extend(incident.text_of(incident::REPORTER).filter(|who| *who != "anonymous"));
        }
    }
    people
}

/// The title, the texts of lessons and remarks, and the prose of the body.
fn runs(record: &Record) -> Vec<Span> {
    let mut runs = vec![record.value_span_of("title")];
    if record.kind() == Kind::Pir {
        let lessons = record.items(pir::LESSONS).into_iter();
        runs.extend(lessons.filter_map(|lesson| lesson.get(part::TEXT)).map(|text| text.span));
        let controls = record.items(pir::CONTROL_EVALUATION).into_iter();
        runs.extend(controls.filter_map(|item| item.get(part::REMARK)).map(|text| text.span));
    }
    runs.extend(record.outline().prose.iter().copied());
    runs
}

/// The first place where a text names a person by handle, full name or family name.
fn first_use(
    text: &str,
    sentences: &[Vec<Word>],
    handle: &str,
    name: Option<&str>,
) -> Option<Span> {
    let handle = handle.to_lowercase();
    let by_handle = sentences.iter().flatten().find(|word| bare(word) == handle);
    by_handle.map(|word| word.span).or_else(|| by_name(text, sentences, name?))
}

/// The first place of a full name, else of the family name where it can be nothing else.
fn by_name(text: &str, sentences: &[Vec<Word>], name: &str) -> Option<Span> {
    let lower = name.to_lowercase();
    let parts: Vec<&str> = lower.split_whitespace().collect();
    let family = *parts.last().filter(|family| family.chars().count() > 2)?;
    let whole = sentences
        .iter()
        .flat_map(|words| words.windows(parts.len()))
        .find(|window| window.iter().zip(&parts).all(|(word, part)| bare(word) == *part));
    if let Some([first, .., last]) = whole {
        return Some(Span::new(first.span.start, last.span.end));
    }
    let is_word = |word: &Word| bare(word) == family && !is_capital(word.span.slice(text));
    if sentences.iter().flatten().any(is_word) {
        return None;
    }
    let mut named = sentences.iter().flat_map(|words| {
        let alone = (1..words.len()).filter(|at| stands_alone(text, words, *at));
        alone.map(|at| &words[at])
    });
    named.find(|word| bare(word) == family).map(|word| word.span)
}

/// True for a capital word inside a sentence that is no part of a longer name, such as `Chapel Hill`
/// or `Power Peg`, and no abbreviation.
fn stands_alone(text: &str, words: &[Word], at: usize) -> bool {
    let written = |at: usize| words.get(at).map_or("", |word| word.span.slice(text));
    let own = written(at);
    let before = at > 1 && is_capital(written(at - 1)) && !is_form_of_address(&words[at - 1].lower);
    let shouted = own.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    is_capital(own) && !shouted && !before && !is_capital(written(at + 1))
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_form_of_address(lower: &str) -> bool {
    matches!(lower, "mr" | "mrs" | "ms" | "dr" | "herr" | "frau") || lower.chars().count() == 1
}

fn bare(word: &Word) -> &str {
    word.lower.strip_suffix("'s").unwrap_or(&word.lower)
}
