//! Examples of rules: a tiny register in one text, shown by `explain` and run by the tests.
//!
//! ```text
//! A closed action without a due date.
//! today 2026-05-20
//! given chain
//!
//! edit actions/ACT-2026-0001.md
//!   id: «ACT-2026-0001»
//!   !due
//! file notes/x.md
//!   any text, indented by two spaces
//! body reviews/PIR-2026-0001.md
//!   ## Timeline
//! remove rcas/RCA-2026-0001.md
//! commit 2026-04-02 m.keller POL-access-control: exemptions end
//!   Approved-by: S. Lind
//!   seal bad
//! base
//! knows-commit 9f2c1ab
//!   policies/POL-access-control.md
//! without GIT001 GIT002
//! repository shallow
//! ```
//!
//! `given NAME` adds the files of `examples/rules/given/NAME`. `edit` sets top-level fields
//! of the front matter and removes those behind `!`; `body` replaces what follows the front
//! matter. `commit DAY PERSON SUMMARY` commits the files as they stand then (at noon, unless a time
//! is given), with the indented lines as the rest of the message; a line `seal WORD` says instead
//! what checking its signature showed. An example without commits has no history. `base` says
//! that a change begins here: only what it introduces is found. `knows-commit ID` says that the repository has this commit and which paths it changed.
//! `without` names rules that are set aside because the example is not about them. `repository` says
//! what is unusual about the repository: `shallow` (the last commit only), `replaced` or `grafted`. A line that ends in `␍` ends in a carriage return. `«` and `»` mark the place a
//! finding must point at, around a value or around a key.

use crate::edit::{Edit, EditError, apply, front_matter};
use crate::span::Span;
use crate::term::{Day, parse_day};
use crate::verdict::Seal;
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeMap;

/// A parsed example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// What it shows, in a sentence.
    pub title: String,
    /// The day on which it is judged.
    pub today: Day,
    /// The commits that the repository has, each with the paths it changed.
    pub commits: BTreeMap<String, Vec<String>>,
    /// Rules that it sets aside.
    pub without: Vec<String>,
    /// What is unusual about its repository.
    pub repository: Vec<Unusual>,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// What can be unusual about the repository of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusual {
    /// A clone of the last commit only.
    Shallow,
    /// Another object stands in for the last commit.
    Replaced,
    /// A grafts file gives the last commit no parents.
    Grafted,
}

impl Unusual {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "shallow" => Some(Self::Shallow),
            "replaced" => Some(Self::Replaced),
            "grafted" => Some(Self::Grafted),
            _ => None,
        }
    }
}

/// A commit that an example makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// When, by author and committer.
    pub at: DateTime<FixedOffset>,
    /// The handle of the person who makes it.
    pub by: String,
    /// The whole message.
    pub message: String,
    /// What checking its signature showed, when somebody asked.
    pub seal: Option<Seal>,
}

/// An example's files, ready to be judged.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// The files at the end, without marks.
    pub files: Files,
    /// The marks.
    pub marks: Vec<Mark>,
    /// The commits that were made, oldest first, each with its files.
    pub history: Vec<(Committed, Files)>,
    /// The files that a change begins with; `None` for an example that is no change.
    pub base: Option<Files>,
}

/// Files by path.
pub type Files = BTreeMap<String, String>;

/// A step of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Sets and removes fields: (field, value), a value of `None` removes.
    Edit(String, Vec<(String, Option<String>)>),
    /// Replaces the body.
    Body(String, String),
    /// Writes a whole file.
    File(String, String),
    /// Removes a file.
    Remove(String),
    /// Commits the files as they stand.
    Commit(Committed),
    /// Adds the files of a set.
    Given(String),
    /// The files as they stand are what a change begins with.
    Base,
}

/// A place that an example marks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The file.
    pub path: String,
    /// The marked bytes, in the text without marks.
    pub span: Span,
}

