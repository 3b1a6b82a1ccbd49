//! What is said to be done is shown by evidence.

use super::place_of;
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, action, common, part};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT003",
    name: "done-without-evidence",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "implemented",
    summary: "implemented, and nothing shows it",
    explanation: "From implemented on, an action names at least one piece of evidence: a file, a \
        commit, a diff or a link; a photograph or the note of an observer counts. A ticked box says \
        that somebody ticked it, and an auditor asks to see the change itself. Add what shows the \
        change under `evidence`.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("done-without-evidence/nothing")],
    good: &[
        example!("done-without-evidence/photograph"),
        example!("done-without-evidence/not-yet-done"),
    ],
    check: Check::Record(&[Kind::Action], check),
};

fn check(_: &RecordContext<'_>, action: &Record, found: &mut Findings) {
    if !is_judged(action) || !action.is_from("implemented") {
        return;
    }
    let tested = action.get(action::VERIFICATION).map(|it| it.items(part::EVIDENCE));
    if action.items(common::EVIDENCE).is_empty() && tested.is_none_or(|items| items.is_empty()) {
        let message = format!("{} is {} and names no evidence", action.id(), action.status());
        let report = Report::on(action, place_of(action, "evidence"), message);
        found.push(report.help("add what shows the change under `evidence`").field("evidence"));
    }
}
