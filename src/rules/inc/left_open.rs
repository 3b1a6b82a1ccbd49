//! An incident that is resolved is closed some time.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, common, incident};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC022",
    name: "left-open",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "resolved",
    summary: "incident was resolved over 30 days ago and is not closed",
    explanation: "The clocks for review, cause, actions and risks start when an incident is \
        closed. One that stays `resolved` starts none of them, so nothing is ever owed and nothing \
        is learned, while it looks handled. Thirty days are a default of this tool, no demand of \
        the standard. Close the incident and state `closed_at`, or go back to the status that it \
        is really in.",
    source: "",
    bad: &[example!("left-open/resolved-in-march")],
    good: &[example!("left-open/thirty-days"), example!("left-open/closed")],
    check: Check::Record(&[Kind::Incident], check),
};

/// For so long a resolved incident may stay open.
const PATIENCE: i64 = 30;

fn check(cx: &RecordContext<'_>, incident: &Record, found: &mut Findings) {
    if incident.status() != "resolved" || !is_judged(incident) {
        return;
    }
    let Some(at) = incident.get(incident::RESOLVED_AT) else { return };
    let days = cx.now.days_since(*at);
    if days <= PATIENCE {
        return;
    }
    let message = format!("{} was resolved {days} days ago and is not closed", incident.id());
    let span = incident.value_span_of(common::STATUS.name());
    found.push(
        Report::on(incident, span, message)
            .help("close it: set `status: closed` and `closed_at`")
            .field("status")
            .related(incident, at.span, "resolved then"),
    );
}
