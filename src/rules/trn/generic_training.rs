//! A training tells a case to a department.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Key, Kind, Line, training};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TRN003",
    name: "generic-training",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "held",
    summary: "no scenario told, or no department it was for",
    explanation: "What was held has a section Scenario with the case as the audience could meet \
        it, and names the department in `audience.department`. Real cases told to those who meet \
        them are remembered; a general module for everybody is not what this incident asked for. \
        Write the scenario without names, and name the department.",
    source: "High Table, practice guides on A.5.27",
    bad: &[example!("generic-training/no-scenario"), example!("generic-training/no-department")],
    good: &[example!("generic-training/planned")],
    check: Check::Record(&[Kind::Training], check),
};

const DEPARTMENT: Key<Line> = Key::new("department");

fn check(_: &RecordContext<'_>, training: &Record, found: &mut Findings) {
    if !is_judged(training) || !training.is_from("held") {
        return;
    }
    let id = training.id();
    if !training.outline().section("Scenario").is_some_and(|section| section.filled) {
        let message = format!("{id} was held and tells no scenario");
        found.push(
            Report::on(training, training.section_span("Scenario"), message)
                .help("write the section Scenario: the case as the audience could meet it")
                .field("Scenario"),
        );
    }
    // Without any `audience` TRN001 speaks.
    let Some(audience) = training.get(training::AUDIENCE) else { return };
    if audience.text_of(DEPARTMENT).is_none_or(|name| name.trim().is_empty()) {
        let message = format!("{id} names no department that it was for");
        found.push(
            Report::on(training, audience.span, message)
                .help("name the department in `audience.department`")
                .field("audience.department"),
        );
    }
}
