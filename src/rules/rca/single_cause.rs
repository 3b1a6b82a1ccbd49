//! A serious incident rarely has one cause.

use crate::chain::{Grade, is_judged};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, part, rca};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RCA009",
    name: "single-cause",
    levels: Levels::Always(Level::Note),
    basis: Basis::Guidance,
    from: "in-review",
    summary: "one cause and no contributing factor for a critical or high incident",
    explanation: "The analysis of a critical or high incident states one cause and no contributing \
        factor. Something set it off, something let it grow and something kept it hidden; these are \
        seldom one thing, and the second factor is often the cheaper one to change. Add what \
        contributed under `contributing`, or say in `single_cause_reason` why this is all.",
    source: "UpGuard, practice guide on A.5.27; public guidance on proportionate reviews",
    bad: &[example!("single-cause/high")],
    good: &[example!("single-cause/reason-given"), example!("single-cause/medium")],
    check: Check::Register(&[Kind::Rca], check),
};

fn check(cx: &RegisterContext<'_>, rca: &Record, found: &mut Findings) {
    if !is_judged(rca) || !rca.is_from("in-review") {
        return;
    }
    let causes = rca.items(rca::CAUSES);
    let [cause] = causes.as_slice() else { return };
    let reason = rca.text_of(rca::SINGLE_CAUSE_REASON).unwrap_or_default();
    if !rca.items(rca::CONTRIBUTING).is_empty() || !reason.trim().is_empty() {
        return;
    }
    let named = rca.incidents();
    let mut incidents =
        named.iter().filter_map(|id| cx.register.get_kind(Kind::Incident, id.value));
    let serious =
        incidents.find(|incident| is_judged(incident) && Grade::of(incident) == Grade::High);
    let Some(incident) = serious else { return };
    let id = cause.get(part::ID);
    let span = id.map_or_else(|| cause.span(), |id| id.span);
    let message =
        format!("{} states one cause of {} and nothing that contributed", rca.id(), incident.id());
    found.push(
        Report::on(rca, span, message)
            .help("add `contributing`, or give `single_cause_reason`")
            .field("causes")
            .argument(incident.id()),
    );
}
