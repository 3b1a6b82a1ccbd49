//! A management review has minutes.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, management_review};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "MRV004",
    name: "minutes-missing",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "approved",
    summary: "neither minutes on file nor a written body",
    explanation: "An approved management review has its minutes: as a file under `minutes`, or \
        in the body, where the sections Incident learnings, Decisions and Resources say in a \
        dozen words or more what was discussed. Fields alone are a list that anybody could have \
        filled in. Add the signed minutes, or write the sections.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[example!("minutes-missing/fields-only")],
    good: &[example!("minutes-missing/in-the-body")],
    check: Check::Record(&[Kind::ManagementReview], check),
};

/// Words from which a body can be called minutes; fewer only point elsewhere.
const ENOUGH: usize = 12;

fn check(_: &RecordContext<'_>, review: &Record, found: &mut Findings) {
    let name = management_review::MINUTES.name();
    let on_file = || review.root().value(name).is_some_and(|minutes| !minutes.is_blank());
    let written = || words(review) >= ENOUGH;
    if !is_judged(review) || !review.is_from("approved") || on_file() || written() {
        return;
    }
    let message = format!("{} is approved and has no minutes", review.id());
    found.push(
        Report::on(review, review.value_span_of(name), message)
            .help("add the file of the minutes as `minutes`, or write the body")
            .field(name),
    );
}

/// Words below the headings.
fn words(review: &Record) -> usize {
    let sections = review.outline().sections.iter();
    sections.map(|it| it.content.slice(&review.text).split_whitespace().count()).sum()
}
