//! `pirctl serve`: the evidence site of the register as it stands now, for the browser of this machine.

use super::keys::{Keys, say_cuts};
use super::look::Moment;
use super::manner::Manner;
use super::report::{about_of, opened};
use super::watched::watched;
use super::{Door, Outcome};
use crate::emit::Press;
use crate::page::{Site, SiteInput};
use crate::serve::{Answer, Asked, Server};
use crate::session::{Failure, Options, Session};
use crate::watch::Watch;
use clap::Args;

/// Show the evidence site in a browser on this machine, as the files stand now
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pirctl serve\n  pirctl serve --port 0 --rev HEAD\n\n\
    Nothing is written. Each page is made when it is asked for, from the files as they are then: change a record and load \
    the page again. Only 127.0.0.1 is listened on, and only requests that name it are answered. Interrupt to end.\n\
    Exit status: 2 the job could not be done.")]
pub(super) struct Arguments {
    /// Port to listen on; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 5270)]
    port: u16,
    #[command(flatten)]
    manner: Manner,
    #[command(flatten)]
    moment: Moment,
    #[command(flatten)]
    keys: Keys,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let options = door.options_at(&arguments.moment, &arguments.keys);
    // A template that cannot be used is said at once, like a register that cannot be read.
    arguments.manner.templates(arguments.manner.texts()?)?;
    let mut watch = watched(&options, arguments.manner.files(), &[], door)?;
    // What cannot be shown at all is said before anybody opens a browser.
    let mut session = Ok(opened(&options, door)?);
    let server = Server::open(arguments.port).map_err(|error| {
        let message = format!("port {} cannot be listened on: {error}", arguments.port);
        Failure::new(message, "name another with `--port`, or any that is free with `--port 0`")
    })?;
    let address = format!("http://{}/\n", server.address);
    door.console.result(&address)?;
    door.console.say("waiting for a browser; interrupt to end");
    let mut waiting = None;
    loop {
        let Some(asked) = waiting.take().or_else(|| server.next()) else {
            return Ok(Outcome::Clean);
        };
        waiting = match &session {
            Ok(session) => until_changed(arguments, session, (&server, &mut watch), asked, door),
            Err(failure) => {
                asked.answer(&Answer::trouble(&told(failure)));
                server.next()
            }
        };
        session = reopened(&options, door);
    }
}

fn reopened(options: &Options, door: &Door) -> Result<Session, Failure> {
    opened(options, door).inspect_err(|failure| door.console.fail(failure))
}

fn told(failure: &Failure) -> String {
    format!("{failure}\n{}", failure.hint)
}

/// Answers `asked` and what comes after it from one reading of the register; the first request after a change is
/// given back.
fn until_changed(
    arguments: &Arguments,
    session: &Session,
    (server, watch): (&Server, &mut Watch),
    asked: Asked,
    door: &Door,
) -> Option<Asked> {
    say_cuts(&session.past().seals, door);
    let judgement = session.judge();
    let site = Site::build(SiteInput {
        evidence: session.evidence(),
        judgement: &judgement,
        texts: session,
        about: about_of(&arguments.moment, &arguments.keys, session),
        scope: crate::page::Scope::default(),
    });
    // Read again with the register: a template may be what was changed.
    let templates = arguments.manner.texts().and_then(|texts| arguments.manner.templates(texts));
    let press = templates.as_ref().map(|templates| Press::new(templates, &site));
    let mut next = Some(asked);
    while let Some(asked) = next.take() {
        let made = match &press {
            Ok(press) => press.file(&asked.path).map_err(Failure::from),
            Err(failure) => Err((*failure).clone()),
        };
        let answer = match made {
            Ok(Some(bytes)) => Answer::file(&asked.path, bytes),
            Ok(None) => Answer::missing(),
            Err(failure) => Answer::trouble(&told(&failure)),
        };
        asked.answer(&answer);
        next = server.next();
        // A style sheet or an index belongs to the page that was shown before.
        let is_page = |asked: &Asked| asked.path.ends_with(".html");
        if next.as_ref().is_some_and(is_page) && watch.has_changed() {
            break;
        }
    }
    next
}
