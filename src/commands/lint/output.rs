//! Where the findings of `lint` go: formats, files, what is masked, and what a platform cuts off.
//!
//! What is written to a file stands there whole or not at all.

use super::baseline;
use super::judged::{Judged, Of};
use crate::commands::Door;
use crate::diag::Finding;
use crate::emit::{self, LintReport, Look};
use crate::fs::{FsError, Root};
use crate::rules::{Judgement, Settings, catalogue};
use crate::session::{Failure, Session};
use crate::term::RepoPath;
use clap::{Args, ValueEnum};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Bytes that GitHub takes for the page of one step.
const SUMMARY_LIMIT: usize = 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct Output {
    /// How to print findings: full, concise, grouped, json, json-lines, sarif, github, gitlab, junit or
    /// rdjson; FORMAT=FILE writes to a file, and the option may be given several times
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "full", value_parser = wanted)]
    format: Vec<Wanted>,
    /// Write the findings to FILE instead of standard output
    #[arg(long = "output-file", value_name = "FILE")]
    file: Option<PathBuf>,
    /// Print only id and code of findings on confidential records: always, never, or auto (where it is
    /// no terminal that they go to)
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    mask: Mask,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Full,
    Concise,
    Grouped,
    Json,
    JsonLines,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Rdjson,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Mask {
    Auto,
    Always,
    Never,
}

/// What a text has beside the findings, or in their place; formats for programs always have both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extras {
    /// Counts by rule instead of findings.
    pub(super) statistics: bool,
    /// What waivers set aside.
    pub(super) show_waived: bool,
}

/// A format, and the file that was named with it.
#[derive(Clone, Debug)]
struct Wanted {
    format: Format,
    file: Option<PathBuf>,
}

fn wanted(text: &str) -> Result<Wanted, String> {
    let (name, file) = match text.split_once('=') {
        Some((_, "")) => return Err("name a file after `=`".to_owned()),
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (text, None),
    };
    let format = Format::from_str(name, false).map_err(|_| {
        let all: Vec<_> = Format::value_variants()
            .iter()
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect();
        format!("there is no format `{name}`; there are {}", all.join(", "))
    })?;
    Ok(Wanted { format, file })
}

/// Where each format goes; no two to one place.
#[derive(Debug)]
pub(super) struct Sinks {
    each: Vec<(Format, Option<PathBuf>)>,
    mask: Mask,
}

impl Output {
    /// The sinks that were asked for; files are named from `folder`.
    pub(super) fn sinks(&self, folder: &Path) -> Result<Sinks, Failure> {
        let mut each: Vec<_> = self
            .format
            .iter()
            .map(|wanted| (wanted.format, wanted.file.as_ref().map(|file| folder.join(file))))
            .collect();
        if let Some(file) = &self.file {
            let Some((_, free)) = each.iter_mut().find(|(_, file)| file.is_none()) else {
                let hint = "leave out --output-file, or name a format without a file";
                return Err(Failure::new("every format has a file of its own already", hint));
            };
            *free = Some(folder.join(file));
        }
        let places: BTreeSet<_> = each.iter().map(|(_, file)| file).collect();
        if places.len() < each.len() {
            let hint = "write one of them to a file of its own, such as `--format sarif=out.sarif`";
            return Err(Failure::new("two formats go to the same place", hint));
        }
        Ok(Sinks { each, mask: self.mask })
    }
}

/// Renders every format and brings it where it goes. All of them are tried; the first that fails is
/// the failure.
pub(super) fn deliver(
    sinks: &Sinks,
    session: &Session,
    judged: &Judged,
    extras: Extras,
    door: &mut Door,
) -> Result<(), Failure> {
    let (plain, masked) = (Told::plain(judged), Told::masked(judged, session));
    let report = |told, hides: bool| {
        let report = report(session, judged, told, hides);
        if extras.statistics { report.counted() } else { report }
    };
    let (plain, masked) = (report(&plain, false), report(&masked, true));
    let mut done = Ok(());
    for (format, file) in &sinks.each {
        let person = file.is_none() && door.console.is_terminal();
        let hide = match sinks.mask {
            Mask::Auto => !person,
            Mask::Always => true,
            Mask::Never => false,
        };
        let report = if hide { &masked } else { &plain };
        let look = if file.is_none() { door.console.look } else { Look::default() };
        let text = render(*format, report, look, extras);
        done = done.and(match file {
            Some(file) => write(file, &text),
            None => door.console.result(&text),
        });
        if *format == Format::Github {
            done = done.and(step_summary(report, door));
        }
        for note in notes(*format, report) {
            door.console.say(&format!("note: {note}"));
        }
    }
    done
}