/// What is wrong with an example's text.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// A line is no step.
    #[error("`{0}` is no step of an example")]
    Step(String),
    /// The day is missing or no day.
    #[error("the example has no `today`")]
    Today,
    /// An edit names a file that is not there.
    #[error("`{0}` is not there to edit")]
    NoFile(String),
    /// An edit was refused.
    #[error("{0}: {1}")]
    Edit(String, EditError),
}

/// Reads an example's text.
pub fn parse(text: &str) -> Result<Script, ExampleError> {
    let mut lines = text.lines().peekable();
    let title = lines.next().unwrap_or_default().trim().to_owned();
    let mut script = Script {
        title,
        today: Day::default(),
        commits: BTreeMap::new(),
        without: Vec::new(),
        repository: Vec::new(),
        steps: Vec::new(),
    };
    let mut dated = false;
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        let mut block = Vec::new();
        while let Some(next) = lines.next_if(|next| next.starts_with("  ") || next.is_empty()) {
            block.push(next.strip_prefix("  ").unwrap_or_default());
        }
        while block.last().is_some_and(|last| last.is_empty()) {
            block.pop();
        }
        match line.split_once(' ') {
            Some(("today", day)) => {
                script.today = parse_day(day.trim()).ok_or(ExampleError::Today)?;
                dated = true;
            }
            Some(("given", name)) => script.steps.push(Step::Given(name.trim().to_owned())),
            Some(("commit", said)) => script.steps.push(Step::Commit(committed(said, &block)?)),
            Some(("without", codes)) => {
                script.without = codes.split_whitespace().map(str::to_owned).collect();
            }
            Some(("repository", words)) => {
                let unusual = words.split_whitespace().map(Unusual::parse).collect::<Option<_>>();
                script.repository = unusual.ok_or_else(|| ExampleError::Step(line.to_owned()))?;
            }
            Some(("knows-commit", id)) => {
                let paths = block.iter().map(|path| (*path).to_owned()).collect();
                script.commits.insert(id.trim().to_owned(), paths);
            }
            Some(("edit", path)) => script.steps.push(Step::Edit(path.into(), fields(&block)?)),
            Some(("body", path)) => script.steps.push(Step::Body(path.into(), lined(&block))),
            Some(("file", path)) => script.steps.push(Step::File(path.into(), lined(&block))),
            Some(("remove", path)) => script.steps.push(Step::Remove(path.into())),
            None if line == "base" => script.steps.push(Step::Base),
            _ => return Err(ExampleError::Step(line.to_owned())),
        }
    }
    if dated { Ok(script) } else { Err(ExampleError::Today) }
}

fn lined(block: &[&str]) -> String {
    block.iter().flat_map(|line| [line, "\n"]).collect::<String>().replace('␍', "\r")
}

fn fields(block: &[&str]) -> Result<Vec<(String, Option<String>)>, ExampleError> {
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    for line in block {
        if let Some(name) = line.strip_prefix('!') {
            found.push((name.to_owned(), None));
        } else if line.starts_with([' ', '-']) {
            let value = found.last_mut().and_then(|(_, value)| value.as_mut());
            let value = value.ok_or_else(|| ExampleError::Step((*line).to_owned()))?;
            value.push('\n');
            value.push_str(line);
        } else {
            let (name, value) =
                line.split_once(':').ok_or_else(|| ExampleError::Step((*line).to_owned()))?;
            found.push((name.to_owned(), Some(value.trim().to_owned())));
        }
    }
    Ok(found)
}

/// Reads `DAY PERSON SUMMARY`, with the rest of the message in `block`.
fn committed(said: &str, block: &[&str]) -> Result<Committed, ExampleError> {
    let wrong = || ExampleError::Step(format!("commit {said}"));
    let (at, rest) = said.split_once(' ').ok_or_else(wrong)?;
    let (by, summary) = rest.split_once(' ').ok_or_else(wrong)?;
    let at = if at.contains('T') { at.to_owned() } else { format!("{at}T12:00:00+00:00") };
    let at = DateTime::parse_from_rfc3339(&at).map_err(|_| wrong())?;
    let (seals, block): (Vec<&str>, Vec<&str>) =
        block.iter().partition(|line| line.starts_with("seal "));
    let seal = seals.first().map(|line| seal(line).ok_or_else(wrong)).transpose()?;
    let body = if block.is_empty() { String::new() } else { format!("\n{}", lined(&block)) };
    Ok(Committed { at, by: by.to_owned(), message: format!("{summary}\n{body}"), seal })
}

