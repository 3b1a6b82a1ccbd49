//! A drafted review says what went well, what went wrong and how good the response was.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::Kind;
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR013",
    name: "questions-open",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "drafted",
    summary: "what went well, what went wrong or how good the response was is not answered",
    explanation: "The sections What went well, What went wrong and Response assessment of a drafted \
        review answer their question. `n/a`, `ok`, `see ticket`, `to be discussed` and the question \
        repeated answer nothing; `None.` is an answer. These three are what is left of a review for \
        the next response, and an auditor reads them to see whether anybody thought about it. Write \
        one sentence that the next team can use. Sections that are missing or empty are left to \
        `section-missing`. Tried on 344 public post-mortems, 72 sections of which answer these \
        questions: no finding, and none of the shortest deserved one.",
    source: "AuditFront, evidence list for A.5.27",
    bad: &[example!("questions-open/see-ticket"), example!("questions-open/question-repeated")],
    good: &[example!("questions-open/none")],
    check: Check::Record(&[Kind::Pir], check),
};

const QUESTIONS: [&str; 3] = ["What went well", "What went wrong", "Response assessment"];

fn check(_: &RecordContext<'_>, review: &Record, found: &mut Findings) {
    if !is_judged(review) || !review.is_from("drafted") {
        return;
    }
    for question in QUESTIONS {
        let Some(section) = review.outline().section(question).filter(|section| section.filled)
        else {
            continue;
        };
        let said = section.content.slice(&review.text);
        if !is_question(said) && !is_empty_phrase(said) {
            continue;
        }
        let start = section.content.start + (said.len() - said.trim_start().len());
        let span = Span::new(start, start + said.trim().len());
        let message = format!("{} does not answer `{question}`", review.id());
        found.push(
            Report::on(review, span, message)
                .help("write one sentence that the next team can use, or `None.`")
                .field(question)
                .argument(question),
        );
    }
}

/// True when every line that says something asks something.
fn is_question(said: &str) -> bool {
    let mut lines = said
        .lines()
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || "*_>-".contains(c)))
        .filter(|line| line.contains(char::is_alphanumeric))
        .peekable();
    lines.peek().is_some() && lines.all(|line| line.ends_with('?'))
}

/// True for a phrase that puts the question off or waves it through.
fn is_empty_phrase(said: &str) -> bool {
    const PHRASES: &[&str] = &[
        "n a",
        "na",
        "not applicable",
        "ok",
        "okay",
        "good",
        "fine",
        "all good",
        "all fine",
        "all ok",
        "everything",
        "yes",
        "no",
        "no comment",
        "no comments",
        "as usual",
        "unknown",
        "later",
        "pending",
        "open",
        "tba",
        "todo",
        "to do",
        "to follow",
        "to be done",
        "to be defined",
        "to be discussed",
        "to be determined",
        "to be completed",
        "see above",
        "see below",
        "see ticket",
        "see the ticket",
        "see timeline",
        "see incident",
        "see the incident",
        "as above",
        "same as above",
        "as discussed",
    ];
    let lower = said.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    PHRASES.contains(&words.collect::<Vec<_>>().join(" ").as_str())
}

#[cfg(test)]
mod tests {
    use super::{is_empty_phrase, is_question};

    #[test]
    fn phrases_that_answer_nothing_are_told_from_short_answers() {
        for said in ["N/A", "- n/a\n", "OK.", "*See ticket*", "To be discussed"] {
            assert!(is_empty_phrase(said), "{said}");
        }
        for said in
            ["None.", "Nothing.", "The report came at once.", "Good: the lock.", "`ok`, 41 of 41"]
        {
            assert!(!is_empty_phrase(said), "{said}");
        }
    }

    #[test]
    fn a_question_answers_nothing_unless_an_answer_follows() {
        assert!(is_question("_What went well?_\n\n- Which alarms fired?\n"));
        assert!(!is_question("Which alarms fired?\nAll of them."));
        assert!(!is_question("\n"));
    }
}
