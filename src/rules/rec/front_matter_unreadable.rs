//! A file that is meant to be a record can be read as one.

use crate::diag::Level;
use crate::record::FlawKind;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Levels, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC001",
    name: "front-matter-unreadable",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "front matter cannot be read",
    explanation: "The block between the two lines of three hyphens must be YAML that says each \
        thing once: closed, in UTF-8, without duplicate keys, nested at most 32 levels deep and at \
        most 64 KiB long. A record that cannot be read is missing from every register and figure, \
        so what an auditor sees would be a thinner story. Correct the place that is marked.",
    source: "",
    bad: &[
        example!("front-matter-unreadable/never-closed"),
        example!("front-matter-unreadable/duplicate-key"),
        example!("front-matter-unreadable/broken-yaml"),
    ],
    good: &[example!("front-matter-unreadable/readable")],
    check: Check::Reading(&[FlawKind::Unreadable]),
};
