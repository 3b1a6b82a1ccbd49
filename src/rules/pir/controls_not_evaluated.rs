//! A drafted review evaluates controls.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, part, pir};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PIR008",
    name: "controls-not-evaluated",
    levels: Levels::Always(Level::Error),
    basis: Basis::Standard,
    from: "drafted",
    summary: "review says of no control how it did",
    explanation: "A review lists under `control_evaluation` the controls that met the incident, \
        each with its outcome: absent, not-followed, bypassed, failed or worked. The control \
        asks that knowledge from incidents strengthens the other controls, and without this \
        list nobody can tell which. Name at least one control with its outcome; controls that \
        worked count too.",
    source: "ISO/IEC 27001:2022 A.5.27",
    bad: &[example!("controls-not-evaluated/none"), example!("controls-not-evaluated/no-outcome")],
    good: &[example!("controls-not-evaluated/held-only")],
    check: Check::Record(&[Kind::Pir], check),
};

fn check(_: &RecordContext<'_>, review: &Record, found: &mut Findings) {
    if !is_judged(review) || !review.is_from("drafted") {
        return;
    }
    let id = review.id();
    let report = |span, message: String| {
        Report::on(review, span, message)
            .help("name each control that met the incident, with its outcome")
            .field("control_evaluation")
    };
    let evaluated = review.items(pir::CONTROL_EVALUATION);
    if evaluated.is_empty() {
        let span = review.span_of("control_evaluation");
        found.push(report(span, format!("{id} is {} and evaluates no control", review.status())));
    }
    for item in evaluated {
        let Some(control) = item.get(part::CONTROL) else {
            found.push(report(
                item.span(),
                format!("{id} evaluates something, and names no control"),
            ));
            continue;
        };
        if item.text_of(part::OUTCOME).is_none() {
            let message = format!("{id} names {} without an outcome", control.value);
            found.push(report(control.span, message).argument(control.value));
        }
    }
}
