//! `people.yaml` and `assets.yaml` name each person, address and asset once.

use super::report_flaws;
use crate::config::ConfigRule;
use crate::diag::Level;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CFG003",
    name: "reference-list-invalid",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "duplicate handle, address or alias, or unknown function or group, in people.yaml or assets.yaml",
    explanation: "Sign-offs are matched to people by the addresses of `people.yaml`, and incidents are \
        compared by the groups of `assets.yaml`. An address that two people share, or a group that \
        does not exist, would make those answers wrong. Give each handle, address and alias to one \
        entry, and use the functions and groups of the model.",
    source: "",
    bad: &[
        example!("reference-list-invalid/shared-address"),
        example!("reference-list-invalid/unknown-group"),
    ],
    good: &[example!("reference-list-invalid/distinct")],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    report_flaws(cx, ConfigRule::ReferenceListInvalid, found);
}
