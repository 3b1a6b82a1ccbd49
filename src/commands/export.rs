//! `pirctl export`: registers for spreadsheets and other programs, one row an item.

mod oscal;

use super::keys::{Keys, say_cuts};
use super::look::{Moment, asked_window, say_when_empty};
use super::{Door, Outcome, until_the_end};
use crate::emit::{self, ExportReport};
use crate::fs::{FsError, Root};
use crate::rows::ledger::{LEDGERS, Ledger, LedgerQuery, LedgerSources, Sheet, ledger_of_word};
use crate::session::{Failure, Session};
use crate::term::{RepoPath, nearest};
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Write a register as CSV or JSON: incidents, lessons, actions, risks and others
#[derive(Debug, Args)]
#[command(
    after_help = "Registers: incidents, reviews, causes, lessons, actions, risks, controls, policies, \
    policy-changes, training, bulletins, management-reviews, decisions, trend-reports, follow-ups, statements, \
    vendors, vendor-assessments; all. For programs that read OSCAL: oscal-assessment-results, oscal-poam.\n\n\
    Examples:\n  pirctl export actions --output-file actions.csv\n  \
    pirctl export oscal-poam --output-file poam.json\n\n\
    Exit status: 0 written (also when there is no row), 2 the job could not be done."
)]
#[command(
    after_long_help = "Registers: incidents, reviews, causes, lessons, actions, risks, controls, policies, \
    policy-changes, training, bulletins, management-reviews, decisions, trend-reports, follow-ups, statements, \
    vendors, vendor-assessments; all. A row is one item: a lesson, a cause, an entry of a change log. Each row ends \
    with the commit of its record, its seal, and the strength of its weakest claim. docs/registers.md has the columns.\n\n\
    CSV follows RFC 4180: UTF-8 without byte-order mark, lines end in CR LF, no cell is a formula. `all` as CSV goes to \
    a new folder, one file a register.\n\n\
    OSCAL 1.2.1 as JSON, of a commit (HEAD unless --rev or --as-of says another), for the twelve months to today unless \
    --period says others: `oscal-assessment-results` has the evidence matrix as objectives, observations and findings, \
    `oscal-poam` the actions that are not closed and the requirements with open answers. What cannot be told is never \
    satisfied. docs/oscal.md has the rest.\n\n\
    Examples:\n  pirctl export actions --output-file actions.csv\n  \
    pirctl export lessons --period 2026-Q1 --format json\n  \
    pirctl export all --output-dir registers --as-of 2026-06-30\n  \
    pirctl export incidents --framework dora --mask never\n  \
    pirctl export oscal-assessment-results --rev v2026.2 --output-file results.json\n  \
    pirctl export oscal-poam --output-file poam.json\n\n\
    Exit status: 0 written (also when there is no row), 2 the job could not be done (also when a plan would have no item)."
)]
pub(super) struct Arguments {
    /// Which register, or all; or oscal-assessment-results, oscal-poam
    #[arg(value_name = "REGISTER")]
    register: String,
    /// Only rows of a quarter (2026-Q3) or of two days (A..B, B is the day after the last)
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Only rows of records that name a control mapped to this framework; NAME:REFERENCE for one reference
    #[arg(long, value_name = "NAME")]
    framework: Option<String>,
    #[command(flatten)]
    moment: Moment,
    /// How to write it: csv (the default), json or json-lines; OSCAL is always JSON
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<ExportFormat>,
    /// Write to FILE instead of standard output
    #[arg(long, value_name = "FILE", conflicts_with = "output_dir")]
    output_file: Option<PathBuf>,
    /// Write one CSV file for each register into DIR, which must be empty or not there
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// Withhold the text of confidential records: always, never, or auto (unless it goes to a terminal)
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    mask: Mask,
    #[command(flatten)]
    keys: Keys,
}

