//! A follow-up answers its questions, and what it found has consequences.

use crate::chain::{is_action_owed, is_judged};
use crate::diag::Level;
use crate::record::{Found, Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, effectiveness_audit, incident};
use crate::term::Stamp;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "AUD002",
    name: "followup-incomplete",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "performed",
    summary: "answers missing or contradicted by the register, or failure without a new action",
    explanation: "A performed follow-up says its `result`, whether the same came back \
        (`recurrence_found`) and whether the changes are still there (`still_in_place`). It does \
        not say that nothing came back when a later incident, known by that day, names the one \
        it is about in `similar_to`, and its result is not `holds` when something came back or \
        is no longer there. Where the result is `does-not-hold`, a new action names the old one \
        in `follows`, or answers a finding of the follow-up. Complete the answers, or open the \
        action.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("followup-incomplete/answers-missing"),
        example!("followup-incomplete/recurrence-in-the-register"),
        example!("followup-incomplete/holds-and-gone"),
        example!("followup-incomplete/nothing-follows"),
    ],
    good: &[
        example!("followup-incomplete/something-follows"),
        example!("followup-incomplete/planned"),
        example!("followup-incomplete/answers-a-finding"),
    ],
    check: Check::Register(&[Kind::EffectivenessAudit], check),
};

fn check(cx: &RegisterContext<'_>, audit: &Record, found: &mut Findings) {
    if !is_judged(audit) || !audit.is_from("performed") {
        return;
    }
    check_answers(audit, found);
    check_recurrence(cx, audit, found);
    let Some(result) = audit.get(effectiveness_audit::RESULT) else { return };
    if result.value == "holds" {
        check_holds(audit, result, found);
    }
    if result.value == "does-not-hold" && !is_followed(cx, audit) {
        let message =
            format!("{} found that the change does not hold, and no action follows", audit.id());
        found.push(
            Report::on(audit, result.span, message)
                .help("open an action that names the old one in `follows`")
                .field("result"),
        );
    }
}

/// What a follow-up must answer.
const ANSWERS: [&str; 3] = ["result", "recurrence_found", "still_in_place"];

fn check_answers(audit: &Record, found: &mut Findings) {
    let lacks = |name: &&&str| audit.root().value(name).is_none_or(Item::is_blank);
    let missing: Vec<_> = ANSWERS.iter().filter(lacks).copied().collect();
    if !missing.is_empty() {
        let message =
            format!("{} was performed and does not answer {}", audit.id(), missing.join(", "));
        found.push(
            Report::on(audit, audit.span_of(missing[0]), message)
                .help("answer what is missing; `undecided` is a result")
                .field(missing[0]),
        );
    }
}

/// The result is contradicted by the record's own answers.
fn check_holds(audit: &Record, result: Found<&str>, found: &mut Findings) {
    let gone = audit.get(effectiveness_audit::STILL_IN_PLACE).filter(|there| !there.value);
    let back = audit.get(effectiveness_audit::RECURRENCE_FOUND).filter(|back| back.value);
    let (against, what) = match (gone, back) {
        (Some(gone), _) => (gone, "the changes are not in place"),
        (None, Some(back)) => (back, "the same has come back"),
        (None, None) => return,
    };
    let message = format!("{} says the change holds, and that {what}", audit.id());
    found.push(
        Report::on(audit, result.span, message)
            .help("correct the result, or the answer that contradicts it")
            .field("result")
            .related(audit, against.span, what),
    );
}

/// A later incident, known by then, names one of those followed up.
fn check_recurrence(cx: &RegisterContext<'_>, audit: &Record, found: &mut Findings) {
    let denied = audit.get(effectiveness_audit::RECURRENCE_FOUND).filter(|back| !back.value);
    let performed = audit.get(effectiveness_audit::PERFORMED_AT).map(|at| Stamp::Day(*at));
    let (Some(denied), Some(performed)) = (denied, performed) else { return };
    for named in audit.incidents() {
        let again = cx.register.referrers(named.value).find(|(record, link)| {
            let detected = record.get(incident::DETECTED_AT);
            record.kind() == Kind::Incident
                && link.field == "similar_to"
                && !record.is_ended()
                && detected.is_some_and(|at| performed.surely_after(*at, cx.basis.now.zone))
        });
        let Some((again, link)) = again else { continue };
        let message = format!(
            "{} found no recurrence of {}, and {} had named it as similar",
            audit.id(),
            named.value,
            again.id()
        );
        found.push(
            Report::on(audit, denied.span, message)
                .help("look at the later incident, and answer again")
                .field("recurrence_found")
                .argument(again.id())
                .related(again, link.span, "named as similar here"),
        );
    }
}

/// True when an opened action follows one of those looked at, or answers a finding.
fn is_followed(cx: &RegisterContext<'_>, audit: &Record) -> bool {
    let by = |id: &str, field: &str| {
        cx.register.referrers(id).any(|(record, link)| {
            record.kind() == Kind::Action && link.field == field && is_action_owed(record)
        })
    };
    by(audit.id(), "addresses")
        || audit.words(effectiveness_audit::ACTIONS).iter().any(|id| by(id.value, "follows"))
}
