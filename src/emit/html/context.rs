//! What each template is given: the view's words as they are, its tables and cells as parts.

use super::part::Part;
use super::{cells, chain, picture};
use crate::page::{
    AboutPage, ChainRow, DiffView, Fact, IncidentPage, LineView, OverviewPage, PolicyPage,
    ReadingPage, RecordPage, RegisterPage, View,
};
use crate::picture::Picture;
use crate::rows::Table;
use crate::words::Words;
use minijinja::value::Serde;
use minijinja::{Value, context};
use std::sync::Arc;

/// The template of a view, and what it is given.
pub(super) fn of(view: View, words: Words) -> (&'static str, Value) {
    match view {
        View::Overview(page) => ("overview.html", overview(*page)),
        View::Incident(page) => ("incident.html", incident(*page, words)),
        View::Policy(page) => ("policy.html", policy(*page, words)),
        View::Record(page) => ("record.html", record(*page, words)),
        View::Register(page) => ("register.html", register(*page, words)),
        View::Reading(page) => ("reading.html", reading(*page, words)),
        View::About(page) => ("about.html", about(&page)),
    }
}

fn overview(page: OverviewPage) -> Value {
    let root = page.frame.root;
    let stages: Arc<[&str]> = page.stages.into();
    context! {
        frame => Value::from(Serde(&page.frame)),
        lead => page.lead,
        figures => Value::from(Serde(&page.figures)),
        steps => Value::from(Serde(&page.steps)),
        population_note => page.population_note,
        population => shown(root, "t-population", page.population),
        statements => shown(root, "t-statements", page.statements),
        chains_note => page.chains_note,
        legend => Value::from(Serde(&page.legend)),
        chains => page.chains.into_iter().map(|row| chain_row(row, &stages)).collect::<Vec<_>>(),
        stages => stages.to_vec(),
        more_chains => page.more_chains,
        late_note => page.late_note,
        late => shown(root, "t-late", page.late),
        findings_note => page.findings_note,
        findings => shown(root, "t-findings", page.findings),
        rules => Value::from(Serde(&page.rules)),
    }
}

