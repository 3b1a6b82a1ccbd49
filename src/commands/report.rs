//! `pirctl report`: the evidence site in a folder of its own.

use super::keys::{Keys, say_cuts};
use super::look::Moment;
use super::{Door, Outcome, until_the_end};
use crate::deliver::{Content, write_folder};
use crate::emit::make_site;
use crate::page::{About, Site, SiteInput};
use crate::proof::PolicyVersion;
use crate::session::{Failure, Session};
use crate::term::RepoPath;
use clap::Args;
use std::path::PathBuf;

/// Render the evidence site into a folder
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pirctl report --out site\n  pirctl report --rev HEAD --out site\n  \
    pirctl report --allowed-signers ~/signers --out site\n\n\
    Open site/index.html in a browser; nothing is fetched from anywhere.\n\
    Exit status: 0 written, 2 the job could not be done."
)]
pub(super) struct Arguments {
    /// Folder to write: new, empty, or one that an earlier report was written to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    moment: Moment,
    #[command(flatten)]
    keys: Keys,
}

pub(super) fn run(arguments: &Arguments, door: &mut Door) -> Result<Outcome, Failure> {
    let mut options = door.options();
    options.face = arguments.moment.face();
    options.keys = arguments.keys.files();
    // What is handed over rests on the repository alone.
    let environment = door.environment.without_cache();
    let session = until_the_end(Session::open(&options, &environment)?);
    for trouble in session.troubles() {
        door.console.fail(trouble);
    }
    say_cuts(&session.past().seals, door);
    let judgement = session.judge();
    let text_of = |path: &RepoPath| session.text_of(path);
    let about = about(arguments, &session);
    let evidence = session.evidence();
    let version_text = |held: &PolicyVersion| session.version_text(held);
    let version_text = &version_text;
    let input =
        SiteInput { evidence, judgement: &judgement, text_of: &text_of, version_text, about };
    let site = until_the_end(Site::build(input));
    let files = write_folder(&arguments.out, Content::Site, |new| {
        make_site(&site, |path, bytes| new.write(path, bytes))
    })?;
    let home = arguments.out.join("index.html");
    door.console.say(&format!("{files} files written; open {}", home.display()));
    super::look::say_when_empty(&session, door);
    Ok(if session.troubles().is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}

fn about(arguments: &Arguments, session: &Session) -> About {
    let commit = session.commit().or_else(|| session.head()).map(|id| id.hex()).unwrap_or_default();
    let asked = match (&arguments.moment.rev, arguments.moment.as_of) {
        (Some(rev), _) => format!("--rev {rev}"),
        (None, Some(day)) => format!("--as-of {day}"),
        (None, None) => String::new(),
    };
    let is_worktree = session.commit().is_none();
    let today = session.now().day();
    let moment = if is_worktree {
        format!("--today {today}")
    } else {
        format!("--rev {commit} --today {today}")
    };
    let as_asked = match arguments.moment.as_of {
        Some(day) => format!("--as-of {day}"),
        None => moment.clone(),
    };
    let options = format!("{as_asked}{}", arguments.keys.said());
    let version = env!("CARGO_PKG_VERSION").to_owned();
    About { commit, is_worktree, asked, options, moment, version }
}
