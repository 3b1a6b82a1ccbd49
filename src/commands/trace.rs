//! `pirctl trace`: the chain of one incident, and the sentence to quote.

use super::keys::{Keys, say_cuts};
use super::look::{Format, Moment};
use super::{Door, Outcome, until_the_end};
use crate::chain::{Inquiry, chain_of};
use crate::emit;
use crate::record::Record;
use crate::register::Register;
use crate::schema::Kind;
use crate::session::{Failure, Session};
use crate::term::nearest;
use crate::verdict::Verdict;
use clap::Args;

/// Show the chain of an incident: stages, what is missing, and a sentence to quote
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl trace INC-2026-0007\n  \
    pirctl trace INC-2026-0007 --rev HEAD --check\n  \
    pirctl trace INC-2026-0007 --allowed-signers ~/signers\n\n\
    Exit status: 0 shown, 1 with --check when a required stage is missing, 2 the job could not be done.")]
pub(super) struct Arguments {
    /// Id of the incident
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    moment: Moment,
    /// How to print the chain: full or json
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: Format,
    /// Exit with 1 when a required stage is missing
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    keys: Keys,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let mut options = door.options();
    options.face = arguments.moment.face();
    options.keys = arguments.keys.files();
    let session = until_the_end(Session::open(&options, &door.environment)?);
    let incident = find(session.register(), &arguments.id)?;
    let cx = Inquiry {
        register: session.register(),
        terms: session.terms(),
        now: session.now(),
        config: session.config(),
        past: session.past(),
    };
    let chain = chain_of(&cx, incident);
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    say_cuts(&session.past().seals, door);
    door.console.result(&match arguments.format {
        Format::Full => emit::trace_text(incident, &chain, door.console.look),
        Format::Json => emit::trace_json(incident, &chain),
    })?;
    let missing = arguments.check && chain.count(Verdict::Missing) > 0;
    Ok(match session.troubles().is_empty() {
        false => Outcome::Incomplete,
        true if missing => Outcome::Findings,
        true => Outcome::Clean,
    })
}

/// The incident with this id, or why there is none.
fn find<'r>(register: &'r Register, id: &str) -> Result<&'r Record, Failure> {
    if let Some(incident) = register.get_kind(Kind::Incident, id) {
        return Ok(incident);
    }
    if let Some(record) = register.get(id) {
        let hint = register.incidents_reached(record).next().map_or_else(
            || "name an incident".to_owned(),
            |incident| format!("it belongs to `{}`", incident.id()),
        );
        return Err(Failure::new(format!("`{id}` is no incident"), hint));
    }
    let known = register.of_kind(Kind::Incident).map(Record::id);
    let hint = nearest(id, known).map_or_else(
        || "name an incident of this register, such as those in `incidents/`".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    Err(Failure::new(format!("there is no incident `{id}`"), hint))
}
