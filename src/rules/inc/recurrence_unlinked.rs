//! An incident that repeats an earlier one says so.

use crate::chain::{closed_at, is_judged};
use crate::diag::Level;
use crate::pattern::{Cause, Recurrence, Traits, is_counted, recurrences, traits_of};
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{Kind, incident, part};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "INC007",
    name: "recurrence-unlinked",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "closed",
    summary: "closed incident is like an earlier one and does not name it",
    explanation: "Two incidents within a year share their key: an action variety, an asset group, and \
        either a cause category or a control that failed. The later one has an empty `similar_to`. \
        Answering the same sort of incident again and again is the failure that learning is there \
        to end, and the recurrence rate counts it either way; so the record should say that somebody \
        noticed. Name the earlier incident in `similar_to`, or word the varieties more exactly when \
        the two have nothing to do with each other. One incident is named, the latest before.",
    source: "UpGuard and High Table, practice guides on A.5.27",
    bad: &[
        example!("recurrence-unlinked/same-cause"),
        example!("recurrence-unlinked/same-control-failed"),
    ],
    good: &[
        example!("recurrence-unlinked/named"),
        example!("recurrence-unlinked/more-than-a-year"),
        example!("recurrence-unlinked/other-variety"),
    ],
    check: Check::Whole(check),
};

fn check(cx: &RegisterContext<'_>, found: &mut Findings) {
    let zone = cx.basis.now.zone;
    let counted = cx.register.of_kind(Kind::Incident).filter(|it| is_judged(it) && is_counted(it));
    let all: Vec<_> =
        counted.filter_map(|it| traits_of(cx.register, cx.assets, it, zone)).collect();
    for (later, recurrence) in all.iter().zip(recurrences(&all)) {
        if let Some(recurrence) = recurrence
            && later.similar_to.is_empty()
            && closed_at(later.incident).is_some()
            && let Some(report) = report(later, all[recurrence.earlier].incident, &recurrence)
        {
            found.push(report);
        }
    }
}

fn report(later: &Traits<'_>, earlier: &Record, recurrence: &Recurrence<'_>) -> Option<Report> {
    let (variety, group, cause) = recurrence.key.as_ref()?;
    let cause = match cause {
        Cause::Category(category) => format!("a cause in {category}"),
        Cause::Control(control) => format!("{control} that did not hold"),
    };
    let (incident, days) = (later.incident, recurrence.days);
    let message = format!(
        "{} came {days} days after {} and shares with it {variety}, {group} and {cause}",
        incident.id(),
        earlier.id()
    );
    let help =
        format!("write `similar_to: [{}]`, or word the varieties more exactly", earlier.id());
    let report = Report::on(incident, place_of(incident, variety), message);
    Some(report.help(help).field("similar_to").argument(earlier.id()).related(
        earlier,
        place_of(earlier, variety),
        "the earlier one",
    ))
}

/// Where the variety stands.
fn place_of(incident: &Record, variety: &str) -> Span {
    let attack = incident.get(incident::ATTACK);
    let words = attack.map(|attack| attack.words(part::VARIETIES)).unwrap_or_default();
    let same = words.iter().find(|word| word.trim().to_lowercase() == variety);
    same.map_or_else(|| incident.head(), |word| word.span)
}
