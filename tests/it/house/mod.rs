//! The house rules that the compiler does not know: floors, doors, and what each file owes its reader.
//!
//! The plan is the two tables of `docs/architecture.md`; nothing here repeats them.

mod check;
mod plan;
mod tokens;

use check::{Source, problems};
use plan::Plan;
use std::collections::BTreeSet;
use std::path::Path;

fn at_root(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn real_plan() -> Plan {
    Plan::parse(&at_root("docs/architecture.md")).expect("docs/architecture.md has both tables")
}

fn real_sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let walk = walkdir::WalkDir::new(root.join("src")).sort_by_file_name();
    let files = walk.into_iter().map(|entry| entry.expect("src can be walked"));
    let rust = files.filter(|entry| entry.path().extension().is_some_and(|e| e == "rs"));
    rust.map(|entry| {
        let inner = entry.path().strip_prefix(root).expect("src lies below the root");
        let path = inner.to_string_lossy().replace('\\', "/");
        Source { text: at_root(&path), path }
    })
    .collect()
}

#[test]
fn every_import_leads_down_and_every_outside_crate_comes_through_its_door() {
    let sources = real_sources();
    assert!(sources.len() > 10, "only {} files found below src/", sources.len());
    let found = problems(&real_plan(), &sources);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_dependency_has_a_door_and_every_door_a_dependency() {
    let manifest: toml_edit::DocumentMut =
        at_root("Cargo.toml").parse().expect("Cargo.toml is TOML");
    let table = manifest["dependencies"].as_table().expect("there are dependencies");
    let named: BTreeSet<String> = table.iter().map(|(name, _)| name.replace('-', "_")).collect();
    assert_eq!(real_plan().crates(), named, "door table (left) and Cargo.toml (right) differ");
}

/// A plan as small as it can be.
const PAGE: &str = "\
<!-- floors: -->\n
| floor | room | stands | what |\n|---|---|---|---|
| 0 words | `span` | | spans |
| 0 words | `diag` | | findings |
| 1 ground | `git` | | repository |
| 2 graph | `register` | later | links |\n
<!-- doors: -->\n
| outside | used in | why |\n|---|---|---|
| `gix` | `git` | one door |
| `serde` | anywhere | words |
| `clap` | `lib` | |
| `std::process::Command` | nowhere | no program |
| `std::env` | `lib` | |
";

/// What the checker says about `src/<path>` with `text` in an otherwise sound house.
fn judge(path: &str, text: &str) -> Vec<String> {
    let plan = Plan::parse(PAGE).expect("the small plan is sound");
    let mut sources: Vec<Source> = ["span.rs", "diag.rs", "git/mod.rs"]
        .into_iter()
        .filter(|known| *known != path)
        .map(|known| Source { path: format!("src/{known}"), text: "//! Here.\n".to_owned() })
        .collect();
    sources.push(Source { path: format!("src/{path}"), text: text.to_owned() });
    problems(&plan, &sources)
}

fn assert_says(path: &str, text: &str, expected: &str) {
    let said = judge(path, text);
    assert_eq!(said, [expected.to_owned()], "for src/{path}:\n{text}");
}

#[test]
fn a_sound_file_raises_nothing() {
    let text = "//! Links.\nuse crate::{diag::Finding, git};\nuse super::span;\n\
                mod inner { use super::super::git::x; pub(crate) fn f() { serde::x() } }\n\
                #[cfg(test)]\nmod tests { use super::*; use std::process::Command; }\n";
    assert_eq!(judge("register.rs", text), Vec::<String>::new());
}

#[test]
fn an_import_that_leads_up_is_reported() {
    let says = "src/diag.rs:3: `diag` (floor 0) uses `git` (floor 1); imports only lead down";
    assert_says("diag.rs", "//! X.\n\nuse crate::git::Walk;\n", says);
    assert_says("diag.rs", "//! X.\nuse crate::{span,\n  git::{Walk}};\n", says);
    assert_says("diag.rs", "//! X.\n\nuse super::git;\n", says);
    assert_says("diag.rs", "//! X.\n\nfn f() { vec![crate::git::walk()]; }\n", says);
    assert_says("diag.rs", "//! X.\nmod a {\n fn f() { super::super::git::walk() } }\n", says);
    assert_says("diag.rs", "//! X.\n#[cfg(test)] mod tests {\n use crate::git; }\n", says);
}

#[test]
fn an_import_of_a_later_sibling_is_reported() {
    let says = "src/span.rs:2: `span` uses `diag`, which stands after it on floor 0";
    assert_says("span.rs", "//! X.\nuse crate::diag::Finding;\n", says);
}

#[test]
fn a_nested_file_that_climbs_out_of_its_room_is_reported() {
    let says =
        "src/git/walk.rs:2: `git` (floor 1) uses `register` (floor 2); imports only lead down";
    assert_says("git/walk.rs", "//! X.\nuse super::super::register::Links;\n", says);
    assert_eq!(judge("git/walk.rs", "//! X.\nuse super::index::Entry;\n"), Vec::<String>::new());
}

#[test]
fn a_crate_away_from_its_door_is_reported() {
    let says = "src/span.rs:2: `gix` is used in `span`; its door is `git`";
    assert_says("span.rs", "//! X.\nuse gix::ObjectId;\n", says);
    assert_says("span.rs", "//! X.\npub struct A(::gix::ObjectId);\n", says);
    let says = "src/git/mod.rs:2: `clap` is used in `git`; its door is `lib`";
    assert_says("git/mod.rs", "//! X.\n#[derive(clap::Parser)] struct A;\n", says);
}

#[test]
fn a_started_program_or_a_read_environment_is_reported() {
    let says =
        "src/git/mod.rs:2: `std::process::Command` is used in `git`; the product never uses it";
    assert_says("git/mod.rs", "//! X.\nuse std::process::{ExitCode, Command};\n", says);
    assert_says("git/mod.rs", "//! X.\nuse std::process::*;\n", says);
    assert_says(
        "git/mod.rs",
        "//! X.\nuse std::process; fn f() { process::Command::new(x); }\n",
        says,
    );
    let says = "src/git/mod.rs:2: `std::env` is used in `git`; its door is `lib`";
    assert_says("git/mod.rs", "//! X.\nuse std::env;\n", says);
    assert_eq!(judge("git/mod.rs", "//! X.\nconst V: &str = env!(\"A\");\n"), Vec::<String>::new());
}

#[test]
fn rooms_and_plan_agree() {
    let says = "src/attic.rs:1: room `attic` has no row in the floor table of docs/architecture.md";
    assert_says("attic.rs", "//! X.\nuse crate::span::Span;\n", says);
    let says = "src/git/mod.rs:2: `crate::run` names no room of the floor table";
    assert_says("git/mod.rs", "//! X.\nfn f() { crate::run() }\n", says);
    let says = "src/git/mod.rs:2: imports the crate's root: name the room";
    assert!(judge("git/mod.rs", "//! X.\nuse crate::*;\n").contains(&says.to_owned()));
    let gone = problems(&Plan::parse(PAGE).expect("the small plan is sound"), &[]);
    assert_eq!(gone.len(), 3, "three rooms without code, `register` is later: {gone:?}");
}

#[test]
fn a_file_owes_its_reader_a_first_line_a_name_and_an_end() {
    let says = "src/span.rs:1: opens without `//!`: say what lives here and what it must not do";
    assert_says("span.rs", "use std::fmt;\n", says);
    let says = "src/git/mod.rs:2: `utils` says nothing about what lives there";
    assert_says("git/mod.rs", "//! X.\nmod utils;\n", says);
    let says = "src/git/mod.rs:2: imports everything from above: name what is used";
    assert_says("git/mod.rs", "//! X.\nmod walk { use super::*; }\n", says);
    let long = format!("//! X.\n{}", "\n".repeat(600));
    let says = "src/span.rs:600: has 601 lines, more than 600: is it still one job?";
    assert_says("span.rs", &long, says);
    assert!(judge("span.rs", "//! X.\nfn (\n")[0].starts_with("src/span.rs:1: is not Rust"));
}

#[test]
fn a_file_of_tests_may_reach_for_git_itself() {
    let plan = Plan::parse(PAGE).expect("the small plan is sound");
    let file = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let sources = [
        file("src/span.rs", "//! X.\n"),
        file("src/diag.rs", "//! X.\n"),
        file("src/git/mod.rs", "//! X.\n#[cfg(test)]\nmod tests;\nmod walk;\n"),
        file("src/git/tests.rs", "//! X.\nuse super::*;\nuse std::process::Command;\n"),
        file("src/git/walk.rs", "//! X.\nuse std::process::Command;\n"),
    ];
    let says =
        "src/git/walk.rs:2: `std::process::Command` is used in `git`; the product never uses it";
    assert_eq!(problems(&plan, &sources), [says]);
}

#[test]
fn a_broken_plan_is_refused() {
    let broken = |from: &str, to: &str| Plan::parse(&PAGE.replace(from, to)).expect_err(to);
    assert_eq!(broken("`diag`", "`span`"), "`span` stands twice in the floor table");
    assert_eq!(broken("1 ground", "9 ground"), "`register` stands below a room of a higher floor");
    assert_eq!(broken("later", "soon"), "`register` stands `soon`; it is empty or `later`");
    assert_eq!(
        broken("| `git` | one", "| `gut` | one"),
        "the door of `gix` names `gut`, which is no room"
    );
    assert!(Plan::parse("no table").is_err());
}
