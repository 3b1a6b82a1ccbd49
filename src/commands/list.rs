//! `pirctl list`: the records of a kind, or all, as a table.

use super::look::{Moment, TableFormat};
use super::{Door, Outcome, day, until_the_end};
use crate::catalog::FrameworkFilter;
use crate::emit;
use crate::rows::listing::{ControlList, Listing, Query, Where, kind_of_word, list, list_controls};
use crate::schema::{Kind, enumeration};
use crate::session::{Failure, Session};
use crate::term::{Day, canonical_control, nearest};
use clap::Args;

/// List the records of a kind
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl list incidents --status closed --severity high\n  \
    pirctl list actions --where status!=closed --sort due\n\n\
    Exit status: 0 listed (also when nothing matches), 2 the job could not be done.")]
#[command(
    after_long_help = "KIND is a kind's word, its plural, its folder or the letters of its ids: incident, incidents, reviews, \
    act. Without it, or with `all`, records of every kind are listed. `controls` lists the 93 controls of Annex A with \
    what the records of the organisation state of each beside it, and its own controls after them; `frameworks` names \
    the frameworks to which controls are mapped. A column is a field of the kind, also one inside \
    another (`verification.by`); `kind`, `path`, `owner` (whoever answers for the record) and `date` (the date that matters for \
    its kind) are there for every record. The list shows what the records say; `show` holds that against git.\n\nExamples:\n  \
    pirctl list incidents --status closed --severity high\n  \
    pirctl list actions --where status!=closed --sort due\n  \
    pirctl list all --incident INC-2026-0007\n  \
    pirctl list actions --where closed_at= --columns id,owner,due --format csv\n  \
    pirctl list risks --as-of 2026-03-31 --format json\n  \
    pirctl list controls --where record= --columns id,title\n  \
    pirctl list controls --framework soc2\n  \
    pirctl list actions --framework nist-800-53:IR-4\n\n\
    Exit status: 0 listed (also when nothing matches), 2 the job could not be done."
)]
pub(super) struct Arguments {
    /// Which records: a kind, or all
    #[arg(value_name = "KIND", default_value = "all")]
    kind: String,
    /// Only records with this value; FIELD!=VALUE for without, FIELD= for none at all; may be repeated
    #[arg(long = "where", value_name = "FIELD=VALUE", value_parser = condition)]
    wanted: Vec<Where>,
    /// Only records in this status
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// Only incidents of this severity, and records that name one
    #[arg(long, value_name = "SEVERITY")]
    severity: Option<String>,
    /// Only records that this person answers for
    #[arg(long, value_name = "HANDLE")]
    owner: Option<String>,
    /// Only this incident and what belongs to it
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
    /// Only controls mapped to this framework, and records that name one; NAME:REFERENCE for one reference
    #[arg(long, value_name = "NAME")]
    framework: Option<String>,
    /// Only from this day on, by the date that matters for the kind
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
    /// Only up to this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
    /// Sort by a column; -FIELD for the other way round
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    sort: Option<String>,
    /// The columns, with commas between them
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    columns: Vec<String>,
    #[command(flatten)]
    moment: Moment,
    /// How to print it: full, json or csv
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: TableFormat,
}

