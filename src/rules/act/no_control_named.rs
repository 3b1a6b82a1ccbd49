//! An action under way says which control it concerns.

use super::place_of;
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, action};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT006",
    name: "no-control-named",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "in-progress",
    summary: "no control named",
    explanation: "From in-progress on, an action names the controls that it strengthens, by their \
        Annex A id or the organisation's own. Learning from incidents is asked for so that \
        controls get stronger; without the control the chain from incident to change has no end. \
        Add `controls`, such as `[A.8.5]`; controls of Annex A need no record of their own.",
    source: "High Table, practice guide on A.5.27",
    bad: &[example!("no-control-named/none")],
    good: &[example!("no-control-named/annex-a-control")],
    check: Check::Record(&[Kind::Action], check),
};

fn check(_: &RecordContext<'_>, action: &Record, found: &mut Findings) {
    if !is_judged(action) || !action.is_from("in-progress") {
        return;
    }
    if action.words(action::CONTROLS).is_empty() {
        let message = format!("{} is {} and names no control", action.id(), action.status());
        let report = Report::on(action, place_of(action, "controls"), message);
        found.push(report.help("name the controls it strengthens").field("controls"));
    }
}