/// Reads `seal WORD`.
fn seal(line: &str) -> Option<Seal> {
    let word = line.strip_prefix("seal ")?.trim();
    Seal::ALL.into_iter().find(|seal| seal.word() == word)
}

/// Applies the steps to an empty register; `given` are the files of a set.
pub fn build(script: &Script, given: impl Fn(&str) -> Files) -> Result<Built, ExampleError> {
    let (mut built, mut files) = (Built::default(), Files::new());
    for step in &script.steps {
        apply_step(step, &mut files, &given)?;
        let clean = || files.iter().map(|(path, text)| (path.clone(), unmarked(text).0)).collect();
        match step {
            Step::Commit(commit) => built.history.push((commit.clone(), clean())),
            Step::Base => built.base = Some(clean()),
            _ => {}
        }
    }
    for (path, text) in files {
        let (clean, spans) = unmarked(&text);
        built.marks.extend(spans.into_iter().map(|span| Mark { path: path.clone(), span }));
        built.files.insert(path, clean);
    }
    Ok(built)
}

fn apply_step(
    step: &Step,
    files: &mut Files,
    given: &impl Fn(&str) -> Files,
) -> Result<(), ExampleError> {
    let held = |files: &Files, path: &String| {
        files.get(path).cloned().ok_or_else(|| ExampleError::NoFile(path.clone()))
    };
    match step {
        Step::Commit(_) | Step::Base => {}
        Step::Given(name) => files.extend(given(name)),
        Step::File(path, text) => {
            files.insert(path.clone(), text.clone());
        }
        Step::Remove(path) => {
            files.remove(path).ok_or_else(|| ExampleError::NoFile(path.clone()))?;
        }
        Step::Body(path, text) => {
            let old = held(files, path)?;
            let end = front_matter(&old).map_or(0, |front| front.end);
            let fence = old[end..].find('\n').map_or(old.len(), |at| end + at + 1);
            files.insert(path.clone(), format!("{}{text}", &old[..fence]));
        }
        Step::Edit(path, changes) => {
            let new = edited(&held(files, path)?, changes);
            let new = new.map_err(|error| ExampleError::Edit(path.clone(), error))?;
            files.insert(path.clone(), new);
        }
    }
    Ok(())
}

fn edited(text: &str, changes: &[(String, Option<String>)]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    for (name, value) in changes {
        let field = name.replace(['«', '»'], "");
        let plain = value.as_deref().map(|value| value.replace(['«', '»'], ""));
        let edit = match &plain {
            Some(value) => Edit::Set { field: field.clone(), value: value.clone() },
            None => Edit::Remove { field: field.clone() },
        };
        text = apply(&text, &[edit])?;
        // Marks are put back afterwards: around a bracket they would not be YAML.
        let at = text.find(&format!("\n{field}:")).map_or(0, |at| at + 1);
        let (head, mut tail) = (text[..at].to_owned(), text[at..].to_owned());
        if let (Some(value), Some(plain)) = (value, plain.filter(|plain| !plain.is_empty())) {
            tail = tail.replacen(&plain, value, 1);
        }
        if *name != field {
            tail = tail.replacen(&field, name, 1);
        }
        text = head + &tail;
    }
    Ok(text)
}

/// The text without marks, and the spans that were marked.
fn unmarked(text: &str) -> (String, Vec<Span>) {
    let (mut clean, mut spans, mut open) = (String::with_capacity(text.len()), Vec::new(), None);
    for c in text.chars() {
        match (c, open) {
            ('«', None) => open = Some(clean.len()),
            ('»', Some(start)) => {
                spans.push(Span::new(start, clean.len()));
                open = None;
            }
            _ => clean.push(c),
        }
    }
    (clean, spans)
}
