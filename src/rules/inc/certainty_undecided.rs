//! A closed incident is no longer only suspected.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, incident};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC014",
    name: "certainty-undecided",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "closed",
    summary: "closed incident is still only suspected",
    explanation: "While an incident is handled it may be `suspected`; at closure somebody decides \
        whether it was one. The rates count confirmed incidents, so an undecided one makes every \
        figure an auditor sees uncertain, and nothing can be learned from what perhaps did not \
        happen. Set `certainty` to `confirmed`, `near-miss` or `false-positive`.",
    source: "",
    bad: &[example!("certainty-undecided/closed-suspected")],
    good: &[example!("certainty-undecided/suspected-while-open")],
    check: Check::Record(&[Kind::Incident], check),
};

fn check(_: &RecordContext<'_>, incident: &Record, found: &mut Findings) {
    let certainty = incident.get(incident::CERTAINTY);
    let Some(suspected) = certainty.filter(|certainty| certainty.value == "suspected") else {
        return;
    };
    if incident.status() == "closed" && is_judged(incident) {
        let message = format!("{} is closed and still suspected", incident.id());
        let help = "set `certainty` to what was found: confirmed, near-miss or false-positive";
        found.push(Report::on(incident, suspected.span, message).help(help).field("certainty"));
    }
}
