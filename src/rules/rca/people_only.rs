//! Causes do not stop at people.

use super::causes;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Key, Kind, Line, part, rca};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RCA003",
    name: "people-only",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "in-review",
    summary: "causes are people only, or the last why is about a person",
    explanation: "At least one cause has another category than `people`, and the last why is not \
        a sentence about what a person did: one that opens with a handle, or with `the user`, \
        `employee`, `operator` or `colleague` and what they did. People err everywhere; what \
        can be changed is the process or technology that let the error through, and auditors \
        ask for that. Ask why once more and name what would have caught the error.",
    source: "High Table, practice guides on A.5.27",
    bad: &[
        example!("people-only/all-causes-people"),
        example!("people-only/last-why-a-person"),
        example!("people-only/in-the-incident"),
    ],
    good: &[example!("people-only/user-directory")],
    check: Check::Record(&[Kind::Rca, Kind::Incident], check),
};

const PERSONS: [&str; 5] = ["user", "employee", "operator", "colleague", "users"];

/// What a person does in the reports that stop at the person; regular forms end in `ed`.
const VERBS: [&str; 16] = [
    "did", "made", "gave", "sent", "forgot", "left", "took", "chose", "wrote", "fell", "lost",
    "had", "does", "should", "could", "didn't",
];

fn check(_: &RecordContext<'_>, record: &Record, found: &mut Findings) {
    let causes = causes::judged(record);
    if let Some(first) = causes.first().and_then(|cause| cause.get(part::CATEGORY))
        && causes.iter().all(|cause| cause.text_of(part::CATEGORY) == Some("people"))
    {
        let message = format!("every cause of {} is of category people", record.id());
        found.push(
            Report::on(record, first.span, message)
                .help("ask why once more, and name the process or technology that let it through")
                .field(format!("{}.category", causes::field(record))),
        );
    }
    if record.kind() == Kind::Rca && !causes.is_empty() {
        last_why(record, found);
    }
}

fn last_why(rca: &Record, found: &mut Findings) {
    let whys = rca.items(rca::WHYS);
    let Some(last) = whys.last() else { return };
    let text = last.text_or_own(part::TEXT).unwrap_or_default();
    let handles = handles(rca);
    if is_about_person(text, &handles) {
        let message = format!("the last why of {} is about a person", rca.id());
        found.push(
            Report::on(rca, last.span(), message)
                .help("ask why once more: what would have caught this?")
                .field("whys"),
        );
    }
}

/// The people that the analysis itself names.
fn handles(rca: &Record) -> Vec<&str> {
    let analysts = rca.items(rca::ANALYSTS).into_iter();
    let name: Key<Line> = part::NAME;
    analysts
        .filter_map(|analyst| analyst.text_of(name))
        .chain(rca.text_of(rca::ACCEPTED_BY))
        .collect()
}

/// True when a sentence opens with a person and what the person did.
fn is_about_person(text: &str, handles: &[&str]) -> bool {
    let lower = text.to_lowercase();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let mut words = lower.split_whitespace().map(bare).peekable();
    words.next_if(|word| matches!(word.as_str(), "a" | "an" | "the" | "one" | "our"));
    let Some(subject) = words.next() else { return false };
    if handles.contains(&subject.as_str()) || is_handle(&subject) {
        return true;
    }
    let does = |word: String| VERBS.contains(&word.as_str()) || word.ends_with("ed");
    PERSONS.contains(&subject.as_str()) && words.next().is_some_and(does)
}

/// True for an initial, a dot and a name, as handles are mostly written.
fn is_handle(word: &str) -> bool {
    let parts = word.split_once('.');
    parts.is_some_and(|(initial, name)| {
        initial.chars().count() == 1
            && name.chars().count() >= 2
            && word.chars().all(|c| c.is_alphabetic() || c == '.' || c == '-')
    })
}
