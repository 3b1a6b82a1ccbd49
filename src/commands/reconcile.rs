//! `pirctl reconcile`: the register against a list of tickets.

use super::look::{Moment, TableFormat, asked_window, say_unread};
use super::{Door, Outcome, until_the_end};
use crate::emit::{self, ReconcileReport};
use crate::metrics::Window;
use crate::population::{Reconciled, Scope, Tickets, read_table, reconcile};
use crate::rows::listing::kind_of_word;
use crate::schema::Kind;
use crate::session::{Failure, Session};
use crate::term::{Zone, nearest};
use clap::Args;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Hold the register against a list of tickets
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl reconcile --from tickets.csv\n  \
    pirctl reconcile --from tickets.csv --id-column \"Issue key\" --system jira --check\n\n\
    Exit status: 0 shown, 1 the two differ and --check was given, 2 the job could not be done.")]
#[command(
    after_long_help = "Records name their tickets in `external_ref`. The list is comma-separated, semicolon-separated or \
    tab-separated text in UTF-8 with the names of its columns on the first line. Ids are compared without regard to the case of \
    letters. What stands only there may be an incident that nobody recorded; what stands only here, a ticket that was deleted or \
    left out of the list.\n\nExamples:\n  \
    pirctl reconcile --from tickets.csv\n  \
    pirctl reconcile --from tickets.csv --id-column \"Issue key\" --system jira --check\n  \
    pirctl reconcile --from - --kind action --format json < actions.csv\n\n\
    Exit status: 0 shown, 1 the two differ and --check was given, 2 the job could not be done."
)]
pub(super) struct Arguments {
    /// The list of tickets; - for standard input
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The column with the ids of tickets; else the likeliest is taken
    #[arg(long, value_name = "NAME")]
    id_column: Option<String>,
    /// Only references into this system
    #[arg(long, value_name = "NAME")]
    system: Option<String>,
    /// Which records are held against it: incident (default), another kind, or all
    #[arg(long, value_name = "KIND", default_value = "incident")]
    kind: String,
    /// Only incidents of this quarter (2026-Q3) or of these days (A..B, B is the day after the last)
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// End with status 1 when the two differ
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    moment: Moment,
    /// How to print it: full, json or csv
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: TableFormat,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let kinds = kinds(&arguments.kind)?;
    if arguments.period.is_some() && kinds != [Kind::Incident] {
        let hint = "leave out --period, or --kind";
        return Err(Failure::new("only incidents belong to a period here", hint));
    }
    let tickets = tickets(arguments)?;
    let mut options = door.options();
    options.face = arguments.moment.face();
    let session = until_the_end(Session::open(&options, &door.environment)?);
    let days = days(arguments, &session)?;
    let window = days.map(|(window, _)| window);
    let scope = Scope { kinds, system: arguments.system.clone(), days };
    let found = reconcile(session.register(), &tickets, &scope);
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    let list = arguments.from.to_string_lossy();
    let report = ReconcileReport {
        window: window.as_ref(),
        today: session.now().day(),
        zone: session.now().zone,
        list: &list,
        tickets: &tickets,
        system: arguments.system.as_deref(),
        found: &found,
    };
    door.console.result(&match arguments.format {
        TableFormat::Full => emit::reconcile_text(report, door.console.look),
        TableFormat::Json => emit::reconcile_json(report),
        TableFormat::Csv => emit::reconcile_csv(report),
    })?;
    say_unread(&session, door);
    hint(&found, arguments.system.as_deref(), door);
    Ok(match (session.troubles().is_empty(), arguments.check && !found.agrees()) {
        (false, _) => Outcome::Incomplete,
        (true, true) => Outcome::Findings,
        (true, false) => Outcome::Clean,
    })
}

/// The days of the period asked for, with the zone in which they are cut.
fn days(arguments: &Arguments, session: &Session) -> Result<Option<(Window, Zone)>, Failure> {
    let window = asked_window(arguments.period.as_deref(), session)?;
    Ok(window.map(|window| (window, session.now().zone)))
}

fn kinds(word: &str) -> Result<Vec<Kind>, Failure> {
    if word.eq_ignore_ascii_case("all") {
        return Ok(Vec::new());
    }
    kind_of_word(word).map(|kind| vec![kind]).ok_or_else(|| {
        let words = Kind::ALL.map(Kind::word);
        let hint = nearest(word, words).map_or_else(
            || format!("use all, or one of {}", words.join(", ")),
            |meant| format!("did you mean `{meant}`?"),
        );
        Failure::new(format!("there is no kind `{word}`"), hint)
    })
}

fn tickets(arguments: &Arguments) -> Result<Tickets, Failure> {
    let name = arguments.from.display();
    let bytes = bytes(&arguments.from).map_err(|error| {
        Failure::new(
            format!("{name} cannot be read: {error}"),
            "name the list of tickets as a file",
        )
    })?;
    let table = read_table(&bytes)
        .map_err(|flaw| Failure::new(format!("{name} is no table: {flaw}"), flaw.help()))?;
    Tickets::read(&table, arguments.id_column.as_deref())
        .map_err(|flaw| Failure::new(format!("{name}: {flaw}"), flaw.help()))
}

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    if path.as_os_str() != "-" {
        return std::fs::read(path);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Says when a system was asked for that no record in scope names.
fn hint(found: &Reconciled<'_>, system: Option<&str>, door: &Door) {
    let none = found.both.is_empty() && found.only_here.is_empty();
    if let Some(system) = system.filter(|_| none && !found.other_systems.is_empty()) {
        let known: Vec<&str> = found.other_systems.iter().copied().collect();
        let known = known.join(", ");
        door.console.say(&format!("note: no record names `{system}`; records name {known}"));
    }
}
