//! A cause says more than that somebody erred.

use super::causes;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, part};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RCA001",
    name: "generic-cause",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "in-review",
    summary: "cause is a generic phrase or fewer than six words",
    explanation: "A cause that is only `user error`, `human error`, `operator error`, `mistake`, \
        `unknown` or `human factor`, that opens with such a phrase, or that has fewer than six \
        words names nothing that could be changed. Auditors take it as a sign that the analysis \
        stopped at the person. Go on asking why until a process or control appears, and write \
        the cause as a sentence. The rule reads causes only, never the prose of the body.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("generic-cause/human-error"),
        example!("generic-cause/generic-head"),
        example!("generic-cause/three-words"),
        example!("generic-cause/in-the-incident"),
    ],
    good: &[example!("generic-cause/unknown-devices"), example!("generic-cause/draft")],
    check: Check::Record(&[Kind::Rca, Kind::Incident], check),
};

const PHRASES: [&str; 14] = [
    "user error",
    "human error",
    "operator error",
    "employee error",
    "user mistake",
    "human mistake",
    "human factors",
    "human factor",
    "unknown cause",
    "unknown reason",
    "mistake",
    "error",
    "unknown",
    "not known",
];

/// Words after which a generic phrase is still the whole statement.
const FOLLOWERS: [&str; 8] = ["by", "of", "in", "on", "during", "while", "when", "from"];

const WORDS: usize = 6;

fn check(_: &RecordContext<'_>, record: &Record, found: &mut Findings) {
    for cause in causes::judged(record) {
        let text = cause.get(part::TEXT);
        let words = text.map_or("", |text| text.value);
        let id = cause.text_of(part::ID).unwrap_or("?");
        let fact = if let Some(phrase) = generic(words) {
            format!("says `{phrase}` and nothing that could be changed")
        } else if let Some(count) = too_short(words) {
            format!("has {count} words")
        } else {
            continue;
        };
        let span = text.map_or_else(|| cause.span(), |text| text.span);
        found.push(
            Report::on(record, span, format!("cause {}#{id} {fact}", record.id()))
                .help("name the process or control that let it happen, as a sentence")
                .field(format!("{}.text", causes::field(record)))
                .argument(id),
        );
    }
}

/// The generic phrase that a cause consists of or opens with.
fn generic(text: &str) -> Option<&'static str> {
    let lower = text.trim().to_lowercase();
    let articles = ["a ", "an ", "the "];
    let bare = articles.iter().find_map(|article| lower.strip_prefix(article)).unwrap_or(&lower);
    PHRASES
        .into_iter()
        .find(|phrase| bare.strip_prefix(phrase).is_some_and(|rest| ends_statement(phrase, rest)))
}

/// True when what follows a phrase leaves it the whole statement.
///
/// "Unknown devices could join" and "Mistakes in the template" say something; "Human error by the
/// operator" and "Unknown: logs gone" do not.
fn ends_statement(phrase: &str, rest: &str) -> bool {
    let Some(next) = rest.chars().next() else { return true };
    if !next.is_whitespace() {
        return !next.is_alphanumeric() && next != '-' && next != '_';
    }
    let word = rest.split_whitespace().next().unwrap_or_default();
    phrase.contains(' ') && FOLLOWERS.contains(&word)
}

/// The number of words, when there are too few; scripts without spaces are not counted.
fn too_short(text: &str) -> Option<usize> {
    let unspaced = |c: char| matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x2E80..);
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    (words < WORDS && !text.contains(unspaced)).then_some(words)
}
