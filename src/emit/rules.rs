//! `rules` and `explain`: what the rules say of themselves.

use super::concise::line;
use super::json::pretty;
use super::rule_page::rule_page_path;
use crate::rules::example::{Script, Step, parse};
use crate::rules::fix::card_of;
use crate::rules::{Example, Rule};
use serde::Serialize;

/// One line for each rule: code, levels, name, summary.
pub fn rule_list(rules: &[&Rule]) -> String {
    let mut out = String::new();
    let levels = rules.iter().map(|rule| rule.levels.words().len()).max().unwrap_or_default();
    let names = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    for rule in rules {
        let words = rule.levels.words();
        line(
            &mut out,
            format_args!("{}  {words:levels$}  {:names$}  {}", rule.code, rule.name, rule.summary),
        );
    }
    out
}

#[derive(Serialize)]
struct Rows<'a> {
    schema: &'static str,
    rules: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    name: &'a str,
    level: String,
    reach: &'a str,
    basis: &'a str,
    from: &'a str,
    summary: &'a str,
    explanation: &'a str,
    source: &'a str,
    fix: Option<&'a str>,
    /// Empty for every kind.
    kinds: Vec<&'static str>,
    page: String,
    examples: Vec<ExampleRow<'a>>,
}

#[derive(Serialize)]
struct ExampleRow<'a> {
    name: &'a str,
    title: String,
    raises: bool,
    text: &'a str,
}

/// The rules as one JSON object, `pirctl.rules/1`.
pub fn rules_json(rules: &[&Rule]) -> String {
    let rows = rules.iter().map(|rule| Row {
        code: rule.code,
        name: rule.name,
        level: rule.levels.words(),
        reach: rule.check.reach(),
        basis: rule.basis.word(),
        from: rule.from,
        summary: rule.summary,
        explanation: rule.explanation,
        source: rule.source,
        kinds: rule.check.kinds().iter().map(|kind| kind.word()).collect(),
        page: rule_page_path(rule),
        examples: example_rows(rule),
        fix: card_of(rule.code).map(|card| card.summary),
    });
    pretty(&Rows { schema: "pirctl.rules/1", rules: rows.collect() })
}

fn example_rows(rule: &Rule) -> Vec<ExampleRow<'_>> {
    let row = |raises| {
        move |shown: &'static Example| ExampleRow {
            name: shown.name,
            title: script(shown).title,
            raises,
            text: shown.text,
        }
    };
    rule.bad.iter().map(row(true)).chain(rule.good.iter().map(row(false))).collect()
}

/// Everything about one rule: reason, how to put it right, examples, how to waive it.
pub fn rule_card(rule: &Rule, width: usize) -> String {
    let mut out = String::new();
    line(&mut out, format_args!("{} {}", rule.code, rule.name));
    line(&mut out, format_args!("{}\n", rule.summary));
    for text in wrapped(rule.explanation, width) {
        line(&mut out, format_args!("{text}"));
    }
    line(&mut out, format_args!("\nlevel   {}", rule.levels.words()));
    line(&mut out, format_args!("reach   {}", rule.check.reach()));
    line(&mut out, format_args!("basis   {}", rule.basis.word()));
    line(&mut out, format_args!("from    {}", rule.from));
    if !rule.source.is_empty() {
        line(&mut out, format_args!("source  {}", rule.source));
    }
    line(&mut out, format_args!("page    {}", rule_page_path(rule)));
    if let Some(card) = card_of(rule.code) {
        out.push('\n');
        for text in wrapped(&format!("Fix: {}", card.summary), width) {
            line(&mut out, format_args!("{text}"));
        }
    }
    for (word, examples) in [("raises it", rule.bad), ("does not", rule.good)] {
        for shown in examples {
            let script = script(shown);
            line(&mut out, format_args!("\nExample that {word}:\n  {}", script.title));
            for text in steps(&script).lines() {
                let indent = if text.is_empty() { "" } else { "  " };
                line(&mut out, format_args!("{indent}{text}"));
            }
        }
    }
    line(&mut out, format_args!("\nTo switch it off or change its level, in pirctl.yaml:"));
    line(&mut out, format_args!("  rules: {{{}: off}}", rule.code));
    line(
        &mut out,
        format_args!(
            "To set one finding aside, in the record (approved by someone else than its owner):"
        ),
    );
    line(
        &mut out,
        format_args!(
            "  waivers: [{{rule: {}, reason: .., approved_by: .., expires: 2026-12-31}}]",
            rule.code
        ),
    );
    out
}

/// An example as it was parsed.
pub(super) fn script(shown: &Example) -> Script {
    parse(shown.text).expect("the tests parse every example")
}

/// What an example does, step by step, each with an empty line before it.
pub(super) fn steps(script: &Script) -> String {
    let mut out = String::new();
    for step in &script.steps {
        match step {
            Step::Edit(path, fields) => {
                line(&mut out, format_args!("\n{path}"));
                for (name, value) in fields {
                    field(&mut out, name, value.as_deref());
                }
            }
            Step::File(path, text) | Step::Body(path, text) => {
                line(&mut out, format_args!("\n{path}"));
                for text in text.lines() {
                    line(&mut out, format_args!("  {text}"));
                }
            }
            Step::Remove(path) => line(&mut out, format_args!("\n{path} is not there")),
            Step::Given(_) => {}
            Step::Base => line(&mut out, format_args!("\n  and then, in a change:")),
            Step::Commit(commit) => {
                let summary = commit.message.lines().next().unwrap_or_default();
                let day = commit.at.format("%Y-%m-%d");
                line(&mut out, format_args!("\ncommitted on {day} by {}: {summary}", commit.by));
            }
        }
    }
    out
}

fn field(out: &mut String, name: &str, value: Option<&str>) {
    match value {
        Some(value) => line(out, format_args!("  {name}: {}", value.replace('\n', "\n  "))),
        None => line(out, format_args!("  (no {name})")),
    }
}

/// Words in lines of at most `width` columns; runs of white space count as one space.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is always a line");
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
