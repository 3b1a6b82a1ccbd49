//! `pirctl status`: where the learning of every incident stands.

use super::look::{Moment, TableFormat, asked_window, check_owner, say_unread, within};
use super::{Door, Outcome, until_the_end};
use crate::catalog;
use crate::chain::Days;
use crate::emit::{self, MatrixReport, StatusReport};
use crate::matrix::{Asked, matrix, owner_of, progress};
use crate::metrics::Window;
use crate::schema::Kind;
use crate::session::{Failure, Session};
use crate::term::{Duration, nearest};
use clap::Args;

/// Show where the learning from every incident stands: complete, in time, late, due soon
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl status\n  \
    pirctl status --owner s.lind --within 30d\n  \
    pirctl status --period 2026-Q1 --format csv\n  \
    pirctl status --rev HEAD --check\n  \
    pirctl status --requirements --period 2026-Q1\n  \
    pirctl status --requirements --id E2\n\n\
    docs/status.md says what each word means.\n\n\
    Exit status: 0 shown, 1 with --check when something is late, 2 the job could not be done.")]
pub(super) struct Arguments {
    /// Only a quarter (2026-Q3) or of two days (A..B, B is the day after the last)
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Show requirements against the evidence for them, over a year back or the period
    #[arg(long, conflicts_with_all = ["owner", "within", "framework"])]
    requirements: bool,
    /// Only this requirement or trap, with each answer, record and commit
    #[arg(long, value_name = "ID", requires = "requirements")]
    id: Option<String>,
    /// Only incidents that this person answers for
    #[arg(long, value_name = "HANDLE")]
    owner: Option<String>,
    /// Only incidents that name a control mapped to this framework; NAME:REFERENCE for one reference
    #[arg(long, value_name = "NAME")]
    framework: Option<String>,
    /// How far ahead a deadline counts as near: 14d, 2w, 3m, P14D
    #[arg(long, value_name = "TIME", default_value = "14d", value_parser = within, allow_hyphen_values = true)]
    within: Duration,
    #[command(flatten)]
    moment: Moment,
    /// How to print it: full, json or csv
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: TableFormat,
    /// Exit with 1 when something is late; with --requirements when a row is partly met or missing
    #[arg(long)]
    check: bool,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let framework = arguments.framework.as_deref().map(super::list::framework).transpose()?;
    let mut options = door.options();
    options.face = arguments.moment.face();
    let session = until_the_end(Session::open(&options, &door.environment)?);
    let window = asked_window(arguments.period.as_deref(), &session)?;
    if arguments.requirements {
        return requirements(arguments, window, &session, door);
    }
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    let cx = session.inquiry();
    if let Some(owner) = &arguments.owner {
        let owners = cx.register.of_kind(Kind::Incident).map(owner_of);
        check_owner(owner, owners, session.people())?;
    }
    let near = cx.now.zone.day_of(arguments.within.after_in(cx.now.instant, cx.now.zone));
    let within = (near - cx.now.day()).num_days();
    let asked = Asked {
        days: window.map(|window| Days { first: window.first, end: window.end }),
        owner: arguments.owner.clone(),
        framework,
        within,
    };
    let progress = progress(&cx, &asked);
    let report = StatusReport {
        window: window.as_ref(),
        owner: arguments.owner.as_deref(),
        framework: arguments.framework.as_deref(),
        within,
        today: cx.now.day(),
        zone: cx.now.zone,
        progress: &progress,
    };
    door.console.result(&match arguments.format {
        TableFormat::Full => emit::status_text(report, door.console.look),
        TableFormat::Json => emit::status_json(report),
        TableFormat::Csv => emit::status_csv(report),
    })?;
    say_unread(&session, door);
    Ok(outcome(&session, arguments.check && progress.counts.late > 0))
}

fn requirements(
    arguments: &Arguments,
    window: Option<Window>,
    session: &Session,
    door: &mut Door,
) -> Result<Outcome, Failure> {
    arguments.id.as_deref().map_or(Ok(()), known)?;
    let today = session.now().day();
    let window = window.unwrap_or_else(|| Window::year_to(today));
    let matrix = matrix(session.evidence(), Days { first: window.first, end: window.end });
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    let commit = session.commit().map(|commit| commit.hex());
    let only = arguments.id.as_deref();
    let report = MatrixReport {
        window: &window,
        today,
        zone: session.now().zone,
        commit: commit.as_deref(),
        matrix: &matrix,
        only,
    };
    door.console.result(&match arguments.format {
        TableFormat::Full => emit::matrix_text(report, door.console.look),
        TableFormat::Json => emit::matrix_json(report),
        TableFormat::Csv => emit::matrix_csv(report),
    })?;
    say_unread(session, door);
    Ok(outcome(session, arguments.check && matrix.is_open(only)))
}

/// Refuses an id that neither a requirement nor a trap has.
fn known(id: &str) -> Result<(), Failure> {
    let ids = catalog::requirements().iter().map(|row| row.id);
    let ids: Vec<&str> = ids.chain(catalog::traps().iter().map(|trap| trap.id)).collect();
    if ids.iter().any(|known| known.eq_ignore_ascii_case(id)) {
        return Ok(());
    }
    let hint = match nearest(&id.to_uppercase(), ids.iter().copied()) {
        Some(meant) => {
            format!("did you mean `{meant}`? `pirctl status --requirements` lists them all")
        }
        None => "`pirctl status --requirements` lists them all".to_owned(),
    };
    Err(Failure::new(format!("there is no requirement `{id}`"), hint))
}

fn outcome(session: &Session, is_late: bool) -> Outcome {
    match session.troubles().is_empty() {
        false => Outcome::Incomplete,
        true if is_late => Outcome::Findings,
        true => Outcome::Clean,
    }
}
