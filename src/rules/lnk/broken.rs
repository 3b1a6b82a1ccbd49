//! A link names a record that exists and is of a kind that may stand there.

use crate::diag::Level;
use crate::record::{LinkUse, Record};
use crate::register::Target;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::Kind;
use crate::term::nearest_id;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LNK001",
    name: "link-broken",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "named record missing or of another kind",
    explanation: "Every id in a link field must be the id of a record in this register, of a kind \
        that may stand there. An auditor follows these links from the incident to the control; a \
        link that leads nowhere ends the chain. Correct the id, write the missing record, or \
        remove the link. Controls of Annex A need no record of their own.",
    source: "",
    bad: &[example!("link-broken/no-such-record"), example!("link-broken/other-kind")],
    good: &[example!("link-broken/catalogue-control")],
    check: Check::Register(&[], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    for link in &record.links {
        match cx.register.resolve(link) {
            Target::Missing => found.push(missing(cx, record, link)),
            Target::OtherKind(other) => found.push(other_kind(record, link, other)),
            Target::Record(_) | Target::Catalogue | Target::Unreadable(_) => {}
        }
    }
}

fn missing(cx: &RegisterContext<'_>, record: &Record, link: &LinkUse) -> Report {
    let help = suggested(cx, link).map_or_else(
        || "write the record it names, correct the id, or remove the link".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    let message = format!("{} names {}, which no record has", record.id(), link.target.id);
    Report::on(record, link.span, message).help(help).field(&link.field).argument(&link.target.id)
}

fn suggested<'a>(cx: &RegisterContext<'a>, link: &LinkUse) -> Option<&'a str> {
    if !cx.register.may_compare_ids() {
        return None;
    }
    let all = cx.register.records().iter();
    let known = all.filter(|other| may_stand(link.kinds, other)).map(Record::id);
    nearest_id(&link.target.id, known)
}

fn other_kind(record: &Record, link: &LinkUse, other: &Record) -> Report {
    let wanted: Vec<_> = link.kinds.iter().map(|kind| kind.word()).collect();
    let message = format!(
        "{} names {} in `{}`, which is of kind {}, not {}",
        record.id(),
        other.id(),
        link.field,
        other.kind().word(),
        wanted.join(" or ")
    );
    Report::on(record, link.span, message)
        .help(format!("name a record of kind {}", wanted.join(" or ")))
        .field(&link.field)
        .argument(&link.target.id)
        .related(other, other.head(), format!("this is of kind {}", other.kind().word()))
}

fn may_stand(kinds: &[Kind], record: &Record) -> bool {
    kinds.is_empty() || kinds.contains(&record.kind())
}
