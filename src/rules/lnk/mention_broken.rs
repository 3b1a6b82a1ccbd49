//! An id that the text mentions is the id of a record.

use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RegisterContext, Report, Rule};
use crate::schema::{IdForm, Kind};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LNK008",
    name: "mention-broken",
    levels: Levels::Always(Level::Note),
    basis: Basis::Product,
    from: "always",
    summary: "id in the text that no record has",
    explanation: "The body mentions what has the form of an id, and no record has it, now or before \
        it was renumbered. Readers follow such mentions, and the evidence site makes links of \
        them. Correct the id; ids of other systems belong into `external_ref` or into code.",
    source: "",
    bad: &[example!("mention-broken/no-such-record")],
    good: &[example!("mention-broken/renumbered"), example!("mention-broken/inside-code")],
    check: Check::Register(&[], check),
};

fn check(cx: &RegisterContext<'_>, record: &Record, found: &mut Findings) {
    // Every id that is looked for has a hyphen, and most runs of prose have none.
    let may_mention = |prose: &&Span| prose.slice(&record.text).contains('-');
    for prose in record.outline().prose.iter().filter(may_mention) {
        for span in mentions(&record.text, *prose) {
            let id = span.slice(&record.text);
            if !is_known(cx, id) {
                let message = format!("{} mentions {id}, which no record has", record.id());
                let help = "correct the id, or write it as code when it belongs elsewhere";
                found.push(Report::on(record, span, message).help(help).argument(id));
            }
        }
    }
}

fn is_known(cx: &RegisterContext<'_>, id: &str) -> bool {
    cx.register.get(id).is_some()
        || cx.register.formerly(id).is_some()
        || cx.register.broken().iter().any(|broken| broken.path.stem() == id)
}

/// Words that have the form of an id, with their places. `A.5.1` may be a chapter, so not those.
fn mentions(text: &str, prose: Span) -> impl Iterator<Item = Span> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let part = prose.slice(text);
    part.split(move |c| !joins(c)).filter_map(move |word| {
        let start = prose.start + (word.as_ptr() as usize - part.as_ptr() as usize);
        let word = word.trim_end_matches(['.', '-', '/']);
        is_id(word).then(|| Span::new(start, start + word.len()))
    })
}

fn is_id(word: &str) -> bool {
    word.contains('-')
        && Kind::of_id(word).is_some_and(|kind| match kind.spec().id {
            IdForm::Control { prefix } => word.starts_with(prefix),
            _ => true,
        })
}
