//! An approved review carries both sign-offs.

use crate::chain::{is_judged, is_review_approved};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Key, Kind, Part, part, pir};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR005",
    name: "signoff-missing",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "approved",
    summary: "approved review lacks a sign-off",
    explanation: "An approved review names who signed for information security (`signoff.ism`) \
        and who signed for the technical side (`signoff.technical_lead`), each with the day. \
        Minutes that nobody signed are a draft, and auditors ask for the signatures first. One \
        person may stand in both places where there is only one; this is shown, not hidden. \
        Record name and day of each sign-off, or set the review back to `drafted`.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("signoff-missing/one-of-two"), example!("signoff-missing/without-day")],
    good: &[example!("signoff-missing/draft")],
    check: Check::Record(&[Kind::Pir], check),
};

const SIGNATORIES: [(Key<Part>, &str); 2] =
    [(part::ISM, "information security"), (part::TECHNICAL_LEAD, "the technical side")];

fn check(_: &RecordContext<'_>, review: &Record, found: &mut Findings) {
    if !is_judged(review) || !is_review_approved(review) {
        return;
    }
    let signoff = review.get(pir::SIGNOFF);
    for (key, side) in SIGNATORIES {
        let signed = signoff.and_then(|signoff| signoff.get(key));
        let fact = match signed {
            Some(by) if by.text_of(part::NAME).is_some() && by.get(part::AT).is_some() => continue,
            Some(by) if by.text_of(part::NAME).is_some() => {
                format!("its sign-off for {side} has no day")
            }
            _ => format!("nobody signed for {side}"),
        };
        let message = format!("{} is approved, {fact}", review.id());
        found.push(
            Report::on(review, review.span_of("signoff"), message)
                .help(format!("record `name` and `at` under `signoff.{}`", key.name()))
                .field(format!("signoff.{}", key.name())),
        );
    }
}
