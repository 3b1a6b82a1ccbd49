//! What a law wants told by a certain hour was told, or a reason says why later.

use crate::chain::is_judged;
use crate::deadline::{
    Clock, Phase, RegulatoryDue, RegulatoryLimit, RegulatoryState, Told, regulatory_dues,
};
use crate::diag::Level;
use crate::record::{Found, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, incident};
use crate::term::Zone;
use crate::verdict::Cut;
use chrono::{DateTime, Utc};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC016",
    name: "notification-overdue",
    levels: Levels::ByClock(Level::Note, Level::Note, Level::Warning),
    basis: Basis::OwnPolicy,
    from: "regulatory",
    summary: "time for a notification under a regime that the record names is over",
    explanation: "The record says in `regimes` that a law applies, and the time which that law gives for a \
        notification has run from `aware_at`, from `classified_major_at` or from the notification before, \
        with no entry under `notifications` in time and no `late_reason`. Until the limit the finding is \
        a note that names it. Hours are counted as they pass, months by the calendar to the end of \
        the day; a limit under DORA on a weekend counts as over only after noon of the next working day, \
        since some entities may move it (bank holidays are not known here). A stamp that is missing makes the answer `cannot tell`. \
        This is arithmetic on what the record states and no legal view: whether a law applies, and \
        which figure holds for the organisation, is for others to say. Record when the notification was submitted, \
        or the reason why it is late.",
    source: "Regulation (EU) 2016/679 Art. 33; Directive (EU) 2022/2555 Art. 23; Regulation (EU) 2022/2554 Art. 19 with Delegated Regulation (EU) 2025/301 Art. 5",
    bad: &[
        example!("notification-overdue/nobody-told"),
        example!("notification-overdue/told-too-late"),
        example!("notification-overdue/final-report-missing"),
        example!("notification-overdue/still-in-time"),
    ],
    good: &[
        example!("notification-overdue/told-in-time"),
        example!("notification-overdue/late-with-reason"),
        example!("notification-overdue/start-not-recorded"),
        example!("notification-overdue/no-regime"),
    ],
    check: Check::Record(&[Kind::Incident], check),
};

fn check(cx: &RecordContext<'_>, incident: &Record, found: &mut Findings) {
    if !is_judged(incident) {
        return;
    }
    for regime in incident.words(incident::REGIMES) {
        let mut missing = None;
        for due in regulatory_dues(incident, regime.value, cx.now.zone) {
            match due.limit {
                RegulatoryLimit::At(clock) => {
                    check_limit(cx, incident, (regime, due, clock), found);
                }
                RegulatoryLimit::CannotTell(name) if due.told == Told::NotYet => {
                    missing = missing.or(Some(name));
                }
                RegulatoryLimit::CannotTell(_) | RegulatoryLimit::NotBegun => {}
            }
        }
        if let Some(name) = missing {
            found.cannot_tell(incident, &cut(regime.value, name));
        }
    }
}

fn cut(regime: &str, name: &str) -> Cut {
    Cut {
        reason: format!("no `{name}`, from which the clock of {regime} runs"),
        remedy: format!("record `{name}`"),
    }
}

type Running<'a> = (Found<&'a str>, RegulatoryDue, Clock);

fn check_limit(
    cx: &RecordContext<'_>,
    incident: &Record,
    (regime, due, clock): Running<'_>,
    found: &mut Findings,
) {
    let (phase, fact) = match (due.state(cx.now), due.told) {
        (RegulatoryState::MetLate, Told::At(at)) => {
            (Phase::PastLast, format!("was done at {at}, after"))
        }
        (RegulatoryState::Late, _) => {
            (Phase::PastLast, "is not recorded, and its time ended at".to_owned())
        }
        (RegulatoryState::Weekend, _) => (Phase::PastFirst, "is to be done by".to_owned()),
        (RegulatoryState::Running, _) => (Phase::Ahead, "is to be done by".to_owned()),
        _ => return,
    };
    let limit = limit_words(clock, phase, cx.now.zone);
    let (id, law) = (incident.id(), due.clock.law);
    let message = format!("{id}: to {} {fact} {limit} ({law})", due.clock.what);
    let stage = due.clock.stage.unwrap_or_default();
    let help = format!(
        "add `{{regime: {}, stage: {stage}, submitted_at: ..}}` to `notifications`, or a `late_reason`",
        regime.value
    );
    let report = Report::on(incident, regime.span, message).help(help).field("notifications");
    found.push(report.argument(due.clock.id).phase(phase));
}

/// The limit as people read it; both where a weekend may move it.
fn limit_words(clock: Clock, phase: Phase, zone: Zone) -> String {
    let shown = |at: DateTime<Utc>| zone.local(at).format("%Y-%m-%d %H:%M %:z").to_string();
    if phase == Phase::PastLast {
        shown(clock.second)
    } else if clock.first == clock.second {
        shown(clock.first)
    } else {
        format!("{}, or by {} where a weekend moves it", shown(clock.first), shown(clock.second))
    }
}
