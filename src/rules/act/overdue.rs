//! An action is done by its day, or escalated.

use crate::deadline::{Clock, Phase};
use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, action};
use crate::term::{Duration, Stamp};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "ACT002",
    name: "overdue",
    levels: Levels::ByClock(Level::Warning, Level::Warning, Level::Error),
    basis: Basis::Guidance,
    from: "escalation",
    summary: "due day passed, or passed by 30 days without escalation",
    explanation: "An action that is open, in progress or blocked after its day is overdue; due today \
        is not. From 30 days on somebody above its owner has to know, which `escalation` records. \
        Actions that are filed and never done are the finding that auditors of this control write \
        most. Finish it, agree on another day, or escalate it and record to whom and what came of \
        it.",
    source: "AuditFront and UpGuard, practice guides on A.5.27",
    bad: &[
        example!("overdue/by-five-days"),
        example!("overdue/by-fifty-days"),
        example!("overdue/escalated"),
    ],
    good: &[example!("overdue/due-today"), example!("overdue/implemented-in-time")],
    check: Check::Record(&[Kind::Action], check),
};

/// Days after which an overdue action is to be escalated.
const ESCALATION: u32 = 30;

fn check(cx: &RecordContext<'_>, action: &Record, found: &mut Findings) {
    let Some(due) = owed::action_due(action).filter(|due| **due < cx.now.day()) else { return };
    let late = cx.now.days_since(Stamp::Day(*due));
    let clock = Clock::once(Stamp::Day(*due), Duration::days(ESCALATION), cx.now.zone);
    let escalated = action.get(action::ESCALATION).is_some();
    let long = clock.phase(cx.now.instant) != Phase::Ahead && !escalated;
    let days = if late == 1 { "day" } else { "days" };
    let message = format!(
        "{} was due on {}, {late} {days} ago, and is {}{}",
        action.id(),
        *due,
        action.status(),
        if long { ", not escalated" } else { "" }
    );
    let help = if long {
        "finish it, or escalate it and record `escalation`"
    } else {
        "finish it, or agree on another day and change `due`"
    };
    let phase = if long { Phase::PastLast } else { Phase::PastFirst };
    found.push(Report::on(action, due.span, message).help(help).field("due").phase(phase));
}
