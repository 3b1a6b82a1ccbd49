//! A follow-up leaves the change time to prove itself.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, action, effectiveness_audit};
use crate::term::Stamp;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "AUD004",
    name: "followup-too-soon",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "performed",
    summary: "performed less than 60 days after the last action was implemented",
    explanation: "A follow-up that is performed less than 60 days after its last action was \
        implemented sees the change while all still remember it. Whether it lasts shows later. \
        Keep the early look, and plan another when the agreed time has passed.",
    source: "",
    bad: &[example!("followup-too-soon/three-weeks")],
    good: &[example!("followup-too-soon/after-months")],
    check: Check::Register(&[Kind::EffectivenessAudit], check),
};

const LONG_ENOUGH: i64 = 60;

fn check(cx: &RegisterContext<'_>, audit: &Record, found: &mut Findings) {
    if !is_judged(audit) || !audit.is_from("performed") {
        return;
    }
    let Some(performed) = audit.get(effectiveness_audit::PERFORMED_AT) else { return };
    let zone = cx.basis.now.zone;
    let ids = audit.words(effectiveness_audit::ACTIONS);
    let actions = ids.iter().filter_map(|id| cx.register.get_kind(Kind::Action, id.value));
    let done = actions.filter_map(|it| Some((it.get(action::IMPLEMENTED_AT)?, it)));
    let last = done.max_by_key(|(at, it)| (at.day(zone), &it.path));
    let Some((at, action)) = last else { return };
    let days = (*performed - at.day(zone)).num_days();
    if days < LONG_ENOUGH {
        let message = format!(
            "{} was performed {days} days after {} was implemented",
            audit.id(),
            action.id()
        );
        found.push(
            Report::on(audit, performed.span, message)
                .help("plan another look when the agreed time has passed")
                .field("performed_at")
                .related(action, at.span, format!("implemented {}", Stamp::Day(at.day(zone)))),
        );
    }
}
