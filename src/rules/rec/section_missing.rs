//! The body has every section owed at the record's status, and each says something.

use super::owed::{Debts, has_own_rule, owes_common_only};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC007",
    name: "section-missing",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "always",
    summary: "body section owed at this status missing or empty",
    explanation: "Each kind names the sections that its body owes from a status on, such as the \
        timeline of a drafted review. What was learned has to be written down where another person \
        can use it; an auditor reads these sections, not the fields. Write the section under a \
        heading of level 2 with that name; one word such as `None found.` is an answer.",
    source: "UpGuard, AuditFront and High Table, practice guides on A.5.27",
    bad: &[
        example!("section-missing/no-such-section"),
        example!("section-missing/empty-section"),
        example!("section-missing/technical-action"),
    ],
    good: &[
        example!("section-missing/light-incident"),
        example!("section-missing/not-yet-drafted"),
    ],
    check: Check::Record(&[], check),
};

fn check(cx: &RecordContext<'_>, record: &Record, found: &mut Findings) {
    if owes_common_only(record) {
        return;
    }
    let mut debts = Debts::new(cx, record);
    for section in record.spec.sections {
        if !debts.is_owed(section.owed) || has_own_rule(record.kind(), section.name) {
            continue;
        }
        let report = match record.outline().section(section.name) {
            Some(written) if written.filled => continue,
            Some(written) => {
                let message =
                    format!("section `{}` of {} is empty", section.heading(), record.id());
                let line = written.heading.slice(&record.text).trim_end().len();
                let place = Span::new(written.heading.start, written.heading.start + line);
                Report::on(record, place, message).help("write what there is to say")
            }
            None => {
                let message = format!("{} has no section `{}`", record.id(), section.heading());
                let help =
                    format!("add a heading `## {}` and write the section", section.heading());
                Report::on(record, record.head(), message).help(help)
            }
        };
        found.push(report.argument(section.name));
    }
}