fn condition(text: &str) -> Result<Where, String> {
    let wrong = || "write it as FIELD=VALUE or FIELD!=VALUE, such as status=open".to_owned();
    let (field, value) = text.split_once('=').ok_or_else(wrong)?;
    let (field, is) = field.strip_suffix('!').map_or((field, true), |field| (field, false));
    let (field, value) = (field.trim().to_owned(), value.trim().to_owned());
    if field.is_empty() { Err(wrong()) } else { Ok(Where { field, value, is }) }
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    if matches!(arguments.kind.to_lowercase().as_str(), "framework" | "frameworks") {
        return frameworks(arguments, door);
    }
    let query = query(arguments)?;
    let mut options = door.options();
    options.face = arguments.moment.face();
    let session = until_the_end(Session::open(&options, &door.environment)?);
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    if let Some(id) = &query.incident
        && session.register().get_kind(Kind::Incident, id).is_none()
    {
        return Err(super::edits::unknown(&session, id));
    }
    match query.kind {
        Some(Kind::Control) => controls(&query, arguments.format, &session, door)?,
        _ => records(&query, arguments.format, &session, door)?,
    }
    Ok(if session.troubles().is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}

fn records(
    query: &Query,
    format: TableFormat,
    session: &Session,
    door: &mut Door,
) -> Result<(), Failure> {
    let listing = list(query, session.register(), session.now().zone);
    let listing = listing.map_err(|error| Failure::new(error.message, error.help))?;
    door.console.result(&match format {
        TableFormat::Full => emit::list_text(&listing, door.console.look),
        TableFormat::Json => emit::list_json(&listing),
        TableFormat::Csv => emit::list_csv(&listing),
    })?;
    say(&listing, session.register().broken().len(), door);
    Ok(())
}

fn controls(
    query: &Query,
    format: TableFormat,
    session: &Session,
    door: &mut Door,
) -> Result<(), Failure> {
    let found = list_controls(query, session.register(), session.now().zone);
    let found = found.map_err(|error| Failure::new(error.message, error.help))?;
    door.console.result(&match format {
        TableFormat::Full => emit::controls_text(&found, door.console.look),
        TableFormat::Json => emit::controls_json(&found),
        TableFormat::Csv => emit::controls_csv(&found),
    })?;
    say_controls(&found, query, door);
    say_broken(session.register().broken().len(), door);
    Ok(())
}

fn say_controls(found: &ControlList<'_>, query: &Query, door: &Door) {
    let ControlList { rows, of, stated, .. } = found;
    let shown = rows.len();
    door.console.say(&format!(
        "{shown} of {of} controls; {stated} of the 93 of Annex A have a record here"
    ));
    if let Some(filter) = query.framework {
        let name = filter.framework.name;
        door.console.say(&format!(
            "note: how controls stand to {name} is what the sources say, and no evidence of conformity with it"
        ));
    }
}

/// The frameworks are the program's own: nothing of a register is asked.
fn frameworks(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let Arguments { wanted, status, severity, owner, incident, framework, sort, columns, .. } =
        arguments;
    let words = [status, severity, owner, incident, framework, sort];
    let days = [arguments.since, arguments.until];
    if !wanted.is_empty()
        || !columns.is_empty()
        || words.into_iter().any(Option::is_some)
        || days.into_iter().any(|day| day.is_some())
    {
        let hint = "`pirctl list controls --framework NAME` shows what is mapped to one";
        return Err(Failure::new("frameworks are no records: there is nothing to choose by", hint));
    }
    door.console.result(&match arguments.format {
        TableFormat::Full => emit::frameworks_text(door.console.look),
        TableFormat::Json => emit::frameworks_json(),
        TableFormat::Csv => emit::frameworks_csv(),
    })?;
    Ok(Outcome::Clean)
}

fn query(arguments: &Arguments) -> Result<Query, Failure> {
    let kind = kind(&arguments.kind)?;
    let mut wanted = arguments.wanted.clone();
    let is =
        |field: &str, value: &String| Where { field: field.into(), value: value.clone(), is: true };
    if let Some(status) = &arguments.status {
        check_status(status, kind)?;
        wanted.push(is("status", status));
    }
    wanted.extend(arguments.owner.iter().map(|owner| is("owner", owner)));
    if let Some(severity) = &arguments.severity {
        let known = enumeration::SEVERITY.values;
        if !known.contains(&severity.as_str()) {
            let message = format!("there is no severity `{severity}`");
            return Err(Failure::new(message, format!("use one of {}", known.join(", "))));
        }
    }
    Ok(Query {
        kind,
        wanted,
        severity: arguments.severity.clone(),
        incident: arguments.incident.clone(),
        framework: arguments.framework.as_deref().map(framework).transpose()?,
        since: arguments.since,
        until: arguments.until,
        sort: arguments.sort.clone(),
        columns: arguments.columns.clone(),
    })
}

/// The framework, or the reference of one, that `--framework` names.
pub(super) fn framework(text: &str) -> Result<FrameworkFilter, Failure> {
    FrameworkFilter::parse(text).map_err(|error| Failure::new(error.message, error.help))
}

/// The kind of that word; `None` for all.
fn kind(word: &str) -> Result<Option<Kind>, Failure> {
    if word.eq_ignore_ascii_case("all") {
        return Ok(None);
    }
    kind_of_word(word).map(Some).ok_or_else(|| {
        let is_id = Kind::of_id(word).is_some() || canonical_control(word).is_some();
        let hint = match nearest(word, Kind::ALL.map(Kind::word)) {
            _ if is_id => format!("`pirctl show {word}` shows one record"),
            Some(meant) => format!("did you mean `{meant}`?"),
            None => {
                format!("use all, frameworks, or one of {}", Kind::ALL.map(Kind::word).join(", "))
            }
        };
        Failure::new(format!("there is no kind `{word}`"), hint)
    })
}

fn check_status(status: &str, kind: Option<Kind>) -> Result<(), Failure> {
    let kinds = kind.map_or_else(|| Kind::ALL.to_vec(), |kind| vec![kind]);
    let known: Vec<&str> =
        kinds.iter().flat_map(|kind| kind.spec().machine.states).copied().collect();
    if known.contains(&status) {
        return Ok(());
    }
    let hint = match (nearest(status, known.iter().copied()), kind) {
        (Some(meant), _) => format!("did you mean `{meant}`?"),
        (None, Some(_)) => format!("use one of {}", known.join(", ")),
        (None, None) => "docs/records.md lists the states of each kind".to_owned(),
    };
    Err(Failure::new(format!("there is no status `{status}`"), hint))
}

fn say(listing: &Listing<'_>, broken: usize, door: &Door) {
    let what = listing
        .kind
        .map_or("records".to_owned(), |kind| format!("records of kind {}", kind.word()));
    let shown = listing.rows.len();
    if listing.of == 0 {
        let new = listing.kind.unwrap_or(Kind::Incident).word();
        door.console.say(&format!("the register holds no {what}; `pirctl new {new}` makes one"));
    } else {
        door.console.say(&format!("{shown} of {} {what}", listing.of));
    }
    say_broken(broken, door);
}

fn say_broken(broken: usize, door: &Door) {
    if broken > 0 {
        let files = if broken == 1 { "file is" } else { "files are" };
        door.console.say(&format!(
            "note: {broken} {files} not listed, because nobody can read them; see `pirctl lint`"
        ));
    }
}
