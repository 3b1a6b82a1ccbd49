//! `pirctl.yaml` says only what this version understands.

use super::{report, report_flaws};
use crate::config::ConfigRule;
use crate::diag::Level;
use crate::rules::custom;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CFG001",
    name: "configuration-invalid",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "unknown key, wrong type, unknown profile or unusable expression in pirctl.yaml",
    explanation: "A key that is misspelt would be left out of force without a word, and an auditor \
        would read a report made by other rules than the file seems to say. So every key and value \
        of `pirctl.yaml` must be known to this version, and every expression of its own rules must give \
        an answer. Correct the key, value or expression, or remove it.",
    source: "",
    bad: &[
        example!("configuration-invalid/unknown-key"),
        example!("configuration-invalid/unknown-profile"),
        example!("configuration-invalid/expression-unreadable"),
        example!("configuration-invalid/expression-asks-for-unknown"),
        example!("configuration-invalid/expression-without-answer"),
    ],
    good: &[
        example!("configuration-invalid/known-keys"),
        example!("configuration-invalid/own-rule"),
    ],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    report_flaws(cx, ConfigRule::ConfigurationInvalid, found);
    for flaw in &custom::flaws(cx.basis.config) {
        found.push(report(flaw));
    }
}
