//! What was implemented is verified in time.

use crate::deadline::Phase;
use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::Kind;
use chrono::TimeDelta;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT012",
    name: "implemented-unverified",
    levels: Levels::ByClock(Level::Note, Level::Warning, Level::Error),
    basis: Basis::Guidance,
    from: "verification",
    summary: "implemented action is not verified inside 30 and 90 days",
    explanation: "An action that was implemented is tested within 30 days; after 90 days, or the \
        `verification_limit` of the incident management policy, this is an error. Until the first \
        limit it is a note that names the day. An action that is implemented is not overdue any more \
        and so drops out of sight, while nobody has seen the change work. Test it and record \
        `verification`, or take it back to in-progress.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[
        example!("implemented-unverified/still-ahead"),
        example!("implemented-unverified/after-forty-days"),
        example!("implemented-unverified/after-a-hundred-days"),
    ],
    good: &[
        example!("implemented-unverified/verified"),
        example!("implemented-unverified/still-in-progress"),
    ],
    check: Check::Record(&[Kind::Action], check),
};

fn check(cx: &RecordContext<'_>, action: &Record, found: &mut Findings) {
    let now = cx.now;
    let Some((done, clock)) = owed::verification(action, cx.terms, now.zone) else { return };
    let phase = clock.phase(now.instant);
    let message = if phase == Phase::Ahead {
        let due = now.zone.day_of(clock.first - TimeDelta::seconds(1));
        format!("{} is to be verified by {due}", action.id())
    } else {
        format!(
            "{} was implemented {} days ago and is not verified",
            action.id(),
            now.days_since(*done)
        )
    };
    found.push(
        Report::on(action, done.span, message)
            .help("test the change and record `verification`")
            .field("implemented_at")
            .phase(phase),
    );
}
