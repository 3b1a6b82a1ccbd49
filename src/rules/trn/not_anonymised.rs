//! The case told in a training names nobody.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, training};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TRN004",
    name: "case-not-anonymised",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "held",
    summary: "case told without being anonymised",
    explanation: "A training that was held says `anonymised: true`: names of people, and \
        whatever points at one of them, were left out of the case. Showing up a colleague stops \
        the next report, and the training file outlives the reason for naming anybody. Take the \
        names out of the material, then record that it was done.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[example!("case-not-anonymised/with-names"), example!("case-not-anonymised/not-said")],
    good: &[example!("case-not-anonymised/planned")],
    check: Check::Record(&[Kind::Training], check),
};

fn check(_: &RecordContext<'_>, training: &Record, found: &mut Findings) {
    if !is_judged(training) || !training.is_from("held") {
        return;
    }
    let said = training.get(training::ANONYMISED).map(|said| said.value);
    if said == Some(true) {
        return;
    }
    let fact = if said.is_some() { "was told with names" } else { "is not said to be anonymised" };
    let message = format!("the case of {} {fact}", training.id());
    found.push(
        Report::on(training, training.value_span_of("anonymised"), message)
            .help("leave out whatever points at a person, then set `anonymised: true`")
            .field("anonymised"),
    );
}
