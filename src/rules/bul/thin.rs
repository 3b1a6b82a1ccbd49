//! A published bulletin says what happened, how to defend, and to whom it went.

use crate::chain::is_judged;
use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::schema::{Kind, bulletin};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BUL002",
    name: "bulletin-thin",
    levels: Levels::Always(Level::Error),
    basis: Basis::Guidance,
    from: "published",
    summary: "published without vector, defence, channel or audience",
    explanation: "A published bulletin has the sections Attack vector and Defence, and says \
        through which `channel` it went to which `audience`. Readers act on the way in and on \
        what helps against it; an auditor asks who got it and how. Write what is missing; one \
        sentence a section is enough.",
    source: "High Table, practice guide on A.5.27",
    bad: &[
        example!("bulletin-thin/no-defence"),
        example!("bulletin-thin/to-nobody"),
        example!("bulletin-thin/no-channel-and-no-vector"),
    ],
    good: &[example!("bulletin-thin/draft")],
    check: Check::Record(&[Kind::Bulletin], check),
};

fn check(_: &RecordContext<'_>, bulletin: &Record, found: &mut Findings) {
    if !is_judged(bulletin) || !bulletin.is_from("published") {
        return;
    }
    let id = bulletin.id();
    for section in ["Attack vector", "Defence"] {
        if !bulletin.outline().section(section).is_some_and(|section| section.filled) {
            let message = format!("{id} is published and its section `{section}` says nothing");
            found.push(
                Report::on(bulletin, bulletin.section_span(section), message)
                    .help(format!("write the section `## {section}`"))
                    .field(section),
            );
        }
    }
    for key in [bulletin::CHANNEL, bulletin::AUDIENCE] {
        let name = key.name();
        if bulletin.text_of(key).is_none_or(|text| text.trim().is_empty()) {
            let message = format!("{id} is published and has no `{name}`");
            found.push(
                Report::on(bulletin, bulletin.value_span_of(name), message)
                    .help(format!("record the {name} of the bulletin in `{name}`"))
                    .field(name),
            );
        }
    }
}
