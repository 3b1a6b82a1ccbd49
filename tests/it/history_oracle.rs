//! The rows of history are those of git, on random repositories without ids.
#![expect(clippy::unwrap_used, reason = "a test that cannot look fails")]

use crate::support::git::open;
use crate::support::oracle::{differences, git_rows, our_rows};
use crate::support::random::{Plan, random_repository};
use pirctl::history::{DocumentReader, PlainFiles, Question, Seen, read_history};
use pirctl::term::RepoPath;

fn compare(seed: u64, plan: Plan) -> Vec<String> {
    let scratch = random_repository(seed, plan);
    let repo = scratch.open();
    let tip = repo.resolve("main").unwrap();
    let question =
        Question { tip, paths: vec![String::new()], ids: Vec::new(), count_lines: false };
    let history = read_history(&repo, &question, &PlainFiles).unwrap();
    assert!(history.complete);
    differences(&our_rows(&history), &git_rows(&scratch.path(), "main"))
}

fn seeds(usual: u64) -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let first = number("PIRCTL_FIRST_SEED").unwrap_or(0);
    first..first + number("PIRCTL_SEEDS").unwrap_or(usual)
}

#[test]
fn rows_equal_those_of_git_where_similarity_is_clear() {
    for seed in seeds(25) {
        let found = compare(seed, Plan { commits: 30, ids: false, any_similarity: false });
        assert!(found.is_empty(), "seed {seed}:\n{}", found.join("\n"));
    }
}

#[test]
fn rows_equal_those_of_git_at_any_similarity() {
    for seed in seeds(25) {
        let found =
            compare(seed + 1_000_000, Plan { commits: 30, ids: false, any_similarity: true });
        assert!(found.is_empty(), "seed {seed}:\n{}", found.join("\n"));
    }
}

/// `PIRCTL_ORACLE_REPO=FOLDER cargo test --release --test it -- --ignored named_repository`
#[test]
#[ignore = "reads the repository that PIRCTL_ORACLE_REPO names"]
fn rows_of_a_named_repository_are_counted_against_git() {
    let folder =
        std::env::var("PIRCTL_ORACLE_REPO").expect("PIRCTL_ORACLE_REPO names a repository");
    let repo = open(folder.as_ref());
    let tip = repo.resolve("HEAD").unwrap();
    let question =
        Question { tip, paths: vec![String::new()], ids: Vec::new(), count_lines: false };
    let start = std::time::Instant::now();
    let history = read_history(&repo, &question, &PlainFiles).unwrap();
    let ours = our_rows(&history);
    println!(
        "{} commits, {} documents, {} rows, {:?}",
        history.commits,
        history.documents.len(),
        ours.len(),
        start.elapsed()
    );
    println!("cuts: {:?}", history.cuts);
    let theirs = git_rows(folder.as_ref(), "HEAD");
    let found = differences(&ours, &theirs);
    println!("{} rows of git, {} differ\n{}", theirs.len(), found.len(), found.join("\n"));
}

/// `PIRCTL_ORACLE_REPO=FOLDER PIRCTL_ORACLE_PATH=policies cargo test ... -- --ignored documents_of`
#[test]
#[ignore = "measures the repository that PIRCTL_ORACLE_REPO names"]
fn documents_of_a_named_repository_are_timed() {
    let folder =
        std::env::var("PIRCTL_ORACLE_REPO").expect("PIRCTL_ORACLE_REPO names a repository");
    let path = std::env::var("PIRCTL_ORACLE_PATH").unwrap_or_default();
    let repo = open(folder.as_ref());
    let tip = repo.resolve("HEAD").unwrap();
    let question = Question { tip, paths: vec![path], ids: Vec::new(), count_lines: true };
    let start = std::time::Instant::now();
    let history = read_history(&repo, &question, &FrontMatter).unwrap();
    let rows: usize = history.documents.iter().map(|document| document.revisions.len()).sum();
    println!(
        "{} commits, {} documents, {rows} rows, {:?}",
        history.commits,
        history.documents.len(),
        start.elapsed()
    );
}

/// Reads the line `id: X` of front matter.
struct FrontMatter;

impl DocumentReader for FrontMatter {
    type Facts = ();

    fn wants(&self, path: &RepoPath) -> bool {
        path.as_str().contains(".md")
    }

    fn read(&self, _: &RepoPath, content: &[u8]) -> Option<Seen<()>> {
        let text = std::str::from_utf8(content).ok()?;
        let head = text.strip_prefix("---\n")?.split("\n---").next()?;
        let id = head.lines().find_map(|line| line.strip_prefix("id: ")).map(str::to_owned);
        Some(Seen { id, previous_paths: Vec::new(), facts: () })
    }
}
