//! `pirctl trace`: the chain of one incident, and the sentence to quote.

use super::keys::{Keys, say_cuts};
use super::look::Moment;
use super::{Door, Outcome, until_the_end};
use crate::chain::{Chain, chain_of};
use crate::emit;
use crate::record::Record;
use crate::register::Register;
use crate::schema::Kind;
use crate::session::{Failure, Session};
use crate::term::nearest;
use crate::verdict::Verdict;
use clap::{Args, ValueEnum};

/// Show the chain of an incident: stages, what is missing, and a sentence to quote
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl trace INC-2026-0007\n  \
    pirctl trace INC-2026-0007 --rev HEAD --check\n  \
    pirctl trace INC-2026-0007 --allowed-signers ~/signers\n  \
    pirctl trace --base origin/main --format markdown\n\n\
    Exit status: 0 shown, 1 with --check when a required stage is missing, 2 the job could not be done.")]
pub(super) struct Arguments {
    /// Id of the incident
    #[arg(value_name = "ID", required_unless_present = "base")]
    id: Option<String>,
    /// Show every chain that the change since REV touches
    #[arg(long, value_name = "REV", conflicts_with_all = ["id", "as_of"])]
    base: Option<String>,
    #[command(flatten)]
    moment: Moment,
    /// How to print the chain: full, markdown (a table) or json
    #[arg(long, value_name = "FORMAT", default_value = "full", hide_possible_values = true)]
    format: TraceFormat,
    /// Exit with 1 when a required stage is missing
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    keys: Keys,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TraceFormat {
    Full,
    Markdown,
    Json,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let options = door.options_at(&arguments.moment, &arguments.keys);
    let session = until_the_end(Session::open(&options, &door.environment)?);
    let incidents = asked(arguments, &session)?;
    let cx = session.inquiry();
    let chains: Vec<(&Record, Chain)> =
        incidents.into_iter().map(|incident| (incident, chain_of(&cx, incident))).collect();
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    say_cuts(&session.past().seals, door);
    let text = printed(arguments, &chains, door.console.look);
    door.console.result(&text)?;
    let is_missing = |(_, chain): &(&Record, Chain)| chain.count(Verdict::Missing) > 0;
    let missing = arguments.check && chains.iter().any(is_missing);
    Ok(match session.troubles().is_empty() {
        false => Outcome::Incomplete,
        true if missing => Outcome::Findings,
        true => Outcome::Clean,
    })
}

/// The incident that was named, or those that a change touches.
fn asked<'s>(arguments: &Arguments, session: &'s Session) -> Result<Vec<&'s Record>, Failure> {
    let register = session.register();
    let Some(base) = &arguments.base else {
        let id = arguments.id.as_deref().unwrap_or_default();
        return Ok(vec![find(register, id)?]);
    };
    let touched = session.touched_since(base)?;
    Ok(touched.iter().filter_map(|id| register.get_kind(Kind::Incident, id)).collect())
}

fn printed(arguments: &Arguments, chains: &[(&Record, Chain)], look: emit::Look) -> String {
    match (arguments.format, &arguments.base, chains) {
        (TraceFormat::Markdown, ..) => emit::trace_markdown(chains),
        (TraceFormat::Json, Some(base), _) => emit::traces_json(base, chains),
        (TraceFormat::Json, None, [(incident, chain), ..]) => emit::trace_json(incident, chain),
        (TraceFormat::Full, _, []) => "No incident's chain is touched.\n".to_owned(),
        _ => {
            let texts =
                chains.iter().map(|(incident, chain)| emit::trace_text(incident, chain, look));
            texts.collect::<Vec<_>>().join("\n")
        }
    }
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
