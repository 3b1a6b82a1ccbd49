//! The triage of an incident says who reported, by which channel, and what was decided.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Key, Kind, Line, incident, part};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC012",
    name: "triage-undocumented",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Standard,
    from: "triaged",
    summary: "reporter, channel or triage decision missing, or not one the policy defines",
    explanation: "From triage on an incident says who reported it (or `anonymous`), by which \
        channel, and who decided what it is. Channel and severity have to be ones that the \
        incident management policy defines, where it defines any. The decision is what control \
        A.5.25 asks for, and the channels show whether reporting works. Complete `reporter`, \
        `reporting_channel` and `decision`, or add the channel to the policy.",
    source: "ISO/IEC 27001:2022 A.5.25, A.6.8",
    bad: &[
        example!("triage-undocumented/channel-unknown"),
        example!("triage-undocumented/severity-unknown"),
        example!("triage-undocumented/decision-without-outcome"),
    ],
    good: &[
        example!("triage-undocumented/anonymous"),
        example!("triage-undocumented/only-reported"),
    ],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    if !is_judged(incident) || !incident.is_from("triaged") {
        return;
    }
    for (key, what) in [(incident::REPORTER, "reporter"), (incident::REPORTING_CHANNEL, "channel")]
    {
        if incident.text_of(key).is_none_or(|text| text.trim().is_empty()) {
            found.push(missing(incident, key.name(), &format!("names no {what}")));
        }
    }
    decision(incident, found);
    let terms = cx.basis.terms;
    defined(incident, incident::REPORTING_CHANNEL, &terms.reporting_channels, found);
    defined(incident, incident::SEVERITY, &terms.severity_scheme, found);
}

fn decision(incident: &Record, found: &mut Findings) {
    let Some(decision) = incident.get(incident::DECISION) else {
        found.push(missing(incident, "decision", "records no triage decision"));
        return;
    };
    let lacks = [(part::OUTCOME, "outcome"), (part::BY, "person who decided")];
    for (key, what) in lacks {
        if decision.text_of(key).is_none() {
            let message = format!("{}: the triage decision names no {what}", incident.id());
            found.push(
                Report::on(incident, incident.span_of("decision"), message)
                    .help(format!("add `{}` to the decision", key.name()))
                    .field("decision")
                    .argument(key.name()),
            );
        }
    }
}

fn missing(incident: &Record, field: &str, fact: &str) -> Report {
    let message = format!("{} is {} and {fact}", incident.id(), incident.status());
    Report::on(incident, incident.span_of(field), message)
        .help(format!("record `{field}`"))
        .field(field)
}

/// Reports a value that the policy's list, where it has one, does not hold.
fn defined(incident: &Record, key: Key<Line>, list: &[String], found: &mut Findings) {
    let Some(value) = incident.get(key) else { return };
    let same = |known: &String| known.to_lowercase() == value.to_lowercase();
    if value.trim().is_empty() || list.is_empty() || list.iter().any(same) {
        return;
    }
    let (id, field) = (incident.id(), key.name());
    let message = format!("{id}: `{}` is no {field} that the policy defines", *value);
    found.push(
        Report::on(incident, value.span, message)
            .help(format!("use one of: {}", list.join(", ")))
            .field(field)
            .argument(*value),
    );
}
