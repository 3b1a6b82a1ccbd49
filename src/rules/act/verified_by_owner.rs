//! An action is verified by someone other than its owner.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, action, incident, part};
use crate::term::{Profile, Severity};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT008",
    name: "verified-by-owner",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "verified",
    summary: "verified by its own owner",
    explanation: "Who made a change sees what was meant and not what is there, so another person \
        tests it. An auditor compares the two names. Have someone else repeat the test and record \
        them in `verification.by`. For incidents of low severity and in the profile small this is \
        a note.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("verified-by-owner/medium-severity"),
        example!("verified-by-owner/small-organisation"),
    ],
    good: &[example!("verified-by-owner/by-a-colleague")],
    check: Check::Register(&[Kind::Action], check),
};

fn check(cx: &RegisterContext<'_>, action: &Record, found: &mut Findings) {
    if !is_judged(action) || !action.is_from("verified") {
        return;
    }
    let by = action.get(action::VERIFICATION).and_then(|it| it.get(part::BY));
    let (Some(by), Some(owner)) = (by, action.get(action::OWNER)) else { return };
    if by.value != owner.value {
        return;
    }
    let lighter = cx.basis.profile == Profile::Small || all_low(cx, action);
    let message = format!("{} was verified by its owner, {}", action.id(), by.value);
    found.push(
        Report::on(action, by.span, message)
            .help("have someone other than the owner verify it")
            .field("verification.by")
            .related(action, owner.span, "the owner")
            .at_most(if lighter { Level::Note } else { Level::Error }),
    );
}

/// True when every incident of the action is of low severity or below.
fn all_low(cx: &RegisterContext<'_>, action: &Record) -> bool {
    let severities = action.incidents().into_iter().map(|incident| {
        let incident = cx.register.get_kind(Kind::Incident, incident.value);
        incident.and_then(|it| it.text_of(incident::SEVERITY)).and_then(Severity::parse)
    });
    let mut severities = severities.peekable();
    severities.peek().is_some()
        && severities.all(|severity| severity.is_some_and(|severity| severity <= Severity::Low))
}
