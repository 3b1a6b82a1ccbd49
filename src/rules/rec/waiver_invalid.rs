//! A waiver names a rule, a reason, an approver other than the owner, and a day on which it ends.

use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::waiver::{Flaw, flaw};
use crate::rules::{Basis, Check, Findings, Levels, RULES, RegisterContext, Report, Rule};
use crate::schema::{common, part};
use crate::term::nearest;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC011",
    name: "waiver-invalid",
    levels: Levels::Always(Level::Error),
    basis: Basis::OwnPolicy,
    from: "always",
    summary: "waiver expired, without reason or approver, or approved by the owner",
    explanation: "A waiver sets a finding aside for one record. It holds only with a reason, an \
        approver who is not the record's owner, and a day on which it ends; until then the finding \
        stays listed as waived. An auditor accepts exceptions that somebody answered for and \
        nobody forgot. Complete it, have it renewed, or remove it.",
    source: "public guidance on proportionate reviews",
    bad: &[
        example!("waiver-invalid/expired"),
        example!("waiver-invalid/no-reason"),
        example!("waiver-invalid/no-approver"),
        example!("waiver-invalid/by-the-owner"),
        example!("waiver-invalid/no-expiry"),
        example!("waiver-invalid/unknown-rule"),
    ],
    good: &[example!("waiver-invalid/complete")],
    check: Check::Register(&[], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    for item in record.items(common::WAIVERS) {
        check_rule(record, item, found);
        if let Some(flaw) = flaw(item, record, cx.basis.now.day()) {
            found.push(report(record, item, flaw));
        }
    }
}

fn check_rule(record: &Record, item: Item<'_>, found: &mut Findings) {
    let Some(rule) = item.get(part::RULE) else {
        let message = format!("a waiver of {} names no rule", record.id());
        let help = "add `rule` with the code that `pirctl lint` printed";
        found.push(Report::on(record, item.span(), message).help(help).field("waivers.rule"));
        return;
    };
    if crate::rules::find(rule.value).is_some() {
        return;
    }
    let known = RULES.iter().flat_map(|rule| [rule.code, rule.name]);
    let help = nearest(rule.value, known).map_or_else(
        || "name a rule that `pirctl rules` lists".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    let message = format!("{} waives `{}`, which is no rule", record.id(), rule.value);
    let report = Report::on(record, rule.span, message).help(help).field("waivers.rule");
    found.push(report.argument(rule.value));
}

fn report(record: &Record, item: Item<'_>, flaw: Flaw) -> Report {
    let rule = item.text_of(part::RULE).unwrap_or("a rule");
    let of = format!("the waiver of {rule} in {}", record.id());
    let (name, message, help) = match flaw {
        Flaw::NoReason => ("reason", format!("{of} gives no reason"), "say why it is set aside"),
        Flaw::NoApprover => {
            ("approved_by", format!("{of} has no approver"), "have it approved and name who did")
        }
        Flaw::ByOwner => (
            "approved_by",
            format!("{of} is approved by the record's owner"),
            "have someone other than the owner approve it",
        ),
        Flaw::NoExpiry => ("expires", format!("{of} has no day on which it ends"), "add `expires`"),
        Flaw::Expired => {
            let day = item.value("expires").and_then(Item::text).unwrap_or_default();
            ("expires", format!("{of} ended on {day}"), "put the matter right, or have it renewed")
        }
    };
    let place = item.value(name).map_or_else(|| item.span(), Item::span);
    Report::on(record, place, message).help(help).field(format!("waivers.{name}")).argument(rule)
}
