//! Pages of `docs/` that repeat what the code says are made from it.
//!
//! `PIRCTL_UPDATE_DOCS=1 cargo test --test it docs` writes them anew.

use pirctl::catalog::{requirements, traps};
use pirctl::emit::{rule_card, rule_index, rule_page, rule_page_path};
use pirctl::rules::RULES;
use pirctl::schema::{Condition, Field, Kind, KindSpec, Owed, Shape, enumeration};
use std::fmt::Write;
use std::path::Path;

fn compare(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("PIRCTL_UPDATE_DOCS").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == made,
        "docs/{name} is not what the code says; run the command at the head of tests/it/docs.rs"
    );
}

#[test]
fn the_page_of_records_is_the_table() {
    let mut page = String::from(
        "# Records\n\nEvery kind with its fields, states and sections. This page is made from the table in `src/schema`;\n\
        a test keeps it so. `pirctl new KIND` writes one; names that begin with `x-` are your own.\n\n\
        *From* says from which state on a field is owed: in every state that cannot be reached without it.\n\n",
    );
    fields(&mut page, "Fields of every kind", common_fields());
    for spec in Kind::ALL.map(Kind::spec) {
        kind(&mut page, spec);
    }
    page.push_str("## Enumerations\n\n| name | values |\n|---|---|\n");
    for list in enumeration::ALL {
        writeln!(page, "| `{}` | {} |", list.name, list.values.join(", ")).unwrap();
    }
    compare("records.md", &page);
}

#[test]
fn the_page_of_requirements_is_the_catalogue() {
    let mut page = String::from(
        "# Rows of the evidence matrix\n\nWhat `pirctl status --requirements` holds against the records; how, is in [status.md](status.md).\n\
        This page is made from the catalogue; a test keeps it so. Guides are practice and no demand of the standard.\n",
    );
    let mut source = "";
    for row in requirements() {
        if row.source != source {
            source = row.source;
            write!(page, "\n## {source}\n\n| id | what | met | partly | missing | basis | rules |\n|---|---|---|---|---|---|---|\n").unwrap();
        }
        let name = if row.is_clause() {
            format!("contributes to {}: {}", row.id, row.name)
        } else {
            row.name.to_owned()
        };
        let told = match row.same_as {
            Some(other) => format!("as {other} | | "),
            None => format!("{} | {} | {}", row.met, row.partly, row.missing),
        };
        let rules = if row.same_as.is_some() { String::new() } else { row.rules.join(", ") };
        writeln!(page, "| {} | {name} | {told} | {} | {rules} |", row.id, row.basis).unwrap();
    }
    page.push_str("\n## Traps\n\n| id | about | taken for evidence | looked for | rules |\n|---|---|---|---|---|\n");
    for trap in traps() {
        let rules = trap.rules.join(", ");
        writeln!(
            page,
            "| {} | {} | {} | {} | {rules} |",
            trap.id, trap.area, trap.trap, trap.wanted
        )
        .unwrap();
    }
    compare("requirements.md", &page);
}

fn common_fields() -> Vec<&'static Field> {
    // A kind's own field of the same name stands in its own table.
    let kind = Kind::Vendor.spec();
    kind.all_fields().filter(|field| kind.fields.iter().all(|own| own.name != field.name)).collect()
}

fn kind(page: &mut String, spec: &KindSpec) {
    writeln!(page, "## `{}`\n\n{}\n", spec.name, spec.purpose).unwrap();
    writeln!(page, "Id `{}`, folder `{}/`.\n", spec.id.example(), spec.folder).unwrap();
    let steps: Vec<_> = spec.machine.steps.iter().map(|(a, b)| format!("{a} → {b}")).collect();
    writeln!(page, "States: {}. Steps: {}.\n", spec.machine.states.join(", "), steps.join("; "))
        .unwrap();
    fields(page, "", spec.fields.iter().collect());
    if !spec.sections.is_empty() {
        let names = spec.sections.iter().map(|section| match section.owed {
            Owed::Never => section.name.to_owned(),
            owed => format!("{} ({})", section.name, from(owed)),
        });
        writeln!(page, "Sections of the body: {}.\n", names.collect::<Vec<_>>().join(", "))
            .unwrap();
    }
}

