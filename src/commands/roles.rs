//! `pirctl roles`: who did what in an incident or a period, and where one person stands twice.

use super::look::{Moment, TableFormat, say_unread, window_or_quarter};
use super::{Door, Outcome, until_the_end};
use crate::emit::{self, RolesReport};
use crate::metrics::Window;
use crate::roles::{Ask, Roles, roles_of_incident, roles_of_period};
use crate::schema::Kind;
use crate::session::{Failure, Session};
use clap::Args;

/// Show who did what: roles against people, and the same person twice
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl roles INC-2026-0007\n  \
    pirctl roles --period 2026-Q1 --format csv\n\n\
    Without ID the incidents of a period are shown, else those of the quarter of today. docs/roles.md says which roles \
    are meant for two people.\n\n\
    Exit status: 0 shown, 2 the job could not be done.")]
pub(super) struct Arguments {
    /// Id of an incident
    #[arg(value_name = "ID", conflicts_with = "period")]
    id: Option<String>,
    /// A quarter (2026-Q3) or two days (A..B, B is the day after the last); else the quarter of today
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Call people by a number and their function, without names and handles
    #[arg(long)]
    no_names: bool,
    #[command(flatten)]
    moment: Moment,
    /// How to print it: full, json or csv
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: TableFormat,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let mut options = door.options();
    options.face = arguments.moment.face();
    let session = until_the_end(Session::open(&options, &door.environment)?);
    let (roles, window) = asked(arguments, &session)?;
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    let report = RolesReport {
        roles: &roles,
        window: window.as_ref(),
        today: session.now().day(),
        zone: session.now().zone,
        profile: session.config().profile,
        without_names: arguments.no_names,
        complete: session.troubles().is_empty() && session.register().broken().is_empty(),
    };
    door.console.result(&match arguments.format {
        TableFormat::Full => emit::roles_text(&report, door.console.look),
        TableFormat::Json => emit::roles_json(&report),
        TableFormat::Csv => emit::roles_csv(&report),
    })?;
    if !session.people().is_usable() {
        door.console.say(
            "note: there is no people.yaml that can be used: handles are taken for people, and authors of commits \
             cannot be matched with them",
        );
    }
    say_unread(&session, door);
    Ok(if session.troubles().is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}

fn asked(arguments: &Arguments, session: &Session) -> Result<(Roles, Option<Window>), Failure> {
    let (cx, people) = (session.inquiry(), session.people());
    if let Some(id) = &arguments.id {
        let incident = session.register().get_kind(Kind::Incident, id);
        let incident = incident.ok_or_else(|| no_incident(session, id))?;
        return Ok((roles_of_incident(&cx, people, incident, Ask::Strength), None));
    }
    let window = window_or_quarter(arguments.period.as_deref(), session)?;
    Ok((roles_of_period(&cx, people, &window, Ask::Strength), Some(window)))
}

fn no_incident(session: &Session, id: &str) -> Failure {
    let Some(record) = session.register().get(id) else {
        return super::edits::unknown(session, id);
    };
    let incidents = record.incidents().into_iter().map(|found| found.value);
    let incidents: Vec<&str> = incidents.collect();
    let hint = match incidents.as_slice() {
        [] => "name an incident, or a period with `--period`".to_owned(),
        incidents => format!("it belongs to {}", incidents.join(", ")),
    };
    Failure::new(format!("{id} is no incident"), hint)
}
