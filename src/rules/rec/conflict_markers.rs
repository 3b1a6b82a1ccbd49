//! No merge was left unresolved in a record.

use crate::diag::Level;
use crate::record::FlawKind;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Levels, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC014",
    name: "conflict-markers",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "unresolved merge in a record",
    explanation: "The lines that git writes around two versions of a text are still there, so the \
        record says two things at once. It is reported once for the file, at the first such line. \
        Decide which version holds, and remove the lines of markers.",
    source: "",
    bad: &[example!("conflict-markers/in-body"), example!("conflict-markers/in-front-matter")],
    good: &[example!("conflict-markers/heading-underlined")],
    check: Check::Reading(&[FlawKind::ConflictMarkers]),
};
