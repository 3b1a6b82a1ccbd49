//! A technical change is shown as it was before and after.

use super::{is_technical, place_of};
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, action, common, part};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT004",
    name: "no-before-after",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "implemented",
    summary: "technical change without a diff, a commit, or a state before and after",
    explanation: "From implemented on, the evidence of a technical action shows what changed: a \
        `commit`, a `diff` with `before` and `after`, or two pieces of which one is called before and \
        the other after, by file name, address or remark. A screenshot of the new state alone shows \
        that it is so today and not that it ever was otherwise. Export the setting before and after \
        the change and file both. An action that names no evidence at all is left to \
        `done-without-evidence`.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("no-before-after/only-after"), example!("no-before-after/half-a-diff")],
    good: &[
        example!("no-before-after/two-screenshots"),
        example!("no-before-after/commit"),
        example!("no-before-after/not-technical"),
    ],
    check: Check::Record(&[Kind::Action], check),
};

fn check(_: &RecordContext<'_>, action: &Record, found: &mut Findings) {
    if !is_judged(action) || !action.is_from("implemented") || !is_technical(action) {
        return;
    }
    let tested = action.get(action::VERIFICATION).map(|it| it.items(part::EVIDENCE));
    let mut evidence = action.items(common::EVIDENCE);
    evidence.extend(tested.unwrap_or_default());
    let called = |word: &str| evidence.iter().any(|item| is_called(*item, word));
    let shown = evidence.iter().any(|item| shows_change(*item));
    if evidence.is_empty() || shown || (called("before") && called("after")) {
        return;
    }
    let message = format!(
        "{} is technical and {}, and no evidence shows before and after",
        action.id(),
        action.status()
    );
    found.push(
        Report::on(action, place_of(action, "evidence"), message)
            .help("add a `commit`, or a `diff` with `before` and `after`")
            .field("evidence"),
    );
}

/// True for a commit, and for a diff of two files.
fn shows_change(item: Item<'_>) -> bool {
    let stated = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
    let diff = item.get(part::DIFF).is_some_and(|diff| {
        stated(diff.text_of(part::BEFORE)) && stated(diff.text_of(part::AFTER))
    });
    diff || stated(item.text_of(part::COMMIT))
}

/// True when the file, the address or the remark of a piece has the word.
fn is_called(item: Item<'_>, word: &str) -> bool {
    [part::FILE, part::URL, part::REMARK].into_iter().any(|key| {
        let text = item.text_of(key).unwrap_or_default().to_lowercase();
        text.split(|c: char| !c.is_alphanumeric()).any(|part| part == word)
    })
}
