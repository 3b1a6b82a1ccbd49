//! A record is UTF-8 without a byte-order mark and has one kind of line end.

use crate::diag::Level;
use crate::record::FlawKind;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Levels, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC015",
    name: "encoding-untidy",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "always",
    summary: "byte-order mark, or mixed line ends",
    explanation: "A byte-order mark and line ends that change inside one file are read without \
        harm, but they make git report lines as changed that nobody edited. What changed after an \
        incident should be plain to see. Save the file as UTF-8 without a mark and with one kind of \
        line end.",
    source: "",
    bad: &[
        example!("encoding-untidy/byte-order-mark"),
        example!("encoding-untidy/mixed-line-ends"),
    ],
    good: &[example!("encoding-untidy/plain")],
    check: Check::Reading(&[FlawKind::EncodingUntidy]),
};
