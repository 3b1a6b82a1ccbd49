//! A bulletin names nobody who was part of the incident.

use crate::chain::is_judged;
use crate::config::People;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, bulletin, incident, part, pir};
use crate::span::Span;
use std::collections::BTreeSet;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BUL003",
    name: "bulletin-names-people",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "published",
    summary: "reporter, responder or attendee named in the text",
    explanation: "The text of a published bulletin does not name a reporter or responder of its \
        incidents, nor an attendee of their reviews, neither by handle nor by the name in \
        `people.yaml`. A bulletin goes to many; whoever reads a name in it thinks twice before \
        reporting. First names, roles and people who had no part in the incident are not looked \
        for, and the authors of commits are not asked either, so that a contact at the end is no \
        finding. Replace the name by the role.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("bulletin-names-people/names-the-reporter"),
        example!("bulletin-names-people/names-a-responder"),
    ],
    good: &[
        example!("bulletin-names-people/names-a-contact"),
        example!("bulletin-names-people/draft"),
    ],
    check: Check::Register(&[Kind::Bulletin], check),
};

fn check(cx: &RegisterContext<'_>, bulletin: &Record, found: &mut Findings) {
    if !is_judged(bulletin) || !bulletin.is_from("published") {
        return;
    }
    for handle in involved(cx, bulletin) {
        let Some(place) = place_of(bulletin, handle, cx.people) else { continue };
        let message = format!("{} names {handle}, who was part of the incident", bulletin.id());
        found.push(
            Report::on(bulletin, place, message)
                .help("say the role instead of the name")
                .field(bulletin::ANONYMISED.name())
                .argument(handle),
        );
    }
}

/// The handles of those who reported, responded to or reviewed the bulletin's incidents.
fn involved<'a>(cx: &RegisterContext<'a>, bulletin: &Record) -> BTreeSet<&'a str> {
    let mut handles = BTreeSet::new();
    for named in bulletin.incidents() {
        let Some(incident) = cx.register.get_kind(Kind::Incident, named.value) else { continue };
        handles.extend(incident.text_of(incident::REPORTER));
        handles.extend(incident.text_of(incident::PRIMARY_RESPONDER));
        handles.extend(incident.words(incident::RESPONDERS).iter().map(|found| found.value));
        for review in cx.register.naming(Kind::Pir, incident.id()) {
            let attendees = review.items(pir::ATTENDEES);
            handles.extend(attendees.iter().filter_map(|item| item.text_of(part::NAME)));
        }
    }
    handles
}

/// Where the body says the handle, or the name of that person.
fn place_of(bulletin: &Record, handle: &str, people: &People) -> Option<Span> {
    // A handle that is one plain word may be any word of the text.
    let telling = handle.contains(|c: char| !c.is_alphabetic());
    let name = people.get(handle).and_then(|person| person.name.as_deref());
    let name = name.filter(|name| name.trim().contains(' '));
    let words = telling.then_some(handle).into_iter().chain(name);
    let body = bulletin.body();
    let mut at = words.filter_map(|word| find_word(body.slice(&bulletin.text), word.trim()));
    at.next().map(|span| span.shifted(body.start))
}

/// The first use of `word` in `text` that is no part of a longer word.
fn find_word(text: &str, word: &str) -> Option<Span> {
    let is_letter = |c: char| c.is_alphanumeric();
    let mut uses = text.match_indices(word).map(|(at, _)| Span::new(at, at + word.len()));
    uses.find(|span| {
        !text[..span.start].ends_with(is_letter) && !text[span.end..].starts_with(is_letter)
    })
}
