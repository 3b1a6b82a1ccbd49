//! The counts of a statement agree with each other and with the register.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::begun::{day_of, period_of};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, part, period_statement};
use crate::term::Day;
use std::collections::BTreeMap;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PST002",
    name: "counts-disagree",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "declared",
    summary: "more promoted than assessed, more assessed than reported, or other than the register",
    explanation: "In a declared statement no more events became incidents (`promoted`) than were \
        looked at (`assessed`), and no more were looked at than the channels reported \
        (`events`). The number that became incidents is that of the register: those of the \
        quarter with origin incident that were reported by the day of the declaration, counted \
        by the day on which they began or by the day on which they were reported. Figures that \
        contradict each other are the first thing an auditor stumbles over. Correct the count, \
        or record what is missing.",
    source: "",
    bad: &[
        example!("counts-disagree/more-promoted-than-assessed"),
        example!("counts-disagree/more-assessed-than-reported"),
        example!("counts-disagree/unlike-the-register"),
    ],
    good: &[
        example!("counts-disagree/as-in-the-register"),
        example!("counts-disagree/reported-later"),
    ],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let declared = |it: &&Record| is_judged(it) && it.is_from("declared");
    let statements: Vec<_> = cx.register.of_kind(Kind::PeriodStatement).filter(declared).collect();
    if statements.is_empty() {
        return;
    }
    let incidents = by_day(cx);
    for statement in statements {
        check_inside(statement, found);
        check_register(cx, statement, &incidents, found);
    }
}

fn check_inside(statement: &Record, found: &mut Findings) {
    let id = statement.id();
    let assessed = statement.get(period_statement::ASSESSED);
    let promoted = statement.get(period_statement::PROMOTED);
    if let (Some(promoted), Some(assessed)) = (promoted, assessed)
        && *promoted > *assessed
    {
        let message = format!("{id}: {} became incidents of {} looked at", *promoted, *assessed);
        found.push(
            Report::on(statement, promoted.span, message)
                .help("correct the count")
                .field("promoted")
                .argument("assessed")
                .related(statement, assessed.span, "looked at"),
        );
    }
    let events = statement.items(period_statement::EVENTS);
    let reported: i64 = events
        .iter()
        .filter_map(|event| event.get(part::COUNT))
        .fold(0, |sum, count| sum.saturating_add(*count));
    if let Some(assessed) = assessed.filter(|assessed| !events.is_empty() && **assessed > reported)
    {
        let message = format!("{id}: {} were looked at of {reported} reported", *assessed);
        found.push(
            Report::on(statement, assessed.span, message)
                .help("correct the count, or add the channel that is missing")
                .field("assessed")
                .related(statement, statement.span_of("events"), "reported"),
        );
    }
}

/// How many incidents began, and how many were reported, on a day; each with the day of its report.
struct Days {
    began: BTreeMap<Day, Vec<Day>>,
    reported: BTreeMap<Day, Vec<Day>>,
}

fn by_day(cx: &RegisterContext<'_>) -> Days {
    let zone = cx.basis.now.zone;
    let mut days = Days { began: BTreeMap::new(), reported: BTreeMap::new() };
    for incident in cx.register.of_kind(Kind::Incident).filter(|it| !it.is_ended()) {
        let is_incident = incident.text_of(incident::ORIGIN).is_none_or(|it| it == "incident");
        let Some(began) = day_of(incident, zone).filter(|_| is_incident) else { continue };
        let reported = incident.get(incident::REPORTED_AT).map_or(began, |at| at.day(zone));
        days.began.entry(began).or_default().push(reported);
        days.reported.entry(reported).or_default().push(reported);
    }
    days
}

fn check_register(
    cx: &RegisterContext<'_>,
    statement: &Record,
    incidents: &Days,
    found: &mut Findings,
) {
    let (Some(promoted), Some(period)) =
        (statement.get(period_statement::PROMOTED), period_of(statement))
    else {
        return;
    };
    let (first, last) = cx.basis.config.quarters().days(period);
    let declared = statement.get(period_statement::DECLARED_AT);
    let known = |day: &&Day| declared.is_none_or(|declared| **day <= *declared);
    let count = |days: &BTreeMap<Day, Vec<Day>>| {
        let inside = days.range(first..=last).flat_map(|(_, reported)| reported);
        i64::try_from(inside.filter(known).count()).unwrap_or(i64::MAX)
    };
    let (began, reported) = (count(&incidents.began), count(&incidents.reported));
    if *promoted == began || *promoted == reported {
        return;
    }
    let message = format!(
        "{} says that {} became incidents, the register has {began} of the quarter",
        statement.id(),
        *promoted
    );
    found.push(
        Report::on(statement, promoted.span, message)
            .help("correct the count, or record the incidents that are missing")
            .field("promoted")
            .argument("register"),
    );
}
