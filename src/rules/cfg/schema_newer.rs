//! Records and configuration follow an edition of the model that this version knows.

use super::report_flaws;
use crate::config::ConfigRule;
use crate::diag::Level;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{SCHEMA_EDITION, common};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CFG006",
    name: "schema-newer",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "`schema` above the edition that this version knows",
    explanation: "A record or configuration written for a later edition of the model may use fields \
        that this version would call unknown, or mean something else by a known one. Its findings \
        would not be reliable. Update pirctl, or write the edition that the file really follows.",
    source: "",
    bad: &[example!("schema-newer/record"), example!("schema-newer/configuration")],
    good: &[example!("schema-newer/known-edition")],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    report_flaws(cx, ConfigRule::SchemaNewer, found);
    for record in cx.register.records() {
        let Some(edition) = record.get(common::SCHEMA).filter(|edition| **edition > SCHEMA_EDITION)
        else {
            continue;
        };
        let message = format!(
            "{} follows edition {}; this version knows {SCHEMA_EDITION}",
            record.id(),
            *edition
        );
        found.push(Report::on(record, edition.span, message).help("update pirctl").field("schema"));
    }
}
