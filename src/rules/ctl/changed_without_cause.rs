//! A control that was changed says why, and was tested since.

use crate::chain::is_judged;
use crate::deadline::{Clock, Phase};
use crate::diag::Level;
use crate::record::{Found, Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, control, part};
use crate::term::{Duration, Stamp};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "CTL002",
    name: "changed-without-cause",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "updated",
    summary: "control was changed without incident or reason, or not tested since",
    explanation: "Each entry in the change log of a control names the incidents that it answers, or a `reason` \
        such as periodic-review when there is none; and `last_tested_at` is on or after the day of the \
        newest change, for which 30 days are given. The first shows that knowledge reached the control, \
        the second that the change does what it was made for; an auditor who samples a control asks \
        for both. Name the incident, or test the control and record the day. Planned, excluded and \
        retired controls are not asked.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[
        example!("changed-without-cause/no-reason"),
        example!("changed-without-cause/not-tested-since"),
        example!("changed-without-cause/never-tested"),
    ],
    good: &[
        example!("changed-without-cause/periodic-review"),
        example!("changed-without-cause/test-still-ahead"),
    ],
    check: Check::Record(&[Kind::Control], check),
};

/// Days in which a change is tested; the first limit of verifications.
const TEST_LIMIT: Duration = Duration::days(30);

fn check(cx: &RecordContext<'_>, control: &Record, found: &mut Findings) {
    if !is_judged(control) || matches!(control.status(), "planned" | "excluded" | "retired") {
        return;
    }
    let log = control.items(control::CHANGE_LOG);
    for entry in log.iter().filter(|entry| !is_caused(**entry)) {
        let message = format!("a change of {} names neither incident nor reason", control.id());
        let day = entry.get(part::DATE).map(|day| day.to_string()).unwrap_or_default();
        found.push(
            Report::on(control, entry.span(), message)
                .help("add `incidents`, or a `reason` when there was none")
                .field("change_log")
                .argument(day),
        );
    }
    let newest = log.iter().filter_map(|entry| entry.get(part::DATE));
    let newest = newest.max_by_key(|date| date.day(cx.now.zone));
    if let Some(report) = newest.and_then(|newest| untested(cx, control, newest)) {
        found.push(report);
    }
}

fn is_caused(entry: Item<'_>) -> bool {
    let says = |name| entry.value(name).is_some_and(|value| !value.is_blank());
    says("incidents") || says("reason")
}

/// The finding when the control was not tested since its newest change, and could have been.
fn untested(cx: &RecordContext<'_>, control: &Record, newest: Found<Stamp>) -> Option<Report> {
    let tested = control.get(control::LAST_TESTED_AT);
    let changed = newest.day(cx.now.zone);
    let clock = Clock::once(newest.value, TEST_LIMIT, cx.now.zone);
    if tested.is_some_and(|tested| tested.value >= changed)
        || clock.phase(cx.now.instant) == Phase::Ahead
    {
        return None;
    }
    let (span, fact) = match tested {
        Some(tested) => (tested.span, format!("was last tested on {}", tested.value)),
        None => (newest.span, "was not tested since".to_owned()),
    };
    let message = format!("{} was changed on {changed} and {fact}", control.id());
    let help = "test the control as it is now, and record the day in `last_tested_at`";
    Some(Report::on(control, span, message).help(help).field("last_tested_at"))
}
