//! A risk that grew is treated otherwise than before.

use super::moved;
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::register::Register;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, HistoryContext, Levels, Report, Rule};
use crate::schema::{Kind, risk};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RSK006",
    name: "treatment-unmoved",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "always",
    summary: "score rose, and the treatment is as it was",
    explanation: "When the last step of a risk's score was upward, its `treatment` or the text under \
        `Treatment plan` changed with it or since, an action `changes` the risk, or the higher risk \
        was accepted (`accepted_at`) after that. A risk that is known to be greater and is treated \
        as before was measured and not managed.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("treatment-unmoved/only-the-number")],
    good: &[
        example!("treatment-unmoved/new-plan"),
        example!("treatment-unmoved/action-changes-it"),
    ],
    check: Check::History(&[Kind::Risk], check),
};

fn check(cx: &HistoryContext<'_>, risk: &Record, found: &mut Findings) {
    if !is_judged(risk) {
        return;
    }
    let Some(past) = cx.past_of(risk, found) else { return };
    let (Some((old, new, version)), Some(now)) =
        (moved(past).next(), past.told.first().and_then(|newest| newest.facts().risk()))
    else {
        return;
    };
    let treated = (&now.treatment, now.plan) != (&old.treatment, old.plan);
    let zone = cx.basis.basis.now.zone;
    let day = zone.day_of(version.commit.committed_at.to_utc());
    let accepted = risk.get(risk::ACCEPTED_AT).is_some_and(|at| *at >= day);
    if new.score() > old.score() && !treated && !accepted && !is_changed(cx.basis.register, risk) {
        let message = format!(
            "{} rose from {} to {} in {}, and its treatment is as it was",
            risk.id(),
            old.score(),
            new.score(),
            version.commit.quoted()
        );
        let span = risk.get(risk::TREATMENT).map_or_else(|| risk.head(), |found| found.span);
        let help = "change the treatment or its plan, name the risk in an action's `changes`, or accept it";
        let report = Report::on(risk, span, message).help(help).field("treatment");
        found.push(report.argument(version.commit.short()));
    }
}

/// True when an action that counts says that it changes the risk.
fn is_changed(register: &Register, risk: &Record) -> bool {
    register.referrers(risk.id()).any(|(action, link)| {
        action.kind() == Kind::Action && link.field == "changes" && !action.is_ended()
    })
}
