//! An analysis is accepted by somebody who did not make it alone.

use crate::chain::{is_cause_accepted, is_judged};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, part, rca};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RCA012",
    name: "accepted-by-analyst",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "accepted",
    summary: "only analyst accepted the analysis",
    explanation: "The person who accepted the analysis is the only one who made it, so that nobody else \
        has read it. In a small firm there may be nobody else, and this is a note that shows it. Have \
        a second person read and accept it, or name who analysed with you.",
    source: "",
    bad: &[example!("accepted-by-analyst/alone")],
    good: &[example!("accepted-by-analyst/one-of-two")],
    check: Check::Record(&[Kind::Rca], check),
};

fn check(_: &RecordContext<'_>, rca: &Record, found: &mut Findings) {
    let Some(by) = rca.get(rca::ACCEPTED_BY) else { return };
    if !is_judged(rca) || !is_cause_accepted(rca) {
        return;
    }
    let analysts = rca.items(rca::ANALYSTS);
    let named: Vec<_> = analysts.iter().filter_map(|one| one.get(part::NAME)).collect();
    let Some(first) = named.first() else { return };
    if named.len() != analysts.len() || named.iter().any(|name| name.value != by.value) {
        return;
    }
    let message = format!("{} was accepted by {}, its only analyst", rca.id(), by.value);
    found.push(
        Report::on(rca, by.span, message)
            .help("have a second person read and accept it")
            .field("accepted_by")
            .related(rca, first.span, "the analyst"),
    );
}
