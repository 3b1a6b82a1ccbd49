//! `pirctl export oscal-...`: assessment results and a plan of action for programs that read OSCAL.

use super::{Arguments, ExportFormat, deliver_text, masked};
use crate::chain::Days;
use crate::commands::keys::say_cuts;
use crate::commands::look::{asked_window, say_unread};
use crate::commands::{Door, Outcome, until_the_end};
use crate::emit;
use crate::matrix::matrix;
use crate::metrics::Window;
use crate::oscal::{Document, Source, assessment_results, plan_of_action};
use crate::session::{Face, Failure, Session};

/// A document of OSCAL.
#[derive(Clone, Copy)]
pub(super) enum Asked {
    Results,
    Plan,
}

/// The words for them.
pub(super) const NAMES: [&str; 2] = ["oscal-assessment-results", "oscal-poam"];

/// The document of that word.
pub(super) fn asked(word: &str) -> Option<Asked> {
    let word = word.to_lowercase();
    match word.as_str() {
        "oscal-assessment-results" => Some(Asked::Results),
        "oscal-poam" => Some(Asked::Plan),
        _ => None,
    }
}

pub(super) fn run(
    arguments: &Arguments,
    asked: Asked,
    door: &mut Door,
) -> Result<Outcome, Failure> {
    check(arguments)?;
    let mut options = door.options_at(&arguments.moment, &arguments.keys);
    if matches!(options.face, Face::Worktree) {
        options.face = Face::Revision("HEAD".into());
    }
    let session = until_the_end(Session::open(&options, &door.environment)?);
    let document = document(arguments, asked, &session, door)?;
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    say_cuts(&session.past().seals, door);
    say_unread(&session, door);
    deliver_text(arguments, &emit::oscal_json(&document), door)?;
    Ok(if session.troubles().is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}

/// Refuses what has no meaning for a document of OSCAL.
fn check(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.output_dir.is_some() {
        let hint = "use `--output-file FILE`";
        return Err(Failure::new("--output-dir is for CSV: OSCAL is one file", hint));
    }
    if arguments.framework.is_some() {
        let hint =
            "leave out --framework; the objectives are those of clause A.5.27, 10.1 and 10.2";
        return Err(Failure::new("a document of OSCAL is not narrowed to a framework", hint));
    }
    match arguments.format {
        None | Some(ExportFormat::Json) => Ok(()),
        Some(_) => Err(Failure::new("OSCAL is written as JSON", "leave out --format")),
    }
}

fn document(
    arguments: &Arguments,
    asked: Asked,
    session: &Session,
    door: &Door,
) -> Result<Document, Failure> {
    let (Some(repository), Some(commit)) = (session.repository(), session.commit()) else {
        let hint = "go to a clone of the register, or name one with `-C DIR`";
        return Err(Failure::new("there is no commit to tell of", hint));
    };
    if session.register().records().is_empty() {
        let hint = "name the folder of the register with `-C DIR`";
        return Err(Failure::new("no records were found at that commit", hint));
    }
    let committed = repository.commit(&commit).map_err(Failure::from)?.committer.time;
    let window = asked_window(arguments.period.as_deref(), session)?;
    let window = window.unwrap_or_else(|| Window::year_to(session.now().day()));
    let matrix = matrix(session.evidence(), Days { first: window.first, end: window.end });
    let from = Source {
        cx: session.inquiry(),
        matrix: &matrix,
        window: &window,
        masked: &masked(arguments, session, door),
        commit: &commit.hex(),
        committed,
        version: env!("CARGO_PKG_VERSION"),
    };
    match asked {
        Asked::Results => Ok(assessment_results(&from)),
        Asked::Plan => plan_of_action(&from).ok_or_else(|| {
            let hint = "nothing is written: OSCAL has no plan without an item";
            Failure::new("no action and no requirement is open", hint)
        }),
    }
}
