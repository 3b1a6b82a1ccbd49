//! `pirctl new`: draft a record and write it, whole and exclusively, under the next free id.

use super::{Door, Outcome};
use crate::fs::{FsError, Root};
use crate::plan::new::{Draft, Ground, NewError, Request, draft};
use crate::schema::{IdForm, Kind, Table};
use crate::session::{Failure, Session};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// Make a new record
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pirctl new incident --title \"Laptop lost\" --set severity=low --light\n  \
    pirctl new pir --from INC-2026-0001\n\n\
    Exit status: 0 made, 2 something is missing or cannot be taken."
)]
#[command(
    after_long_help = "The path of the new record is all that goes to standard output. The id is the next one free in the \
    working tree and on local and remote-tracking branches. The owner is --owner, else the person of \
    people.yaml who has your git address. What the first status owes and nobody knows is asked for by \
    naming its flag.\n\nExamples:\n  \
    pirctl new incident --title \"Phishing mail\" --set severity=high\n  \
    pirctl new incident --title \"Laptop lost\" --set severity=low --light\n  \
    pirctl new pir --from INC-2026-0001          the review, with responders and timeline\n  \
    pirctl new action --from RCA-2026-0001#C1 --title \"End every exemption\" \\\n      \
    --set due=2026-06-30 --set priority=high --set type=access-change\n  \
    pirctl new control --set id=A.8.5            a control of Annex A, with its title\n  \
    pirctl new trend-report --period 2026-Q1     with the figures of its quarters\n  \
    pirctl new vendor-assessment --from VND-saldo-payroll\n\n\
    Exit status: 0 made, 2 something is missing or cannot be taken."
)]
pub(super) struct Arguments {
    /// What to make
    #[arg(value_name = "KIND", value_parser = kinds())]
    kind: Kind,
    /// What it is about, in one line
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Take over what this record (or a part of it) says, and link to it; may be repeated
    #[arg(long, value_name = "ID")]
    from: Vec<String>,
    /// Set a field; VALUE is YAML, so lists are written [a, b]; may be repeated
    #[arg(long, value_name = "FIELD=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// Handle of the person answerable for it
    #[arg(long, value_name = "HANDLE")]
    owner: Option<String>,
    /// An incident that holds its review, cause and lesson itself
    #[arg(long)]
    light: bool,
    /// Topic of a policy or a training
    #[arg(long, value_name = "TEXT")]
    topic: Option<String>,
    /// Quarter of a trend report or a period statement, 2026-Q1
    #[arg(long, value_name = "QUARTER")]
    period: Option<String>,
    /// Print the record instead of writing it
    #[arg(long)]
    stdout: bool,
    /// Write nothing; say what would be made
    #[arg(long)]
    dry_run: bool,
}

fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::word))
        .map(|word| Kind::parse(&word).expect("only words of kinds are possible values"))
}

fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, value)) if !field.trim().is_empty() => {
            Ok((field.trim().to_owned(), value.to_owned()))
        }
        _ => Err("write it as FIELD=VALUE, such as severity=high".to_owned()),
    }
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    check_flags(arguments)?;
    let session = Session::open(&door.options(), &door.environment)?;
    for trouble in session.troubles() {
        door.console.say(&format!("warning: {}", trouble.message));
    }
    let (owner, why) = owner(arguments, &session);
    let mut taken = taken(&session, door);
    loop {
        let drafted = drafted(arguments, &session, owner.as_deref(), &taken);
        let draft = drafted.map_err(|error| failure(&error, why.as_deref()))?;
        if arguments.stdout {
            door.console.result(&draft.text)?;
            notes(&draft, door);
            return Ok(Outcome::Clean);
        }
        match write(&draft, &session, arguments.dry_run) {
            // Somebody was quicker: the next number, unless the id was chosen.
            Err(FsError::Exists { .. }) if is_numbered(arguments) => taken.insert(draft.id),
            Err(error) => return Err(error.into()),
            Ok(()) => return made(&draft, arguments, &session, door),
        };
    }
}

/// Flags that mean nothing for the kind.
fn check_flags(arguments: &Arguments) -> Result<(), Failure> {
    let kind = arguments.kind;
    let quarterly = matches!(kind.spec().id, IdForm::Quarterly { .. });
    let told = matches!(kind, Kind::Policy | Kind::Training);
    let misused = [
        ("--light", arguments.light && kind != Kind::Incident, "an incident"),
        (
            "--period",
            arguments.period.is_some() && !quarterly,
            "a trend-report or period-statement",
        ),
        ("--topic", arguments.topic.is_some() && !told, "a policy or training"),
    ];
    match misused.iter().find(|(_, wrong, _)| *wrong) {
        Some((flag, _, of)) => Err(Failure::new(
            format!("{flag} means nothing for a new {}", kind.word()),
            format!("leave it out; it is for {of}"),
        )),
        None => Ok(()),
    }
}

