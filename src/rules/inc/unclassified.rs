//! A closed incident is classified: vector, assets, detection, and varieties where it matters.

use crate::chain::{is_judged, severity_of};
use crate::diag::Level;
use crate::record::{Found, Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, part};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC004",
    name: "unclassified",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "closed",
    summary: "vector, assets, detection source or varieties of a closed incident missing or unknown",
    explanation: "A closed incident says by which way it came (`attack.vector`), what it concerned \
        (`assets`), who noticed it (`detection_source`) and, where it is significant, how exactly it was \
        done (`attack.varieties`); `unknown` says nothing. Trends, recurrence and the lists of an \
        auditor are counted from these words, and an incident without them falls out of all of \
        them. While an incident is handled `unknown` is a fair answer; at its end the review knows \
        more, so write down what it found. Where even the review could not tell, waive the finding \
        with that reason.",
    source: "High Table, practice guides on A.5.27",
    bad: &[
        example!("unclassified/vector-unknown"),
        example!("unclassified/varieties-missing"),
        example!("unclassified/nothing-said"),
    ],
    good: &[
        example!("unclassified/unknown-while-open"),
        example!("unclassified/low-without-varieties"),
    ],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    if !is_judged(incident) || !incident.is_from("closed") {
        return;
    }
    let attack = incident.get(incident::ATTACK);
    let vector = attack.and_then(|attack| attack.get(part::VECTOR));
    word(incident, "attack.vector", "vector", vector, found);
    if let Some(source) = incident.get(incident::DETECTION_SOURCE) {
        word(incident, "detection_source", "detection source", Some(source), found);
    }
    list(incident, "assets", "asset", incident.root().value("assets"), found);
    if cx.basis.terms.is_significant(severity_of(incident)) {
        let varieties = attack.and_then(|attack| attack.value("varieties"));
        list(incident, "attack.varieties", "variety", varieties, found);
    }
}

/// Reports a word that is missing, blank or `unknown`.
fn word(
    incident: &Record,
    field: &str,
    what: &str,
    said: Option<Found<&str>>,
    found: &mut Findings,
) {
    match said {
        Some(word) if is_unknown(word.value) => {
            found.push(report(incident, word.span, field, &format!("its {what} is unknown")));
        }
        Some(word) if !word.trim().is_empty() => {}
        _ => found.push(missing(incident, field, what)),
    }
}

/// Reports a list that is missing, empty or says `unknown` and nothing else.
fn list(incident: &Record, field: &str, what: &str, said: Option<Item<'_>>, found: &mut Findings) {
    match said {
        Some(list) if list.is_blank() => found.push(missing(incident, field, what)),
        Some(list) if says_unknown(list) => {
            let fact = format!("its {what} is unknown");
            found.push(report(incident, list.span(), field, &fact));
        }
        Some(_) => {}
        None => found.push(missing(incident, field, what)),
    }
}

fn is_unknown(word: &str) -> bool {
    word.trim().eq_ignore_ascii_case("unknown")
}

/// True when every word of a list is `unknown`.
fn says_unknown(list: Item<'_>) -> bool {
    let mut all = true;
    list.tell_words(&mut |word| all &= is_unknown(word) || is_form(word));
    all
}

/// Marks of lists and mappings, and the keys of an asset.
fn is_form(word: &str) -> bool {
    matches!(word, "[" | "]" | "{" | "}" | "name" | "group")
}

fn missing(incident: &Record, field: &str, what: &str) -> Report {
    let top = field.split('.').next().unwrap_or(field);
    report(incident, incident.span_of(top), field, &format!("it names no {what}"))
}

fn report(incident: &Record, span: Span, field: &str, fact: &str) -> Report {
    let message = format!("{} is closed, and {fact}", incident.id());
    let help = format!("record in `{field}` what the review found");
    Report::on(incident, span, message).help(help).field(field)
}
