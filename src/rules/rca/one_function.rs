//! Causes are sought by more than one function.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, part, rca};
use std::collections::BTreeSet;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RCA010",
    name: "one-function",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "in-review",
    summary: "analysts are all of one function",
    explanation: "The analysts of an incident come from two functions at least, such as security and \
        IT. Whoever analyses alone finds causes in the own field and none in the hand-over to the \
        next, and an auditor takes an analysis by one function as one side of it. Where a function is \
        not stated, it may be another one, and nothing is raised. Have somebody from the function that \
        the cause touches join in, and name them under `analysts`.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[example!("one-function/two-of-it"), example!("one-function/one-analyst")],
    good: &[example!("one-function/not-stated")],
    check: Check::Record(&[Kind::Rca], check),
};

fn check(_: &RecordContext<'_>, rca: &Record, found: &mut Findings) {
    if !is_judged(rca) || !rca.is_from("in-review") {
        return;
    }
    let analysts = rca.items(rca::ANALYSTS);
    let names: BTreeSet<_> = analysts.iter().filter_map(|one| one.text_of(part::NAME)).collect();
    let functions = analysts.iter().map(|one| one.text_of(part::FUNCTION));
    let known = functions.collect::<Option<BTreeSet<_>>>();
    let known: Option<Vec<_>> = known.map(|known| known.into_iter().collect());
    let who = match (names.len(), known.as_deref()) {
        (1, None) => "one person".to_owned(),
        (1, Some([function])) => format!("one person of {function}"),
        (count, Some([function])) if count > 1 => format!("{count} people of {function}"),
        _ => return,
    };
    let message = format!("{} was analysed by {who} alone", rca.id());
    let help = "have somebody of another function join the analysis";
    let span = rca.span_of(rca::ANALYSTS.name());
    found.push(Report::on(rca, span, message).help(help).field("analysts"));
}
