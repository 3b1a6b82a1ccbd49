//! An accepted analysis has looked whether the same exists elsewhere.

use crate::chain::{is_cause_accepted, is_judged};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, part, rca};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RCA011",
    name: "elsewhere-unanswered",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Standard,
    from: "accepted",
    summary: "analysis does not say whether the same exists or could occur elsewhere",
    explanation: "Clause 10.2 asks to determine whether similar nonconformities exist or could \
        occur. An accepted analysis answers in `similar_elsewhere`: `checked: true` and what was \
        found, which may be nothing. Most second incidents happen on the next machine. Look for the \
        cause on comparable systems and write the result down.",
    source: "ISO/IEC 27001:2022 clause 10.2",
    bad: &[
        example!("elsewhere-unanswered/not-checked"),
        example!("elsewhere-unanswered/no-result"),
        example!("elsewhere-unanswered/not-told"),
    ],
    good: &[example!("elsewhere-unanswered/in-review")],
    check: Check::Record(&[Kind::Rca], check),
};

fn check(_: &RecordContext<'_>, rca: &Record, found: &mut Findings) {
    if !is_judged(rca) || !is_cause_accepted(rca) {
        return;
    }
    let told = rca.get(rca::SIMILAR_ELSEWHERE);
    let checked = told.and_then(|it| it.get(part::CHECKED));
    let result = told.and_then(|it| it.text_of(part::RESULT)).unwrap_or_default();
    let (span, fact) = match (told, checked) {
        (_, Some(checked)) if checked.value && !result.trim().is_empty() => return,
        (Some(told), Some(checked)) if checked.value => {
            (told.span, "does not say what was found elsewhere")
        }
        (_, Some(checked)) => (checked.span, "did not look for the same elsewhere"),
        (Some(told), None) => (told.span, "does not say whether it looked elsewhere"),
        (None, None) => {
            let span = rca.span_of(rca::SIMILAR_ELSEWHERE.name());
            (span, "does not say whether the same exists elsewhere")
        }
    };
    let message = format!("{} is accepted and {fact}", rca.id());
    let help = "look for the cause on comparable systems and record `checked` and `result`";
    found.push(Report::on(rca, span, message).help(help).field("similar_elsewhere"));
}
