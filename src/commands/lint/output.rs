//! Where the findings of `lint` go: formats, files, what is masked, and what a platform cuts off.
//!
//! What is written to a file stands there whole or not at all.

use super::judged::Judged;
use super::place::{step_summary, write};
use super::told::Told;
use crate::commands::Door;
use crate::emit::{self, LintReport, Look};
use crate::session::{Failure, Session};
use clap::{Args, ValueEnum};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

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
    let told_of = |masked: bool| Told::of(session, judged, masked);
    let (plain, masked) = (OnceCell::new(), OnceCell::new());
    let mut done = Ok(());
    for (format, file) in &sinks.each {
        let person = file.is_none() && door.console.is_terminal();
        let hide = match sinks.mask {
            Mask::Auto => !person,
            Mask::Always => true,
            Mask::Never => false,
        };
        let told = if hide { &masked } else { &plain }.get_or_init(|| told_of(hide));
        let mut report = told.report(session, judged);
        if extras.statistics {
            report = report.counted();
        }
        let look = if file.is_none() { door.console.look } else { Look::default() };
        let text = render(*format, &report, look, extras);
        done = done.and(match file {
            Some(file) => write(file, &text),
            None => door.console.result(&text),
        });
        if *format == Format::Github {
            done = done.and(step_summary(&report, door));
        }
        for note in notes(*format, &report) {
            door.console.say(&format!("note: {note}"));
        }
    }
    done
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
