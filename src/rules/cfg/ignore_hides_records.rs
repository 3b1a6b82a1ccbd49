//! What the configuration ignores holds no records.

use crate::diag::Level;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CFG005",
    name: "ignore-hides-records",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "ignored path holds records",
    explanation: "`ignore` leaves files out of the register. When records stand there, the population \
        that an auditor sees is smaller than the one that exists, and links to them dangle. Narrow \
        the path, or move the records elsewhere.",
    source: "",
    bad: &[example!("ignore-hides-records/archive")],
    good: &[example!("ignore-hides-records/notes")],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let config = cx.basis.config;
    for pattern in &config.ignore {
        let covers = |path: &&_| config.ignored(path).is_some_and(|by| by.place == pattern.place);
        let hidden: Vec<_> = cx.ignored.iter().filter(covers).collect();
        let Some(first) = hidden.first() else { continue };
        let message = match hidden.len() {
            1 => format!("`{}` hides a record: {first}", pattern.value.as_str()),
            n => {
                format!("`{}` hides {n} records, the first of them {first}", pattern.value.as_str())
            }
        };
        found.push(
            Report::at("", pattern.place.clone(), message)
                .help("narrow the path, or move the records elsewhere")
                .field("ignore")
                .argument(pattern.value.as_str()),
        );
    }
}