fn fields(page: &mut String, title: &str, fields: Vec<&Field>) {
    if !title.is_empty() {
        writeln!(page, "## {title}\n").unwrap();
    }
    page.push_str("| field | type | from | meaning |\n|---|---|---|---|\n");
    for field in fields {
        let row = format!(
            "| `{}` | {} | {} | {} |",
            field.name,
            shape(&field.shape),
            from(field.owed),
            field.meaning
        );
        writeln!(page, "{row}").unwrap();
    }
    page.push('\n');
}

fn from(owed: Owed) -> String {
    match owed {
        Owed::Never => "-".into(),
        Owed::Always => "always".into(),
        Owed::From(state) => state.into(),
        Owed::FromIf(state, condition) => format!(
            "{state} if {}",
            match condition {
                Condition::Significant => "significant".to_owned(),
                Condition::MethodIs(method) => format!("method {method}"),
                Condition::TopicIs(topic) => format!("topic {topic}"),
                Condition::NotLight => "not light".to_owned(),
                Condition::Technical => "technical".to_owned(),
            }
        ),
    }
}

fn shape(shape: &Shape) -> String {
    let words =
        |kinds: &[Kind]| kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(" or ");
    match shape {
        Shape::Line => "line".into(),
        Shape::Word => "word".into(),
        Shape::Int => "whole number".into(),
        Shape::Number => "number".into(),
        Shape::Bool => "true or false".into(),
        Shape::Date => "day".into(),
        Shape::Stamp => "day or date-time".into(),
        Shape::Duration => "duration (PT72H, P14D)".into(),
        Shape::Period => "quarter (2026-Q1)".into(),
        Shape::Person => "person".into(),
        Shape::Path => "path".into(),
        Shape::Sha256 => "SHA-256".into(),
        Shape::Version => "version".into(),
        Shape::Rule => "rule".into(),
        Shape::Enum(list) => format!("`{}`", list.name),
        Shape::Choice(values) => values.join(" / "),
        Shape::Link(kinds) => format!("id of {}", words(kinds)),
        Shape::AnyLink => "id".into(),
        Shape::Ref => "id with part (`#C1`)".into(),
        Shape::Asset => "asset".into(),
        Shape::Why => "why".into(),
        Shape::List(inner) => format!("list of {}", self::shape(inner)),
        Shape::Map(fields)
            if fields.iter().any(|field| field.name == "sha256" && fields.len() > 6) =>
        {
            "evidence".into()
        }
        Shape::Map(fields) => {
            let inner: Vec<_> =
                fields.iter().map(|f| format!("{}: {}", f.name, self::shape(&f.shape))).collect();
            format!("{{{}}}", inner.join(", "))
        }
    }
}

#[test]
fn the_page_of_rules_lists_every_rule() {
    compare("rules.md", &rule_index(RULES));
}

#[test]
fn every_rule_has_a_page_made_from_its_card_and_no_page_is_left_over() {
    for rule in RULES {
        let page = rule_page(rule);
        compare(rule_page_path(rule).trim_start_matches("docs/"), &page);
        assert!(page.contains(rule.source) && page.contains(&format!("{{rule: {},", rule.code)));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    for page in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let code = page.file_stem().unwrap().to_str().unwrap();
        let known = RULES.iter().any(|rule| rule.code == code);
        if !known && std::env::var_os("PIRCTL_UPDATE_DOCS").is_some() {
            std::fs::remove_file(&page).unwrap();
        } else {
            assert!(known, "docs/rules/{code}.md is of no rule");
        }
    }
}

#[test]
fn links_from_the_pages_of_rules_lead_to_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for rule in RULES {
        assert!(rule_index(RULES).contains(&format!("(rules/{}.md)", rule.code)));
        for link in rule_page(rule).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(root.join("rules").join(link).exists(), "{}: {link}", rule.code);
        }
    }
}

#[test]
fn explain_and_the_page_say_the_same() {
    for rule in RULES {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (card, page) = (words(&rule_card(rule, 80)), words(&rule_page(rule)));
        for said in [rule.explanation, rule.source, rule.from] {
            assert!(card.contains(&words(said)) && page.contains(&words(said)), "{}", rule.code);
        }
        assert!(card.contains(&rule_page_path(rule)), "{}", rule.code);
    }
}