fn chain_row(row: ChainRow, stages: &Arc<[&'static str]>) -> Value {
    let (cells, stages) = (row.cells, Arc::clone(stages));
    let cells = Part::value(cells.is_empty(), move |out| {
        for (cell, stage) in cells.iter().zip(&*stages) {
            cells::all(out, &["<td class=\"is-", cell.verdict, "\" data-stage=\"", stage, "\">"]);
            cells::all(out, &["<span>", &crate::escape::html(&cell.words), "</span></td>"]);
        }
    });
    context! {
        id => row.id,
        title => row.title,
        severity => row.severity,
        href => row.href,
        cells => cells,
    }
}

fn incident(page: IncidentPage, words: Words) -> Value {
    let root = page.frame.root;
    let (stages, records) = (Arc::new(page.stages), page.records);
    let rail = Arc::clone(&stages);
    context! {
        frame => Value::from(Serde(&page.frame)),
        id => page.id,
        title => page.title,
        facts => listed(root, page.facts),
        sentence => page.sentence,
        standing => page.standing,
        timeline => drawn((root, words), page.timeline),
        graph => drawn((root, words), page.graph),
        causes => all_drawn((root, words), page.causes),
        rail => Part::value(false, move |out| chain::rail(out, &rail)),
        stages => Part::value(false, move |out| chain::stages(out, (root, words), &stages)),
        records => Part::value(false, move |out| chain::records(out, (root, words), &records)),
        git => shown(root, "t-git", page.git),
        git_note => page.git_note,
        roles => shown(root, "t-roles", page.roles),
        findings => shown(root, "t-findings", page.findings),
        other_findings => shown(root, "t-other-findings", page.other_findings),
    }
}

fn policy(page: PolicyPage, words: Words) -> Value {
    let root = page.frame.root;
    context! {
        frame => Value::from(Serde(&page.frame)),
        id => page.id,
        title => page.title,
        facts => listed(root, page.facts),
        drawn => drawn((root, words), page.drawn),
        versions_note => page.versions_note,
        versions_command => page.versions_command,
        versions => shown(root, "t-versions", page.versions),
        git_note => page.git_note,
        log => shown(root, "t-log", page.log),
        findings => shown(root, "t-findings", page.findings),
        diffs => page.diffs.into_iter().map(diff).collect::<Vec<_>>(),
        body => Value::from_safe_string(page.body),
    }
}

fn record(page: RecordPage, words: Words) -> Value {
    let root = page.frame.root;
    context! {
        frame => Value::from(Serde(&page.frame)),
        id => page.id,
        title => page.title,
        kind => page.kind,
        facts => listed(root, page.facts),
        score => drawn((root, words), page.score),
        causes => all_drawn((root, words), page.causes),
        claims => shown(root, "t-claims", page.claims),
        names => shown(root, "t-names", page.names),
        named_by => shown(root, "t-named-by", page.named_by),
        story => shown(root, "t-story", page.story),
        git_note => page.git_note,
        path => page.path,
        findings => shown(root, "t-findings", page.findings),
        body => Value::from_safe_string(page.body),
    }
}

fn diff(view: DiffView) -> Value {
    let lines = view.lines;
    context! {
        anchor => view.anchor,
        title => view.title,
        note => view.note,
        command => view.command,
        open => view.open,
        lines => Part::value(lines.is_empty(), move |out| {
            for line in &lines {
                diff_line(out, line);
            }
        }),
    }
}

fn diff_line(out: &mut String, line: &LineView) {
    let text = crate::escape::html(&line.text);
    match line.class {
        "add" => cells::all(out, &["<li class=\"add\"><ins>", &text, "</ins></li>\n"]),
        "del" => cells::all(out, &["<li class=\"del\"><del>", &text, "</del></li>\n"]),
        "" => cells::all(out, &["<li>", &text, "</li>\n"]),
        class => cells::all(out, &["<li class=\"", class, "\">", &text, "</li>\n"]),
    }
}

fn register(page: RegisterPage, words: Words) -> Value {
    let root = page.frame.root;
    let tables = page.tables.into_iter().enumerate().map(|(at, mut table)| {
        context! {
            heading => std::mem::take(&mut table.heading),
            anchor => std::mem::take(&mut table.anchor),
            note => std::mem::take(&mut table.note),
            html => shown(root, format!("t-{}", at + 1), table),
        }
    });
    context! {
        frame => Value::from(Serde(&page.frame)),
        title => page.title,
        lead => page.lead,
        picture => drawn((root, words), page.picture),
        tables => tables.collect::<Vec<_>>(),
        empty => page.empty,
        pages => Value::from(Serde(&page.pages)),
    }
}

fn reading(page: ReadingPage, words: Words) -> Value {
    let root = page.frame.root;
    let parts = page.parts.into_iter().enumerate().map(|(at, part)| {
        context! {
            heading => part.heading,
            anchor => part.anchor,
            notes => part.notes,
            command => part.command,
            empty => part.empty,
            picture => drawn((root, words), part.picture),
            html => shown(root, format!("t-{}", at + 1), part.table),
        }
    });
    context! {
        frame => Value::from(Serde(&page.frame)),
        title => page.title,
        lead => page.lead,
        parts => parts.collect::<Vec<_>>(),
        pages => Value::from(Serde(&page.pages)),
    }
}

fn about(page: &AboutPage) -> Value {
    Value::from(Serde(page))
}

fn shown(root: &'static str, name: impl Into<String>, table: Table) -> Value {
    let name = name.into();
    Part::value(table.rows.is_empty(), move |out| cells::table(out, root, &name, &table))
}

/// A picture where there is one.
fn drawn((root, words): (&'static str, Words), drawn: Option<Picture>) -> Value {
    Part::value(drawn.is_none(), move |out| {
        if let Some(shown) = &drawn {
            picture::picture(out, (root, words), shown);
        }
    })
}

/// Pictures one below the other.
fn all_drawn((root, words): (&'static str, Words), drawn: Vec<Picture>) -> Value {
    Part::value(drawn.is_empty(), move |out| {
        for shown in &drawn {
            picture::picture(out, (root, words), shown);
            out.push('\n');
        }
    })
}

fn listed(root: &'static str, facts: Vec<Fact>) -> Value {
    Part::value(facts.is_empty(), move |out| cells::facts(out, root, "facts", &facts))
}
