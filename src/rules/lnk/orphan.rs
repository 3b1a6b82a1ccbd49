//! Every record of the chain leads back to an incident that counts.

use crate::diag::Level;
use crate::record::{Item, Record};
use crate::register::Target;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::Kind;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LNK002",
    name: "orphan",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "no living incident reachable",
    explanation: "A review, cause, action, training, bulletin or follow-up is there because of an \
        incident, and has to lead back to one that was not rejected or disposed of. An auditor \
        starts at the incident and never meets a record that none of them reaches. Name the \
        incident it belongs to, or end the record too.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[example!("orphan/names-none"), example!("orphan/incident-rejected")],
    good: &[example!("orphan/through-the-review"), example!("orphan/ended-with-its-incident")],
    check: Check::Register(
        &[
            Kind::Pir,
            Kind::Rca,
            Kind::Action,
            Kind::Training,
            Kind::Bulletin,
            Kind::EffectivenessAudit,
        ],
        check,
    ),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    if !is_orphan(cx, record) {
        return;
    }
    let incidents = record.incidents();
    let (place, message, help) = match incidents.first() {
        None => (
            record.root().value("incidents").map_or_else(|| record.head(), Item::span),
            format!("{} names no incident", record.id()),
            "name the incident it belongs to",
        ),
        Some(first) => (
            first.span,
            format!("{} leads to no incident that still counts", record.id()),
            "name the incident it belongs to now, or end this record too",
        ),
    };
    let report = Report::on(record, place, message).help(help).field("incidents");
    let named = incidents.first().and_then(|first| cx.register.get(first.value));
    found.push(match named {
        Some(incident) => report.related(incident, incident.head(), "this one has ended"),
        None => report,
    });
}

/// True when the record names its incidents, every one is there, and none still counts.
///
/// A record without `incidents` is REC002, and one whose link leads nowhere is LNK001: what lies
/// behind those is not known.
pub(super) fn is_orphan(cx: &RegisterContext<'_>, record: &Record) -> bool {
    let asked = matches!(&RULE.check, Check::Register(kinds, _) if kinds.contains(&record.kind()));
    if !asked || record.is_ended() || record.root().value("incidents").is_none() {
        return false;
    }
    let mut links = record.links.iter().filter(|link| link.field == "incidents");
    links.all(|link| matches!(cx.register.resolve(link), Target::Record(_)))
        && cx.register.incidents_reached(record).next().is_none()
}
