//! Markdown in a kind's folder is a record of ours.

use crate::diag::Level;
use crate::record::FlawKind;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Levels, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC013",
    name: "not-a-record",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "file in a kind's folder without our front matter",
    explanation: "A Markdown file in `incidents/`, `reviews/` and the like is expected to open with \
        front matter whose `kind` is one of ours; `README` and `index` files are exempt. Notes that \
        only look like records are easily shown to an auditor as such and then found in no \
        register. Make a record of the file or move it elsewhere.",
    source: "",
    bad: &[example!("not-a-record/no-front-matter"), example!("not-a-record/other-front-matter")],
    good: &[example!("not-a-record/readme")],
    check: Check::Reading(&[FlawKind::NotARecord]),
};
