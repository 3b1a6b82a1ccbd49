//! A change that answers an incident comes after it.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Found, Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, part, policy};
use crate::term::Stamp;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "POL011",
    name: "entry-before-incident",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "published",
    summary: "change-log date before the detection of an incident it names",
    explanation: "An entry of the change log names an incident that was detected only after the \
        entry's date, so the change cannot answer it. An auditor reads such an entry as a label put \
        on later. Correct the date or the incident, or add an entry for the change that did follow.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("entry-before-incident/weeks-before")],
    good: &[example!("entry-before-incident/same-day")],
    check: Check::Register(&[Kind::Policy], check),
};

fn check(cx: &RegisterContext<'_>, policy: &Record, found: &mut Findings) {
    if !is_judged(policy) || !policy.is_from("published") {
        return;
    }
    for entry in policy.items(policy::CHANGE_LOG) {
        let Some(date) = entry.get(part::DATE) else { continue };
        check_entry(cx, policy, entry, date, found);
    }
}

fn check_entry(
    cx: &RegisterContext<'_>,
    policy: &Record,
    entry: Item<'_>,
    date: Found<Stamp>,
    found: &mut Findings,
) {
    for named in entry.words(part::INCIDENTS) {
        let Some(incident) = cx.register.get_kind(Kind::Incident, named.value) else { continue };
        let Some(detected) = incident.get(incident::DETECTED_AT) else { continue };
        if detected.surely_after(*date, cx.basis.now.zone) {
            let message = format!(
                "{} changed on {} for {}, which was detected on {}",
                policy.id(),
                *date,
                incident.id(),
                detected.day(cx.basis.now.zone)
            );
            found.push(
                Report::on(policy, date.span, message)
                    .help("correct the date, or name the incident that came before")
                    .field("change_log.date")
                    .argument(incident.id())
                    .related(incident, detected.span, "detected then"),
            );
        }
    }
}
