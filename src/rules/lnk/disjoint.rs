//! A review, cause or lesson that is named belongs to an incident that is named too.

use crate::diag::Level;
use crate::record::{LinkUse, Record};
use crate::register::Target;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::Kind;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LNK006",
    name: "chain-disjoint",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "names a review, cause or lesson that shares no incident with it",
    explanation: "An action that names one incident and answers the cause of another breaks the \
        chain of both: each looks answered from one side and unanswered from the other. Work for \
        several incidents names them all. Add the incident to `incidents`, or name the cause, \
        lesson or review that was meant.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[
        example!("chain-disjoint/cause-of-another"),
        example!("chain-disjoint/review-of-another"),
    ],
    good: &[example!("chain-disjoint/grouped-work")],
    check: Check::Register(&[Kind::Rca, Kind::Action], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    let own = record.incidents();
    if record.is_ended() || own.is_empty() {
        return;
    }
    let asked = |link: &&LinkUse| matches!(link.field.as_str(), "pirs" | "addresses");
    for link in record.links.iter().filter(asked) {
        let Target::Record(target) = cx.register.resolve(link) else { continue };
        let shares = match target.kind() {
            Kind::Incident => own.iter().any(|incident| incident.value == target.id()),
            Kind::Pir | Kind::Rca => {
                let theirs = target.incidents();
                theirs.is_empty()
                    || theirs.iter().any(|one| own.iter().any(|other| one.value == other.value))
            }
            // Decisions and findings of others stand for many incidents.
            _ => true,
        };
        if !shares {
            found.push(report(record, link, target));
        }
    }
}

fn report(record: &Record, link: &LinkUse, target: &Record) -> Report {
    let message =
        format!("{} names {}, which shares no incident with it", record.id(), target.id());
    let place = match target.kind() {
        Kind::Incident => target.head(),
        _ => target.span_of("incidents"),
    };
    Report::on(record, link.span, message)
        .help("add its incident to `incidents`, or name the one that was meant")
        .field(&link.field)
        .argument(&link.target.id)
        .related(target, place, "its incidents")
}
