//! The configuration asks for no less than the policy, and names the policy that is in force.

use super::is_current;
use crate::chain::{Stage, is_default};
use crate::deadline::TermsSource;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, policy};
use crate::term::Severity;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "POL007",
    name: "policy-and-configuration-differ",
    levels: Levels::Always(Level::Warning),
    basis: Basis::OwnPolicy,
    from: "always",
    summary: "pirctl.yaml asks for fewer stages than the default, or names another policy than the approved one",
    explanation: "`stages` in pirctl.yaml leaves out stages that the default table asks for at that \
        severity, or `incident_policy` names a policy which is not in force while another one with topic \
        incident-management is approved. The configuration decides what is checked, and it can be changed by whoever can \
        write to the repository; the policy is what management approved. Where the two differ an auditor \
        holds the organisation to the policy. Name the stages again, have the policy say that they are \
        not asked for and waive nothing silently, or point `incident_policy` to the approved policy.",
    source: "ISO/IEC 27001:2022 A.5.24",
    bad: &[
        example!("policy-and-configuration-differ/stages-left-out"),
        example!("policy-and-configuration-differ/names-the-draft"),
    ],
    good: &[
        example!("policy-and-configuration-differ/more-stages"),
        example!("policy-and-configuration-differ/same-policy"),
    ],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    for severity in Severity::ALL {
        stages(cx, severity, found);
    }
    other_policy(cx, found);
}

fn stages(cx: &RegisterContext<'_>, severity: Severity, found: &mut Findings) {
    let Some(given) = cx.basis.config.stages.get(&severity) else { return };
    let is_left_out = |stage: &Stage| is_default(*stage, severity) && !given.value.contains(stage);
    let left_out: Vec<_> = Stage::ALL.into_iter().filter(is_left_out).map(Stage::word).collect();
    if !left_out.is_empty() {
        let message = format!(
            "pirctl.yaml leaves out {} at severity {}",
            left_out.join(", "),
            severity.word()
        );
        found.push(
            Report::at("", given.place.clone(), message)
                .help("name these stages again, or have the approved policy say that they are not asked for")
                .field("stages")
                .argument(severity.word()),
        );
    }
}

fn other_policy(cx: &RegisterContext<'_>, found: &mut Findings) {
    let Some(named) = &cx.basis.config.incident_policy else { return };
    if matches!(&cx.basis.terms.source, TermsSource::Policy(ruling) if *ruling == named.value) {
        return;
    }
    let approved = |policy: &&Record| {
        is_current(policy)
            && policy.text_of(policy::TOPIC) == Some("incident-management")
            && policy.is_from("approved")
    };
    let Some(approved) = cx.register.of_kind(Kind::Policy).find(approved) else { return };
    let message = format!(
        "pirctl.yaml names {}, and the approved incident management policy is {}; the product's defaults are in force",
        named.value,
        approved.id()
    );
    let status = approved.span_of("status");
    found.push(
        Report::at("", named.place.clone(), message)
            .help(format!("set `incident_policy: {}`", approved.id()))
            .field("incident_policy")
            .argument(named.value.clone())
            .related(approved, status, format!("this one is {}", approved.status())),
    );
}
