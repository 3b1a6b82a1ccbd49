//! An action is rejected for a reason, by someone other than its owner.

use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, action, common, part};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT015",
    name: "rejected-without-reason",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "rejected",
    summary: "rejected without a reason, or by its own owner",
    explanation: "A rejected action says under `rejected` why it will not be done, and somebody other \
        than its owner decided. Otherwise whoever does not get to a task can end it alone, and the \
        lesson behind it is gone without a word. An auditor accepts a reason as readily as an action. \
        Write the reason down and have someone else decide.",
    source: "AuditFront, evidence list for A.5.27",
    bad: &[
        example!("rejected-without-reason/no-reason"),
        example!("rejected-without-reason/by-the-owner"),
        example!("rejected-without-reason/nothing-told"),
    ],
    good: &[example!("rejected-without-reason/decided-by-another")],
    check: Check::Record(&[Kind::Action], check),
};

fn check(_: &RecordContext<'_>, action: &Record, found: &mut Findings) {
    let withheld = action.is_privileged() || action.get(common::DISPOSED).is_some();
    if action.status() != "rejected" || withheld {
        return;
    }
    let told = action.get(action::REJECTED);
    let reason = told.and_then(|it| it.text_of(part::REASON)).unwrap_or_default();
    if reason.trim().is_empty() {
        let span = told.map_or_else(|| action.span_of(action::REJECTED.name()), |it| it.span);
        let message = format!("{} is rejected, and no reason is given", action.id());
        let report = Report::on(action, span, message).help("record `rejected.reason`");
        found.push(report.field("rejected.reason"));
    }
    let by = told.and_then(|it| it.get(part::BY));
    let (Some(by), Some(owner)) = (by, action.get(action::OWNER)) else { return };
    if by.value == owner.value {
        let message = format!("{} was rejected by its owner, {}", action.id(), by.value);
        found.push(
            Report::on(action, by.span, message)
                .help("have someone other than the owner decide")
                .field("rejected.by")
                .related(action, owner.span, "the owner"),
        );
    }
}
