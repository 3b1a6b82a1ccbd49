//! Causes are sought by a method that the incident management policy names.

use crate::chain::is_judged;
use crate::deadline::TermsSource;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, rca};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RCA006",
    name: "method-differs",
    levels: Levels::Always(Level::Warning),
    basis: Basis::OwnPolicy,
    from: "in-review",
    summary: "method is none that the policy names, and no reason is given",
    explanation: "The incident management policy names in `defines.rca_methods` how causes are sought, \
        so that analyses can be compared over the years. An analysis by another method says in \
        `method_reason` why. Use a method of the policy, give the reason, or have the policy name \
        the method. While the policy names none, nothing is raised.",
    source: "the organisation's own policy; UpGuard, practice guide on A.5.27",
    bad: &[example!("method-differs/no-reason")],
    good: &[example!("method-differs/reason-given")],
    check: Check::Register(&[Kind::Rca], check),
};

fn check(cx: &RegisterContext<'_>, rca: &Record, found: &mut Findings) {
    let methods = &cx.basis.terms.rca_methods;
    let Some(method) = rca.get(rca::METHOD) else { return };
    let known = methods.is_empty() || methods.iter().any(|known| known == method.value);
    if !is_judged(rca) || !rca.is_from("in-review") || known {
        return;
    }
    if rca.text_of(rca::METHOD_REASON).is_some_and(|reason| !reason.trim().is_empty()) {
        return;
    }
    let policy = match &cx.basis.terms.source {
        TermsSource::Policy(id) => id.as_str(),
        TermsSource::ProductDefault => "the policy",
    };
    let message = format!("{} is done by {}, which {policy} does not name", rca.id(), method.value);
    let help = format!("use one of: {}; or give `method_reason`", methods.join(", "));
    found.push(Report::on(rca, method.span, message).help(help).field("method"));
}
