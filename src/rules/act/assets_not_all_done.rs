//! A verified change has reached everything that it was to reach.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Items, Key, Kind, action, part};
use std::collections::BTreeSet;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT013",
    name: "assets-not-all-done",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "verified",
    summary: "verified, and not every asset in scope is done",
    explanation: "Each asset that `assets_in_scope` names stands in `assets_done` too once the action is \
        verified; names are compared without letter case. A measure that reached nine of ten systems \
        leaves the tenth as it was, and that is where it happens again. Finish the rest, or take out of \
        scope what does not belong there and say in `scope_reason` why.",
    source: "High Table and UpGuard, practice guides on A.5.27",
    bad: &[example!("assets-not-all-done/one-of-two"), example!("assets-not-all-done/none-listed")],
    good: &[example!("assets-not-all-done/all"), example!("assets-not-all-done/not-yet-verified")],
    check: Check::Record(&[Kind::Action], check),
};

fn check(_: &RecordContext<'_>, action: &Record, found: &mut Findings) {
    if !is_judged(action) || !action.is_from("verified") {
        return;
    }
    let done: BTreeSet<String> =
        names(action, action::ASSETS_DONE).map(str::to_lowercase).collect();
    let in_scope = names(action, action::ASSETS_IN_SCOPE);
    let left: Vec<&str> = in_scope.filter(|name| !done.contains(&name.to_lowercase())).collect();
    let (Some(first), more) = (left.first(), left.len().saturating_sub(1)) else { return };
    let what = if more == 0 { (*first).to_owned() } else { format!("{first} and {more} more") };
    let listed = action.root().value(action::ASSETS_DONE.name()).is_some();
    let field = if listed { action::ASSETS_DONE.name() } else { action::ASSETS_IN_SCOPE.name() };
    let message = format!("{} is {} and has not done {what}", action.id(), action.status());
    let span = action.value_span_of(field);
    let help = "finish the rest, or take out of scope what does not belong there";
    found.push(Report::on(action, span, message).help(help).field("assets_done"));
}

fn names(action: &Record, list: Key<Items>) -> impl Iterator<Item = &str> {
    action.items(list).into_iter().filter_map(|asset| asset.text_or_own(part::NAME)).map(str::trim)
}
