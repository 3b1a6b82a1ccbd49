//! An incident is not taken below the review threshold in silence.

use crate::config::People;
use crate::deadline::Terms;
use crate::diag::Level;
use crate::proof::{Version, VersionFacts};
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Key, Kind, Line, incident, part};
use crate::term::Severity;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC013",
    name: "lowered-below-threshold",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "incident was lowered below the review threshold without a second person",
    explanation: "An incident at or above the severity from which a review is held (`pir_trigger`) was \
        taken below it, called a false positive or a near miss, or rejected, and no entry of \
        `reclassification` for that field names, in `by`, somebody else than the author of the commit. \
        A review that nobody wants to hold is most easily avoided by one word in the front matter. \
        An honest second look takes one line: `{field: severity, from: high, to: low, reason: .., \
        by: .., at: ..}`.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[
        example!("lowered-below-threshold/severity"),
        example!("lowered-below-threshold/by-the-author"),
        example!("lowered-below-threshold/rejected"),
    ],
    good: &[
        example!("lowered-below-threshold/reclassified"),
        example!("lowered-below-threshold/still-above"),
    ],
    check: Check::History(&[Kind::Incident], check),
};

fn check(cx: &HistoryContext<'_>, incident: &Record, found: &mut Findings) {
    let Some(past) = cx.past_of(incident, found) else { return };
    let terms = cx.basis.basis.terms;
    for (old, new) in past.changes(|facts| is_above(facts, terms)) {
        let (before, after) = (old.facts(), new.facts());
        let raised_since = past.told.first().is_some_and(|now| is_above(now.facts(), terms));
        if !is_above(before, terms) || is_above(after, terms) || raised_since {
            continue;
        }
        let Some((field, from, to)) = lowered(before, after, terms) else { continue };
        let by_another = |entry: &Item<'_>| {
            entry.text_of(Key::<Line>::new("field")) == Some(field)
                && entry.text_of(part::BY).is_some_and(|by| !made(by, new, cx.basis.people))
        };
        if !incident.items(incident::RECLASSIFICATION).iter().any(by_another) {
            found.push(report(incident, new, (field, &from, &to)));
        }
    }
}

/// True when the incident calls for a review.
fn is_above(facts: &VersionFacts, terms: &Terms) -> bool {
    let Some(incident) = facts.incident() else { return false };
    let severity = Severity::parse(&incident.severity).unwrap_or(Severity::Medium);
    terms.is_significant(severity) && is_real(&incident.certainty) && &*facts.status != "rejected"
}

/// True unless the certainty says that there was no incident.
fn is_real(certainty: &str) -> bool {
    !matches!(certainty, "false-positive" | "near-miss")
}

/// The field that took the incident below the threshold, with its values before and after.
fn lowered(
    old: &VersionFacts,
    new: &VersionFacts,
    terms: &Terms,
) -> Option<(&'static str, String, String)> {
    let (before, after) = (old.incident()?, new.incident()?);
    let severity = Severity::parse(&after.severity).unwrap_or(Severity::Medium);
    if !terms.is_significant(severity) {
        return Some(("severity", before.severity.clone(), after.severity.clone()));
    }
    if !is_real(&after.certainty) {
        return Some(("certainty", before.certainty.clone(), after.certainty.clone()));
    }
    Some(("status", old.status.to_string(), new.status.to_string()))
}

/// True when the person behind a handle wrote the commit, as far as addresses are known.
fn made(handle: &str, version: &Version, people: &People) -> bool {
    let author = people.by_email(&version.commit.author_email);
    let local = version.commit.author_email.split('@').next().unwrap_or_default();
    author.map_or(local == handle, |person| person.handle == handle)
}

fn report(incident: &Record, new: &Version, (field, from, to): (&str, &str, &str)) -> Report {
    let message = format!(
        "`{field}` of {} went from {from} to {to} in {}, below the threshold for a review",
        incident.id(),
        new.commit.quoted()
    );
    let help = "add an entry to `reclassification` with the reason and, in `by`, a second person";
    let span = incident.value_span_of(field);
    Report::on(incident, span, message).help(help).field(field).argument(to)
}
