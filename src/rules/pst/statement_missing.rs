//! A quarter without an incident says that somebody looked.

use crate::diag::Level;
use crate::record::Record;
use crate::rules::begun::{day_of, lacking, of_stretch, owed_stretches};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Rule};
use crate::schema::Kind;
use crate::term::Day;
use std::collections::BTreeSet;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PST001",
    name: "statement-missing",
    levels: Levels::ByClock(Level::Note, Level::Warning, Level::Warning),
    basis: Basis::Product,
    from: "trend report",
    summary: "finished quarter without statement and without incident",
    explanation: "For each quarter that ended within the last year, and in which the register \
        holds no incident, a period statement is declared within 30 days: how many events were \
        reported through which channel, how many were looked at, and when the channels were last \
        tested. Without it nobody can tell a quiet quarter from one in which nobody looked. A \
        register owes nothing for quarters that ended before its first incident was reported or \
        its incident management policy came into force. Write it with `pirctl new \
        period-statement` and have it signed off.",
    source: "",
    bad: &[example!("statement-missing/quiet-quarter"), example!("statement-missing/still-ahead")],
    good: &[
        example!("statement-missing/declared"),
        example!("statement-missing/with-an-incident"),
        example!("statement-missing/fresh-register"),
    ],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let stretches = owed_stretches(cx, cx.basis.terms.trend_every);
    if stretches.is_empty() {
        return;
    }
    let quarters = cx.basis.config.quarters();
    let days = days_of_incidents(cx);
    for stretch in stretches {
        let (first, last) = (quarters.days(stretch.first).0, stretch.end);
        let mut statements = of_stretch(cx, Kind::PeriodStatement, &stretch);
        if days.range(first..=last).next().is_some()
            || statements.any(|statement| statement.status() == "declared")
        {
            continue;
        }
        let words = ("an incident or a declared statement", "no incident and no statement");
        let help = format!("declare one: `pirctl new period-statement --period {}`", stretch.last);
        found.push(lacking(cx, &stretch, Kind::PeriodStatement, words).help(help));
    }
}

fn days_of_incidents(cx: &RegisterContext<'_>) -> BTreeSet<Day> {
    let zone = cx.basis.now.zone;
    let living = |incident: &&Record| !incident.is_ended();
    let incidents = cx.register.of_kind(Kind::Incident).filter(living);
    incidents.filter_map(|incident| day_of(incident, zone)).collect()
}
