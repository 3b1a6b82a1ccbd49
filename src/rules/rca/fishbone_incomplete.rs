//! A fishbone has been asked about people, process, technology and environment.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::{Item, Record};
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, rca};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RCA005",
    name: "fishbone-incomplete",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Guidance,
    from: "in-review",
    summary: "fishbone leaves one of its four bones empty",
    explanation: "An analysis by fishbone looks at four sides: people, process, technology and \
        environment. An empty bone does not say whether nothing was found there or nobody looked, and \
        the method is chosen because several factors are expected. Write what was found on each side; \
        `none found` is an answer.",
    source: "UpGuard, practice guide on A.5.27",
    bad: &[example!("fishbone-incomplete/two-bones"), example!("fishbone-incomplete/not-drawn")],
    good: &[example!("fishbone-incomplete/none-found")],
    check: Check::Record(&[Kind::Rca], check),
};

const BONES: [&str; 4] = ["people", "process", "technology", "environment"];

fn check(_: &RecordContext<'_>, rca: &Record, found: &mut Findings) {
    let by_fishbone = rca.text_of(rca::METHOD) == Some("fishbone");
    if !is_judged(rca) || !rca.is_from("in-review") || !by_fishbone {
        return;
    }
    let drawn = rca.get(rca::FISHBONE);
    let is_empty =
        |bone: &&str| drawn.and_then(|drawn| drawn.value(bone)).is_none_or(Item::is_blank);
    let empty: Vec<&str> = BONES.into_iter().filter(is_empty).collect();
    if empty.is_empty() {
        return;
    }
    let message = match (drawn, empty.as_slice()) {
        (None, _) => format!("{} is done by fishbone and has none", rca.id()),
        (_, [one]) => format!("the fishbone of {} says nothing of {one}", rca.id()),
        (_, some) => format!("the fishbone of {} says nothing of {}", rca.id(), some.join(", ")),
    };
    let span = rca.span_of(rca::FISHBONE.name());
    let help = "write what was found on each side, or `none found`";
    found.push(Report::on(rca, span, message).help(help).field("fishbone"));
}
