//! A quarter without an incident says that somebody looked.

use crate::diag::Level;
use crate::owed::statements_owed;
use crate::rules::begun::lacking;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Rule};
use crate::schema::Kind;

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
    for stretch in statements_owed(cx.books()) {
        let words = ("an incident or a declared statement", "no incident and no statement");
        let help = format!("declare one: `pirctl new period-statement --period {}`", stretch.last);
        found.push(lacking(cx, &stretch, Kind::PeriodStatement, words).help(help));
    }
}
