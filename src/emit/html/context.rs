//! What each template is given: the view's words as they are, its tables and cells as HTML.

use super::cells;
use crate::page::{
    AboutPage, AnswerView, ChainRow, DiffView, IncidentPage, OverviewPage, PolicyPage, RecordView,
    RegisterPage, StageView, View,
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
    let cell = |(cell, stage): (&crate::page::StateCell, &&str)| {
        let state = cells::state(cell.verdict, &cell.words);
        format!("<td class=\"cell\" data-stage=\"{stage}\">{state}</td>")
    };
    let cells: String = row.cells.iter().zip(stages).map(cell).collect();
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
        facts => Value::from_safe_string(cells::facts(root, "facts", &page.facts)),
        sentence => page.sentence,
        standing => page.standing,
        stages => page.stages.into_iter().map(|view| stage(root, view)).collect::<Vec<_>>(),
        records => page.records.into_iter().map(|view| record(root, view)).collect::<Vec<_>>(),
        links => shown(root, "t-links", &page.links),
        git => shown(root, "t-git", &page.git),
        git_note => page.git_note,
        findings => shown(root, "t-findings", &page.findings),
    }
}

fn stage(root: &str, view: StageView) -> Value {
    let answers: Vec<_> = view.answers.into_iter().map(|view| answer(root, view)).collect();
    context! {
        name => view.name,
        label => view.label,
        verdict => view.verdict,
        mark => Value::from_safe_string(cells::mark(view.verdict)),
        words => view.words,
        short => view.short,
        reason => view.reason,
        open => view.open,
        strength => view.strength,
        strength_words => view.strength_words,
        seal => view.seal,
        answers => answers,
        remarks => Value::from(Serde(&view.remarks)),
        gaps => Value::from(Serde(&view.gaps)),
        commits => view.proofs.rows.len(),
        proofs => shown(root, &format!("t-{}", view.name), &view.proofs),
    }
}

fn answer(root: &str, view: AnswerView) -> Value {
    let mut record = String::new();
    cells::pieces(&mut record, root, &view.record);
    context! { record => Value::from_safe_string(record), title => view.title, says => view.says }
}

fn record(root: &str, view: RecordView) -> Value {
    context! {
        id => view.id,
        title => view.title,
        kind => view.kind,
        status => view.status,
        facts => Value::from_safe_string(cells::facts(root, "pairs small", &view.facts)),
        withheld => view.withheld,
        body => Value::from_safe_string(view.body),
    }
}

fn policy(page: PolicyPage) -> Value {
    let root = page.frame.root;
    context! {
        frame => Value::from(Serde(&page.frame)),
        id => page.id,
        title => page.title,
        facts => Value::from_safe_string(cells::facts(root, "facts", &page.facts)),
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
        let item = match line.class {
            "add" => format!("<li class=\"add\"><ins>{text}</ins></li>\n"),
            "del" => format!("<li class=\"del\"><del>{text}</del></li>\n"),
            "" => format!("<li>{text}</li>\n"),
            class => format!("<li class=\"{class}\">{text}</li>\n"),
        };
        lines.push_str(&item);
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
    Value::from_safe_string(cells::table(root, name, table))
}
