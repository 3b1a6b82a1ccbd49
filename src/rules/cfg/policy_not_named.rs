//! The configuration names the approved policy that sets the thresholds.

use crate::deadline::{TermsSource, has_ruling_policy};
use crate::diag::Level;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CFG002",
    name: "policy-not-named",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "always",
    summary: "`incident_policy` missing, or not an approved policy with topic incident-management",
    explanation: "Deadlines, channels and methods come from the organisation's own approved incident \
        management policy. `incident_policy` in `pirctl.yaml` names it; while it does not, or while \
        the policy it names is a draft, the product's defaults are in force and every finding with a \
        deadline rests on them. Name the policy, and approve it.",
    source: "ISO/IEC 27001:2022 A.5.24",
    bad: &[example!("policy-not-named/not-named"), example!("policy-not-named/still-a-draft")],
    good: &[example!("policy-not-named/named")],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let (config, terms) = (cx.basis.config, cx.basis.terms);
    if cx.register.records().is_empty() {
        return;
    }
    let (place, message) = match (&config.incident_policy, &terms.source) {
        (None, TermsSource::Policy(used)) => {
            (config.place(), format!("pirctl.yaml names no incident_policy; {used} is used"))
        }
        (None, TermsSource::ProductDefault) => {
            let message =
                "pirctl.yaml names no incident_policy; the product's defaults are in force";
            (config.place(), message.to_owned())
        }
        // POL007 names the policy that is approved instead.
        (Some(_), TermsSource::ProductDefault) if has_ruling_policy(cx.register) => return,
        (Some(named), TermsSource::ProductDefault) => {
            let policy = &named.value;
            let message = format!(
                "{policy} is no approved policy with topic incident-management; the product's defaults are in force"
            );
            (named.place.clone(), message)
        }
        (Some(_), TermsSource::Policy(_)) => return,
    };
    let help = "set `incident_policy` to the approved policy with `topic: incident-management`";
    found.push(Report::at("", place, message).help(help).field("incident_policy"));
}
