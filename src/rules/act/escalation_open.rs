//! What was escalated before a management review came back from it with an outcome.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, action, management_review, part};
use crate::term::{Stamp, Zone};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT016",
    name: "escalation-open",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "management",
    summary: "escalated before the last management review, and no outcome is recorded",
    explanation: "An action that is not yet verified was escalated, a management review was held after \
        that, and `escalation.outcome` is empty. Escalating asks somebody to decide: time, money, or \
        that it is not worth it. An auditor reads an escalation without an answer as one that nobody \
        heard. Record what was decided, and by the minutes of which review.",
    source: "AuditFront, evidence list for A.5.27",
    bad: &[example!("escalation-open/no-outcome")],
    good: &[
        example!("escalation-open/outcome-recorded"),
        example!("escalation-open/escalated-since"),
        example!("escalation-open/review-only-planned"),
    ],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let zone = cx.basis.now.zone;
    let Some((review, held)) = last_review(cx, zone) else { return };
    for action in cx.register.of_kind(Kind::Action) {
        let Some(escalation) = action.get(action::ESCALATION) else { continue };
        let Some(at) = escalation.get(part::AT) else { continue };
        let outcome = escalation.text_of(part::OUTCOME).unwrap_or_default();
        let settled = !is_judged(action) || action.is_from("verified");
        if settled || !outcome.trim().is_empty() || !held.surely_after(*at, zone) {
            continue;
        }
        let (id, review_id) = (action.id(), review.id());
        let message =
            format!("{id} was escalated on {}, before {review_id}, and has no outcome", *at);
        found.push(
            Report::on(action, escalation.span, message)
                .help("record in `escalation.outcome` what was decided")
                .field("escalation.outcome")
                .related(review, held.span, "management met then"),
        );
    }
}

/// The last management review that was held, with its date.
fn last_review<'a>(cx: &RegisterContext<'a>, zone: Zone) -> Option<(&'a Record, Found<Stamp>)> {
    let reviews = cx.register.of_kind(Kind::ManagementReview);
    let held = reviews.filter(|review| is_judged(review) && review.is_from("held"));
    let dated = held.filter_map(|review| Some((review, review.get(management_review::HELD_AT)?)));
    dated.max_by_key(|(_, held)| held.earliest(zone))
}
