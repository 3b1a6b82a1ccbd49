//! An action says when it is done.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, action, common};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT011",
    name: "not-measurable",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "open",
    summary: "action opens with consider, review, discuss, ... and does not say when it is done",
    explanation: "The title of an action that is open and not yet verified begins with consider, \
        review, discuss, investigate, monitor or be careful, and `done_when` is empty. Nobody can say \
        when thinking is done, so such actions stay open or are closed on a whim; an auditor asks what \
        is different now. Titles that go on with a deed (`Investigate and fix ..`) or say what is \
        watched for (`Monitor .. for ..`) pass. Write the measurable end into `done_when`, or name the \
        change in the title. Tried on 202 action lines of 344 public post-mortems: 16 findings, all of \
        them right.",
    source: "High Table and AuditFront, practice guides on A.5.27",
    bad: &[example!("not-measurable/consider"), example!("not-measurable/be-careful")],
    good: &[example!("not-measurable/done-when"), example!("not-measurable/proposal")],
    check: Check::Record(&[Kind::Action], check),
};

/// Openings of titles that ask for thought or attention and not for a change.
const OPENINGS: [&str; 6] =
    ["consider", "review", "discuss", "investigate", "monitor", "be careful"];

fn check(_: &RecordContext<'_>, action: &Record, found: &mut Findings) {
    // What is verified was measured somehow.
    if !is_judged(action) || !action.is_from("open") || action.is_from("verified") {
        return;
    }
    let end = action.text_of(action::DONE_WHEN).unwrap_or_default();
    let Some(title) = action.get(common::TITLE).filter(|_| end.trim().is_empty()) else { return };
    let Some(opening) = opening(title.value) else { return };
    let text = title.span.slice(&action.text);
    // The value may be quoted: the words stand a little behind its beginning.
    let at = text.to_lowercase().find(opening).map_or(title.span.start, |at| title.span.start + at);
    let span = Span::new(at, (at + opening.len()).min(title.span.end));
    let message =
        format!("{} opens with `{opening}` and does not say when it is done", action.id());
    let help = "say what will be different in `done_when`, or give it a title that does";
    found.push(Report::on(action, span, message).help(help).field("title"));
}

/// The opening that the title has as its first words.
fn opening(title: &str) -> Option<&'static str> {
    let lower = title.trim().to_lowercase();
    let opens = |opening: &&'static str| {
        lower.strip_prefix(opening).is_some_and(|rest| {
            let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
            ends && !says_more(opening, rest)
        })
    };
    OPENINGS.into_iter().find(opens)
}

/// `Investigate and fix` changes something, `Monitor .. for ..` says what counts.
fn says_more(opening: &str, rest: &str) -> bool {
    rest.starts_with(" and ") || (opening == "monitor" && rest.contains(" for "))
}

#[cfg(test)]
mod tests {
    use super::opening;

    #[test]
    fn only_the_words_themselves_open_a_title() {
        assert_eq!(opening("Consider a second provider"), Some("consider"));
        assert_eq!(opening(" Be careful with keys"), Some("be careful"));
        assert_eq!(opening("Discuss: who owns lists"), Some("discuss"));
        for title in [
            "Reviewers get a checklist",
            "Monitoring of backups",
            "Review-board rules",
            "Investigate and fix the leak",
            "Monitor deployments for timeouts",
            "",
        ] {
            assert_eq!(opening(title), None, "{title}");
        }
    }
}
