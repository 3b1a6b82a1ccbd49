//! The lesson of a closed incident is told to those who can use it.

use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::clocked;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Rule};
use crate::schema::{Kind, common};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BUL001",
    name: "bulletin-missing",
    levels: Levels::ByClock(Level::Note, Level::Warning, Level::Warning),
    basis: Basis::Guidance,
    from: "bulletin",
    summary: "closed incident has no published bulletin",
    explanation: "A closed incident of medium severity or more has a bulletin that names it and \
        was published; for medium severity an approved reason under `not_needed.communicated` \
        answers too. A lesson that stays with the responders is learned again by the next team. \
        Low severity is told in the quarterly trend report. The limit is 30 days after closure \
        unless the incident management policy sets another. Write the bulletin without names, \
        with the way in and the defence, and record when and to whom it went.",
    source: "AuditFront and High Table, practice guides on A.5.27",
    bad: &[
        example!("bulletin-missing/still-a-draft"),
        example!("bulletin-missing/still-ahead"),
        example!("bulletin-missing/withdrawn"),
    ],
    good: &[example!("bulletin-missing/reason-given"), example!("bulletin-missing/low-severity")],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    let Some((closed, clock)) = owed::bulletin(cx.books(), incident) else { return };
    let words = ("a published bulletin", "no bulletin published");
    let mut report = clocked::report(cx, incident, closed, clock, words)
        .help("publish a bulletin, or have the reason approved under `not_needed.communicated`");
    for bulletin in cx.register.naming(Kind::Bulletin, incident.id()) {
        let span = bulletin.value_span_of(common::STATUS.name());
        let stands = format!("{} is {}", bulletin.id(), bulletin.status());
        report = report.related(bulletin, span, stands);
    }
    found.push(report);
}