/// What is told of a run: all of it, or without what not everyone may read.
struct Told<'a> {
    judgement: Cow<'a, Judgement>,
    resolved: Cow<'a, [Finding]>,
}

impl<'a> Told<'a> {
    fn plain(judged: &'a Judged) -> Self {
        let resolved: &[Finding] = match &judged.of {
            Of::All(..) => &[],
            Of::Change(change) => &change.resolved,
        };
        Self { judgement: Cow::Borrowed(judged.judgement()), resolved: Cow::Borrowed(resolved) }
    }

    fn masked(judged: &'a Judged, session: &Session) -> Self {
        let plain = Self::plain(judged);
        let judgement = emit::mask(&plain.judgement, &|path| session.is_confidential(path));
        let resolved = match &judged.of {
            Of::All(..) => Vec::new(),
            Of::Change(change) => emit::mask_all(&plain.resolved, &|path| {
                change.is_confidential(path) || session.is_confidential(path)
            }),
        };
        Self { judgement: Cow::Owned(judgement), resolved: Cow::Owned(resolved) }
    }
}

/// The report; where it `hides`, texts of confidential files are left out of it.
fn report<'a>(
    session: &'a Session,
    judged: &'a Judged,
    told: &'a Told<'a>,
    hides: bool,
) -> LintReport<'a> {
    let records = session.register().records().len();
    let complete = judged.troubles(session).next().is_none();
    let hidden = |path: &RepoPath| hides && session.is_confidential(path);
    let text_of = |path: &RepoPath| session.text_of(path);
    let mut report = LintReport::new(&told.judgement, records, complete, &text_of);
    report.not_run = not_run(session, &judged.settings);
    let waived = report.waived.iter_mut().map(|(located, _)| located);
    for located in report.findings.iter_mut().chain(waived) {
        if hidden(&located.finding.place.path) {
            located.text = "";
            located.fix = None;
        }
    }
    match &judged.of {
        Of::All(_, Some(hidden)) => report.hiding(baseline::path(session).to_string(), hidden),
        Of::All(_, None) => report,
        Of::Change(change) => {
            let texts = |path: &RepoPath| change.text_of(path);
            report.since(change.base.hex(), &told.resolved, change.kept, &texts)
        }
    }
}

/// Rules that were not asked, each with the reason.
fn not_run(session: &Session, settings: &Settings) -> BTreeMap<&'static str, &'static str> {
    let has_history = session.has_history();
    let reason = |rule: &crate::rules::Rule| {
        if !settings.selection.has(rule.code) {
            return Some("not among the rules asked for");
        }
        if !settings.is_on(rule) {
            return Some("switched off in pirctl.yaml");
        }
        (rule.check.reach() == "history" && !has_history).then_some("there is no history to ask")
    };
    catalogue(session.config())
        .into_iter()
        .filter_map(|rule| Some((rule.code, reason(rule)?)))
        .collect()
}

fn render(format: Format, report: &LintReport<'_>, look: Look, extras: Extras) -> String {
    let is_text = matches!(format, Format::Full | Format::Concise | Format::Grouped);
    if !is_text {
        return findings(format, report, look);
    }
    let waived = if extras.show_waived { emit::lint_waived(report) } else { String::new() };
    let rest =
        if extras.statistics { emit::lint_counts(report) } else { findings(format, report, look) };
    waived + &rest
}

