//! Teams that were asked by a bulletin answer by their day.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{DayValue, Key, Kind, Line, bulletin};
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

const TEAM: Key<Line> = Key::new("team");
const DUE: Key<DayValue> = Key::new("due");
const ANSWER: Key<Line> = Key::new("answer");

fn check(cx: &RecordContext<'_>, bulletin: &Record, found: &mut Findings) {
    if !is_judged(bulletin) || !bulletin.is_from("published") {
        return;
    }
    for asked in bulletin.items(bulletin::REQUIRES_RESPONSE) {
        let answered = asked.text_of(ANSWER).is_some_and(|answer| !answer.trim().is_empty());
        let Some(due) = asked.get(DUE).filter(|due| !answered && **due < cx.now.day()) else {
            continue;
        };
        let team = asked.text_of(TEAM).unwrap_or("a team");
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
