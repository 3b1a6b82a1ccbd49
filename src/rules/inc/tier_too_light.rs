//! A review has the form that its incident's severity asks for, or a reason says why not.

use crate::chain::{Grade, Tier, is_judged, review_floor};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, incident};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC017",
    name: "tier-too-light",
    levels: Levels::Always(Level::Error),
    basis: Basis::OwnPolicy,
    from: "closed",
    summary: "form of review is lighter than the severity asks for, without a reason",
    explanation: "Critical and high incidents get a full review, medium ones a full or a light one, \
        and only those of low severity and events may be grouped. `review_tier` says less than that, \
        and no `tier_reason` says why. A lighter form than the rule is allowed when somebody answers \
        for it; an unexplained one looks like a review that was avoided. Raise `review_tier`, or \
        write into `tier_reason` why this form was enough and who approved it.",
    source: "",
    bad: &[example!("tier-too-light/high-as-light"), example!("tier-too-light/medium-in-a-group")],
    good: &[
        example!("tier-too-light/with-reason"),
        example!("tier-too-light/still-open"),
        example!("tier-too-light/low-in-a-group"),
    ],
    check: Check::Record(&[Kind::Incident], check),
};

fn check(_: &RecordContext<'_>, incident: &Record, found: &mut Findings) {
    if !is_judged(incident) || !incident.is_from("closed") {
        return;
    }
    let Some(tier) = incident.get(incident::REVIEW_TIER) else { return };
    let floor = review_floor(Grade::of(incident));
    let reason = incident.text_of(incident::TIER_REASON).unwrap_or_default();
    if Tier::parse(tier.value).is_none_or(|tier| tier >= floor) || !reason.trim().is_empty() {
        return;
    }
    let severity = incident.text_of(incident::SEVERITY).unwrap_or("medium");
    let asked = if floor == Tier::Full { "full" } else { "light or full" };
    let message = format!(
        "{} is of severity {severity}: its review is {}, and {asked} is asked for",
        incident.id(),
        tier.value
    );
    let help =
        "raise `review_tier`, or say in `tier_reason` why this was enough and who approved it";
    found.push(Report::on(incident, tier.span, message).help(help).field("review_tier"));
}
