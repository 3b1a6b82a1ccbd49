//! A record has only keys that its kind knows, and the user's own `x-` keys.

use crate::diag::Level;
use crate::record::FlawKind;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Levels, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC012",
    name: "key-unknown",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "key that the kind does not have",
    explanation: "A misspelt key is not read: the field it was meant for counts as missing, and \
        nobody notices. Correct the spelling, or begin the name with `x-` to keep a field of your \
        own. A key under an old name is still read, and noted until it is renamed.",
    source: "",
    bad: &[
        example!("key-unknown/misspelt"),
        example!("key-unknown/inside-mapping"),
        example!("key-unknown/old-name"),
    ],
    good: &[example!("key-unknown/own-key")],
    check: Check::Reading(&[FlawKind::KeyUnknown, FlawKind::KeyRenamed]),
};
