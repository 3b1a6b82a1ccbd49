//! A record that counts does not rest on one that no longer does.

use super::orphan::is_orphan;
use crate::diag::Level;
use crate::record::{LinkUse, Record};
use crate::register::Target;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::common;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LNK004",
    name: "link-to-ended",
    levels: Levels::Always(Level::Warning),
    basis: Basis::Product,
    from: "always",
    summary: "names a rejected, cancelled, withdrawn or disposed record",
    explanation: "The record named was rejected, cancelled, withdrawn or disposed of, so it carries \
        nothing any more. A chain that rests on it breaks at this link when somebody follows it. \
        Name the record that took its place, or remove the link. What a management review did not \
        approve and what a new assessment follows may have ended.",
    source: "public guidance on proportionate reviews",
    bad: &[example!("link-to-ended/rejected-action"), example!("link-to-ended/disposed-incident")],
    good: &[example!("link-to-ended/not-approved")],
    check: Check::Register(&[], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    if record.is_ended() {
        return;
    }
    let ended = |link: &&LinkUse| {
        let target = cx.register.resolve(link);
        matches!(target, Target::Record(target) if target.is_ended()) && !may_have_ended(link)
    };
    let mut links = record.links.iter().filter(ended).peekable();
    if links.peek().is_none() || is_orphan(cx, record) {
        return;
    }
    for link in links {
        let Target::Record(target) = cx.register.resolve(link) else { continue };
        let how =
            if target.get(common::DISPOSED).is_some() { "disposed of" } else { target.status() };
        let message = format!("{} names {}, which was {how}", record.id(), target.id());
        found.push(
            Report::on(record, link.span, message)
                .help("name the record that took its place, or remove the link")
                .field(&link.field)
                .argument(&link.target.id)
                .related(target, target.span_of("status"), format!("{how} here")),
        );
    }
}

/// Fields that say what was turned down or came before.
fn may_have_ended(link: &LinkUse) -> bool {
    matches!(link.field.as_str(), "decisions.not_approved" | "previous")
}
