//! An analysis says whether the risk stood in the register before.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, rca};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RCA007",
    name: "register-not-consulted",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "in-review",
    summary: "analysis does not say whether the risk was in the register before",
    explanation: "From review on, `in_risk_register_before` holds the id of the risk under which \
        this was expected, several ids with commas between them, or `none`. An incident that the \
        risk register foresaw asks for another answer than one that nobody expected, and the \
        field shows that somebody looked. Look the cause up among the risks and write down what \
        you found.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("register-not-consulted/no-risk-id")],
    good: &[example!("register-not-consulted/none")],
    check: Check::Record(&[Kind::Rca], check),
};

fn check(_: &RecordContext<'_>, rca: &Record, found: &mut Findings) {
    if !is_judged(rca) || !rca.is_from("in-review") {
        return;
    }
    let field = rca::IN_RISK_REGISTER_BEFORE;
    let (id, key) = (rca.id(), field.name());
    let (span, message) = match rca.get(field) {
        Some(value) if is_answer(value.value) => return,
        Some(value) => {
            (value.span, format!("{id}: `{}` is neither a risk nor `none`", value.value))
        }
        None => (rca.span_of(key), format!("{id} does not say whether the risk was known before")),
    };
    let help = format!("name the risk in `{key}`, or write `none`");
    found.push(Report::on(rca, span, message).help(help).field(key));
}

fn is_answer(text: &str) -> bool {
    let risk = |id: &str| Kind::Risk.spec().id.fits(id.trim());
    text.trim() == "none" || text.split(',').all(risk)
}