fn findings(format: Format, report: &LintReport<'_>, look: Look) -> String {
    match format {
        Format::Full => emit::lint_full(report, look),
        Format::Concise => emit::lint_concise(report),
        Format::Grouped => emit::lint_grouped(report),
        Format::Json => emit::lint_json(report),
        Format::JsonLines => emit::lint_json_lines(report),
        Format::Sarif => emit::lint_sarif(report),
        Format::Github => emit::lint_github(report),
        Format::Gitlab => emit::lint_gitlab(report),
        Format::Junit => emit::lint_junit(report),
        Format::Rdjson => emit::lint_rdjson(report),
    }
}

/// What a reader of this format will not see.
fn notes(format: Format, report: &LintReport<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let results = report.findings.len() + report.waived.len();
    let (shown, refused) = (emit::SARIF_SHOWN, emit::SARIF_REFUSED);
    if format == Format::Sarif && results > shown {
        notes.push(format!(
            "the report has {results} results; GitHub code scanning shows {shown} and refuses a file \
             with more than {refused}"
        ));
    }
    let silent = matches!(format, Format::Gitlab | Format::Rdjson);
    if silent && !report.unknown.is_empty() {
        let name = if format == Format::Gitlab { "gitlab" } else { "rdjson" };
        notes.push(format!(
            "{} answers cannot be given, for which the format {name} has no place; `--format full` \
             says why",
            report.unknown.len()
        ));
    }
    notes
}

/// Gives `file` the content `text`: a usual file in one step, anything else (a pipe, a device) directly.
fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let doing = format!("writing {}", file.display());
    let failed = |failure: Failure| failure.while_doing(&doing);
    // A link is followed: it is the user's own, and what it names is what is meant.
    let file = match file.metadata() {
        Ok(seen) if !seen.is_file() && !seen.is_dir() => return write_through(file, text),
        Ok(_) => file.canonicalize().unwrap_or_else(|_| file.to_owned()),
        Err(_) => file.to_owned(),
    };
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let name = file.file_name().and_then(|name| name.to_str()).ok_or_else(|| {
        failed(Failure::new("that is not the name of a file", "choose another name"))
    })?;
    let root =
        Root::open(folder.unwrap_or(Path::new("."))).map_err(|error| failed(error.into()))?;
    let path = RepoPath::new(name);
    let done = match root.create(&path, text.as_bytes()) {
        Err(FsError::Exists { .. }) => root.replace(&path, text.as_bytes()),
        other => other,
    };
    done.map_err(|error| failed(error.into()))
}

fn write_through(file: &Path, text: &str) -> Result<(), Failure> {
    let opened = std::fs::OpenOptions::new().write(true).open(file);
    let done =
        opened.and_then(|mut open| open.write_all(text.as_bytes()).and_then(|()| open.flush()));
    done.map_err(|error| Failure::new(format!("writing {}: {error}", file.display()), ""))
}

/// Adds to the page of the step, where there is one: never more than is taken, never a part of it.
fn step_summary(report: &LintReport<'_>, door: &Door) -> Result<(), Failure> {
    let Some(file) = &door.environment.step_summary else {
        door.console.say("note: GITHUB_STEP_SUMMARY is not set; there is no summary page to write");
        return Ok(());
    };
    let failed = |error: std::io::Error| {
        let hint = "the findings above are all; unset GITHUB_STEP_SUMMARY to go without the page";
        Failure::new(
            format!("the summary page {} cannot be written: {error}", file.display()),
            hint,
        )
    };
    let mut open =
        std::fs::OpenOptions::new().create(true).append(true).open(file).map_err(failed)?;
    let before = open.metadata().map_err(failed)?.len();
    let taken = usize::try_from(before).unwrap_or(usize::MAX);
    let text = emit::github_summary(report, SUMMARY_LIMIT.saturating_sub(taken));
    if text.len() > SUMMARY_LIMIT.saturating_sub(taken) {
        door.console.say("note: the summary page of this step is full; nothing was added to it");
        return Ok(());
    }
    let done = open.write_all(text.as_bytes()).and_then(|()| open.flush());
    done.map_err(|error| {
        // What a full disk took of it is taken back; where that fails too, nothing else helps.
        open.set_len(before).unwrap_or_default();
        failed(error)
    })
}
