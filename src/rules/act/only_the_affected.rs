//! A patch or a hardened setting goes to everything like the affected system.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, action};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT007",
    name: "only-the-affected",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "implemented",
    summary: "patch or setting reached the affected system only, and no reason is given",
    explanation: "A patch or a hardened setting whose `scope` is `affected-only` leaves the same weakness \
        on every other system of the kind. An auditor asks what became of the rest of the estate. \
        Extend the change to all that is similar, or say in `scope_reason` why it ends here, for \
        instance because there is only one.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[example!("only-the-affected/no-reason")],
    good: &[example!("only-the-affected/reason-given"), example!("only-the-affected/procedure")],
    check: Check::Record(&[Kind::Action], check),
};

fn check(_: &RecordContext<'_>, action: &Record, found: &mut Findings) {
    let Some(scope) = action.get(action::SCOPE).filter(|it| it.value == "affected-only") else {
        return;
    };
    let kind = action.text_of(action::TYPE).unwrap_or_default();
    let concerned = matches!(kind, "patch" | "config-hardening");
    if !is_judged(action) || !action.is_from("implemented") || !concerned {
        return;
    }
    if action.text_of(action::SCOPE_REASON).is_some_and(|reason| !reason.trim().is_empty()) {
        return;
    }
    let message = format!("{} reached the affected system only", action.id());
    let help = "extend it to all that is similar, or give `scope_reason`";
    found.push(Report::on(action, scope.span, message).help(help).field("scope"));
}
