//! A waiver names a rule, a reason, an approver other than the owner, and a day on which it ends.

use crate::config::ConfigWaiver;
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::waiver::{Flaw, Stated, flaw};
use crate::rules::{Basis, Check, Findings, Levels, RULES, RegisterContext, Report, Rule};
use crate::schema::{Key, common, part};
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
        example!("waiver-invalid/in-the-configuration"),
    ],
    good: &[example!("waiver-invalid/complete")],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let today = cx.basis.now.day();
    for record in cx.register.records() {
        for item in record.items(common::WAIVERS) {
            check_rule(record, item, found);
            if let Some(flaw) = flaw(item, record, today) {
                found.push(report(record, item, flaw));
            }
        }
    }
    for waiver in &cx.basis.config.waivers {
        let record = cx.register.get(&waiver.record.value);
        let owner = record.and_then(|record| record.text_of(Key::new("owner")));
        if let Some(flaw) = Stated::in_config(waiver).flaw(owner, today) {
            found.push(report_in_config(waiver, flaw));
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
    let expires = item.value("expires").and_then(Item::text).unwrap_or_default();
    let (name, fact, help) = say(flaw, expires);
    let place = item.value(name).map_or_else(|| item.span(), Item::span);
    Report::on(record, place, format!("the waiver of {rule} in {} {fact}", record.id()))
        .help(help)
        .field(format!("waivers.{name}"))
        .argument(rule)
}

fn report_in_config(waiver: &ConfigWaiver, flaw: Flaw) -> Report {
    let (rule, record) = (&waiver.rule.value, &waiver.record.value);
    let expires = waiver.expires.map(|day| day.to_string()).unwrap_or_default();
    let (name, fact, help) = say(flaw, &expires);
    let message = format!("the waiver of {rule} for {record} {fact}");
    Report::at(record, waiver.place.clone(), message)
        .help(help)
        .field(format!("waivers.{name}"))
        .argument(rule)
}

/// The key that is wrong, what is wrong with it, and what to do.
fn say(flaw: Flaw, expires: &str) -> (&'static str, String, &'static str) {
    let (name, fact, help) = match flaw {
        Flaw::NoReason => ("reason", "gives no reason", "say why it is set aside"),
        Flaw::NoApprover => ("approved_by", "has no approver", "have it approved and name who did"),
        Flaw::ByOwner => (
            "approved_by",
            "is approved by the record's owner",
            "have someone other than the owner approve it",
        ),
        Flaw::NoExpiry => ("expires", "has no day on which it ends", "add `expires`"),
        Flaw::Expired => {
            let help = "put the matter right, or have it renewed";
            return ("expires", format!("ended on {expires}"), help);
        }
    };
    (name, fact.to_owned(), help)
}
