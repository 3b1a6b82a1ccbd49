//! The rules as pages of the documentation, in Markdown: one page each, and the index.
//!
//! Made from the same card and the same examples as `explain`; the tests hold `docs/` to it.

use super::concise::line;
use super::rules::{script, steps, wrapped};
use crate::rules::example::{Script, Step};
use crate::rules::fix::card_of;
use crate::rules::{Example, Levels, Rule};

/// Columns of running text.
const WIDTH: usize = 110;

/// Where the page of a rule stands in the repository.
pub fn rule_page_path(rule: &Rule) -> String {
    format!("docs/rules/{}.md", rule.code)
}

/// The index: one row for each rule, which links to its page.
pub fn rule_index(rules: &[&Rule]) -> String {
    let mut page = String::from(
        "# Rules\n\nEvery rule of this version, each with a page of its own: what it checks, why, how to put it right, with\n\
        examples that the tests run. These pages are made from the rules themselves; a test keeps them so.\n\
        `pirctl explain CODE` prints the same. A level written `note > error` is a note until the deadline has run, and an\n\
        error after it. *Basis* says what a rule rests on; guidance is a practice expectation, never a demand of the\n\
        standard.\n\n\
        | code | name | level | reach | basis | from | what it finds |\n|---|---|---|---|---|---|---|\n",
    );
    for rule in rules {
        let (levels, reach, basis) = (rule.levels.words(), rule.check.reach(), rule.basis.word());
        let code = rule.code;
        let summary = rule.summary.replace('|', "\\|");
        line(
            &mut page,
            format_args!(
                "| [{code}](rules/{code}.md) | {} | {levels} | {reach} | {basis} | {} | {summary} |",
                rule.name, rule.from
            ),
        );
    }
    page
}

/// The page of one rule.
pub fn rule_page(rule: &Rule) -> String {
    let mut page = format!("# {} {}\n\n", rule.code, rule.name);
    line(&mut page, format_args!("{}.\n", capitalised(rule.summary)));
    card(&mut page, rule);
    line(&mut page, format_args!("\n## What, why, and how to put it right\n"));
    for text in wrapped(rule.explanation, WIDTH) {
        line(&mut page, format_args!("{text}"));
    }
    if let Some(fix) = card_of(rule.code) {
        line(&mut page, format_args!("\n## Fix\n"));
        for text in wrapped(fix.summary, WIDTH) {
            line(&mut page, format_args!("{text}"));
        }
        line(
            &mut page,
            format_args!("\nSee [commands that change records](../changing-records.md)."),
        );
    }
    line(&mut page, format_args!("\n## Examples\n"));
    line(
        &mut page,
        format_args!(
            "Only what matters is shown; the set that an example begins with holds the rest of its register. `«` and `»` mark\nthe place of the finding."
        ),
    );
    for (word, examples) in [("Raises it", rule.bad), ("Raises nothing", rule.good)] {
        for shown in examples {
            example(&mut page, word, shown);
        }
    }
    level(&mut page, rule);
    waiver(&mut page, rule);
    page
}

fn card(page: &mut String, rule: &Rule) {
    let kinds: Vec<_> = rule.check.kinds().iter().map(|kind| kind.word()).collect();
    let kinds = if kinds.is_empty() { "any".to_owned() } else { kinds.join(", ") };
    let source = if rule.source.is_empty() { "the product's own" } else { rule.source };
    let rows = [
        ("level", rule.levels.words()),
        ("reach", rule.check.reach().to_owned()),
        ("records", kinds),
        ("basis", rule.basis.word().to_owned()),
        ("from", rule.from.to_owned()),
        ("source", source.to_owned()),
    ];
    line(page, format_args!("| | |\n|---|---|"));
    for (word, value) in rows {
        line(page, format_args!("| {word} | {value} |"));
    }
}

fn example(page: &mut String, word: &str, shown: &Example) {
    let script = script(shown);
    line(page, format_args!("\n### {word}: {}\n", script.title.trim_end_matches('.')));
    let sets = sets(&script);
    line(page, format_args!("Judged on {}{sets}; [whole]({}).", script.today, link(shown)));
    let steps = steps(&script);
    if !steps.is_empty() {
        let fence = fence(&steps);
        line(page, format_args!("\n{fence}text\n{}\n{fence}", steps.trim_matches('\n')));
    }
}

/// The ready sets that an example begins with.
fn sets(script: &Script) -> String {
    let given = script.steps.iter().filter_map(|step| match step {
        Step::Given(name) => Some(format!("[{name}](../../examples/rules/given/{name})")),
        _ => None,
    });
    let given: Vec<_> = given.collect();
    if given.is_empty() { String::new() } else { format!("; begins with {}", given.join(", ")) }
}

fn link(shown: &Example) -> String {
    format!("../../examples/rules/{}.txt", shown.name)
}

/// A fence that is longer than any run of its character in `text`.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}

fn level(page: &mut String, rule: &Rule) {
    line(page, format_args!("\n## Its level\n"));
    line(
        page,
        format_args!(
            "In `pirctl.yaml`, with `off`, `note`, `warning` or `error`:\n\n```yaml\nrules: {{{}: off}}\n```",
            rule.code
        ),
    );
    if let Levels::ByClock(..) = rule.levels {
        line(
            page,
            format_args!(
                "\nA level set there holds from the deadline on; until then a finding keeps its own. `off` ends both."
            ),
        );
    }
}

fn waiver(page: &mut String, rule: &Rule) {
    line(page, format_args!("\n## Setting one finding aside\n"));
    line(
        page,
        format_args!(
            "In the record, approved by someone other than its owner and author:\n\n```yaml\nwaivers: \
            [{{rule: {0}, reason: .., approved_by: .., expires: 2026-12-31}}]\n```\n\n\
            Or in `pirctl.yaml`, with the record beside it:\n\n```yaml\nwaivers: \
            [{{rule: {0}, record: .., reason: .., approved_by: .., expires: 2026-12-31}}]\n```",
            rule.code
        ),
    );
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}
