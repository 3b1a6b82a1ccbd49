//! No placeholder of a template is left in a record.

use crate::diag::Level;
use crate::record::Record;
use crate::rules::rule::example;
use crate::rules::{Basis, Check, Findings, Levels, RecordContext, Report, Rule};
use crate::span::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REC008",
    name: "placeholder-left",
    levels: Levels::Always(Level::Error),
    basis: Basis::Product,
    from: "always",
    summary: "placeholder of a template left outside code",
    explanation: "`TBD` and a template's `{{..}}` say that something is still to be written, so the \
        section or field that holds one counts as answered when it is not. An auditor reads it as \
        unfinished work. Write the text, or remove the placeholder; inside code it is left alone.",
    source: "public guidance on proportionate reviews",
    bad: &[
        example!("placeholder-left/to-be-done"),
        example!("placeholder-left/template-braces"),
        example!("placeholder-left/in-a-field"),
    ],
    good: &[example!("placeholder-left/inside-code")],
    check: Check::Record(&[], check),
};

fn check(_: &RecordContext<'_>, record: &Record, found: &mut Findings) {
    let may_hold = |text: &str| text.contains("TBD") || text.contains("{{");
    if !may_hold(&record.text) {
        return;
    }
    for line in record.front().slice(&record.text).split_inclusive('\n') {
        let start = line.as_ptr() as usize - record.text.as_ptr() as usize;
        let said = without_comment(line);
        report(record, Span::new(start, start + said.len()), found);
    }
    if may_hold(record.body_text()) {
        for span in &record.outline().prose {
            report(record, *span, found);
        }
    }
}

/// A line of front matter without its comment.
fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with('#') {
        return "";
    }
    line.find(" #").map_or(line, |at| &line[..at])
}

fn report(record: &Record, within: Span, found: &mut Findings) {
    for span in placeholders(&record.text, within) {
        let what = span.slice(&record.text);
        let message = format!("{} still has the placeholder `{what}`", record.id());
        found.push(Report::on(record, span, message).help("write the text that belongs here"));
    }
}

fn placeholders(text: &str, within: Span) -> Vec<Span> {
    let part = within.slice(text);
    let at = |start: usize, len: usize| Span::new(within.start + start, within.start + start + len);
    let words = part.match_indices("TBD").filter(|(start, _)| is_word(part, *start, 3));
    let mut found: Vec<_> = words.map(|(start, _)| at(start, 3)).collect();
    let mut from = 0;
    while let Some(open) = part[from..].find("{{").map(|start| from + start) {
        let line = part[open..].split('\n').next().unwrap_or_default();
        let Some(len) = line.find("}}").map(|end| end + 2) else { break };
        found.push(at(open, len));
        from = open + len;
    }
    found
}

fn is_word(text: &str, start: usize, len: usize) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    !text[..start].ends_with(joins) && !text[start + len..].starts_with(joins)
}
