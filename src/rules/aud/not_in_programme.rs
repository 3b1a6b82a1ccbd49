//! A follow-up stands in the audit programme.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, effectiveness_audit};
use chrono::Days;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "AUD005",
    name: "not-in-programme",
    levels: Levels::Always(Level::Note),
    basis: Basis::Guidance,
    from: "planned",
    summary: "follow-up that no audit programme lists",
    explanation: "From 90 days before it is due a follow-up names the audit programme that lists \
        it, as a file or a link under `audit_programme`. What stands in the programme is done \
        also when the person who planned it has left; clause 9.2 asks for a programme anyway. \
        Have it entered, and name the programme.",
    source: "High Table, practice guide on A.5.27; ISO/IEC 27001:2022 clause 9.2",
    bad: &[example!("not-in-programme/due-soon"), example!("not-in-programme/performed")],
    good: &[example!("not-in-programme/due-in-autumn"), example!("not-in-programme/listed")],
    check: Check::Record(&[Kind::EffectivenessAudit], check),
};

/// Days before the follow-up is due from which the programme is asked for.
const AHEAD: u64 = 90;

fn check(cx: &RecordContext<'_>, audit: &Record, found: &mut Findings) {
    let name = effectiveness_audit::AUDIT_PROGRAMME.name();
    let is_listed = || audit.root().value(name).is_some_and(|it| !it.is_blank());
    if !is_judged(audit) || is_listed() {
        return;
    }
    let horizon = cx.now.day().checked_add_days(Days::new(AHEAD));
    let due = audit.get(effectiveness_audit::DUE);
    let soon = due.zip(horizon).is_some_and(|(due, horizon)| *due <= horizon);
    if !soon && !audit.is_from("performed") {
        return;
    }
    let message = format!("{} stands in no audit programme", audit.id());
    found.push(
        Report::on(audit, audit.value_span_of(name), message)
            .help("enter it in the programme, and name that in `audit_programme`")
            .field(name),
    );
}
