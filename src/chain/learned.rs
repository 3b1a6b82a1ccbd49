//! The stages in which an incident is understood: reported, reviewed, cause found.

use super::cause::{accepted_causes_of, analyses_of, causes_in};
use super::inquiry::{Inquiry, closed};
use super::required::{CauseForm, Tier, cause_form};
use super::review::{
    inline_review, is_approved_inline, is_review_approved, is_review_waived, is_reviewed_inline,
    lacks_meeting, lacks_second_reviewer, review_held_at, review_tier, reviews_of,
};
use super::standing::{Extent, Limit, Standing};
use crate::deadline::review_clock;
use crate::record::Record;
use crate::schema::{incident, part, pir, rca};
use crate::term::{Duration, Severity, Stage};

/// Triage decision, stamps and class.
pub(super) fn reported(cx: &Inquiry<'_>, incident: &Record) -> Standing {
    let mut standing = Standing::new(Stage::Reported);
    let decision = incident.get(incident::DECISION);
    let wanted = [
        (incident.get(incident::DETECTED_AT).is_some(), "the time of detection"),
        (incident.get(incident::REPORTED_AT).is_some(), "the time of the report"),
        (incident.text_of(incident::SEVERITY).is_some(), "the severity"),
        (incident.text_of(incident::REPORTER).is_some(), "who reported it"),
        (incident.text_of(incident::REPORTING_CHANNEL).is_some(), "the reporting channel"),
        (decision.is_some(), "the triage decision"),
    ];
    for (_, what) in wanted.iter().filter(|(found, _)| !found) {
        standing.gap(Some("INC012"), format!("{what} is not recorded"));
    }
    let outcome = decision.and_then(|decision| decision.text_of(part::OUTCOME)).unwrap_or("open");
    let severity = incident.text_of(incident::SEVERITY).unwrap_or("no severity");
    standing.answer(incident, "decision", format!("decided as {outcome}, {severity}"));
    if let Some(at) = incident.get(incident::REPORTED_AT) {
        cx.weigh_date(&mut standing, incident, "reported_at", *at);
    }
    let extent = match wanted.iter().filter(|(found, _)| !found).count() {
        0 => Extent::All,
        _ if decision.is_some() => Extent::Part,
        _ => Extent::Nothing,
    };
    let limit = if incident.status() == "reported" { Limit::NotStarted } else { Limit::Never };
    if limit == Limit::NotStarted {
        standing.reason = "triage has not been recorded yet".into();
    }
    cx.conclude(standing, extent, limit)
}

/// The post-incident review, in the form that severity and tier ask for.
pub(super) fn review(cx: &Inquiry<'_>, incident: &Record) -> Standing {
    let mut standing = Standing::new(Stage::Review);
    let mut extent = inline(cx, incident, &mut standing);
    for review in reviews_of(cx.register, incident.id()) {
        if is_review_waived(review) {
            if extent == Extent::All {
                continue;
            }
            let waived = review.get(pir::WAIVED).and_then(|waived| waived.text_of(part::REASON));
            let reason = format!("waived in {}: {}", review.id(), waived.unwrap_or_default());
            return Standing::not_required(Stage::Review, reason);
        }
        extent = better(extent, one_review(cx, incident, review, &mut standing));
    }
    if extent == Extent::Nothing {
        standing.gap(Some("INC003"), "no review held was found");
    }
    cx.conclude(standing, extent, approval_limit(cx, incident))
}

fn one_review(
    cx: &Inquiry<'_>,
    incident: &Record,
    review: &Record,
    standing: &mut Standing,
) -> Extent {
    let Some(held) = review_held_at(review) else {
        standing.answer(review, "scheduled_at", format!("status {}", review.status()));
        return Extent::Nothing;
    };
    standing.answer(review, "held_at", format!("held {held}, {}", review.status()));
    cx.weigh_date(standing, review, "held_at", held);
    remark_lateness(cx, incident, review, standing);
    if !is_review_approved(review) {
        standing.gap(Some("INC001"), format!("{} is not approved", review.id()));
        return Extent::Part;
    }
    if lacks_meeting(incident, review) {
        let text =
            format!("{} was held in writing, a full review is a meeting or a call", review.id());
        standing.gap(Some("PIR020"), text);
        return Extent::Part;
    }
    let signoff = review.get(pir::SIGNOFF);
    let signed = |key| signoff.is_some_and(|s| s.get(key).is_some());
    if review_tier(incident) == Tier::Full && !(signed(part::ISM) && signed(part::TECHNICAL_LEAD)) {
        standing.gap(Some("PIR005"), format!("{} lacks a sign-off", review.id()));
        return Extent::Part;
    }
    Extent::All
}

