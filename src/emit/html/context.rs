//! What each template is given: the view's words as they are, its tables and cells as HTML.

use super::{cells, chain};
use crate::page::{
    AboutPage, ChainRow, DiffView, Fact, IncidentPage, OverviewPage, PolicyPage, RegisterPage, View,
};
use crate::rows::Table;
use minijinja::value::Serde;
use minijinja::{Value, context};

/// The template of a view, and what it is given.
pub(super) fn of(view: View) -> (&'static str, Value) {
    match view {
        View::Overview(page) => ("overview.html", overview(*page)),
        View::Incident(page) => ("incident.html", incident(*page)),
        View::Policy(page) => ("policy.html", policy(*page)),
        View::Register(page) => ("register.html", register(*page)),
        View::About(page) => ("about.html", about(&page)),
    }
}

fn overview(page: OverviewPage) -> Value {
    let table = |name, table: &Table| shown(page.frame.root, name, table);
    context! {
        frame => Value::from(Serde(&page.frame)),
        lead => page.lead,
        figures => Value::from(Serde(&page.figures)),
        population_note => page.population_note,
        population => table("t-population", &page.population),
        statements => table("t-statements", &page.statements),
        chains_note => page.chains_note,
        legend => Value::from(Serde(&page.legend)),
        chains => page.chains.into_iter().map(|row| chain_row(row, &page.stages)).collect::<Vec<_>>(),
        stages => page.stages,
        more_chains => page.more_chains,
        late_note => page.late_note,
        late => table("t-late", &page.late),
        findings_note => page.findings_note,
        findings => table("t-findings", &page.findings),
        rules => Value::from(Serde(&page.rules)),
    }
}

fn chain_row(row: ChainRow, stages: &[&str]) -> Value {
    let mut cells = String::new();
    for (cell, stage) in row.cells.iter().zip(stages) {
        cells::all(&mut cells, &["<td class=\"cell\" data-stage=\"", stage, "\">"]);
        cells::state(&mut cells, cell.verdict, &cell.words);
        cells.push_str("</td>");
    }
    context! {
        id => row.id,
        title => row.title,
        severity => row.severity,
        href => row.href,
        cells => Value::from_safe_string(cells),
    }
}

fn incident(page: IncidentPage) -> Value {
    let root = page.frame.root;
    context! {
        frame => Value::from(Serde(&page.frame)),
        id => page.id,
        title => page.title,
        facts => listed(root, &page.facts),
        sentence => page.sentence,
        standing => page.standing,
        rail => Value::from_safe_string(chain::rail(&page.stages)),
        stages => Value::from_safe_string(chain::stages(root, &page.stages)),
        records => Value::from_safe_string(chain::records(root, &page.records)),
        links => shown(root, "t-links", &page.links),
        git => shown(root, "t-git", &page.git),
        git_note => page.git_note,
        findings => shown(root, "t-findings", &page.findings),
    }
}

fn policy(page: PolicyPage) -> Value {
    let root = page.frame.root;
    context! {
        frame => Value::from(Serde(&page.frame)),
        id => page.id,
        title => page.title,
        facts => listed(root, &page.facts),
        versions_note => page.versions_note,
        versions_command => page.versions_command,
        versions => shown(root, "t-versions", &page.versions),
        git_note => page.git_note,
        log => shown(root, "t-log", &page.log),
        diffs => page.diffs.into_iter().map(diff).collect::<Vec<_>>(),
        body => Value::from_safe_string(page.body),
    }
}

fn diff(view: DiffView) -> Value {
    let mut lines = String::new();
    for line in &view.lines {
        let text = crate::escape::html(&line.text);
        let out = &mut lines;
        match line.class {
            "add" => cells::all(out, &["<li class=\"add\"><ins>", &text, "</ins></li>\n"]),
            "del" => cells::all(out, &["<li class=\"del\"><del>", &text, "</del></li>\n"]),
            "" => cells::all(out, &["<li>", &text, "</li>\n"]),
            class => cells::all(out, &["<li class=\"", class, "\">", &text, "</li>\n"]),
        }
    }
    context! {
        anchor => view.anchor,
        title => view.title,
        note => view.note,
        command => view.command,
        open => view.open,
        lines => Value::from_safe_string(lines),
    }
}

fn register(page: RegisterPage) -> Value {
    let root = page.frame.root;
    let tables = page.tables.into_iter().enumerate().map(|(at, table)| {
        let html = shown(root, &format!("t-{}", at + 1), &table);
        context! {
            heading => table.heading,
            anchor => table.anchor,
            note => table.note,
            html => html,
        }
    });
    context! {
        frame => Value::from(Serde(&page.frame)),
        title => page.title,
        lead => page.lead,
        tables => tables.collect::<Vec<_>>(),
        empty => page.empty,
        pages => Value::from(Serde(&page.pages)),
    }
}

fn about(page: &AboutPage) -> Value {
    Value::from(Serde(page))
}

fn shown(root: &str, name: &str, table: &Table) -> Value {
    // Room for an ordinary row each, so that the text is not moved while it grows.
    let mut out = String::with_capacity(table.rows.len() * 512);
    cells::table(&mut out, root, name, table);
    Value::from_safe_string(out)
}

fn listed(root: &str, facts: &[Fact]) -> Value {
    let mut out = String::new();
    cells::facts(&mut out, root, "facts", facts);
    Value::from_safe_string(out)
}
