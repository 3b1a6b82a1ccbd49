//! A waiver names a rule, a reason, an approver other than the owner, and a day on which it ends.

use crate::chain::{Waiver, WaiverFlaw};
use crate::config::ConfigWaiver;
use crate::diag::Level;
use crate::proof::{Past, Version};
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::waiver::witness;
use crate::rules::{
    Basis, Check, Findings, Levels, RegisterContext, Report, Rule, catalogue, find_in,
};
use crate::schema::{common, part};
use crate::term::{nearest, nearest_id};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC011",
    name: "waiver-invalid",
    levels: Levels::Always(Level::Error),
    basis: Basis::OwnPolicy,
    from: "always",
    summary: "waiver expired, without reason or approver, or approved by the author or owner",
    explanation: "A waiver sets a finding aside for one record. It holds only with a reason, an \
        approver who is neither the record's owner nor, as far as git shows, the author of the \
        waiver, and a day on which it ends; until then the finding stays listed as waived \
        (`lint --show-waived`). Where `pirctl.yaml` lists a waiver, its author is not looked at. An auditor accepts exceptions that somebody answered for and \
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
        example!("waiver-invalid/no-such-record"),
        example!("waiver-invalid/by-its-author"),
    ],
    good: &[example!("waiver-invalid/complete"), example!("waiver-invalid/written-by-another")],
    check: Check::WholeWith(check),
};

fn check(cx: &RegisterContext<'_>, past: Option<&Past>, found: &mut Findings) {
    let witness = witness(cx, past);
    for record in cx.register.records() {
        for item in record.items(common::WAIVERS) {
            check_rule(cx, record, item, found);
            let waiver = Waiver::in_record(item);
            if let Some(flaw) = waiver.flaw(Some(record), &witness) {
                let written = waiver.written_in(&witness);
                found.push(report(record, item, flaw, written));
            }
        }
    }
    for waiver in &cx.basis.config.waivers {
        let record = cx.register.get(&waiver.record.value);
        if record.is_none() {
            found.push(no_record(cx, waiver));
        } else if let Some(flaw) = Waiver::in_config(waiver).flaw(record, &witness) {
            found.push(report_in_config(waiver, flaw));
        }
    }
}

fn no_record(cx: &RegisterContext<'_>, waiver: &ConfigWaiver) -> Report {
    let id = &waiver.record.value;
    let known = cx.register.records().iter().map(Record::id);
    let help = nearest_id(id, known).map_or_else(
        || "name the id of a record, or remove the waiver".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    let message = format!("a waiver of {} names {id}, which no record is", waiver.rule.value);
    let report = Report::at("", waiver.record.place.clone(), message).help(help);
    report.field("waivers.record").argument(&waiver.rule.value).argument(id)
}

fn check_rule(cx: &RegisterContext<'_>, record: &Record, item: Item<'_>, found: &mut Findings) {
    let Some(rule) = item.get(part::RULE) else {
        let message = format!("a waiver of {} names no rule", record.id());
        let help = "add `rule` with the code that `pirctl lint` printed";
        found.push(Report::on(record, item.span(), message).help(help).field("waivers.rule"));
        return;
    };
    let all = catalogue(cx.basis.config);
    if find_in(&all, rule.value).is_some() {
        return;
    }
    let known = all.iter().flat_map(|rule| [rule.code, rule.name]);
    let help = nearest(rule.value, known).map_or_else(
        || "name a rule that `pirctl rules` lists".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    let message = format!("{} waives `{}`, which is no rule", record.id(), rule.value);
    let report = Report::on(record, rule.span, message).help(help).field("waivers.rule");
    found.push(report.argument(rule.value));
}

fn report(record: &Record, item: Item<'_>, flaw: WaiverFlaw, written: Option<&Version>) -> Report {
    let rule = item.text_of(part::RULE).unwrap_or("a rule");
    let expires = item.value("expires").and_then(Item::text).unwrap_or_default();
    let (name, fact, help) = say(flaw, expires);
    let place = item.value(name).map_or_else(|| item.span(), Item::span);
    let since = match (flaw, written) {
        (WaiverFlaw::ByAuthor, Some(version)) => format!(", in {}", version.commit.quoted()),
        _ => String::new(),
    };
    Report::on(record, place, format!("the waiver of {rule} in {} {fact}{since}", record.id()))
        .help(help)
        .field(format!("waivers.{name}"))
        .argument(rule)
}

fn report_in_config(waiver: &ConfigWaiver, flaw: WaiverFlaw) -> Report {
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
fn say(flaw: WaiverFlaw, expires: &str) -> (&'static str, String, &'static str) {
    let (name, fact, help) = match flaw {
        WaiverFlaw::NoReason => ("reason", "gives no reason", "say why it is set aside"),
        WaiverFlaw::NoApprover => {
            ("approved_by", "has no approver", "have it approved and name who did")
        }
        WaiverFlaw::ByOwner => (
            "approved_by",
            "is approved by the record's owner",
            "have someone other than the owner approve it",
        ),
        WaiverFlaw::ByAuthor => (
            "approved_by",
            "is approved by whoever wrote it",
            "have someone other than its author approve it",
        ),
        WaiverFlaw::NoExpiry => ("expires", "has no day on which it ends", "add `expires`"),
        WaiverFlaw::Expired => {
            let help = "put the matter right, or have it renewed";
            return ("expires", format!("ended on {expires}"), help);
        }
    };
    (name, fact.to_owned(), help)
}