fn remark_lateness(cx: &Inquiry<'_>, incident: &Record, review: &Record, standing: &mut Standing) {
    let zone = cx.now.zone;
    let (Some(closed), Some(held)) = (closed(incident), review_held_at(review)) else { return };
    let clock = review_clock(closed, severity(incident), tier_word(incident), cx.terms, zone);
    if clock.missed_by(held, zone) {
        let due = zone.day_of(clock.first);
        standing.remarks.push(format!("{}: held {held}, after its limit {due}", review.id()));
    }
}

fn inline(cx: &Inquiry<'_>, incident: &Record, standing: &mut Standing) -> Extent {
    if !is_reviewed_inline(incident) {
        return Extent::Nothing;
    }
    standing.answer(incident, "learning", "reviewed in the incident's own record");
    let reviewed = inline_review(incident).and_then(|learning| learning.get(part::REVIEWED_AT));
    if let Some(at) = reviewed {
        cx.weigh_date(standing, incident, "learning.reviewed_at", *at);
    }
    if lacks_second_reviewer(incident) {
        standing.gap(Some("INC021"), "fewer than two people reviewed it in the incident's record");
        return Extent::Part;
    }
    if is_approved_inline(incident) {
        return Extent::All;
    }
    standing.gap(Some("INC001"), "the review in the incident's record is not approved");
    Extent::Part
}

/// A grouped review has 90 days, every other the policy's limit for approval.
fn approval_limit(cx: &Inquiry<'_>, incident: &Record) -> Limit {
    let grouped = review_tier(incident) == Tier::Grouped;
    cx.after_closure(incident, if grouped { Duration::days(90) } else { cx.terms.pir_limit })
}

/// An accepted root cause that names the process or control that failed.
pub(super) fn cause(cx: &Inquiry<'_>, incident: &Record) -> Standing {
    let mut standing = Standing::new(Stage::Cause);
    for rca in analyses_of(cx.register, incident.id()) {
        let causes = rca.items(rca::CAUSES).len();
        let word = if causes == 1 { "cause" } else { "causes" };
        standing.answer(rca, "causes", format!("{causes} {word}, {}", rca.status()));
        if let Some(at) = rca.get(rca::ACCEPTED_AT) {
            cx.weigh_date(&mut standing, rca, "accepted_at", *at);
        }
    }
    let form = cause_form(cx.config, incident);
    if form != CauseForm::Analysis && !causes_in(incident).is_empty() {
        standing.answer(incident, "learning", "cause in the incident's own record");
    }
    let causes = accepted_causes_of(cx.register, incident, cx.config);
    let named =
        |cause: &&crate::record::Item<'_>| cause.text_of(part::PROCESS_OR_CONTROL).is_some();
    let extent = match (causes.len(), causes.iter().filter(named).count()) {
        (0, _) if standing.answers.is_empty() => {
            standing.gap(Some("INC002"), "no root cause was found");
            Extent::Nothing
        }
        (0, _) => {
            standing.gap(Some("INC002"), "no root cause is accepted");
            Extent::Part
        }
        (all, named) if named < all => {
            standing.gap(Some("RCA002"), "a cause names no process or control that failed");
            Extent::Part
        }
        _ => Extent::All,
    };
    if standing.strength.is_none() && extent != Extent::Nothing {
        standing.weigh(crate::verdict::Strength::Claimed);
    }
    cx.conclude(standing, extent, cx.after_closure(incident, cx.terms.cause_limit))
}

/// The better of two extents.
pub(super) fn better(a: Extent, b: Extent) -> Extent {
    match (a, b) {
        (Extent::All, _) | (_, Extent::All) => Extent::All,
        (Extent::Part, _) | (_, Extent::Part) => Extent::Part,
        _ => Extent::Nothing,
    }
}

/// The severity of an incident; one that cannot be read counts as medium.
pub(super) fn severity(incident: &Record) -> Severity {
    incident.text_of(incident::SEVERITY).and_then(Severity::parse).unwrap_or(Severity::Medium)
}

fn tier_word(incident: &Record) -> &'static str {
    match review_tier(incident) {
        Tier::Grouped => "grouped",
        Tier::Light => "light",
        Tier::Full => "full",
    }
}
