//! An approved review says whether the incident is a nonconformity, and why.

use crate::chain::{is_judged, is_review_approved};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Flag, Key, Kind, Line, pir};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR018",
    name: "nonconformity-undecided",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Standard,
    from: "approved",
    summary: "review does not decide whether the incident is a nonconformity, or not why",
    explanation: "An approved review says under `nonconformity` whether a requirement was not met (`is: \
        true` or `false`) and gives the rationale for either. Not every incident is a nonconformity, \
        and clause 10.2 asks for corrective action, with evidence, where there is one; only somebody \
        who looked can tell. Decide it with the review and write the rationale in a sentence.",
    source: "ISO/IEC 27001:2022 clause 10.2",
    bad: &[
        example!("nonconformity-undecided/not-told"),
        example!("nonconformity-undecided/no-rationale"),
    ],
    good: &[
        example!("nonconformity-undecided/is-none"),
        example!("nonconformity-undecided/not-yet-approved"),
    ],
    check: Check::Record(&[Kind::Pir], check),
};

const IS: Key<Flag> = Key::new("is");
const RATIONALE: Key<Line> = Key::new("rationale");

fn check(_: &RecordContext<'_>, review: &Record, found: &mut Findings) {
    if !is_judged(review) || !is_review_approved(review) {
        return;
    }
    let told = review.get(pir::NONCONFORMITY);
    let rationale = told.and_then(|it| it.text_of(RATIONALE)).unwrap_or_default();
    let (fact, field) = match told.and_then(|it| it.get(IS)) {
        None => ("does not say whether the incident is a nonconformity", "nonconformity.is"),
        Some(is) if rationale.trim().is_empty() && is.value => {
            ("calls it a nonconformity and does not say why", "nonconformity.rationale")
        }
        Some(_) if rationale.trim().is_empty() => {
            ("calls it no nonconformity and does not say why", "nonconformity.rationale")
        }
        Some(_) => return,
    };
    let span = told.map_or_else(|| review.span_of("nonconformity"), |it| it.span);
    let message = format!("{} is approved and {fact}", review.id());
    let help = format!("record `{field}`");
    found.push(Report::on(review, span, message).help(help).field(field));
}
