//! Indicators that were written down reach monitoring, or a reason says why not.

use super::{is_answer_due, is_detection_answered};
use crate::chain::{Stage, closed_at, not_asked};
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::Kind;
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC015",
    name: "indicators-unanswered",
    levels: Levels::Always(Level::Note),
    basis: Basis::Guidance,
    from: "review approved",
    summary: "indicators are written down, and nothing was done with them in detection",
    explanation: "The section Indicators of a closed incident lists what would give such an incident away, \
        and no opened action of type `detection-tuning` puts it into monitoring; neither does a lesson \
        of category `detection` with an action or a reason, nor `not_needed.actions` of the approved \
        review. An address or a pattern that stays in a record warns nobody. A section that begins \
        with a word such as `none` or `no` counts as empty. The rule speaks once the review is \
        approved or its time is over. Open an action of type `detection-tuning`, or give the reason.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[example!("indicators-unanswered/addresses-written-down")],
    good: &[
        example!("indicators-unanswered/in-monitoring"),
        example!("indicators-unanswered/none-found"),
        example!("indicators-unanswered/review-still-ahead"),
    ],
    check: Check::Register(&[Kind::Incident], check),
};

fn check(cx: &RegisterContext<'_>, incident: &Record, found: &mut Findings) {
    let Some(closed) = closed_at(incident) else { return };
    if not_asked(cx.basis.config, incident, Stage::Actions).is_some()
        || !is_answer_due(cx, incident, *closed)
        || is_detection_answered(cx.register, incident)
    {
        return;
    }
    if let Some(heading) = indicators(incident) {
        let message = format!(
            "{} lists indicators, and nothing was done with them in detection",
            incident.id()
        );
        let help = "open an action of type `detection-tuning`, or add a lesson on detection with its reason";
        found.push(Report::on(incident, heading, message).help(help).field("Indicators"));
    }
}

/// The heading of the section when it lists something.
fn indicators(incident: &Record) -> Option<Span> {
    let section = incident.outline().section("Indicators").filter(|section| section.filled)?;
    let text = section.content.slice(&incident.text);
    let first = text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty())?;
    let says_none = ["none", "no", "nothing", "not", "nil", "n"];
    let heading = section.heading.slice(&incident.text).trim_end();
    let span = Span::new(section.heading.start, section.heading.start + heading.len());
    (!says_none.iter().any(|word| first.eq_ignore_ascii_case(word))).then_some(span)
}
