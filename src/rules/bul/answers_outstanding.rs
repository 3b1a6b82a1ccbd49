//! Teams that were asked by a bulletin answer by their day.

use crate::diag::Level;
use crate::owed;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::Kind;
use crate::term::Stamp;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BUL004",
    name: "answers-outstanding",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "published",
    summary: "team has not answered by the day it was asked for",
    explanation: "A bulletin may ask teams to look at their own systems and to answer by a day. \
        When that day has passed, each team under `requires_response` has an `answer`; \"does \
        not concern us\" is one. Otherwise nobody knows whether the lesson was put to use \
        elsewhere. Ask the team, and record what it says and when.",
    source: "AuditFront, practice guide on A.5.27",
    bad: &[example!("answers-outstanding/day-passed")],
    good: &[example!("answers-outstanding/due-today"), example!("answers-outstanding/answered")],
    check: Check::Record(&[Kind::Bulletin], check),
};

fn check(cx: &RecordContext<'_>, bulletin: &Record, found: &mut Findings) {
    for (_, team, due) in owed::answers_asked(bulletin) {
        if *due >= cx.now.day() {
            continue;
        }
        let late = cx.now.days_since(Stamp::Day(*due));
        let days = if late == 1 { "day" } else { "days" };
        let message = format!("{team} was to answer {} {late} {days} ago", bulletin.id());
        found.push(
            Report::on(bulletin, due.span, message)
                .help("ask the team, and record its `answer` and the day under `at`")
                .field("requires_response")
                .argument(team),
        );
    }
}
