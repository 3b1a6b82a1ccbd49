//! An action is not done before those that it depends on.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, action};
use crate::term::Stamp;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT018",
    name: "done-before-its-ground",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "implemented",
    summary: "action was implemented before one that it depends on",
    explanation: "`depends_on` names actions that have to be done first. This one is \
        implemented, and one of those is not, or states a later day. Either the order in the \
        records is wrong or something was built on ground that was not there yet, and its test \
        says little. Look at both: set the days right, remove what it does not depend on, or test \
        it again now. The same day is in order.",
    source: "",
    bad: &[
        example!("done-before-its-ground/still-open"),
        example!("done-before-its-ground/done-later"),
    ],
    good: &[
        example!("done-before-its-ground/same-day"),
        example!("done-before-its-ground/rejected"),
    ],
    check: Check::Register(&[Kind::Action], check),
};

fn check(cx: &RegisterContext<'_>, action: &Record, found: &mut Findings) {
    let Some(done) = implemented_at(action).filter(|_| is_judged(action)) else { return };
    for named in action.words(action::DEPENDS_ON) {
        let ground = cx.register.get_kind(Kind::Action, named.value);
        // One that is rejected has LNK004, one that does not exist LNK001.
        let Some(ground) = ground.filter(|ground| is_judged(ground)) else { continue };
        let Some(fact) = disorder(cx, done, ground) else { continue };
        let message = format!("{} was implemented on {}, {fact}", action.id(), *done);
        let field = if implemented_at(ground).is_some() { "implemented_at" } else { "status" };
        found.push(
            Report::on(action, named.span, message)
                .help("set the days right, or test it again once what it depends on is done")
                .field("depends_on")
                .argument(ground.id())
                .related(ground, ground.value_span_of(field), "what it depends on"),
        );
    }
}

/// When the action was implemented, if its record says so.
fn implemented_at(action: &Record) -> Option<Found<Stamp>> {
    action.get(action::IMPLEMENTED_AT).filter(|_| action.is_from("implemented"))
}

/// What stands against `ground` having come first.
fn disorder(cx: &RegisterContext<'_>, done: Found<Stamp>, ground: &Record) -> Option<String> {
    let id = ground.id();
    let Some(before) = implemented_at(ground) else {
        let status = ground.status();
        return (!ground.is_from("implemented"))
            .then(|| format!("and {id}, on which it depends, is {status}"));
    };
    let zone = cx.basis.now.zone;
    let late = before.surely_after(*done, zone) && before.day(zone) != done.day(zone);
    late.then(|| format!("and {id}, on which it depends, on {}", *before))
}
