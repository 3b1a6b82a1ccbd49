//! A control in use says what a statement of applicability has to say.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::Kind;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CTL004",
    name: "soa-incomplete",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Standard,
    from: "operating",
    summary: "control in use lacks `applicable`, `justification` or `implementation`",
    explanation: "From the day on which a control works, its record says whether it applies, why it was \
        chosen, and how far it is implemented; an excluded one says that it does not apply, and why. \
        Clause 6.1.3 d) asks for these words for every control, and an auditor takes the list of \
        them first. Planned and retired controls are not asked. Add the fields; the justification is one sentence.",
    source: "ISO/IEC 27001:2022 clause 6.1.3 d)",
    bad: &[
        example!("soa-incomplete/operating"),
        example!("soa-incomplete/excluded-without-reason"),
    ],
    good: &[example!("soa-incomplete/planned"), example!("soa-incomplete/complete")],
    check: Check::Record(&[Kind::Control], check),
};

fn check(_: &RecordContext<'_>, control: &Record, found: &mut Findings) {
    let asked: &[&str] = match control.status() {
        "planned" | "retired" | "" => return,
        "excluded" => &["applicable", "justification"],
        _ => &["applicable", "justification", "implementation"],
    };
    if !is_judged(control) {
        return;
    }
    let lacks = |name: &&str| control.root().value(name).is_none_or(Item::is_blank);
    let missing: Vec<_> = asked.iter().copied().filter(lacks).collect();
    if let Some(first) = missing.first() {
        let message = format!(
            "{} is {} and does not say: {}",
            control.id(),
            control.status(),
            missing.join(", ")
        );
        let help = format!(
            "add {}",
            missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        );
        let report = Report::on(control, control.span_of(first), message).help(help).field(*first);
        found.push(report.argument(missing.join(" ")));
    }
}