impl Arguments {
    fn format(&self) -> ExportFormat {
        self.format.unwrap_or(ExportFormat::Csv)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    Csv,
    Json,
    JsonLines,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Mask {
    Auto,
    Always,
    Never,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    if let Some(asked) = oscal::asked(&arguments.register) {
        return oscal::run(arguments, asked, door);
    }
    let ledgers = ledgers(&arguments.register)?;
    check_place(arguments, &ledgers)?;
    let framework = arguments.framework.as_deref().map(super::list::framework).transpose()?;
    let options = door.options_at(&arguments.moment, &arguments.keys);
    let session = until_the_end(Session::open(&options, &door.environment)?);
    let window = asked_window(arguments.period.as_deref(), &session)?;
    let masked = masked(arguments, &session, door);
    let from = LedgerSources { cx: session.inquiry(), people: session.people(), masked: &masked };
    let query = LedgerQuery { window, framework };
    let sheets: Vec<Sheet> = ledgers.iter().map(|ledger| ledger.sheet(&from, &query)).collect();
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    say_cuts(&session.past().seals, door);
    let commit = session.commit().map(|commit| commit.hex());
    let report = ExportReport {
        sheets: &sheets,
        window: window.as_ref(),
        framework: arguments.framework.as_deref(),
        today: session.now().day(),
        zone: session.now().zone,
        commit: commit.as_deref(),
        complete: session.troubles().is_empty() && session.register().broken().is_empty(),
    };
    deliver(arguments, &report, door)?;
    say_when_empty(&session, door);
    say(&report, session.register().broken().len(), door);
    Ok(if session.troubles().is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}

/// The registers of that word.
fn ledgers(word: &str) -> Result<Vec<&'static Ledger>, Failure> {
    if word.eq_ignore_ascii_case("all") {
        return Ok(LEDGERS.iter().collect());
    }
    if let Some(ledger) = ledger_of_word(word) {
        return Ok(vec![ledger]);
    }
    let names = || LEDGERS.iter().map(|ledger| ledger.name);
    let words = names().chain(LEDGERS.iter().flat_map(|ledger| ledger.also.iter().copied()));
    let words = words.chain(oscal::NAMES);
    let hint = nearest(word, words).map_or_else(
        || format!("use all, or one of {}", names().collect::<Vec<_>>().join(", ")),
        |meant| format!("did you mean `{meant}`?"),
    );
    Err(Failure::new(format!("there is no register `{word}`"), hint))
}

/// Several tables are no one CSV file.
fn check_place(arguments: &Arguments, ledgers: &[&Ledger]) -> Result<(), Failure> {
    match (&arguments.output_dir, arguments.format()) {
        (None, ExportFormat::Csv) if ledgers.len() > 1 => Err(Failure::new(
            "several registers do not fit into one CSV file",
            "name a folder with `--output-dir DIR`, or use `--format json` or `json-lines`",
        )),
        (Some(_), ExportFormat::Json | ExportFormat::JsonLines) => Err(Failure::new(
            "--output-dir is for CSV: JSON holds all registers in one file",
            "use `--output-file FILE`",
        )),
        _ => Ok(()),
    }
}

/// The files whose text is not told where this goes.
fn masked<'s>(arguments: &Arguments, session: &'s Session, door: &Door) -> BTreeSet<&'s RepoPath> {
    let to_file = arguments.output_file.is_some() || arguments.output_dir.is_some();
    let hide = match arguments.mask {
        Mask::Always => true,
        Mask::Never => false,
        Mask::Auto => to_file || !door.console.is_terminal(),
    };
    if hide { session.confidential_paths() } else { BTreeSet::new() }
}

fn deliver(
    arguments: &Arguments,
    report: &ExportReport<'_>,
    door: &mut Door,
) -> Result<(), Failure> {
    if let Some(folder) = &arguments.output_dir {
        return write_folder(&door.folder().join(folder), report.sheets);
    }
    let text = match arguments.format() {
        ExportFormat::Csv => report.sheets.iter().map(emit::export_csv).collect(),
        ExportFormat::Json => emit::export_json(report),
        ExportFormat::JsonLines => emit::export_json_lines(report),
    };
    deliver_text(arguments, &text, door)
}

fn deliver_text(arguments: &Arguments, text: &str, door: &mut Door) -> Result<(), Failure> {
    match &arguments.output_file {
        Some(file) => super::lint::write(&door.folder().join(file), text),
        None => door.console.result(text),
    }
}

/// One file for each register, in a folder in which there is nothing yet.
fn write_folder(folder: &Path, sheets: &[Sheet]) -> Result<(), Failure> {
    let doing = format!("writing to {}", folder.display());
    let failed = |error: FsError| Failure::from(error).while_doing(&doing);
    let is_taken = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => folder.symlink_metadata().is_ok(),
    };
    if is_taken {
        let hint = "name a folder that is empty or not there";
        return Err(Failure::new(format!("{} is not an empty folder", folder.display()), hint));
    }
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::new(format!("{doing}: {error}"), ""))?;
    let root = Root::open(folder).map_err(failed)?;
    for sheet in sheets {
        let path = RepoPath::new(format!("{}.csv", sheet.ledger.name));
        root.create(&path, emit::export_csv(sheet).as_bytes()).map_err(failed)?;
    }
    Ok(())
}

fn say(report: &ExportReport<'_>, broken: usize, door: &Door) {
    for sheet in report.sheets {
        let name = sheet.ledger.name;
        let rows = if sheet.rows.len() == 1 { "row" } else { "rows" };
        door.console.say(&format!("{name}: {} {rows}", sheet.rows.len()));
        if !sheet.undated.is_empty() {
            door.console.say(&format!(
                "note: left out of {name}, because no date says whether they belong to the period: {}",
                sheet.undated.join(", ")
            ));
        }
    }
    let withheld: usize = report.sheets.iter().map(|sheet| sheet.withheld).sum();
    if withheld > 0 {
        door.console.say(&format!(
            "note: {withheld} of the rows tell only id, status and commit, because their records are confidential or \
             privileged; `--mask never` tells the confidential ones"
        ));
    }
    if broken > 0 {
        let files = if broken == 1 { "file is" } else { "files are" };
        door.console
            .say(&format!("note: {broken} {files} in no register, because nobody can read them"));
    }
}