/// The handle of the person, or why it is not known.
fn owner(arguments: &Arguments, session: &Session) -> (Option<String>, Option<String>) {
    let given = arguments.owner.as_deref().map(str::trim).filter(|handle| !handle.is_empty());
    if let Some(handle) = given {
        return (Some(handle.to_owned()), None);
    }
    let people = session.people();
    let Some(email) = session.repository().and_then(crate::git::Repository::user_email) else {
        let why = "git knows no `user.email` here, so the person has to be named";
        return (None, Some(why.to_owned()));
    };
    match people.by_email(&email) {
        Some(person) => (Some(person.handle.clone()), None),
        None => (None, Some(format!("nobody in {} has the address {email}", people.path))),
    }
}

/// Ids in use: names of files here and on branches. Branches that cannot be read are said.
pub(super) fn taken(session: &Session, door: &Door) -> BTreeSet<String> {
    let files = session.snapshot().files().iter().map(|file| file.path.stem().to_owned());
    let mut taken: BTreeSet<String> = files.filter(|stem| Kind::of_id(stem).is_some()).collect();
    let Some(repository) = session.repository() else { return taken };
    let branches = match repository.branch_tips() {
        Ok(branches) => branches,
        Err(error) => {
            door.console.say(&format!("warning: branches were not looked at: {error}"));
            return taken;
        }
    };
    let mut seen = BTreeSet::new();
    for branch in branches {
        if !session.config().looks_at_branch(&branch.name) || !seen.insert(branch.tip.hex()) {
            continue;
        }
        match repository.tree_files(&branch.tip, session.snapshot().root()) {
            Ok(files) => taken.extend(
                files
                    .iter()
                    .map(|file| file.path.stem())
                    .filter(|stem| Kind::of_id(stem).is_some())
                    .map(str::to_owned),
            ),
            Err(error) => {
                let name = &branch.name;
                door.console.say(&format!("warning: ids on branch {name} are not known: {error}"));
            }
        }
    }
    taken
}

fn drafted(
    arguments: &Arguments,
    session: &Session,
    owner: Option<&str>,
    taken: &BTreeSet<String>,
) -> Result<Draft, NewError> {
    let request = Request {
        kind: arguments.kind,
        title: arguments.title.as_deref(),
        from: &arguments.from,
        set: &arguments.set,
        owner,
        light: arguments.light,
        topic: arguments.topic.as_deref(),
        period: arguments.period.as_deref(),
    };
    let ground = Ground {
        table: Table::of(session.config()).0,
        profile: session.config().profile,
        register: session.register(),
        terms: session.terms(),
        now: session.now(),
        quarters: session.config().quarters(),
        taken,
        people: session.people(),
        assets: session.assets(),
        risk: session.config().risk.as_ref().map(|given| &given.value),
    };
    draft(&request, &ground)
}

fn failure(error: &NewError, why: Option<&str>) -> Failure {
    let mut hints = error.hints();
    if let (NewError::Missing { missing, .. }, Some(why)) = (error, why)
        && missing.iter().any(|missing| missing.flag.ends_with("HANDLE"))
    {
        hints.push(why.to_owned());
    }
    hints.dedup();
    Failure::new(error.to_string(), hints.join("; "))
}

/// True when the id is made of a number that can go up.
fn is_numbered(arguments: &Arguments) -> bool {
    let form = arguments.kind.spec().id;
    matches!(form, IdForm::Yearly { .. } | IdForm::Running { .. })
        && arguments.set.iter().all(|(field, _)| field != "id")
}

fn write(draft: &Draft, session: &Session, dry_run: bool) -> Result<(), FsError> {
    if dry_run {
        return Ok(());
    }
    let folder = session.snapshot().folder().expect("`new` opens the working tree");
    let path = draft.path.below(session.snapshot().root());
    Root::open(folder)?.create(&path, draft.text.as_bytes())
}

fn made(
    draft: &Draft,
    arguments: &Arguments,
    session: &Session,
    door: &mut Door,
) -> Result<Outcome, Failure> {
    let path = draft.path.below(session.snapshot().root());
    let shown = shown(&path_from(door, session, path.as_str()));
    door.console.result(&format!("{shown}\n"))?;
    let verb = if arguments.dry_run { "would create" } else { "created" };
    door.console.say(&format!("{verb} {} ({})", draft.id, arguments.kind.word()));
    notes(draft, door);
    if door.console.hints && !arguments.dry_run {
        door.console.say("next: write what is known, then run `pirctl lint`");
    }
    Ok(Outcome::Clean)
}

fn notes(draft: &Draft, door: &Door) {
    for hint in &draft.hints {
        door.console.say(&format!("note: {hint}"));
    }
}

/// The path as the user would write it from where they stand.
fn path_from(door: &Door, session: &Session, path: &str) -> PathBuf {
    let start = door.folder();
    let top = session.snapshot().folder().unwrap_or(&start).to_path_buf();
    let here = start.canonicalize().unwrap_or_else(|_| start.clone());
    let Ok(inside) = here.strip_prefix(&top) else { return top.join(path) };
    let (mut up, mut rest) =
        (inside.components().peekable(), Path::new(path).components().peekable());
    while up.peek().is_some() && up.peek() == rest.peek() {
        up.next();
        rest.next();
    }
    let up: PathBuf = up.map(|_| Component::ParentDir).collect();
    let below: PathBuf = rest.collect();
    let start = if start == Path::new(".") { PathBuf::new() } else { start };
    start.join(up).join(below)
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
