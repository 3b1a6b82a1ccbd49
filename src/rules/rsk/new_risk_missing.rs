//! A risk that nobody had listed before the incident is listed after it.

use crate::chain::{
    Stage, Tier, answered_by_not_needed, is_cause_accepted, is_judged, not_asked, review_tier,
};
use crate::deadline::{Clock, Phase};
use crate::diag::Level;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, part, rca};
use crate::term::Duration;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RSK003",
    name: "new-risk-missing",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "accepted",
    summary: "risk register had no such risk before, and has none since",
    explanation: "The analysis says that the risk register did not know this risk: \
        `in_risk_register_before: none`. Then some risk must name the incident in `new_from`, or an \
        approved review says under `not_needed.risk` why none was added. An auditor compares the \
        risk register before and after. For a light incident this is asked 90 days after it was \
        closed.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[example!("new-risk-missing/analysis"), example!("new-risk-missing/light-incident")],
    good: &[
        example!("new-risk-missing/found-through-it"),
        example!("new-risk-missing/not-needed"),
        example!("new-risk-missing/light-incident-in-time"),
    ],
    check: Check::Register(&[Kind::Rca, Kind::Incident], check),
};

/// Days after closure by which the risks of light incidents are looked at, in groups.
const LIGHT_LIMIT: u32 = 90;

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    if !is_judged(record) {
        return;
    }
    let asked = if record.kind() == Kind::Rca { of_analysis(record) } else { of_light(cx, record) };
    let Some((before, incidents)) = asked.filter(|(before, _)| before.trim() == "none") else {
        return;
    };
    let incidents: Vec<_> =
        incidents.iter().filter_map(|id| cx.register.get_kind(Kind::Incident, id)).collect();
    if !incidents.is_empty() && !incidents.iter().any(|incident| is_answered(cx, incident)) {
        let names: Vec<_> = incidents.iter().map(|incident| incident.id()).collect();
        let message = format!(
            "{} says the risk register had no such risk, and no risk has `new_from` {}",
            record.id(),
            names.join(" or ")
        );
        found.push(
            Report::on(record, before.span, message)
                .help("write the risk and name the incident in its `new_from`")
                .field("in_risk_register_before")
                .related(incidents[0], incidents[0].head(), "the incident it was found through"),
        );
    }
}

type Asked<'a> = Option<(Found<&'a str>, Vec<&'a str>)>;

fn of_analysis(rca: &Record) -> Asked<'_> {
    let before = rca.get(rca::IN_RISK_REGISTER_BEFORE).filter(|_| is_cause_accepted(rca))?;
    Some((before, rca.incidents().iter().map(|incident| incident.value).collect()))
}

fn of_light<'a>(cx: &RegisterContext<'_>, incident: &'a Record) -> Asked<'a> {
    if review_tier(incident) == Tier::Full || !incident.is_from("closed") {
        return None;
    }
    let learning = incident.get(incident::LEARNING)?;
    let before = learning.get(part::IN_RISK_REGISTER_BEFORE)?;
    let now = cx.basis.now;
    let closed = *incident.get(incident::CLOSED_AT)?;
    let clock = Clock::once(closed, Duration::days(LIGHT_LIMIT), now.zone);
    (clock.phase(now.instant) != Phase::Ahead).then(|| (before, vec![incident.id()]))
}

fn is_answered(cx: &RegisterContext<'_>, incident: &Record) -> bool {
    not_asked(cx.basis.config, incident, Stage::Risk).is_some()
        || answered_by_not_needed(cx.register, incident, Stage::Risk).is_some()
        || cx.register.referrers(incident.id()).any(|(risk, link)| {
            risk.kind() == Kind::Risk && link.field == "new_from" && !risk.is_ended()
        })
}
