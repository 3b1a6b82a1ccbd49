//! The change log of a policy says what changed and for which incident.

use super::{is_current, is_stated};
use crate::diag::Level;
use crate::record::{Item, LinkUse, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, part, policy};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "POL003",
    name: "change-log-gap",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "published",
    summary: "change log does not say what changed, or for which incident",
    explanation: "Every entry of a published policy's change log names the sections that changed \
        and either the incidents it answers or another reason; and where an implemented action \
        says that it changed the policy, some entry names its incident. The entry is what leads an \
        auditor from the incident to the sentence that is new. Add the entry, its `sections`, and \
        `incidents` or `reason`.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("change-log-gap/incident-not-named"),
        example!("change-log-gap/no-sections"),
        example!("change-log-gap/neither-incident-nor-reason"),
    ],
    good: &[
        example!("change-log-gap/periodic-review"),
        example!("change-log-gap/action-still-open"),
    ],
    check: Check::Register(&[Kind::Policy], check),
};

fn check(cx: &RegisterContext<'_>, policy: &Record, found: &mut Findings) {
    if !is_current(policy) || !policy.is_from("published") {
        return;
    }
    for entry in policy.items(policy::CHANGE_LOG) {
        check_entry(policy, entry, found);
    }
    let changed = |(action, link): &(&Record, &LinkUse)| {
        action.kind() == Kind::Action
            && link.field == "changes"
            && !action.is_ended()
            && action.is_from("implemented")
    };
    for (action, link) in cx.register.referrers(policy.id()).filter(changed) {
        if !names_incident_of(policy, action) {
            found.push(unnamed(policy, action, link));
        }
    }
}

fn check_entry(policy: &Record, entry: Item<'_>, found: &mut Findings) {
    let version = entry.text_of(part::VERSION).unwrap_or("without version");
    let mut tell = |what: &str, help: &str, field: &str| {
        let message = format!("entry {version} in the change log of {} {what}", policy.id());
        let report = Report::on(policy, entry.span(), message).help(help);
        found.push(report.field(format!("change_log.{field}")).argument(version));
    };
    if !is_stated(entry, "sections") {
        tell("names no section", "add `sections` with the headings that changed", "sections");
    }
    if !is_stated(entry, "incidents") && !is_stated(entry, "reason") {
        let help = "add `incidents`, or `reason` when no incident was the cause";
        tell("names neither incident nor reason", help, "incidents");
    }
}

fn names_incident_of(policy: &Record, action: &Record) -> bool {
    let incidents = action.incidents();
    incidents.is_empty()
        || policy.links.iter().any(|link| {
            link.field == "change_log.incidents"
                && incidents.iter().any(|incident| incident.value == link.target.id)
        })
}

fn unnamed(policy: &Record, action: &Record, link: &LinkUse) -> Report {
    let incidents: Vec<_> = action.incidents().iter().map(|incident| incident.value).collect();
    let message = format!(
        "{} was changed by {}, and no entry of its change log names {}",
        policy.id(),
        action.id(),
        incidents.join(" or ")
    );
    Report::on(policy, policy.span_of("change_log"), message)
        .help("name the incident in the entry of the version that answers it")
        .field("change_log")
        .argument(action.id())
        .related(action, link.span, "the action says so here")
}
