//! A verified action passed a test that came after the change.

use super::{is_technical, place_of};
use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, action, common, part};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT005",
    name: "not-tested",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "verified",
    summary: "no passing result, dated before the change, or no test evidence if technical",
    explanation: "A verified action has a verification with result `pass` that is not dated before \
        `implemented_at`, and a technical one has the report or log of its test on file. A fix that \
        is assumed to work is how the same incident comes twice, so an auditor asks for the test. \
        Test the change and record when, by whom and with what result; or take the action back to \
        implemented.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("not-tested/never"),
        example!("not-tested/partly"),
        example!("not-tested/before-the-change"),
        example!("not-tested/no-test-report"),
    ],
    good: &[example!("not-tested/log-of-the-test"), example!("not-tested/not-technical")],
    check: Check::Record(&[Kind::Action], check),
};

fn check(cx: &RecordContext<'_>, action: &Record, found: &mut Findings) {
    if !is_judged(action) || !action.is_from("verified") {
        return;
    }
    let verification = action.get(action::VERIFICATION).map(|it| *it);
    let result = verification.and_then(|it| it.get(part::RESULT));
    if result.is_none_or(|result| result.value != "pass") {
        let stands = match result {
            Some(result) => format!("the result is {}", result.value),
            None => "there is no result".to_owned(),
        };
        let message = format!("{} is {} and {stands}", action.id(), action.status());
        let place = result.map_or_else(|| place_of(action, "verification"), |it| it.span);
        found.push(
            Report::on(action, place, message)
                .help("test the change until it passes, or take the action back to implemented")
                .field("verification.result"),
        );
        return;
    }
    let Some(verification) = verification else { return };
    check_order(cx, action, verification, found);
    if is_technical(action) && !has_test(action, verification) {
        let message = format!("{} is technical and has no report of its test", action.id());
        found.push(
            Report::on(action, place_of(action, "evidence"), message)
                .help("add the report or log of the test with `role: test-report` or `role: log`")
                .field("evidence"),
        );
    }
}

fn check_order(
    cx: &RecordContext<'_>,
    action: &Record,
    verification: Item<'_>,
    found: &mut Findings,
) {
    let (Some(at), Some(done)) = (verification.get(part::AT), action.get(action::IMPLEMENTED_AT))
    else {
        return;
    };
    if done.surely_after(*at, cx.now.zone) {
        let message = format!("{} was verified on {}, before it was implemented", action.id(), *at);
        found.push(
            Report::on(action, at.span, message)
                .help("test what is in place now and record when")
                .field("verification.at")
                .related(action, done.span, "implemented then"),
        );
    }
}

/// True when a report or log of the test is named; what stands under `verification` is one unless
/// it says otherwise.
fn has_test(action: &Record, verification: Item<'_>) -> bool {
    let test = |role: Option<&str>| matches!(role, Some("test-report" | "log"));
    action.items(common::EVIDENCE).iter().any(|item| test(item.text_of(part::ROLE)))
        || verification.items(part::EVIDENCE).iter().any(|item| {
            let role = item.text_of(part::ROLE);
            role.is_none() || test(role)
        })
}
