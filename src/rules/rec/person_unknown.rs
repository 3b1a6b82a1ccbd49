//! Every handle is that of a person known here.

use crate::diag::Level;
use crate::record::{Record, people};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC019",
    name: "person-unknown",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "handle that people.yaml does not have",
    explanation: "Where there is a `people.yaml`, every handle of a person is looked up in it: who \
        led, verified and signed, and whether two of them are one person, is told by it. A misspelt \
        handle is somebody whom nobody knows. Correct the handle or add the person; keep the \
        handles of those who have left.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("person-unknown/misspelt"), example!("person-unknown/inside-a-list")],
    good: &[example!("person-unknown/anonymous"), example!("person-unknown/no-list")],
    check: Check::Register(&[], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    if !cx.people.is_usable() {
        return;
    }
    people(record, &mut |field, handle| {
        let known = cx.people.get(handle.value).is_some()
            || handle.trim().is_empty()
            || (field == "reporter" && handle.value == "anonymous");
        if known {
            return;
        }
        let help = cx.people.nearest(handle.value).map_or_else(
            || "add the person to people.yaml, or correct the handle".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        let message =
            format!("{} names `{}`, whom people.yaml does not have", record.id(), handle.value);
        found.push(
            Report::on(record, handle.span, message).help(help).field(field).argument(handle.value),
        );
    });
}
