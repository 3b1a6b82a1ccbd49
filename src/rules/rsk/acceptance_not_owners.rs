//! A residual risk is stated, and accepted by the owner of the risk.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, risk};
use crate::term::Profile;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RSK008",
    name: "acceptance-not-owners",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Standard,
    from: "accepted",
    summary: "risk was accepted by someone else than its owner, or the residual risk is missing",
    explanation: "An accepted risk says under `residual` what likelihood and impact remain, and `accepted_by` \
        is the owner of the risk. Clause 6.1.3 f) wants the risk owners' approval of the treatment plan \
        and their acceptance of the residual risks; another person's signature shows that somebody \
        knew, not that the one who answers for the risk agreed. Have the owner accept it, change `owner` where \
        that is out of date, or waive the finding with the delegation as its reason. In profile `group`, \
        where sign-off may be delegated, another person's acceptance is a note.",
    source: "ISO/IEC 27001:2022 clause 6.1.3 f)",
    bad: &[
        example!("acceptance-not-owners/by-another"),
        example!("acceptance-not-owners/residual-missing"),
        example!("acceptance-not-owners/delegated-in-a-group"),
    ],
    good: &[
        example!("acceptance-not-owners/by-the-owner"),
        example!("acceptance-not-owners/only-treated"),
    ],
    check: Check::Record(&[Kind::Risk], check),
};

fn check(cx: &RecordContext<'_>, risk: &Record, found: &mut Findings) {
    if !is_judged(risk) || !matches!(risk.status(), "accepted" | "closed") {
        return;
    }
    if risk.status() == "accepted" {
        residual(risk, found);
    }
    let owner = risk.text_of(risk::OWNER).unwrap_or_default().trim();
    let Some(by) = risk.get(risk::ACCEPTED_BY) else { return };
    if !owner.is_empty() && !by.trim().is_empty() && !by.trim().eq_ignore_ascii_case(owner) {
        let message = format!("{} belongs to {owner} and was accepted by {}", risk.id(), by.value);
        let report = Report::on(risk, by.span, message)
            .help("have the owner accept it, or correct `owner`")
            .field("accepted_by")
            .argument(by.value);
        let delegated = cx.profile == Profile::Group;
        found.push(if delegated { report.at_most(Level::Note) } else { report });
    }
}

/// Reports a residual risk that is missing or lacks one of its two values.
fn residual(risk: &Record, found: &mut Findings) {
    let residual = risk.root().value("residual");
    let lacks = |name: &&str| {
        residual.is_none_or(|residual| residual.value(name).is_none_or(Item::is_blank))
    };
    let missing: Vec<_> = ["likelihood", "impact"].into_iter().filter(|name| lacks(name)).collect();
    if !missing.is_empty() {
        let message = format!(
            "{} is accepted, and the {} that remains is not said",
            risk.id(),
            missing.join(" and ")
        );
        let help = "add `residual: {likelihood: .., impact: ..}`";
        let span = risk.span_of("residual");
        found.push(Report::on(risk, span, message).help(help).field("residual"));
    }
}
