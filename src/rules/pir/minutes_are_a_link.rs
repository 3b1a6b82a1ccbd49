//! The minutes of a review say what was said, and not where it is said.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, pir};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR011",
    name: "minutes-are-a-link",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "held",
    summary: "minutes of a review are a link, or comments pasted from a ticket",
    explanation: "A review that was held has its minutes on file under `minutes`, or its body is the \
        minutes. A body of a link and a few words says that minutes are kept elsewhere, where they can \
        change and vanish, and the comments of a ticket tell who typed what and not what was found. \
        High Table says it plainly: comments in a ticket are not minutes. Export the page to a file and \
        name it under `minutes`, or write the sections of the review here. A body that is still empty \
        is left to `section-missing` once the review is drafted.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("minutes-are-a-link/a-link"), example!("minutes-are-a-link/ticket-comments")],
    good: &[
        example!("minutes-are-a-link/file-on-record"),
        example!("minutes-are-a-link/not-written-yet"),
    ],
    check: Check::Record(&[Kind::Pir], check),
};

/// Words beside a link above which a body tells something itself.
const WORDS: usize = 12;

fn check(_: &RecordContext<'_>, review: &Record, found: &mut Findings) {
    let waits = !is_judged(review) || !review.is_from("held");
    if waits || review.get(pir::MINUTES).is_some() {
        return;
    }
    let lines: Vec<&str> = said_lines(review).collect();
    let comments = lines.iter().filter(|line| is_comment(line)).count();
    let fact = if comments > 1 {
        "comments of a ticket"
    } else if is_link_only(&lines) {
        "a link"
    } else {
        return;
    };
    let Some(first) = lines.first() else { return };
    let start = first.as_ptr() as usize - review.text.as_ptr() as usize;
    let message = format!("{} was held, and its minutes are {fact}", review.id());
    found.push(
        Report::on(review, Span::new(start, start + first.len()), message)
            .help("export the minutes to a file and name it under `minutes`, or write them here")
            .field("minutes"),
    );
}

/// The lines of the body that say something: no headings, no rules of tables.
fn said_lines(review: &Record) -> impl Iterator<Item = &str> {
    let lines = review.body_text().lines().map(str::trim);
    lines.filter(|line| !line.starts_with('#') && line.contains(char::is_alphanumeric))
}

/// True when there is a link and hardly anything else.
fn is_link_only(lines: &[&str]) -> bool {
    let words = || lines.iter().flat_map(|line| line.split_whitespace());
    let is_link = |word: &&str| word.contains("://") || is_ticket(word);
    words().any(|word| is_link(&word)) && words().filter(|word| !is_link(word)).count() <= WORDS
}

/// True for the id of a ticket: `SEC-1234`, `#1234`. Ids of records have a year.
fn is_ticket(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '#');
    let number = |text: &str| text.len() > 1 && text.bytes().all(|b| b.is_ascii_digit());
    bare.strip_prefix('#').is_some_and(number)
        || bare.split_once('-').is_some_and(|(project, rest)| {
            let upper = project.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            project.len() > 1 && upper && number(rest)
        })
}

/// True for a line by which a ticket system tells who did what.
fn is_comment(line: &str) -> bool {
    const MARKS: &[&str] = &[
        "added a comment",
        " commented",
        "changed the status",
        "changed status",
        "set the status",
        "closed this ticket",
        "closed the ticket",
        "resolved this ticket",
        "resolved the ticket",
        "assigned this ticket",
        "assigned the ticket",
    ];
    let lower = line.to_lowercase();
    MARKS.iter().any(|mark| lower.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::{is_link_only, is_ticket};

    #[test]
    fn a_link_with_a_few_words_is_no_text() {
        assert!(is_link_only(&["Minutes: https://wiki.example.org/x/12"]));
        assert!(is_link_only(&["See ticket SEC-1423."]));
        assert!(!is_link_only(&["Held in the small room, all were there."]));
        let told =
            "The exemption had no end date and nobody owned it, as the log of 2 March shows.";
        assert!(!is_link_only(&[told, "https://wiki.example.org/x/12"]));
    }

    #[test]
    fn ids_of_tickets_are_told_from_other_words() {
        assert!(["SEC-1423", "(#812)", "OPS2-99,"].into_iter().all(is_ticket));
        assert!(
            !["INC-2026-0001", "A.8.5", "v2", "#L1", "x-12", "C-1", "-"].into_iter().any(is_ticket)
        );
    }
}
