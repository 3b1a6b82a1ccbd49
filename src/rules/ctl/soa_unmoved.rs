//! A control that failed does not stay declared as complete or as not applicable.

use crate::chain::{Tier, is_judged, review_tier};
use crate::diag::Level;
use crate::record::{Found, Item, LinkUse, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, control, incident, part, pir};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CTL003",
    name: "soa-unmoved",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Standard,
    from: "always",
    summary: "control found failed stays declared as fully implemented or not applicable",
    explanation: "An approved review, or a closed light incident, found the control absent, not followed, \
        bypassed or failed; the control's record says `applicable: false` or `implementation: full`, and no \
        entry of its change log names one of those incidents. The statement of applicability that \
        clause 6.1.3 d) asks for then says something else than what happened. Set `implementation` to \
        what is so, or make the control better and enter the change with the incident in \
        `change_log`. A `no_action_reason` beside the evaluation is taken as an answer too.",
    source: "ISO/IEC 27001:2022 clause 6.1.3 d)",
    bad: &[example!("soa-unmoved/fully-implemented"), example!("soa-unmoved/not-applicable")],
    good: &[
        example!("soa-unmoved/changed-since"),
        example!("soa-unmoved/declared-in-part"),
        example!("soa-unmoved/review-in-draft"),
    ],
    check: Check::Register(&[Kind::Control], check),
};

fn check(cx: &RegisterContext<'_>, control: &Record, found: &mut Findings) {
    if !is_judged(control) || matches!(control.status(), "planned" | "retired") {
        return;
    }
    let Some((span, field, says)) = declared(control) else { return };
    let failure = cx.register.referrers(control.id()).find_map(|(record, link)| {
        let evaluation = failed(record, link)?;
        is_unanswered(control, record).then_some((record, evaluation))
    });
    if let Some((record, (evaluated, outcome))) = failure {
        let message =
            format!("{} is declared {says}, and {} found it {outcome}", control.id(), record.id());
        let help = "declare what is so, or enter the change with its incident in `change_log`";
        found.push(
            Report::on(control, span, message)
                .help(help)
                .field(field)
                .argument(record.id())
                .related(record, evaluated, format!("found {outcome} here")),
        );
    }
}

/// What the statement of applicability says, where that leaves nothing to fail.
fn declared(control: &Record) -> Option<(Span, &'static str, &'static str)> {
    let applicable = control.get(control::APPLICABLE);
    if let Some(no) = applicable.filter(|applicable| !applicable.value) {
        return Some((no.span, "applicable", "not applicable"));
    }
    let full = control.get(control::IMPLEMENTATION).filter(|word| word.value == "full")?;
    Some((full.span, "implementation", "fully implemented"))
}

/// Where `link` evaluates a control as one that did not hold, and with which outcome.
fn failed<'r>(record: &'r Record, link: &LinkUse) -> Option<(Span, &'r str)> {
    let evaluations = match record.kind() {
        Kind::Pir if is_judged(record) && record.is_from("approved") => {
            record.items(pir::CONTROL_EVALUATION)
        }
        Kind::Incident
            if is_judged(record)
                && record.is_from("closed")
                && review_tier(record) != Tier::Full =>
        {
            record.get(incident::LEARNING)?.items(part::CONTROL_EVALUATION)
        }
        _ => return None,
    };
    let here = |evaluation: &Item<'r>| {
        evaluation.get(part::CONTROL).filter(|named: &Found<&str>| named.span == link.span)
    };
    let evaluation = evaluations.into_iter().find(|evaluation| here(evaluation).is_some())?;
    let outcome = evaluation.text_of(part::OUTCOME)?;
    let reason = evaluation.text_of(part::NO_ACTION_REASON).unwrap_or_default();
    let held = !matches!(outcome, "absent" | "not-followed" | "bypassed" | "failed");
    (!held && reason.trim().is_empty()).then_some((link.span, outcome))
}

/// True when no entry of the control's change log names an incident of the record.
fn is_unanswered(control: &Record, record: &Record) -> bool {
    let incidents: Vec<_> = match record.kind() {
        Kind::Incident => vec![record.id()],
        _ => record.incidents().into_iter().map(|named| named.value).collect(),
    };
    let names = |entry: Item<'_>| {
        entry.words(part::INCIDENTS).iter().any(|named| incidents.contains(&named.value))
    };
    !control.items(control::CHANGE_LOG).into_iter().any(names)
}
